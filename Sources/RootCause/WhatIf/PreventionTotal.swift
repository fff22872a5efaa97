import NetworkModel

/// What an intervention would have prevented in many units that were seen: expected numbers of them.
public struct PreventionTotal: Sendable, Equatable {
  /// The total of one target.
  public struct Effect: Sendable, Equatable {
    /// The expected number of units with the target.
    public fileprivate(set) var expected = 0.0
    /// The bounds of the expected number of those that would not have had it.
    public fileprivate(set) var prevented = 0.0...0.0
    /// Whether the model settles it in every unit.
    public fileprivate(set) var isExact = true

    /// The share of the units with the target that would not have had it; nil where there is none.
    public var share: ClosedRange<Double>? {
      guard expected > 0 else { return nil }
      return min(1, prevented.lowerBound / expected)...min(1, prevented.upperBound / expected)
    }
  }

  /// The states that are set.
  public let interventions: [Variable.Index: Int]
  /// The totals, in the order of the targets.
  public private(set) var targets: [Effect]

  /// Starts a total over no units.
  public init(of interventions: [Variable.Index: Int], targetCount: Int) {
    self.interventions = interventions
    targets = [Effect](repeating: Effect(), count: targetCount)
  }

  /// Adds so many units like one.
  public mutating func add(_ prevention: Prevention, count: Double = 1) {
    for (place, effect) in prevention.targets.enumerated() {
      let total = targets[place].prevented
      targets[place].expected += count * effect.posterior
      targets[place].prevented =
        total.lowerBound + count * effect.prevented.lowerBound...total.upperBound + count
        * effect.prevented.upperBound
      targets[place].isExact = targets[place].isExact && effect.isExact
    }
  }
}
