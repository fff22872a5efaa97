import NetworkModel

extension CompiledNetwork {
  /// Calls `body` for each of `cases` with its place and a reader of P(pa(X), X | e), of a reading P(pa(X) | e), in the order of the
  /// CPD's table; an impossible case has no answer, and none has where the network does not fit the memory.
  ///
  /// - Complexity: That of posteriors on the tree of the whole network, as many cases at a time as there are lanes.
  package func families<Answer>(
    given cases: [Evidence], _ body: (Int, (Variable.Index) -> [Double]) -> Answer
  ) -> [Answer?] {
    check(cases)
    guard let compiled = try? withoutChains(), compiled.fits else { return cases.map { _ in nil } }
    return compiled.wholeFamilies(given: cases, body)
  }

  private func wholeFamilies<Answer>(
    given cases: [Evidence], _ body: (Int, (Variable.Index) -> [Double]) -> Answer
  ) -> [Answer?] {
    let lanes = cases.count > 1 ? tree.batchLanes(memoryLimit: memoryLimit) : 1
    return stride(from: 0, to: cases.count, by: lanes).flatMap { start in
      families(cases[start..<min(start + lanes, cases.count)], lanes: lanes, body)
    }
  }

  private func families<Answer>(
    _ batch: ArraySlice<Evidence>, lanes: Int, _ body: (Int, (Variable.Index) -> [Double]) -> Answer
  ) -> [Answer?] {
    let found = whole.run(Array(batch), lanes: lanes, reading: .families, isRead: true) {
      workspace in
      batch.indices.enumerated().map { lane, place -> Answer? in
        guard workspace.isReliable(lane: lane), workspace.logEvidence(lane: lane) > -.infinity
        else { return nil }
        return body(place) { workspace.family(of: $0, lane: lane) }
      }
    }
    return zip(batch.indices, found).map { place, answer in
      answer
        ?? run(batch[place], on: whole, reading: .families) { workspace in
          body(place) { workspace.family(of: $0, lane: 0) }
        }?.answer
    }
  }
}
