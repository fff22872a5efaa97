import Foundation
import Inference
import NetworkModel
import Testing
import _TestSupport

import Learning

/// Incidents by reduction, against the same incidents written out as one network.
@Suite struct SharedPosteriorTests {
  private static func check(
    _ incident: GroundIncident, isExact: Bool = true, within tolerance: Double = 1e-10,
    cellLimit: Double = 1e7
  ) throws {
    let layout = try InstanceLayout(incident.network, incident.shared, incident.keys)
    let cases = SharedCases(incident.store, incident.network, layout)
    let targets = incident.network.variables.indices.filter {
      !layout.isShared[$0] && !incident.network.variables[$0].isReading
    }
    let questions = UnitQuestions(
      cases, targets: targets.map { .variable($0) } + [.allNominal(targets)])
    let posterior = SharedPosterior(
      cases, incident.network,
      persistence: incident.shared.members.compactMapValues(\.persists),
      wanted: questions.scopes, cellLimit: cellLimit)
    #expect(posterior.isExact == isExact)
    let compiled = try CompiledNetwork(incident.ground)
    let expected = try compiled.posteriors(given: incident.evidence)
    #expect(
      abs(posterior.logEvidence - expected.logEvidence) < tolerance
        * max(1, abs(expected.logEvidence)))
    for (number, place) in layout.places.enumerated() {
      guard let instance = place.instance,
        let ground = incident.instanceNumbers[place.variable]?[instance]
      else { continue }
      let difference = zip(posterior.marginals[number], expected[ground]).map { abs($0 - $1) }.max()
      #expect((difference ?? 0) < tolerance, "instance \(number)")
    }
    let answers = UnitAnswers(questions, posterior)
    for row in 0..<incident.store.count {
      for (slot, variable) in targets.enumerated() {
        guard case .question(let number) = questions.places[row][slot],
          let ground = incident.unitNumbers[row][variable]
        else { continue }
        let difference = zip(answers.outcomes[number], expected[ground]).map { abs($0 - $1) }.max()
        #expect((difference ?? 0) < tolerance, "unit \(row), variable \(variable)")
        if isExact { #expect(answers.isWhole[number]) }
      }
      if case .question(let number) = questions.places[row][targets.count] {
        var nominal = incident.evidence
        for variable in targets {
          if let ground = incident.unitNumbers[row][variable] { nominal[ground] = .state(0) }
        }
        let share = exp(compiled.logEvidence(of: nominal) - expected.logEvidence)
        #expect(abs(answers.outcomes[number][0] - share) < tolerance, "unit \(row), all nominal")
      }
    }
  }

  @Test(arguments: UInt64(1)...250)
  func `every instance and every unit is as in the whole network`(seed: UInt64) throws {
    try Self.check(GroundIncident(seed: seed))
  }

  @Test(arguments: UInt64(1)...150)
  func `units that do not name their instance are judged too`(seed: UInt64) throws {
    var ingredients = GroundIncident.Ingredients()
    ingredients.missingKeys = 0.3
    ingredients.variables = 5
    try Self.check(GroundIncident(seed: seed, ingredients))
  }

  @Test(arguments: UInt64(1)...150)
  func `instances that persist hang together in their order`(seed: UInt64) throws {
    var ingredients = GroundIncident.Ingredients()
    ingredients.persists = true
    try Self.check(GroundIncident(seed: seed, ingredients))
  }
}
