/// A name of record columns in which `*` stands for any text.
public struct ColumnPattern: Sendable, Equatable {
  private let pattern: [UInt8]

  /// Takes a pattern.
  public init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

  /// Whether `name` fits the pattern.
  ///
  /// - Complexity: O(pattern × name) at worst: on a misfit only the last `*` takes one more byte.
  public func matches(_ name: String) -> Bool {
    let name = Array(name.utf8)
    var place = 0
    var next = 0
    var retry: (place: Int, next: Int)?
    while next < name.count {
      if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
        retry = (place + 1, next)
        place += 1
      } else if place < pattern.count, pattern[place] == name[next] {
        place += 1
        next += 1
      } else if let (after, taken) = retry {
        retry = (after, taken + 1)
        place = after
        next = taken + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
