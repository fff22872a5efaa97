import Foundation
import Interchange
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// A model that is written and read is the same model to the last bit.
@Suite struct ModelRoundTripTests {
  @Test(arguments: UInt64(1)...150)
  func `a model that is written and read is the same`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let text = try ModelWriter.text(of: model)
    let read = try ModelReader.read(SourceText(file: "model.json", text: text))
    #expect(read == model)
    #expect(try ModelWriter.text(of: read) == text)
  }

  @Test(arguments: UInt64(1)...40, [0, 1, 3])
  func `readings keep their regressors`(seed: UInt64, regressors: Int) throws {
    var ingredients = RandomNetwork.Ingredients.everything
    ingredients.regressors = regressors
    let model = try RandomModel.make(seed: seed, ingredients)
    let text = try ModelWriter.text(of: model)
    #expect(try ModelReader.read(SourceText(file: "model.json", text: text)) == model)
    // What needs nothing new can be read by those who know nothing new.
    let format = model.graph.regressors.isEmpty ? 1 : 2
    #expect(text.contains("\"format\": \(format),"))
  }

  @Test func `a model of a graph is the same after a file`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let folder = try TemporaryFolder()
    let path = try folder.write(ModelWriter.text(of: model), to: "line.json")
    #expect(try ModelLoader.model(at: path) == model)
    #expect(try ModelLoader.graph(at: path).graph == model.graph)
  }

  @Test func `numbers keep their last bit`() throws {
    let third = 1.0 / 3
    let odd = [Double.leastNonzeroMagnitude, 2.2250738585072014e-308, 0.1 + 0.2, 1 - third, 1e-300]
    for value in odd {
      let graph = try GraphSamples.graph("digraph { a [kind=lot] }")
      let table = TabularCPD(cardinality: 2, values: [value, 1 - value])
      let model = try CausalModel(
        graph: graph, cpds: [.table(table)], provenance: Provenance(graphDigest: ""))
      let read = try ModelReader.read(SourceText(file: "m.json", text: ModelWriter.text(of: model)))
      #expect(read.network.cpds == [.table(table)])
    }
  }

  @Test func `a model looks like this`() throws {
    let graph = try GraphSamples.graph(
      """
      digraph {
        title="Two"; rankdir=LR;
        paste [kind=lot, key=paste_id, prior="0.75 0.25", weight=8, cost=2];
        voids [kind=defect, cpd=noisy_max, leak=0.125]; paste -> voids [strength=0.5, label=a];
        size  [kind=test, bins="low<1.5<high", cpt="1 0; 0.5 0.5"]; voids -> size;
        gain  [kind=test, reading=gaussian, unit="dB", cpt="3 0.5; 1 2"]; voids -> gain;
      }
      """)
    let model = try CausalModel(
      expert: graph, provenance: Provenance(version: "0", graphDigest: "feed"))
    try expectSnapshot(
      try ModelWriter.text(of: model), named: "model.json",
      filePath: Repository.path("Tests/InterchangeTests/Model.swift"))
  }
}
