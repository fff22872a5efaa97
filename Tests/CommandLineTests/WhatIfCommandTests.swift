import NetworkModel
import RootCause
import Testing
import _TestSupport

@Suite struct WhatIfCommandTests {
  @Test func `candidates are ranked by what holding them nominal prevents`() async throws {
    let folder = try CommandFolder()
    let ranking = try await folder.succeed("whatif", "line.gv")
    let effect = try await folder.succeed(
      "whatif", "line.gv", "--do", "reflow=in_control", "--observe", "shift=night")
    let unit = try await folder.succeed(
      "whatif", "line.gv", "--do", "reflow=in_control", "--observe", "xray=fail", "gain=27")
    #expect(ranking.errors + effect.errors + unit.errors == "")
    try expectSnapshot(
      [ranking, effect, unit].map(\.output).joined(separator: "----\n"), named: "whatif.txt")
  }

  @Test func `the answer in JSON has the library's numbers`() async throws {
    let folder = try CommandFolder()
    let model = try GraphSamples.model(GraphSamples.line)
    let reflow = try #require(model.graph.index(of: "reflow"))
    let voids = WhatIfTarget(
      try #require(model.graph.index(of: "voids")), state: 1, in: model.network)
    let question = try WhatIf(model)
    let call = [
      "whatif", "line.gv", "--json", "--do", "reflow=in_control", "--target", "voids=present",
    ]
    let effect = try await folder.succeed(call).json()["effects"].items[0]
    let expected = try question.effects(of: [[reflow: 0]], on: [voids])[0]
    #expect(effect["do"] == .object(["reflow": .text("in_control")]))
    #expect(effect["targets"].items[0]["before"].number == expected.targets[0].before)
    #expect(effect["targets"].items[0]["after"].number == expected.targets[0].after)
    #expect(
      effect["targets"].items[0]["preventableShare"].number == expected.targets[0].preventableShare)
    #expect(effect["escape"]["after"].number == expected.escape?.after)
    let evidence = try Evidence(["xray": "fail"], in: model.network)
    let unit = try await folder.succeed(call + ["--observe", "xray=fail"]).json()
    let target = unit["counterfactuals"].items[0]["targets"].items[0]
    let prevention = try question.preventions(by: [reflow: 0], of: [voids], in: [evidence])[0]
      .get().targets[0]
    #expect(target["exact"] == .boolean(true))
    #expect(target["posterior"].number == prevention.posterior)
    #expect(
      target["prevented"].items.map(\.number)
        == [prevention.prevented.lowerBound, prevention.prevented.upperBound])
    #expect(
      target["probabilityOfNecessity"].items.map(\.number)
        == [prevention.necessity?.lowerBound, prevention.necessity?.upperBound])
  }

  @Test
  func `the units of a file are summed, with their numbers, and those that can't be are told`()
    async throws
  {
    let folder = try CommandFolder()
    try folder.files.write(
      """
      digraph { a [kind=lot, prior="0.9 0.1"]; d [kind=defect, cpd=noisy_max, leak=0.05]; a -> d [strength=0.6];
        t [kind=test, cpt="1 0; 0.2 0.8"]; d -> t }
      """, to: "lot.gv")
    try folder.files.write("count,d,t\n2,present,\n1,absent,fail\n3,,fail\n", to: "units.csv")
    let result = try await folder.succeed(
      "whatif", "lot.gv", "--do", "a=good", "--target", "d", "--json", "--records", "units.csv")
    #expect(result.errors.contains("1 of 6 units can't be true in this model and are left out"))
    let record = try result.json()
    #expect(record["units"].number == 6 && record["impossibleUnits"].number == 1)
    let target = record["counterfactuals"].items[0]["targets"].items[0]
    // All five have the defect; of each P(a bad | d) · P(it acted and the leak did not).
    #expect(try #require(target["expected"].number).isClose(to: 5, .manySteps))
    let (sound, bad) = (0.9 * 0.05, 0.1 * (1 - 0.4 * 0.95))
    let prevented = 5 * 0.1 * 0.6 * 0.95 / (sound + bad)
    let found = target["prevented"].items.compactMap(\.number)
    #expect(found.isClose(to: [prevented, prevented], .manySteps))
    let text = try await folder.succeed(
      "whatif", "lot.gv", "--records", "units.csv", "--hide", "t")
    #expect(text.output.contains("a = good") && text.output.contains("d = present"))
  }

  @Test func `a model without candidates or targets is told what to name`() async throws {
    let folder = try CommandFolder()
    try folder.files.write(
      "digraph { a [kind=context, states=\"x,y\", prior=\"0.5 0.5\"] }", to: "bare.gv")
    for (arguments, message) in [
      (["whatif", "bare.gv"], "the model has no defects or tests to prevent"),
      (["whatif", "bare.gv", "--target", "a"], "the model has no steps, lots or stations to hold"),
      (["explain", "bare.gv"], "the model has no steps, lots or stations whose states"),
    ] {
      let result = try await folder.run(arguments)
      #expect(result.exitCode == 65 && result.errors.contains(message))
    }
  }
}
