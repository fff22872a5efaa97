import GraphStructure
import Inference
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// Intervals of posteriors, and P(rank 1).
@Suite struct PosteriorDoubtTests {
  @Test(arguments: [
    ["xray": "fail"], ["height": "low", "gain": "27.4"],
    ["cracks": "present", "camera": "drifted"],
    [:],
  ])
  func `the interval is that of derivatives by differences`(findings: [String: String]) throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let evidence = try Evidence(findings, in: model.network)
    let diagnosis = try Diagnostician(model).diagnose(evidence)
    for cause in diagnosis.causes + diagnosis.defects {
      let interval = try #require(cause.interval)
      guard cause.posterior > 0, cause.posterior < 1 else {
        #expect(interval == cause.posterior...cause.posterior)
        continue
      }
      let deviation = try Differences(model, evidence, cause).deviation
      let reach = Self.logOdds(interval.upperBound) - Self.logOdds(cause.posterior)
      #expect(reach.isClose(to: 1.6448536 * deviation, Tolerance(relative: 1e-4)), "\(cause)")
      let back = Self.logOdds(cause.posterior) - Self.logOdds(interval.lowerBound)
      #expect(back.isClose(to: reach, Tolerance(relative: 1e-6)))
    }
  }

  @Test func `slopes are as doubtful as their derivatives by differences say`() throws {
    let model = try GraphSamples.model(GraphSamples.press)
    var evidence = Evidence()
    for (name, text) in [("torque", "5"), ("warmth", "31"), ("speed", "1.1")] {
      try evidence.observe(name, text: text, in: model)
    }
    for cause in try Diagnostician(model).diagnose(evidence).causes {
      let interval = try #require(cause.interval)
      let deviation = try Differences(model, evidence, cause).deviation
      let reach = Self.logOdds(interval.upperBound) - Self.logOdds(cause.posterior)
      #expect(reach.isClose(to: 1.6448536 * deviation, Tolerance(relative: 1e-4)), "\(cause)")
    }
  }

  fileprivate static func logOdds(_ probability: Double) -> Double {
    logarithm(probability) - logarithm(1 - probability)
  }

  /// The standard deviation of a candidate's log odds, one number of the model moved at a time.
  private struct Differences {
    let model: CausalModel
    let evidence: Evidence
    let cause: RankedCause
    private let step = 1e-5

    init(_ model: CausalModel, _ evidence: Evidence, _ cause: RankedCause) {
      (self.model, self.evidence, self.cause) = (model, evidence, cause)
    }

    var deviation: Double {
      get throws {
        var variance = 0.0
        for (index, cpd) in model.network.cpds.enumerated() {
          let weight = model.graph.variables[index].weight ?? 10
          for (up, down, size) in moves(of: cpd) {
            let slope = try (logOdds(index, up) - logOdds(index, down)) / (2 * step)
            variance += slope * slope / (weight * size)
          }
        }
        return variance.squareRoot()
      }
    }

    private func logOdds(_ index: Int, _ cpd: CPD) throws -> Double {
      var cpds = model.network.cpds
      cpds[index] = cpd
      let moved = try CompiledNetwork(
        Network(
          variables: model.network.variables, graph: model.network.graph, cpds: cpds))
      let variable = try #require(model.network.index(of: cause.variable))
      let state = try #require(model.network.variables[variable].state(cause.state))
      return PosteriorDoubtTests.logOdds(try moved.posteriors(given: evidence)[variable, state])
    }

    private func moves(of cpd: CPD) -> [(CPD, CPD, Double)] {
      switch cpd {
      case .table(let table):
        return moved(table.values, table.cardinality).map {
          (
            .table(TabularCPD(cardinality: table.cardinality, values: $0)),
            .table(TabularCPD(cardinality: table.cardinality, values: $1)), $2
          )
        }
      case .noisyMax(let noisyMax):
        let leaks = moved(noisyMax.leak, noisyMax.cardinality).map { up, down, size in
          (with(noisyMax) { $0.leak = up }, with(noisyMax) { $0.leak = down }, size)
        }
        return leaks
          + noisyMax.strengths.indices.flatMap { parent in
            moved(noisyMax.strengths[parent], noisyMax.cardinality).map { up, down, size in
              (
                with(noisyMax) { $0.strengths[parent] = up },
                with(noisyMax) { $0.strengths[parent] = down }, size
              )
            }
          }
      case .gaussian(let gaussian):
        return gaussian.means.indices.flatMap { row -> [(CPD, CPD, Double)] in
          func shifted(_ mean: Double, _ spread: Double) -> CPD {
            var copy = gaussian
            copy.means[row] += mean * gaussian.standardDeviations[row]
            copy.standardDeviations[row] *= exponential(spread)
            return .gaussian(copy)
          }
          /// The line turned about the centre of its regressors, which vary apart from each other.
          func turned(_ place: Int, _ slope: Double) -> CPD {
            var copy = gaussian
            let moments = gaussian.regressors
            let rise =
              slope * gaussian.standardDeviations[row] / moments.standardDeviations[place]
            copy.slopes[row * moments.count + place] += rise
            copy.means[row] -= rise * moments.means[place]
            return .gaussian(copy)
          }
          return [
            (shifted(step, 0), shifted(-step, 0), 1), (shifted(0, step), shifted(0, -step), 2),
          ] + gaussian.regressors.means.indices.map { (turned($0, step), turned($0, -step), 1) }
        }
      }
    }

    private func with(_ noisyMax: NoisyMaxCPD, _ change: (inout NoisyMaxCPD) -> Void) -> CPD {
      var copy = noisyMax
      change(&copy)
      return .noisyMax(copy)
    }

    /// The rows with the weight of one cell moved up and down, and the cell.
    private func moved(_ values: [Double], _ length: Int) -> [([Double], [Double], Double)] {
      values.indices.filter { values[$0] > 0 }.map { cell in
        func shifted(_ shift: Double) -> [Double] {
          var copy = values
          let row = cell / length * length..<(cell / length + 1) * length
          copy[cell] *= exponential(shift)
          let total = copy[row].reduce(0, +)
          for place in row { copy[place] /= total }
          return copy
        }
        return (shifted(step), shifted(-step), values[cell])
      }
    }
  }

  @Test func `candidates alike share the first rank, and more records narrow the interval`() throws
  {
    func causes(weight: Int) throws -> [RankedCause] {
      let model = try GraphSamples.model(
        """
        digraph {
          a [kind=lot, prior="0.9 0.1", weight=\(weight)]; b [kind=lot, prior="0.9 0.1", weight=\(weight)];
          t [kind=test, cpt="0.9 0.1; 0.2 0.8; 0.2 0.8; 0.1 0.9", weight=\(weight)]; a -> t; b -> t;
        }
        """)
      return try Diagnostician(model).diagnose(Evidence(["t": "fail"], in: model.network)).causes
    }
    let (few, many) = (try causes(weight: 20), try causes(weight: 2000))
    for cause in few + many {
      #expect(try #require(cause.probabilityOfRank1).isClose(to: 0.5, Tolerance(absolute: 0.02)))
    }
    let widths = try [few, many].map { causes in
      let interval = try #require(causes[0].interval)
      return interval.upperBound - interval.lowerBound
    }
    #expect(widths[1] < widths[0] / 5)
    #expect(try causes(weight: 20) == few)
  }

  @Test func `a network of another tool has no intervals`() throws {
    let model = try GraphSamples.model("digraph { a [kind=lot, prior=\"0.9 0.1\"] }")
    let diagnostician = try Diagnostician(model)
    #expect(!diagnostician.knowsDoubt)
    let cause = try #require(try diagnostician.diagnose(Evidence()).causes.first)
    #expect((cause.interval, cause.probabilityOfRank1) == (nil, nil))
  }

  @Test(arguments: UInt64(1)...60)
  func `intervals hold the posterior and stay within 0 and 1`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    var random = RandomNetwork(seed: seed)
    let evidence = random.evidence()
    guard let diagnosis = try? Diagnostician(model).diagnose(evidence) else { return }
    for list in [diagnosis.causes, diagnosis.defects] {
      for cause in list {
        guard let interval = cause.interval else { continue }
        #expect(interval.contains(cause.posterior))
        #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
      }
      let first = list.compactMap(\.probabilityOfRank1)
      if !first.isEmpty {
        #expect(first.reduce(0, +).isClose(to: 1, Tolerance(absolute: 1e-9)))
      }
    }
  }
}
