/// The filling of a candidate: one hue, the darker the likelier it is off its nominal state, and light enough everywhere for
/// black text (a contrast of 6 to 1 at its darkest). Since the lightness alone falls, it survives a copy in grey.
enum Shading {
  private static let lightest = (red: 255.0, green: 255.0, blue: 255.0)
  private static let darkest = (red: 232.0, green: 96.0, blue: 60.0)

  /// The colour for a probability, as `#RRGGBB`.
  static func color(of probability: Double) -> String {
    let share = min(1, max(0, probability))
    let channels = [
      (lightest.red, darkest.red), (lightest.green, darkest.green), (lightest.blue, darkest.blue),
    ]
    return "#"
      + channels.map { light, dark in
        let hex = String(
          Int((light + (dark - light) * share).rounded()), radix: 16, uppercase: true)
        return hex.count < 2 ? "0" + hex : hex
      }.joined()
  }
}
