import RootCause

/// A plan of tests for a terminal: a line for each outcome, indented below its test, and what the plan comes to.
///
///     spi (1)
///       good  0.6120: ict (6)
///         pass  0.9512: end, depth: reflow = cold 0.6127
///     …
public struct TestPlanText {
  private let plan: TestPlan

  /// Creates the text of `plan`.
  public init(_ plan: TestPlan) { self.plan = plan }

  /// The text, which ends with a line break.
  public var text: String {
    let tree = Self.step(plan.root) + "\n" + Self.lines(below: plan.root, depth: 1)
    return tree + "\n" + summary
  }

  private static func lines(below node: TestPlan.Node, depth: Int) -> String {
    guard case .test(let test) = node.step else { return "" }
    let indent = String(repeating: "  ", count: depth)
    let width = test.branches.map { DisplayText.columns(of: name($0.state)) }.max() ?? 0
    return test.branches.map { branch in
      let state = name(branch.state)
      let padding = String(repeating: " ", count: width - DisplayText.columns(of: state))
      return "\(indent)\(state)\(padding)  \(Figures.probability(branch.probability)): "
        + "\(step(branch.node))\n" + lines(below: branch.node, depth: depth + 1)
    }
    .joined()
  }

  private static func name(_ text: String) -> String { DisplayText.shortened(text, to: 40) }

  /// What is done at a point, in a few words.
  static func step(_ node: TestPlan.Node) -> String {
    switch node.step {
    case .test(let test):
      "\(DisplayText.shortened(test.variable, to: 60)) (\(Figures.measured(test.cost)))"
    case .end(.noCause): "no cause \(Figures.probability(node.probabilityOfNoCause))"
    case .end(.cause): "cause: \(leader(of: node))"
    case .end(let ending): "\(words(ending)): \(leader(of: node)) leads"
    }
  }

  private static func leader(of node: TestPlan.Node) -> String {
    guard let leader = node.leader else { return "nothing" }
    return DiagnosisTable.name(variable: leader.variable, state: leader.state) + " "
      + Figures.probability(leader.posterior)
  }

  private static func words(_ ending: TestPlan.Ending) -> String {
    switch ending {
    case .cause: "cause"
    case .noCause: "no cause"
    case .exhausted: "no test left"
    case .depth: "depth reached"
    case .budget: "budget used up"
    case .rare: "rare"
    }
  }

  private var summary: String {
    let endings = TestPlan.Ending.allCases.map { ($0, plan.probability(of: $0)) }.filter {
      $0.1 > 0
    }
    .map { "\(Self.words($0.0)) \(Figures.probability($0.1))" }
    var lines = [
      "ends with: \(endings.joined(separator: ", "))",
      "expected: \(Figures.fixed(plan.expectedTests, 2)) tests, cost \(Figures.amount(plan.expectedCost)),"
        + " leader \(Figures.probability(plan.expectedLeaderPosterior))",
    ]
    if let cost = plan.expectedCostToCause, let tests = plan.expectedTestsToCause {
      lines.append(
        "where a cause reaches \(Figures.probability(plan.threshold)): \(Figures.fixed(tests, 2)) tests, cost \(Figures.amount(cost))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
