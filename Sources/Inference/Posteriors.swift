import NetworkModel

/// What is believed of every variable once the evidence of a case is known.
public struct Posteriors: Sendable, Equatable {
  /// log P(e), natural. With readings, the logarithm of a density.
  public let logEvidence: Double

  /// P(X | e) of all variables, one after the other, state by state; of a reading, the single value 1.
  public let probabilities: [Double]

  /// Where the states of each variable begin in `probabilities`, and where the last end.
  public let starts: [Int]

  /// P(X | e), state by state; nothing where X was not asked for and a part of the network was enough.
  public subscript(variable: Variable.Index) -> [Double] {
    Array(probabilities[starts[variable]..<starts[variable + 1]])
  }

  /// P(X = s | e).
  public subscript(variable: Variable.Index, state: Int) -> Double {
    probabilities[starts[variable] + state]
  }

  /// P(X | e) for each variable.
  public var distributions: [[Double]] { starts.indices.dropLast().map { self[$0] } }

  /// Reads the answer to a case off a workspace.
  init(_ workspace: Propagation, lane: Int, _ evidence: Evidence, starts: [Int]) {
    // That nothing is known is certain, and not so up to rounding.
    logEvidence = evidence.isEmpty ? 0 : workspace.logEvidence(lane: lane)
    self.starts = starts
    probabilities = [Double](unsafeUninitializedCapacity: starts.last ?? 0) { cells, count in
      count = starts.last ?? 0
      guard let base = cells.baseAddress else { return }
      for variable in 0..<starts.count - 1 {
        let target = base + starts[variable]
        guard starts[variable + 1] > starts[variable] else { continue }
        if workspace.readMarginal(of: variable, lane: lane, into: target) { continue }
        target.initialize(repeating: 0, count: starts[variable + 1] - starts[variable])
        // Observed, or of one state.
        if case .state(let state) = evidence[variable] { target[state] = 1 } else { target[0] = 1 }
      }
    }
  }
}
