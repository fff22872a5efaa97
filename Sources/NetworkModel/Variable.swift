/// A random variable: a quantity with named states, or a reading, which is a real number.
///
/// The first state is the nominal one.
public struct Variable: Sendable, Equatable {
  /// What values a variable takes.
  public enum Domain: Sendable, Equatable {
    /// One of these named states; at least one.
    case states([String])
    /// A real number.
    case reading
  }

  /// The place of a variable in its network.
  public typealias Index = Int

  /// The name, unique in a network.
  public let name: String

  /// The values that it takes.
  public let domain: Domain

  /// Of a reading, the numbers of a record that its mean moves with: covariates, by name, which have no distribution of their own.
  public let regressors: [String]

  /// Creates a variable.
  public init(_ name: String, domain: Domain, regressors: [String] = []) {
    self.name = name
    self.domain = domain
    self.regressors = regressors
  }

  /// Creates a variable with named states, the nominal one first.
  public init(_ name: String, states: [String]) {
    self.init(name, domain: .states(states))
  }

  /// The names of the states; empty for a reading.
  public var states: [String] {
    if case .states(let states) = domain { states } else { [] }
  }

  /// The number of cells that the variable takes in a table: the number of states, 1 for a reading.
  public var cardinality: Int {
    if case .states(let states) = domain { states.count } else { 1 }
  }

  /// Whether the variable is a real number.
  public var isReading: Bool {
    if case .reading = domain { true } else { false }
  }

  /// Returns the index of the state called `name`, or nil when there is none.
  public func state(_ name: String) -> Int? { states.firstIndex(of: name) }
}
