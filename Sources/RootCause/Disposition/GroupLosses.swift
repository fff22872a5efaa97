/// The expected losses of the units of each group, added up.
public struct GroupLosses: Sendable, Equatable {
  /// One group.
  public struct Group: Sendable, Equatable {
    /// What it is called.
    public let name: String
    /// The number of units.
    public fileprivate(set) var units: Double
    /// The loss of each choice when it is made for all units.
    public fileprivate(set) var losses: [Double]
    /// The loss when each unit gets the choice that is best for it.
    public fileprivate(set) var unitwise: Double
  }

  /// The groups, in the order in which they first came.
  public private(set) var groups: [Group] = []
  private var places: [String: Int] = [:]

  /// Creates the sums of no unit.
  public init() {}

  /// Adds so many units of the group `name`, each with these losses.
  public mutating func add(_ losses: [Double], units: Double = 1, to name: String) {
    let place = places[name, default: groups.count]
    if place == groups.count {
      places[name] = place
      groups.append(
        Group(name: name, units: 0, losses: losses.map { _ in 0 }, unitwise: 0))
    }
    groups[place].units += units
    groups[place].unitwise += units * (losses.min() ?? 0)
    for (choice, loss) in losses.enumerated() { groups[place].losses[choice] += units * loss }
  }
}
