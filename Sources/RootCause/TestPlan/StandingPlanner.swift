import Inference
import NetworkModel

/// Reckons what the tests of a standing plan let through, exactly: that all of them pass is a finding like any other.
public struct StandingPlanner: Sendable {
  /// The tests, in order.
  public let tests: [Variable.Index]
  /// What makes a unit defective.
  public let faults: [Variable.Index]
  private let model: CausalModel
  private let compiled: CompiledNetwork

  /// Why there is no plan to judge.
  public enum Problem: Error, Equatable, Sendable {
    /// There is no test whose outcome has states.
    case noTests
    /// No variable is a defect mode, a step or a lot.
    case noFaults
    /// These are readings without limits, which nothing passes.
    case readings([String])
    /// The evidence is impossible, or the tables do not fit.
    case inference(InferenceError)
  }

  /// Prepares a plan of `tests`.
  ///
  /// - Parameters:
  ///   - model: The model.
  ///   - tests: The tests in the order in which they are made; all that have states or limits, in the order of the graph, unless told.
  ///   - limits: The values of a reading that pass.
  public init(
    _ model: CausalModel, tests: [Variable.Index]? = nil,
    limits: [Variable.Index: ClosedRange<Double>] = [:],
    memoryLimit: Int = TreeSize.defaultMemoryLimit
  ) throws(Problem) {
    // Cutting a valid reading leaves a valid table; were it not so, the reading would be named below.
    let cut =
      (try? IntervalModel(model) { index, _ in limits[index].map(Intervals.init) }.model) ?? model
    self.model = cut
    let graph = cut.graph
    let all = graph.variables.indices.filter {
      graph.variables[$0].kind == .test && graph.variables[$0].variable.cardinality > 1
    }
    self.tests = tests ?? all
    let readings = self.tests.filter { graph.variables[$0].variable.isReading }
    guard readings.isEmpty else { throw .readings(readings.map { graph.variables[$0].name }) }
    guard !self.tests.isEmpty else { throw .noTests }
    faults = graph.faults
    guard !faults.isEmpty else { throw .noFaults }
    do throws(InferenceError) {
      compiled = try CompiledNetwork(cut.network, memoryLimit: memoryLimit)
    } catch {
      throw .inference(error)
    }
  }

  /// Returns the figures of the plan, of the plan without each test, and of what is left as tests are dropped one after the other.
  ///
  /// - Complexity: O(tests²) sets of tests, each with a propagation for every fault and every test, in lanes.
  public func plan() -> StandingPlan {
    let whole = figures(of: [tests])[0]
    let without = figures(of: tests.map { test in tests.filter { $0 != test } })
    return StandingPlan(
      whole: whole, defective: masses(given: [Evidence()])[0].defective,
      tests: zip(tests, without).map { test, figures in
        StandingPlan.Test(
          variable: name(test), cost: model.graph.testCost(of: test), without: figures)
      },
      drops: drops(from: whole, without), faults: faults.map { name($0) })
  }

  private func name(_ index: Variable.Index) -> String { model.graph.variables[index].name }

  private func drops(
    from whole: StandingPlan.Figures, _ first: [StandingPlan.Figures]
  ) -> [StandingPlan.Drop] {
    var (kept, now, next) = (tests, whole, first)
    var drops: [StandingPlan.Drop] = []
    while !kept.isEmpty {
      let best = kept.indices.min {
        (Self.price(of: next[$0], after: now), $0) < (Self.price(of: next[$1], after: now), $1)
      }
      guard let best else { break }
      now = next[best]
      drops.append(StandingPlan.Drop(variable: name(kept.remove(at: best)), left: now))
      next = figures(of: kept.map { test in kept.filter { $0 != test } })
    }
    return drops
  }

  /// Escapes that a saving brings, per unit of cost; where nothing is saved, the escapes come last in any case.
  private static func price(
    of next: StandingPlan.Figures, after now: StandingPlan.Figures
  ) -> Double {
    let added = max(0, next.escapes - now.escapes)
    let saved = now.cost - next.cost
    return saved > 0 ? added / saved : .greatestFiniteMagnitude
  }

  // MARK: Figures

  private func figures(of plans: [[Variable.Index]]) -> [StandingPlan.Figures] {
    let passing = plans.map { plan in
      // The plan after none of its tests, after the first, and so on to all.
      plan.reduce(into: [Evidence()]) { $0.append($0[$0.count - 1].setting($1, to: 0)) }
    }
    let reached = passing.map { prefixes in
      prefixes.map { exponential(compiled.logEvidence(of: $0)) }
    }
    let sound = masses(given: [Evidence()])[0].sound
    return zip(zip(plans, reached), masses(given: passing.map { $0[$0.count - 1] })).map {
      plan, mass in
      let cost = zip(plan.0, plan.1).reduce(0) { $0 + model.graph.testCost(of: $1.0) * $1.1 }
      return StandingPlan.Figures(
        escapes: mass.defective, falseFails: max(0, sound - mass.sound), cost: cost)
    }
  }

  /// For each of `cases`: P(case and some fault), summed over the first fault that is there, which loses no digits, and P(case and no
  /// fault).
  private func masses(given cases: [Evidence]) -> [(defective: Double, sound: Double)] {
    let chains = cases.map { evidence in
      faults.reduce(into: [evidence]) { $0.append($0[$0.count - 1].setting($1, to: 0)) }
    }
    let answers = compiled.posteriors(given: chains.flatMap(\.self)).map { try? $0.get() }
    return chains.indices.map { index in
      let found = answers[index * (faults.count + 1)..<(index + 1) * (faults.count + 1)]
      var defective = 0.0
      for (answer, fault) in zip(found, faults) {
        guard let answer else { break }
        let off = answer[fault].dropFirst().reduce(0, +)
        defective += exponential(answer.logEvidence) * off
      }
      let sound = found.last.flatMap(\.self).map { exponential($0.logEvidence) } ?? 0
      return (defective, sound)
    }
  }
}
