import Learning
import NetworkModel
import RootCause

/// Writes models as JSON.
public enum ModelWriter {
  /// Returns `model` as the text of its file; read back, it is the same model to the last bit.
  public static func text(of model: CausalModel) throws -> String {
    try JSONText.page(ModelFile(model))
  }
}

extension ModelFile {
  init(_ model: CausalModel) {
    let graph = model.graph
    format = graph.regressors.isEmpty ? 1 : 2
    title = graph.title
    ignoredColumns = graph.ignoredColumns.isEmpty ? nil : graph.ignoredColumns
    rules = graph.rules.isEmpty ? nil : graph.rules.map(\.description)
    losses = graph.losses?.description
    hasGuessedKinds = graph.hasGuessedKinds ? true : nil
    graphAttributes = graph.appearance.graph.isEmpty ? nil : graph.appearance.graph
    basis = model.basis
    provenance = model.provenance
    variables = graph.variables.indices.map { VariableEntry($0, of: model) }
  }
}

extension ModelFile.VariableEntry {
  init(_ index: Variable.Index, of model: CausalModel) {
    let graph = model.graph
    let variable = graph.variables[index]
    name = variable.name
    kind = variable.kind
    form = variable.form
    states = variable.variable.isReading ? nil : variable.variable.states
    parents = graph.structure.parents[index].map { graph.variables[$0].name }
    label = variable.label
    key = variable.key
    column = variable.column
    bins = variable.bins?.description
    unit = variable.unit
    let names = variable.variable.regressors
    regressors = names.isEmpty ? nil : names
    typical = variable.typical.map { ModelFile.MomentsEntry($0) }
    cost = variable.cost
    tie = variable.tie
    priorGroup = variable.priorGroup
    weight = variable.weight
    attributes = graph.appearance.nodes[name]
    let arcs = parents.compactMap { parent in
      graph.appearance.arcs[.init(parent: parent, child: variable.name)].map { (parent, $0) }
    }
    arcAttributes = arcs.isEmpty ? nil : Dictionary(uniqueKeysWithValues: arcs)
    cpd = ModelFile.DistributionEntry(model.network.cpds[index], parents: parents)
    expert = variable.expert.map { [parents] in ModelFile.DistributionEntry($0, parents: parents) }
    counts = model.counts?[index].chunked(
      ExpectedCounts.rowLength(of: variable.variable))
  }
}
