/// The units to hold back: those that may carry a defect which no test of theirs has shown.
///
/// A unit of which some test failed is known to be suspect and is not in the list.
public struct Containment: Sendable, Equatable {
  /// Where the list ends.
  public enum Cut: Sendable, Equatable {
    /// At this probability of carrying a defect.
    case above(Double)
    /// Where more sound units than this would be expected among those that are held back.
    case falseAlarms(Double)
  }

  /// The rows of the units, the most probable first.
  public let rows: [Int]
  /// The number of units among them that are expected to carry a defect.
  public let expectedDefective: Double
  /// The number that are expected to be sound.
  public let expectedSound: Double
  /// The number of units outside, none of whose tests failed, that are expected to carry a defect.
  public let expectedMissed: Double

  /// Cuts the list of an incident.
  public init(_ incident: Incident, _ cut: Cut) {
    let count = { (row: Int) in incident.unitCounts?[row] ?? 1 }
    let candidates = incident.carrying.indices.filter { !incident.hasFailed[$0] && count($0) > 0 }
      .sorted { (incident.carrying[$1], $0) < (incident.carrying[$0], $1) }
    var rows: [Int] = []
    var (defective, sound) = (0.0, 0.0)
    for row in candidates {
      let probability = incident.carrying[row]
      let alarms = sound + (1 - probability) * count(row)
      let isIn =
        switch cut {
        case .above(let least): probability >= least
        case .falseAlarms(let most): alarms <= most
        }
      guard isIn else { break }
      rows.append(row)
      (defective, sound) = (defective + probability * count(row), alarms)
    }
    self.rows = rows
    expectedDefective = defective
    expectedSound = sound
    expectedMissed = candidates.dropFirst(rows.count).reduce(0) {
      $0 + incident.carrying[$1] * count($1)
    }
  }
}
