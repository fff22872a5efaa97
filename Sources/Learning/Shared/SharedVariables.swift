import NetworkModel

/// Which variables of a network are shared by units, and by what: all units that carry the same value of a key have one instance of them.
public struct SharedVariables: Sendable, Equatable {
  /// A shared variable.
  public struct Member: Sendable, Equatable {
    /// The name of the key.
    public var key: String
    /// The probability that the state of an instance stays what it was in the instance before, in the order of the key; nil when instances
    /// have no order.
    public var persists: Double?

    /// Creates a shared variable.
    public init(key: String, persists: Double? = nil) {
      self.key = key
      self.persists = persists
    }
  }

  /// The shared variables.
  public let members: [Variable.Index: Member]

  /// Creates the description.
  public init(_ members: [Variable.Index: Member]) { self.members = members }

  /// The shared variables, ascending, whose key some record has.
  package func present(in keys: [KeyColumn]) -> [Variable.Index] {
    let names = Set(keys.filter { !$0.values.isEmpty }.map(\.name))
    return members.keys.filter { members[$0].map { names.contains($0.key) } ?? false }.sorted()
  }
}

/// Why units can't be judged together.
public enum SharingError: Error, Equatable, Sendable {
  /// A shared variable has a parent that each unit has for itself: which unit's would an instance follow?
  case parentNotShared(variable: String, parent: String)
  /// Units of one instance name different instances of its parent.
  case parentAmbiguous(variable: String, instance: String, parent: String, instances: [String])
}
