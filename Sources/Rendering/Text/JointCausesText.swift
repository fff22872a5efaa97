import RootCause

/// The candidates judged together for a terminal, and a word on findings that don't hang together.
///
///     causes at once: none 0.0312, one 0.8123, two or more 0.1565
///
///     explanation                   probability
///     reflow = cold                      0.4210
///     …
public struct JointCausesText {
  private let joint: JointCauses?
  private let conflict: Conflict

  /// Creates the text of what belongs to one diagnosis.
  public init(_ joint: JointCauses?, _ conflict: Conflict) {
    self.joint = joint
    self.conflict = conflict
  }

  /// The text, which ends with a line break; empty when there is nothing to say.
  public var text: String {
    let blocks = [joint.map(Self.text), conflict.isAboveZero ? conflictNote : nil]
    return blocks.compactMap(\.self).joined(separator: "\n")
  }

  private var conflictNote: String {
    "conflict = \(Figures.logarithm(conflict.total)), above 0: the findings do not hang together;"
      + " 'fishbone explain' tells which\n"
  }

  private static func text(_ joint: JointCauses) -> String {
    let count = joint.count
    let head =
      "causes at once: none \(Figures.probability(count.none)), one \(Figures.probability(count.one)),"
      + " two or more \(Figures.probability(count.more))\n"
    guard !joint.explanations.isEmpty else { return head }
    let rows = joint.explanations.map { explanation in
      let names = explanation.causes.map {
        DiagnosisTable.name(variable: $0.variable, state: $0.state)
      }
      return [
        names.isEmpty ? "no cause" : names.joined(separator: ", "),
        Figures.probability(explanation.probability),
      ]
    }
    let table = TextTable([.words("explanation"), .numbers("probability")], rows: rows).text
    return head + "\n" + table
      + (joint.isExact
        ? ""
        : "The search ended early: others may have up to \(Figures.probability(joint.boundOfOthers)).\n")
  }
}
