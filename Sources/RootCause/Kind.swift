/// What a variable is in the factory.
public enum Kind: String, Sendable, Codable, CaseIterable {
  /// The condition of a process step.
  case step
  /// The condition of a supplier's lot.
  case lot
  /// The condition of a test station.
  case station
  /// A defect mode in a unit.
  case defect
  /// A reading reported about a unit.
  case test
  /// Product, shift, supplier: what is never a cause to rank.
  case context

  /// Whether off-nominal states are candidates for the root cause.
  public var isCandidate: Bool { self == .step || self == .lot || self == .station }

  /// The states of a variable whose graph names none, the nominal one first; nil where they have to be named.
  public var defaultStates: [String]? {
    switch self {
    case .step: ["in_control", "out_of_control"]
    case .lot: ["good", "bad"]
    case .station: ["in_calibration", "drifted"]
    case .defect: ["absent", "present"]
    case .test: ["pass", "fail"]
    case .context: nil
    }
  }
}
