import Foundation
import NetworkModel
import Rendering
import RootCause

/// Reports of the small line.
enum ReportSamples {
  static let origin = ReportOrigin(
    command: ShellWords.line(["fishbone", "report", "line.gv", "-o", "it's.html"]),
    inputs: [.init(role: "model", file: "line.gv", digest: String(repeating: "0", count: 64))],
    version: "1.2.3")

  static func unit(
    _ model: CausalModel,
    _ evidence: Evidence = Evidence([5: .state(1), 3: .likelihood([0.2, 0.8]), 6: .value(28.5)]),
    isDrawn: Bool = true, origin: ReportOrigin = origin
  ) throws -> Report {
    let losses = LossTable(choices: [
      .init(
        name: "use",
        entries: [.init(variable: model.network.variables[4].name, state: nil, loss: 90)]),
      .init(name: "scrap", base: 20),
    ])
    let inquiry = try UnitInquiry(model, evidence, losses: losses)
    return UnitReport(
      inquiry, origin: origin, picture: isDrawn ? try picture(model, inquiry.diagnosis) : nil,
      pictureProblem: isDrawn ? nil : "it was not drawn"
    ).report()
  }

  static func picture(_ model: CausalModel, _ diagnosis: Diagnosis) throws -> EmbeddedPicture {
    let svg = try GraphvizRenderer().render(
      Picture(graph: model.graph, diagnosis: diagnosis).dot, as: .svg)
    return try EmbeddedPicture(svg: String(decoding: svg, as: UTF8.self), description: "The graph")
  }

  static func replay(
    _ model: CausalModel, note: String = "A unit fails.", sources: [String] = ["S1: a paper"]
  ) throws -> Replay {
    let variables = model.network.variables
    let cause = Scenario.Cause(variable: variables[1].name, state: variables[1].states[1])
    let events: [(String, [Int: Evidence.Item])] = [
      ("1981", [5: .state(1)]), ("1981-05", [0: .state(0)]), ("1983-02-01", [4: .state(1)]),
    ]
    return try Replay(
      Scenario(
        title: model.graph.title ?? "", sources: sources, model: model, confirmed: [cause],
        discovered: PartialDate("1990-09-11"),
        events: events.compactMap { date, items in
          PartialDate(date).map { .init(on: $0, note: note, evidence: Evidence(items)) }
        }, expectations: [.init(after: 2, cause: cause, rank: 1)]))
  }

  static func replayReport(_ replay: Replay, isDrawn: Bool = true) throws -> Report {
    let model = replay.scenario.model
    let last = isDrawn ? replay.steps.last : nil
    return ReplayReport(
      replay, summary: try ModelSummary(model), origin: origin,
      picture: try last.map { try picture(model, $0.diagnosis) }
    )
    .report()
  }
}
