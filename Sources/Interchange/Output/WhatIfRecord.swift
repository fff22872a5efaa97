import NetworkModel
import RootCause

/// What would come of interventions, as JSON has it.
public struct WhatIfRecord: Encodable, Sendable {
  private var effects: [Effect]?
  private var counterfactuals: [Counterfactual]?
  private var units: Double?
  private var impossibleUnits: Double?
  private var impossible: [String: String]?

  private struct Size: Encodable {
    let size: EffectSize
    var variable: String?
    var states: [String]?

    private enum Key: String, CodingKey {
      case variable, states, before, after, difference, ratio, preventableShare
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encodeIfPresent(variable, forKey: .variable)
      try container.encodeIfPresent(states, forKey: .states)
      try container.encode(size.before, forKey: .before)
      try container.encode(size.after, forKey: .after)
      try container.encode(size.difference, forKey: .difference)
      // Explicit nulls where nothing was there before.
      try container.encode(size.ratio, forKey: .ratio)
      try container.encode(size.preventableShare, forKey: .preventableShare)
    }
  }

  private struct Effect: Encodable {
    let interventions: [String: String]
    let targets: [Size]
    let anyDefect: Size?
    let escape: Size?

    private enum Key: String, CodingKey {
      case interventions = "do"
      case targets, anyDefect, escape
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(interventions, forKey: .interventions)
      try container.encode(targets, forKey: .targets)
      // Explicit nulls where the model has none.
      try container.encode(anyDefect, forKey: .anyDefect)
      try container.encode(escape, forKey: .escape)
    }
  }

  private struct Target: Encodable {
    let variable: String
    let states: [String]
    var posterior: Double?
    var expected: Double?
    let prevented: [Double]
    /// The probability of necessity, or the share.
    let share: ClosedRange<Double>?
    let exact: Bool

    private enum Key: String, CodingKey {
      case variable, states, posterior, expected, prevented, probabilityOfNecessity, share, exact
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(variable, forKey: .variable)
      try container.encode(states, forKey: .states)
      try container.encodeIfPresent(posterior, forKey: .posterior)
      try container.encodeIfPresent(expected, forKey: .expected)
      try container.encode(prevented, forKey: .prevented)
      // An explicit null where there is nothing to be a share of.
      try container.encode(
        share.map { [$0.lowerBound, $0.upperBound] },
        forKey: posterior == nil ? .share : .probabilityOfNecessity)
      try container.encode(exact, forKey: .exact)
    }
  }

  private struct Counterfactual: Encodable {
    let interventions: [String: String]
    let targets: [Target]

    private enum CodingKeys: String, CodingKey {
      case interventions = "do"
      case targets
    }
  }

  /// The record of what interventions do to units to come.
  public init(_ effects: [InterventionEffect], on targets: [WhatIfTarget], in network: Network) {
    self.effects = effects.map { effect in
      Effect(
        interventions: Self.names(effect.interventions, in: network),
        targets: zip(targets, effect.targets).map { target, size in
          Size(
            size: size, variable: network.variables[target.variable].name,
            states: Self.states(of: target, in: network))
        },
        anyDefect: effect.anyDefect.map { Size(size: $0) },
        escape: effect.escape.map { Size(size: $0) })
    }
  }

  /// The record of what interventions would have prevented in a unit.
  public init(_ preventions: [Prevention], of targets: [WhatIfTarget], in network: Network) {
    counterfactuals = preventions.map { prevention in
      Counterfactual(
        interventions: Self.names(prevention.interventions, in: network),
        targets: zip(targets, prevention.targets).map { target, effect in
          Target(
            variable: network.variables[target.variable].name,
            states: Self.states(of: target, in: network), posterior: effect.posterior,
            prevented: [effect.prevented.lowerBound, effect.prevented.upperBound],
            share: effect.necessity, exact: effect.isExact)
        })
    }
  }

  /// The record of what interventions would have prevented in so many units; as many as `impossible` could not be true.
  public init(
    _ totals: [PreventionTotal], of targets: [WhatIfTarget], units: Double, impossible: Double,
    in network: Network
  ) {
    self.units = units
    impossibleUnits = impossible
    counterfactuals = totals.map { total in
      Counterfactual(
        interventions: Self.names(total.interventions, in: network),
        targets: zip(targets, total.targets).map { target, effect in
          Target(
            variable: network.variables[target.variable].name,
            states: Self.states(of: target, in: network), expected: effect.expected,
            prevented: [effect.prevented.lowerBound, effect.prevented.upperBound],
            share: effect.share, exact: effect.isExact)
        })
    }
  }

  /// The record of evidence that can't be true, with findings that contradict each other.
  public init(impossible contradiction: Evidence, in model: CausalModel) {
    impossible = contradiction.named(in: model.network)
  }

  private static func names(
    _ states: [Variable.Index: Int], in network: Network
  ) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: states.map { index, state in
        (network.variables[index].name, network.variables[index].states[state])
      })
  }

  private static func states(of target: WhatIfTarget, in network: Network) -> [String] {
    target.states.map { network.variables[target.variable].states[$0] }
  }
}
