import NetworkModel
import Rendering
import RootCause
import Testing
import _TestSupport

/// Diagnoses for a terminal.
@Suite struct DiagnosisTableTests {
  @Test func `causes and defect modes are ranked with their figures`() throws {
    let model = try Samples.model()
    let table = DiagnosisTable(try Samples.diagnosis(of: model), model: model)
    try expectSnapshot(table.text, named: "diagnosis.txt")
  }

  @Test func `names in any script are aligned`() throws {
    let model = try Samples.model { "炉" + $0 + "é" }
    let table = DiagnosisTable(try Samples.diagnosis(of: model), model: model)
    try expectSnapshot(table.text, named: "diagnosis-scripts.txt")
  }

  @Test func `only the first are shown, and how many are not`() throws {
    let model = try Samples.model()
    let text = DiagnosisTable(try Samples.diagnosis(of: model), model: model, top: 1).text
    #expect(text.contains("      and 3 more\n"))
    #expect(text.split(separator: "\n").count == 6)
  }

  @Test func `what became certain has no bounds, and what was certain has no factor`() throws {
    let model = try Samples.model()
    let observed = try Diagnostician(model).diagnose(Evidence([1: .state(1)]))
    let text = DiagnosisTable(observed, model: model).text
    let rows = text.split(separator: "\n")
    #expect(
      rows[1].contains("reflow = cold") && rows[1].contains("  1  0.0250") && rows[1].contains("∞"))
    #expect(text.contains("(natural; 1 observation)"))
  }

  @Test func `states of the same posterior share the better rank`() throws {
    let names = ["a", "b", "c"]
    let model = try Samples.loose(
      names.map { CausalVariable(Variable($0, states: ["good", "bad"]), kind: .lot) })
    let rows = DiagnosisTable(try Diagnostician(model).diagnose(Evidence()), model: model).text
      .split(separator: "\n")
    #expect(rows[1...3].allSatisfy { $0.hasPrefix("   1  ") })
    #expect(rows[4] == "The model has no defect modes.")
    #expect(rows[5] == "log P(evidence) = 0.0000 (natural; no evidence)")
  }
}
