import Interchange
import Learning
import RootCause
import Testing
import _TestSupport

/// What a model file says of what its numbers rest on.
@Suite struct ModelBasisTests {
  private static func text() throws -> String {
    let model = try GraphSamples.model(
      """
      digraph { a [kind=lot, prior="0.7 0.3"]; b [kind=lot, prior="0.6 0.4"];
        t [kind=test, cpt="0.95 0.05; 0.4 0.6; 0.3 0.7; 0.1 0.9"]; a -> t; b -> t; }
      """)
    let store = CaseStore(Simulation(of: model, count: 100), of: model)
    let hidden = CaseStore(columns: [.unobserved, .unobserved, store.columns[2]], count: 100)
    let learned = try ModelLearner().learn(
      model.graph, from: hidden, graphDigest: "", recordsDigest: ""
    ).model
    #expect(learned.basis?.tradeOffs?.isEmpty == false)
    let text = try ModelWriter.text(of: learned)
    #expect(try ModelReader.read(SourceText(file: "m.json", text: text)) == learned)
    return text
  }

  @Test func `it is written and read`() throws { _ = try Self.text() }

  @Test(arguments: [
    ("\"priorCounts\": [", "\"priorCounts\": [[1],"), ("\"dimensions\": ", "\"dimensions\": -"),
    ("\"row\": ", "\"row\": 9"),
  ])
  func `one that does not suit the families is an error`(part: String, wrong: String) throws {
    let text = try Self.text()
    let broken = text.replacing(part, with: wrong, maxReplacements: 1)
    #expect(broken != text)
    #expect {
      try ModelReader.read(SourceText(file: "m.json", text: broken))
    } throws: {
      "\($0)".contains("its basis does not have the rows of its families")
    }
  }
}
