import GraphStructure
import NetworkModel
import RootCause

/// A small line with a variable of every kind.
enum Samples {
  /// A graph with numbers, by the names of its arcs.
  static func model(title: String = "Voids", renamed rename: (String) -> String = { $0 }) throws
    -> CausalModel
  {
    var lot = variable("paste_lot", ["good", "bad"], .lot, rename)
    lot.label = rename("Solder paste lot")
    lot.key = "paste_lot_id"
    var gain = CausalVariable(Variable(rename("gain"), domain: .reading), kind: .test)
    gain.unit = rename("dB")
    let variables = [
      lot, variable("reflow", ["in_control", "cold", "hot"], .step, rename),
      variable("xray_machine", ["in_calibration", "drifted"], .station, rename),
      variable("variant", ["standard", "high_power"], .context, rename),
      variable("voids", ["absent", "present"], .defect, rename),
      variable("xray", ["pass", "fail"], .test, rename), gain,
    ]
    let structure = try DirectedGraph(parents: [[], [], [], [], [0, 1], [4, 2], [4]])
    let graph = CausalGraph(title: rename(title), variables: variables, structure: structure)
    return try CausalModel(graph: graph, cpds: cpds, provenance: Provenance(graphDigest: ""))
  }

  /// A diagnosis with a finding, a likelihood and a reading.
  static func diagnosis(of model: CausalModel) throws -> Diagnosis {
    try Diagnostician(model).diagnose(
      Evidence([5: .state(1), 3: .likelihood([0.2, 0.8]), 6: .value(28.5)]))
  }

  /// A graph of unconnected variables with uniform states.
  static func loose(_ variables: [CausalVariable]) throws -> CausalModel {
    let parents = variables.map { _ in [Int]() }
    let graph = CausalGraph(variables: variables, structure: try DirectedGraph(parents: parents))
    let cpds = variables.map {
      CPD.table(.uniform(cardinality: $0.variable.cardinality, rows: 1))
    }
    return try CausalModel(graph: graph, cpds: cpds, provenance: Provenance(graphDigest: ""))
  }

  private static func variable(
    _ name: String, _ states: [String], _ kind: Kind, _ rename: (String) -> String
  ) -> CausalVariable {
    CausalVariable(Variable(rename(name), states: states.map(rename)), kind: kind)
  }

  private static var cpds: [CPD] {
    [
      .table(TabularCPD(cardinality: 2, values: [0.98, 0.02])),
      .table(TabularCPD(cardinality: 3, values: [0.96, 0.025, 0.015])),
      .table(TabularCPD(cardinality: 2, values: [0.97, 0.03])),
      .table(TabularCPD(cardinality: 2, values: [0.7, 0.3])),
      .table(
        TabularCPD(
          cardinality: 2,
          values: [0.99, 0.01, 0.65, 0.35, 0.85, 0.15, 0.7, 0.3, 0.45, 0.55, 0.6, 0.4])),
      .table(TabularCPD(cardinality: 2, values: [0.98, 0.02, 0.82, 0.18, 0.07, 0.93, 0.45, 0.55])),
      .gaussian(GaussianCPD(means: [30, 29.4], standardDeviations: [0.3, 0.4])),
    ]
  }
}
