import GraphStructure
import NetworkModel

/// The variables of all instances, numbered: those of one variable one after another, in the order of the records.
package struct InstanceLayout: Sendable {
  /// A variable of an instance.
  package struct Place: Sendable, Equatable {
    /// The shared variable.
    package let variable: Variable.Index
    /// The instance in its key column; nil for a parent of which nobody says which instance it is.
    package let instance: Int?
    /// The numbers of its parents, in the order of its CPD.
    var parents: [Int] = []
    /// The number of the instance before it, where the key has an order.
    package internal(set) var previous: Int?
  }

  /// Every variable of an instance.
  package private(set) var places: [Place] = []
  /// The key columns that share anything.
  package let keys: [KeyColumn]
  /// The key of each shared variable; nil for the variables of units.
  package let keyOf: [Int?]
  /// The number of the first instance of each shared variable.
  private var starts: [Variable.Index: Int] = [:]

  /// Whether each variable of the network is shared.
  package var isShared: [Bool] { keyOf.map { $0 != nil } }

  /// Numbers the instances.
  ///
  /// - Throws: `SharingError`.
  package init(
    _ network: Network, _ shared: SharedVariables, _ columns: [KeyColumn]
  ) throws(SharingError) {
    let present = shared.present(in: columns)
    let names = Set(present.compactMap { shared.members[$0]?.key })
    let keys = columns.filter { names.contains($0.name) }
    self.keys = keys
    var keyOf = [Int?](repeating: nil, count: network.count)
    for variable in present {
      keyOf[variable] = keys.firstIndex { $0.name == shared.members[variable]?.key }
    }
    self.keyOf = keyOf
    for variable in present {
      for parent in network.graph.parents[variable] where shared.members[parent] == nil {
        throw .parentNotShared(
          variable: network.variables[variable].name, parent: network.variables[parent].name)
      }
    }
    for variable in present {
      guard let key = keyOf[variable] else { continue }
      starts[variable] = places.count
      places += keys[key].values.indices.map { Place(variable: variable, instance: $0) }
    }
    for place in places.indices { try setParents(of: place, network) }
    for variable in present where shared.members[variable]?.persists != nil {
      guard let key = keyOf[variable], let start = starts[variable] else { continue }
      let order = keys[key].ordered
      for (before, after) in zip(order, order.dropFirst()) {
        places[start + after].previous = start + before
      }
    }
  }

  /// The number of the variable of an instance.
  package func number(of variable: Variable.Index, instance: Int) -> Int {
    guard let start = starts[variable] else { preconditionFailure("the variable is not shared") }
    return start + instance
  }

  private mutating func setParents(of place: Int, _ network: Network) throws(SharingError) {
    for parent in network.graph.parents[places[place].variable] {
      places[place].parents.append(try number(ofParent: parent, of: place, network))
    }
  }

  /// The instance of a parent: that of the same key, or the one that all units of the instance name; else one of its own.
  private mutating func number(
    ofParent parent: Variable.Index, of place: Int, _ network: Network
  ) throws(SharingError) -> Int {
    let (variable, instance) = (places[place].variable, places[place].instance)
    if let instance, let key = keyOf[variable], let parentKey = keyOf[parent] {
      if key == parentKey { return number(of: parent, instance: instance) }
      let (own, others) = (keys[key].instances, keys[parentKey].instances)
      let named = Set(
        own.indices.filter { own[$0] == instance && others[$0] >= 0 }.map { others[$0] })
      if named.count > 1 {
        throw .parentAmbiguous(
          variable: network.variables[variable].name, instance: keys[key].values[instance],
          parent: network.variables[parent].name,
          instances: named.sorted().map { keys[parentKey].values[$0] })
      }
      if let only = named.first { return number(of: parent, instance: only) }
    }
    places.append(Place(variable: parent, instance: nil))
    let number = places.count - 1
    try setParents(of: number, network)
    return number
  }
}
