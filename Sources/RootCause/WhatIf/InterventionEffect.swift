import NetworkModel

/// What setting variables from outside does to the probability of something.
public struct EffectSize: Sendable, Equatable {
  /// P before: P(y | z).
  public let before: Double
  /// P after: P(y | do(x), z).
  public let after: Double

  /// The probability gained, below 0 where some is prevented.
  public var difference: Double { after - before }

  /// After over before; nil where nothing was there before.
  public var ratio: Double? { before > 0 ? after / before : nil }

  /// The share of what is there that would not be (population attributable fraction); below 0 where the intervention does harm, nil where
  /// nothing was there before.
  public var preventableShare: Double? { before > 0 ? (before - after) / before : nil }
}

/// What do(X = x) does to defects, tests and escapes.
public struct InterventionEffect: Sendable, Equatable {
  /// The states that are set.
  public let interventions: [Variable.Index: Int]
  /// The effect on each target, in their order.
  public let targets: [EffectSize]
  /// The effect on the probability that a unit has a defect; nil where the model has no defect modes.
  public let anyDefect: EffectSize?
  /// The effect on the probability that a unit has a defect and passes all its tests that have states; nil where the model has no defect
  /// modes or no such tests.
  public let escape: EffectSize?
}
