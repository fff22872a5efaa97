import RootCause

/// A plan of tests as DOT: boxes for tests, rounded ones for ends, an arc for each outcome.
public struct TestPlanPicture {
  private let plan: TestPlan

  /// Creates the picture of `plan`.
  public init(_ plan: TestPlan) { self.plan = plan }

  /// The text of the picture.
  public var dot: String {
    var lines: [String] = []
    var count = 0
    Self.draw(plan.root, &lines, &count)
    return """
      digraph plan {
        graph [fontname="Helvetica", rankdir=LR];
        node [fontname="Helvetica", fontsize=11, shape=box, style=filled, fillcolor="#ffffff"];
        edge [fontname="Helvetica", fontsize=10];
      \(lines.map { "  \($0)" }.joined(separator: "\n"))
      }

      """
  }

  /// Draws a point and all that follows; returns its number.
  @discardableResult
  private static func draw(
    _ node: TestPlan.Node, _ lines: inout [String], _ count: inout Int
  ) -> Int {
    let number = count
    count += 1
    let reached = "reached with \(Figures.probability(node.probability))"
    let label = DOTText.quoted([TestPlanText.step(node), reached])
    switch node.step {
    case .end(let ending):
      let color = ending == .cause ? "#f4c7b8" : ending == .noCause ? "#cfe3cf" : "#eeeeee"
      lines.append(
        "n\(number) [label=\(label), style=\"filled,rounded\", fillcolor=\"\(color)\"];")
    case .test(let test):
      lines.append("n\(number) [label=\(label)];")
      for branch in test.branches {
        let child = draw(branch.node, &lines, &count)
        let text = DOTText.quoted([
          DisplayText.shortened(branch.state, to: 40), Figures.probability(branch.probability),
        ])
        lines.append("n\(number) -> n\(child) [label=\(text)];")
      }
    }
    return number
  }
}
