/// Finds the name that a person may have meant.
public enum Spelling {
  /// Returns the name in `known` that is nearest to `name`, if it is near enough to be a slip: up to a third of the
  /// letters differ, but never all of them. Differences in case count half, and next
  /// to nothing where there is no other.
  public static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let limit = 2 * max(1, name.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in known where abs(candidate.count - name.count) * 2 <= limit {
      let isSame = name.lowercased() == candidate.lowercased()
      let distance = isSame ? 1 : distance(Array(name), Array(candidate), limit: limit)
      let isSlip = distance <= limit && distance < 2 * max(name.count, candidate.count)
      if isSlip, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Returns "; did you mean 'x'?" when a name in `known` is near to `name`, else nothing.
  public static func suggestion(for name: String, among known: some Sequence<String>) -> String {
    nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Twice the edit distance with transpositions of neighbours ([D64]), where a change of case counts 1 and any other edit 2.
  private static func distance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
    var previous: [Int] = []
    var current = (0...b.count).map { $0 * 2 }
    for i in a.indices {
      let beforePrevious = previous
      previous = current
      current[0] = (i + 1) * 2
      for j in b.indices {
        let change = a[i] == b[j] ? 0 : a[i].lowercased() == b[j].lowercased() ? 1 : 2
        current[j + 1] = min(previous[j] + change, previous[j + 1] + 2, current[j] + 2)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          current[j + 1] = min(current[j + 1], beforePrevious[j - 1] + 2)
        }
      }
      if current.min() ?? 0 > limit { return .max }
    }
    return current[b.count]
  }
}
