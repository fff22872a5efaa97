import RootCause

/// What tests that are not made yet would tell, for a terminal.
///
///     next test  cost    bits  bits per cost  leader then  P(new leader)  label
///     ict           6  0.0412          0.007       0.5402           0.12  In-circuit test
///     …
///
/// The leader's posterior is the one that is expected after the test, whichever cause leads then. `≥` marks a lower bound.
public struct NextTestTable {
  private let tests: [NextTest]
  private let graph: CausalGraph
  private let top: Int

  /// Creates the table of tests about units of `model`.
  ///
  /// - Parameter top: The most rows.
  public init(_ tests: [NextTest], model: CausalModel, top: Int = 3) {
    self.tests = tests
    graph = model.graph
    self.top = top
  }

  /// The table as text, which ends with a line break; it says so where there is no test.
  public var text: String {
    guard !tests.isEmpty else { return "No test is open.\n" }
    let shown = tests.prefix(max(0, top))
    let labels = shown.map { label(of: $0.variable) }
    let isLabelled = labels.contains { $0 != nil }
    let columns: [TextTable.Column] =
      [
        .words("next test"), .numbers("cost"), .numbers("bits"), .numbers("bits per cost"),
        .numbers("leader then"), .numbers("P(new leader)"),
      ] + (isLabelled ? [.words("label")] : [])
    let rows = zip(shown, labels).map { test, label in
      [
        DisplayText.shortened(test.variable, to: 60), Figures.cost(test.cost),
        (test.isLowerBound ? "≥" : "") + Figures.amountOfBits(test.information),
        test.informationPerCost.map(Figures.smallFactor) ?? "free",
        Figures.probability(test.expectedLeaderPosterior),
        Figures.share(test.probabilityOfNewLeader),
      ] + (isLabelled ? [label ?? ""] : [])
    }
    let hidden = tests.count - shown.count
    return TextTable(columns, rows: rows).text + (hidden == 0 ? "" : "and \(hidden) more\n")
  }

  private func label(of name: String) -> String? {
    graph.index(of: name).flatMap { graph.variables[$0].label }.map {
      DisplayText.shortened($0, to: 60)
    }
  }
}

extension Figures {
  /// Returns a number of bits with four decimals; only 0 itself is shown as such.
  static func amountOfBits(_ value: Double) -> String {
    value <= 0 ? "0" : value < 0.00005 ? "<0.0001" : fixed(value, 4)
  }

  /// Returns a positive number with three digits that mean something, down to a millionth.
  static func smallFactor(_ value: Double) -> String {
    switch value {
    case ...0: "0"
    case ..<0.000001: "<0.000001"
    case ..<0.0001: fixed(value, 6)
    case ..<0.01: fixed(value, 5)
    default: factor(value)
    }
  }
}
