import NetworkModel

extension CompiledNetwork {
  /// Calls `body` for each of `cases` with its place and its posteriors, and returns the answers in order; an impossible case has none.
  ///
  /// For variations of one case: all are answered on the tree of the whole network, though each may observe other variables, and nobody
  /// looks for the contradiction in an impossible one. Posteriors are not kept beyond the call of `body`.
  ///
  /// - Precondition: The cases suit the network.
  /// - Complexity: O(cells of all clique tables) for each case, as many at a time as there are lanes.
  package func variations<Answer>(
    _ cases: [Evidence], _ body: (Int, Posteriors) -> Answer
  ) -> [Answer?] {
    check(cases)
    return inLanes(cases) { batch, lanes in
      let found = whole.run(Array(batch), lanes: lanes, isRead: true) { workspace in
        workspace.normalizeMarginals()
        return batch.indices.enumerated().map { lane, place -> Answer? in
          guard workspace.isReliable(lane: lane), workspace.logEvidence(lane: lane) > -.infinity
          else { return nil }
          return body(place, Posteriors(workspace, lane: lane, cases[place], starts: starts))
        }
      }
      return zip(batch.indices, found).map { place, answer in
        answer
          ?? run(cases[place], on: whole) { workspace in
            workspace.normalizeMarginals()
            return body(place, Posteriors(workspace, lane: 0, cases[place], starts: starts))
          }?.answer
      }
    }
  }

  /// Returns log P(e) of each of `cases`, natural; −∞ of an impossible one.
  ///
  /// - Precondition: The cases suit the network.
  /// - Complexity: Half of that of their posteriors.
  package func logEvidences(of cases: [Evidence]) -> [Double] {
    check(cases)
    return inLanes(cases) { batch, lanes in
      let found = whole.run(Array(batch), lanes: lanes, isRead: false) { workspace in
        batch.indices.enumerated().map { lane, place -> Double? in
          if cases[place].isEmpty { return 0 }
          let isFound =
            workspace.isReliable(lane: lane) && workspace.logEvidence(lane: lane) > -.infinity
          return isFound ? workspace.logEvidence(lane: lane) : nil
        }
      }
      return zip(batch.indices, found).map { place, value in
        value ?? run(cases[place], on: whole, isRead: false) { _ in () }?.logEvidence ?? -.infinity
      }
    }
  }

  private func inLanes<Answer>(
    _ cases: [Evidence], _ body: (ArraySlice<Evidence>, Int) -> [Answer]
  ) -> [Answer] {
    let lanes = cases.count > 1 ? tree.batchLanes(memoryLimit: memoryLimit) : 1
    return stride(from: 0, to: cases.count, by: lanes).flatMap { start in
      body(cases[start..<min(start + lanes, cases.count)], lanes)
    }
  }
}
