import Foundation
import NetworkModel
import RootCause
import Testing
import _TestSupport

/// How far a lead hangs on the numbers of a model.
@Suite struct SensitivityTests {
  /// The confirmed cause is `paste = bad` of the small line, which has a table of two states and of three, a noisy-MAX and a reading.
  private func line() throws -> Replay {
    let model = try GraphSamples.model(GraphSamples.line)
    let events = try [["xray": "fail"], ["height": "normal", "camera": "in_calibration"]].map {
      Scenario.Event(
        on: try #require(PartialDate("2021")), note: "",
        evidence: try Evidence($0, in: model.network))
    }
    return try Replay(
      Scenario(
        title: "T", model: model, confirmed: [.init(variable: "paste", state: "bad")],
        events: events))
  }

  private func replay(_ graph: String, confirmed: [String], _ events: [[String: String]]) throws
    -> Replay
  {
    let model = try GraphSamples.model(graph)
    return try Replay(
      Scenario(
        title: "T", model: model,
        confirmed: confirmed.map { .init(variable: $0, state: "out_of_control") },
        events: try events.map {
          Scenario.Event(
            on: try #require(PartialDate("2021")), note: "",
            evidence: try Evidence($0, in: model.network))
        }))
  }

  /// ln of the best confirmed posterior over the best other, by enumeration of the joint states.
  private func oracle(_ replay: Replay, _ network: Network, after event: Int) -> Double {
    var known = Evidence()
    for step in replay.steps.prefix(event) {
      for (variable, item) in step.event.evidence.items { known[variable] = item }
    }
    let posteriors = JointOracle(network, evidence: known).posteriors
    var (confirmed, other) = (0.0, 0.0)
    for (index, variable) in replay.scenario.model.graph.variables.enumerated()
    where variable.kind.isCandidate {
      for state in variable.variable.states.indices.dropFirst() {
        let isConfirmed = replay.scenario.confirmed.contains {
          $0.variable == variable.name && $0.state == variable.variable.states[state]
        }
        if isConfirmed {
          confirmed = max(confirmed, posteriors[index][state])
        } else {
          other = max(other, posteriors[index][state])
        }
      }
    }
    return log(confirmed / other)
  }

  /// A move as one would do it by hand: p to f p / (1 − p + f p), the rest of the row in its old proportions.
  private func moved(_ row: [Double], at place: Int, by factor: Double) -> [Double] {
    let p = row[place]
    let new = factor * p / (1 - p + factor * p)
    return row.indices.map { $0 == place ? new : row[$0] * (1 - new) / (1 - p) }
  }

  /// All networks with one number moved, in the order of the graph, halved and then doubled.
  private func movedNetworks(_ network: Network) throws -> [Network] {
    var networks: [Network] = []
    func add(_ variable: Int, _ cpd: CPD) throws {
      var cpds = network.cpds
      cpds[variable] = cpd
      networks.append(
        try Network(variables: network.variables, parents: network.graph.parents, cpds: cpds))
    }
    for (variable, cpd) in network.cpds.enumerated() {
      switch cpd {
      case .table(let table):
        for row in 0..<table.rowCount {
          for place in table.cardinality == 2 ? [1] : Array(0..<table.cardinality) {
            for factor in [0.5, 2] {
              var new = table
              new.values.replaceSubrange(
                table.range(ofRow: row), with: moved(Array(table[row: row]), at: place, by: factor))
              try add(variable, .table(new))
            }
          }
        }
      case .noisyMax(let noisyMax):
        #expect(noisyMax.cardinality == 2, "the sample has no other")
        for factor in [0.5, 2] {
          var new = noisyMax
          new.leak = moved(noisyMax.leak, at: 1, by: factor)
          try add(variable, .noisyMax(new))
        }
        for parent in noisyMax.strengths.indices {
          for start in stride(from: 0, to: noisyMax.strengths[parent].count, by: 2) {
            for factor in [0.5, 2] {
              var new = noisyMax
              let row = Array(noisyMax.strengths[parent][start..<start + 2])
              new.strengths[parent].replaceSubrange(
                start..<start + 2, with: moved(row, at: 1, by: factor))
              try add(variable, .noisyMax(new))
            }
          }
        }
      case .gaussian(let gaussian):
        for row in gaussian.standardDeviations.indices {
          for factor in [0.5, 2] {
            var new = gaussian
            new.standardDeviations[row] *= factor
            try add(variable, .gaussian(new))
          }
        }
      }
    }
    return networks
  }

