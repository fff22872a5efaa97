import RootCause

/// The candidates judged together, as JSON has them: members of a diagnosis.
struct JointCausesRecord: Encodable, Sendable {
  struct Count: Encodable {
    let none, one, more: Double
  }

  struct Explanation: Encodable {
    let causes: [String: String]
    let probability: Double
  }

  let causeCount: Count
  let explanations: [Explanation]
  let explanationsExact: Bool
  let boundOfOthers: Double

  init(_ joint: JointCauses) {
    causeCount = Count(none: joint.count.none, one: joint.count.one, more: joint.count.more)
    explanations = joint.explanations.map { explanation in
      Explanation(
        causes: Dictionary(
          uniqueKeysWithValues: explanation.causes.map { ($0.variable, $0.state) }),
        probability: explanation.probability)
    }
    explanationsExact = joint.isExact
    boundOfOthers = joint.boundOfOthers
  }
}
