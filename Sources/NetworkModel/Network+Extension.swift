import GraphStructure

extension Network {
  /// Returns this network with more variables behind its own, other arcs and CPDs, which are not checked again. Names mean this
  /// network's variables.
  ///
  /// - Precondition: The arcs run in no circle, and the CPDs are valid and fit their families.
  package func extended(
    variables: [Variable], parents: [[Variable.Index]], cpds: [CPD]
  ) -> Network {
    do throws(GraphError) {
      return replacing(cpds, variables: variables, graph: try DirectedGraph(parents: parents))
    } catch {
      preconditionFailure("the arcs run in a circle")
    }
  }
}
