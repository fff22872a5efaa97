import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

/// Explanations, joint causes and what-if answers for a terminal.
@Suite struct ExplanationTextTests {
  /// A fail of the X-ray, a doubtful product variant and a reading of the gain that is far too high.
  private static let evidence = Evidence([
    5: .state(1), 3: .likelihood([0.2, 0.8]), 4: .state(1), 6: .value(31),
  ])

  @Test func `an explanation tells what adds, how, whom else it moves and what doesn't fit`() throws
  {
    let model = try Samples.model()
    let explanation = try Diagnostician(model).explain(1, state: 1, given: Self.evidence)
    try expectSnapshot(ExplanationText(explanation).text, named: "explanation.txt")
  }

  @Test func `an explanation of nothing and one that is settled are worded`() throws {
    let model = try Samples.model()
    let diagnostician = try Diagnostician(model)
    let nothing = ExplanationText(try diagnostician.explain(1, state: 1, given: Evidence())).text
    #expect(nothing.contains("There are no findings"))
    let settled = ExplanationText(
      try diagnostician.explain(1, state: 1, given: Evidence([1: .state(1)]))
    ).text
    #expect(settled.contains("reflow=cold is about it"))
    #expect(settled.contains("Log odds of 1000 stand for certain"))
  }

  @Test func `candidates judged together are told with the conflict`() throws {
    let model = try Samples.model()
    let diagnostician = try Diagnostician(model)
    let diagnosis = try diagnostician.diagnose(Self.evidence)
    let text = JointCausesText(
      diagnostician.jointCauses(of: diagnosis), diagnostician.conflict(in: diagnosis)
    ).text
    try expectSnapshot(text, named: "joint-causes.txt")
  }

  @Test func `effects, rankings and counterfactuals are tables`() throws {
    let model = try Samples.model()
    let question = try WhatIf(model)
    let targets = WhatIfTarget.all(of: model)
    let text = WhatIfText(of: targets, in: model.network)
    let effects = try question.effects(of: question.nominalCandidates, on: targets)
    let unit = try question.preventions(by: [1: 0], of: targets, in: [Self.evidence])[0].get()
    var total = PreventionTotal(of: [1: 0], targetCount: targets.count)
    total.add(unit, count: 3)
    try expectSnapshot(
      [
        text.text(of: effects[1]), text.ranking(effects, isByTarget: false),
        text.text(of: [unit]), text.text(of: [total]),
      ].joined(separator: "\n----\n"), named: "what-if.txt")
    #expect(
      WhatIfText(of: targets, in: model.network, top: 1).ranking(effects, isByTarget: true)
        .contains("  and 2 more"))
  }

  @Test func `an intervention that does harm prevents less than nothing`() throws {
    let model = try Samples.model()
    let targets = [WhatIfTarget(4, in: model.network)]
    let effect = try WhatIf(model).effects(of: [[1: 1]], on: targets)[0]
    let share = try #require(effect.targets[0].preventableShare)
    #expect(share < -1)
    let text = WhatIfText(of: targets, in: model.network).text(of: effect)
    #expect(text.contains("\(Figures.fixed(share * 100, 1)) %"))
  }
}
