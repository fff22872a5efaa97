import Inference
import Learning
import NetworkModel

extension ModelLearner {
  /// Returns what the learned numbers rest on.
  func basis(
    of outcome: ExpectationMaximization.Outcome, _ problem: ExpectationMaximization.Problem,
    _ records: CaseStore, _ graph: CausalGraph
  ) throws(LearningError) -> ParameterBasis {
    let rows = ParameterRows(outcome.network, ties: graph.ties)
    let priors = rows.priorCounts(problem.priors)
    guard measuresInformation else {
      return ParameterBasis(rows, of: graph, priors: priors, information: nil)
    }
    do throws(InferenceError) {
      let counts = rows.recordCounts(graph.variables.indices.map { Array(outcome.counts[$0]) })
      let information = ObservedInformation(
        CompiledNetwork(
          outcome.network,
          tree: try JunctionTree(outcome.network, memoryLimit: settings.memoryLimit),
          memoryLimit: settings.memoryLimit), records, rows,
        records: counts, priors: priors)
      return ParameterBasis(rows, of: graph, priors: priors, information: information)
    } catch {
      throw .inference(error)
    }
  }
}
