import GraphStructure

extension Network {
  /// Returns the network in which each of these variables is set to a state from outside, do(*X* = *s*) ([P09]): it loses
  /// its parents and is in that state with certainty, so that it tells nothing about its former causes and everything
  /// about its effects.
  ///
  /// Variables keep their indices and evidence keeps its meaning, but P(*e*) is then that of the cut network,
  /// P(*e* | do(*X* = *s*)). Evidence that says something else of such a variable is impossible.
  ///
  /// - Precondition: The variables have these states.
  /// - Complexity: O(variables + arcs).
  public func intervening(_ states: [Variable.Index: Int]) -> Network {
    if states.isEmpty { return self }
    var parents = graph.parents
    var cpds = cpds
    for (index, state) in states {
      precondition(variables[index].states.indices.contains(state), "there is no such state")
      parents[index] = []
      cpds[index] = .table(.pointMass(at: state, cardinality: variables[index].cardinality))
    }
    do throws(GraphError) {
      return replacing(cpds, graph: try DirectedGraph(parents: parents))
    } catch {
      preconditionFailure("taking arcs away makes no circle")
    }
  }
}

extension TabularCPD {
  /// The table, of one row, of a variable that is in `state` with certainty.
  static func pointMass(at state: Int, cardinality: Int) -> TabularCPD {
    TabularCPD(
      cardinality: cardinality, values: (0..<cardinality).map { $0 == state ? 1 : 0 })
  }
}
