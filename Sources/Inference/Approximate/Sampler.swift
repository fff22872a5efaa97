import GraphStructure

/// Draws samples by a plan and adds up their weights. A sample allocates nothing.
struct Sampler {
  let plan: SamplingPlan
  let seed: UInt64

  /// Returns the sums over so many samples.
  func draw(count: Int) -> WeightedSums {
    var sums = WeightedSums(plan)
    walk { walk in
      for _ in 0..<count {
        walk.begin()
        for step in plan.steps { walk.take(step) }
        walk.weigh()
        sums.add(walk.states, logWeights: walk.logWeights)
      }
    }
    return sums
  }

  /// The logarithm of what is the same in every sample.
  var logConstant: Double {
    var sum = plan.logScale
    walk { walk in
      for step in plan.constantSteps { sum += walk.knownLogRatio(step) }
    }
    return sum
  }

  /// Runs `body` with a walk that has the plan's tables and room of its own.
  private func walk(_ body: (inout SampleWalk) -> Void) {
    let parts = plan.independent.count
    let steps = plan.steps + plan.constantSteps
    var states = plan.states
    var choices = [Int](repeating: 0, count: parts)
    // The rows of a noisy-MAX, the ratios of each part, the weights of each part.
    let rowCount = (steps.map(\.cardinality).max() ?? 1) * (ProposalMixture.count + 1)
    let ratioCount = parts * ProposalMixture.count
    var room = [Double](repeating: 0, count: rowCount + ratioCount + parts)
    states.withUnsafeMutableBufferPointer { states in
      choices.withUnsafeMutableBufferPointer { choices in
        room.withUnsafeMutableBufferPointer { room in
          plan.withTables { tables in
            var walk = SampleWalk(
              tables: tables, states: states, choices: choices,
              rows: .init(rebasing: room[..<rowCount]),
              logRatios: .init(rebasing: room[rowCount..<rowCount + ratioCount]),
              logWeights: .init(rebasing: room[(rowCount + ratioCount)...]),
              generator: SplitMix64(seed: seed))
            body(&walk)
          }
        }
      }
    }
  }
}
