/// The bar of a state, with a tick where it stood before.
enum PictureBar {
  static let width = 60
  private static let tickWidth = 2
  private static let empty = "#FFFFFF"
  private static let ink = "#222222"

  /// A bar as a table of cells: as far as `probability` in `color`, and a tick in what stands out there.
  static func html(_ probability: Double, color: String, tick: Double? = nil) -> String {
    "<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"0\" COLOR=\"#777777\"><TR>"
      + cells(probability, color, tick).map {
        "<TD WIDTH=\"\($0.width)\" HEIGHT=\"9\" BGCOLOR=\"\($0.color)\"></TD>"
      }.joined() + "</TR></TABLE>"
  }

  private static func cells(
    _ probability: Double, _ color: String, _ tick: Double?
  ) -> [(width: Int, color: String)] {
    let share = Int((Double(width) * probability).rounded())
    let filled = probability > 0 ? max(1, share) : 0
    let mark = tick.map { tick in
      let start = min(width - tickWidth, max(0, Int((Double(width) * tick).rounded()) - 1))
      return start..<(start + tickWidth)
    }
    let cuts = Set([0, filled, width] + (mark.map { [$0.lowerBound, $0.upperBound] } ?? []))
      .sorted()
    return zip(cuts, cuts.dropFirst()).map { start, end in
      let isFilled = start < filled
      let isMarked = mark?.contains(start) ?? false
      return (end - start, isMarked ? (isFilled ? empty : ink) : (isFilled ? color : empty))
    }
  }
}
