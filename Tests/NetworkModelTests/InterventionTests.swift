import NetworkModel
import Testing
import _TestSupport

/// do(X = s).
@Suite struct InterventionTests {
  @Test(arguments: UInt64(1)...100)
  func `a variable that is set tells nothing about its causes, and all else stays as it was`(
    seed: UInt64
  ) throws {
    var random = RandomNetwork(seed: seed)
    let network = random.network
    let states = random.sample().enumerated().reduce(into: [Int: Int]()) { states, item in
      if case .state(let state) = item.element, (UInt64(item.offset) + seed) % 3 == 0 {
        states[item.offset] = state
      }
    }
    let cut = network.intervening(states)
    // It is as valid as any network.
    _ = try Network(variables: cut.variables, graph: cut.graph, cpds: cut.cpds)
    #expect(cut.variables == network.variables && cut.index(of: "v0") == 0)
    let priors = JointOracle(network).posteriors
    let oracle = JointOracle(cut)
    for index in network.variables.indices {
      if let state = states[index] {
        #expect(cut.graph.parents[index] == [])
        #expect(oracle.posteriors[index][state].isClose(to: 1, .exact))
      } else {
        #expect(cut.graph.parents[index] == network.graph.parents[index])
        #expect(cut.cpds[index] == network.cpds[index])
        if states.keys.allSatisfy({ !isAncestor($0, of: index, in: network) }) {
          #expect(oracle.posteriors[index].isClose(to: priors[index], .exact))
        }
      }
    }
  }

  private func isAncestor(_ ancestor: Int, of variable: Int, in network: Network) -> Bool {
    network.graph.parents[variable].contains {
      $0 == ancestor || isAncestor(ancestor, of: $0, in: network)
    }
  }

  @Test func `to set nothing changes nothing`() {
    let network = RandomNetwork(seed: 1).network
    #expect(network.intervening([:]) == network)
  }
}