  @Test func `each move gives the margin that enumeration gives with that number changed by hand`()
    throws
  {
    let replay = try line()
    let sensitivity = try Sensitivity(of: replay, trials: 0)
    let networks = try movedNetworks(replay.scenario.model.network)
    #expect(sensitivity.moves.count == networks.count)
    #expect(sensitivity.checkpoints.last?.event == 2)
    for checkpoint in sensitivity.checkpoints {
      let asIs = oracle(replay, replay.scenario.model.network, after: checkpoint.event)
      #expect(checkpoint.margin.logRatio.isClose(to: asIs, .manySteps))
      for (place, network) in networks.enumerated() {
        let margin = checkpoint.moved[place]
        let expected = oracle(replay, network, after: checkpoint.event)
        let move = sensitivity.moves[place]
        #expect(margin.logRatio.isClose(to: expected, .manySteps), "\(move)")
        #expect(margin.isLed == (expected > 0), "\(move)")
      }
    }
  }

  @Test func `a move is told with its number, before and after`() throws {
    let sensitivity = try Sensitivity(of: try line(), trials: 0)
    let moves = sensitivity.moves.filter { $0.number.variable == "reflow" }
    #expect(
      moves.map(\.number.state) == ["in_control", "in_control", "cold", "cold", "hot", "hot"])
    #expect(moves.map(\.factor) == [0.5, 2, 0.5, 2, 0.5, 2])
    #expect(moves[3].value.isClose(to: 0.14 / 1.07, .exact))
    let strength = try #require(sensitivity.moves.first { $0.number.variable == "voids" })
    #expect((strength.number.condition, strength.number.value) == (.leak, 0.01))
    let deviation = try #require(sensitivity.moves.last)
    #expect((deviation.number.variable, deviation.number.state) == ("gain", nil))
    #expect((deviation.number.value, deviation.value) == (1, 2))
  }

  @Test func `what is certain stays so, and tied families move together`() throws {
    let tied = try replay(
      """
      digraph { node [kind=step]; a [prior="0.9 0.1"]; b [prior="1 0"]; c [prior="0.8 0.2"];
        t [kind=test, tie=x, cpt="0.9 0.1; 0.2 0.8"]; u [kind=test, tie=x, cpt="0.9 0.1; 0.2 0.8"]; v [kind=test, cpt="1 0; 0.5 0.5"];
        a -> t; c -> u; b -> v; }
      """, confirmed: ["a"], [["t": "fail", "u": "pass"]])
    let sensitivity = try Sensitivity(of: tied, trials: 20)
    // a, c, two rows that t and u share, one row of v.
    #expect(
      sensitivity.moves.map(\.number.variable) == [
        "a", "a", "c", "c", "t", "t", "t", "t", "v", "v",
      ])
    // With the false alarms of both halved: a = 1/9 · 0.8 / (0.1/1.9), c = 1/4 · 0.2 / (1 − 0.1/1.9) in odds.
    let alarm = 0.05 / 0.95
    let odds = (a: 0.1 / 0.9 * 0.8 / alarm, c: 0.25 * 0.2 / (1 - alarm))
    let expected = log(odds.a / (1 + odds.a)) - log(odds.c / (1 + odds.c))
    #expect(sensitivity.checkpoints[0].moved[4].logRatio.isClose(to: expected, .manySteps))
  }

  @Test func `overturning moves are those that change who leads, the farthest first`() throws {
    let near = try replay(
      """
      digraph { node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.92 0.08"]; c [prior="0.99 0.01"]; }
      """, confirmed: ["a"], [[:]])
    let checkpoint = try #require(try Sensitivity(of: near, trials: 0).checkpoints.last)
    // a halved is 0.0526 to 0.08, b doubled 0.1 to 0.148: both give the lead to b, the first by more.
    #expect(checkpoint.overturning == [0, 3])
    #expect(checkpoint.movesLed == 4)
    let behind = try replay(
      """
      digraph { node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.92 0.08"]; c [prior="0.99 0.01"]; }
      """, confirmed: ["b"], [[:]])
    let other = try #require(try Sensitivity(of: behind, trials: 0).checkpoints.last)
    #expect(!other.margin.isLed)
    #expect(other.overturning == [0, 3])
    #expect(other.movesLed == 2)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `two priors moved at random lead as often as the normal distribution says`(seed: UInt64)
    throws
  {
    let two = try replay(
      "digraph { node [kind=step]; a [prior=\"0.9 0.1\"]; b [prior=\"0.92 0.08\"]; }",
      confirmed: ["a"], [[:]])
    let trials = 4000
    let led = try #require(
      try Sensitivity(of: two, trials: trials, seed: seed).checkpoints.last
    ).trialsLed
    // The difference of two log odds, each of standard deviation ln 2.
    let distance = log((0.1 / 0.9) / (0.08 / 0.92)) / (log(2) * 2.0.squareRoot())
    let expected = 0.5 * erfc(-distance / 2.0.squareRoot())
    let error = (expected * (1 - expected) / Double(trials)).squareRoot()
    #expect((Double(led) / Double(trials)).isClose(to: expected, .standardErrors(4.5, of: error)))
  }

  @Test func `the odds of any two states have the same spread, whatever the length of the row`()
    throws
  {
    let three = try replay(
      "digraph { a [kind=step, states=\"out,out_of_control,other\", prior=\"0.8 0.12 0.08\"]; }",
      confirmed: ["a"], [[:]])
    let trials = 4000
    let led = try #require(try Sensitivity(of: three, trials: trials).checkpoints.last).trialsLed
    let expected = 0.5 * erfc(-log(0.12 / 0.08) / log(2) / 2.0.squareRoot())
    let error = (expected * (1 - expected) / Double(trials)).squareRoot()
    #expect((Double(led) / Double(trials)).isClose(to: expected, .standardErrors(4.5, of: error)))
  }

  @Test func `a seed gives the same trials, and the first of many are those of few`() throws {
    let replay = try line()
    #expect(
      try Sensitivity(of: replay, trials: 50, seed: 7)
        == Sensitivity(of: replay, trials: 50, seed: 7))
    let counts = try [50, 51, 52, 53].map {
      try #require(try Sensitivity(of: replay, trials: $0, seed: 7).checkpoints.last).trialsLed
    }
    #expect(zip(counts, counts.dropFirst()).allSatisfy { (0...1).contains($1 - $0) })
    let others = try (1...6).map {
      try Sensitivity(of: replay, trials: 200, seed: $0).checkpoints.map(\.trialsLed)
    }
    #expect(Set(others).count > 1)
  }

  @Test func `the first lead is looked at where it is not the end`() throws {
    let graph = """
      digraph { node [kind=step]; a [prior="0.9 0.1"]; b [prior="0.8 0.2"]; node [kind=test];
        t [cpt="0.9 0.1; 0.1 0.9"]; u [cpt="0.9 0.1; 0.1 0.9"]; a -> t; b -> u; }
      """
    let lost = try replay(graph, confirmed: ["a"], [["t": "fail"], ["u": "fail"]])
    #expect(try Sensitivity(of: lost, trials: 0).checkpoints.map(\.event) == [1, 2])
    let late = try replay(graph, confirmed: ["a"], [["u": "pass"], ["t": "fail"]])
    #expect(try Sensitivity(of: late, trials: 0).checkpoints.map(\.event) == [1, 2])
    let last = try replay(graph, confirmed: ["a"], [[:], ["t": "fail"]])
    #expect(try Sensitivity(of: last, trials: 0).checkpoints.map(\.event) == [2])
    let never = try replay(graph, confirmed: ["a"], [["t": "pass"], ["u": "fail"]])
    #expect(try Sensitivity(of: never, trials: 0).checkpoints.map(\.event) == [2])
  }
}
