/// Names that formats take: a letter, then letters, digits and underscores.
struct Identifiers {
  private var taken: Set<String>
  /// The last number that was put behind a name, so that thousands alike take no longer than others.
  private var numbers: [String: Int] = [:]

  /// Begins a space of names in which those of `names` that are identifiers stay as they are.
  private init(_ names: [String]) { taken = Set(names.filter(Self.isIdentifier)) }

  /// Returns a distinct identifier for each of `names`, which are distinct: itself where it is one.
  static func of(_ names: [String]) -> [String] {
    var identifiers = Identifiers(names)
    return names.map { isIdentifier($0) ? $0 : identifiers.take(like: $0) }
  }

  /// Whether `name` is an identifier.
  static func isIdentifier(_ name: String) -> Bool {
    guard let first = name.utf8.first, isLetter(first) else { return false }
    return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
  }

  /// Returns an identifier that reminds of `name`.
  private mutating func take(like name: String) -> String {
    let letters = name.unicodeScalars.map { scalar -> Character in
      let byte = scalar.isASCII ? UInt8(scalar.value) : 0
      return Self.isLetter(byte) || Self.isDigit(byte) ? Character(scalar) : "_"
    }
    var base = String(letters)
    if !Self.isIdentifier(base) { base = "x_" + base }
    var identifier = base
    while !taken.insert(identifier).inserted {
      numbers[base, default: 1] += 1
      identifier = "\(base)_\(numbers[base, default: 1])"
    }
    return identifier
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
