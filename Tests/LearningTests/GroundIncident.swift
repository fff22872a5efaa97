import Inference
import Learning
import NetworkModel
import _TestSupport

/// A small incident written out as one network: a variable for each variable of each instance and of each unit, so that any engine
/// for single cases answers it.
struct GroundIncident {
  let network: Network
  let shared: SharedVariables
  let keys: [KeyColumn]
  let store: CaseStore
  /// The whole, as one network.
  let ground: Network
  /// All that is known, of the whole.
  let evidence: Evidence
  /// The number, in the whole, of a shared variable of an instance.
  let instanceNumbers: [Int: [Int]]
  /// The number, in the whole, of a unit's own copy of each variable: of a shared one the instance's.
  let unitNumbers: [[Int?]]

  /// What a random incident may have.
  struct Ingredients {
    var missingKeys = 0.0
    var persists = false
    var zeros = true
    var units = 4
    /// The most variables of the network.
    var variables = 6
  }

  init(seed: UInt64, _ ingredients: Ingredients = Ingredients()) {
    var dice = Dice(seed: seed &+ 77_000)
    var ofNetwork = RandomNetwork.Ingredients()
    ofNetwork.maximumVariables = ingredients.variables
    ofNetwork.maximumJointStates = 200
    ofNetwork.zeros = ingredients.zeros
    ofNetwork.components = 1
    let network = RandomNetwork(seed: seed, ofNetwork).network
    // Variables that have no parents, or only shared ones, are shared by one of two keys.
    var members: [Int: SharedVariables.Member] = [:]
    for variable in network.graph.topologicalOrder where !network.variables[variable].isReading {
      let parents = network.graph.parents[variable]
      guard parents.allSatisfy({ members[$0] != nil }), dice.unit() < 0.6 else { continue }
      // A child of shared variables has the key of the first, so that its parents' instances are never in dispute.
      let key = parents.first.flatMap { members[$0]?.key } ?? "key\(dice.below(2))"
      guard parents.allSatisfy({ members[$0]?.key == key }) else { continue }
      members[variable] = .init(
        key: key, persists: ingredients.persists && dice.unit() < 0.7 ? 0.8 : nil)
    }
    let shared = SharedVariables(members)
    let names = Set(members.values.map(\.key)).sorted()
    let keys = names.map { name in
      KeyColumn(
        name: name,
        (0..<ingredients.units).map { unit in
          let instance = "\(name)-\(dice.below(3))"
          return dice.unit() < ingredients.missingKeys && unit > 0 ? nil : instance
        })
    }
    self.network = network
    self.shared = shared
    self.keys = keys
    let builder = Builder(network, shared, keys, units: ingredients.units)
    ground = builder.network()
    instanceNumbers = builder.instances
    unitNumbers = builder.units
    var random = RandomNetwork(ground, seed: seed)
    let sample = random.sample()
    var cells = [[Evidence.Item?]](
      repeating: [Evidence.Item?](repeating: nil, count: network.count), count: ingredients.units)
    var evidence = Evidence()
    for unit in cells.indices {
      for variable in network.variables.indices where dice.unit() < 0.45 {
        guard let number = unitNumbers[unit][variable] else { continue }
        cells[unit][variable] = sample[number]
        evidence[number] = sample[number]
      }
    }
    self.evidence = evidence
    store = Records(rows: cells).store(for: network)
  }

  /// Writes the incident out.
  private struct Builder {
    let source: Network
    let shared: SharedVariables
    let keys: [KeyColumn]
    var variables: [Variable] = []
    var parents: [[Int]] = []
    var cpds: [CPD] = []
    var instances: [Int: [Int]] = [:]
    var units: [[Int?]] = []

    init(_ source: Network, _ shared: SharedVariables, _ keys: [KeyColumn], units count: Int) {
      self.source = source
      self.shared = shared
      self.keys = keys
      for variable in source.graph.topologicalOrder where shared.members[variable] != nil {
        addInstances(of: variable)
      }
      for unit in 0..<count { addUnit(unit) }
    }

    func network() -> Network {
      do { return try Network(variables: variables, parents: parents, cpds: cpds) } catch {
        preconditionFailure("\(error)")
      }
    }

    private mutating func add(
      _ name: String, _ domain: Variable.Domain, _ parents: [Int], _ cpd: CPD
    )
      -> Int
    {
      variables.append(Variable(name, domain: domain))
      self.parents.append(parents)
      cpds.append(cpd)
      return variables.count - 1
    }

    private mutating func addInstances(of variable: Int) {
      guard let member = shared.members[variable],
        let key = keys.first(where: { $0.name == member.key })
      else { return }
      let order = member.persists == nil ? Array(key.values.indices) : key.ordered
      instances[variable] = [Int](repeating: -1, count: key.values.count)
      var previous: Int?
      for instance in order {
        let own = source.graph.parents[variable].compactMap { instances[$0]?[instance] }
        let cpd: CPD
        var parents = own
        if let before = previous, let persists = member.persists {
          // The state before is the first parent.
          let table = source.cpds[variable].table
          parents = [before] + own
          cpd = .table(
            TabularCPD(
              cardinality: table.cardinality,
              values: (0..<table.cardinality).flatMap { state in
                table.values.indices.map { cell in
                  (1 - persists) * table.values[cell]
                    + (cell % table.cardinality == state ? persists : 0)
                }
              }))
        } else {
          cpd = source.cpds[variable]
        }
        let number = add("\(variable)@\(instance)", source.variables[variable].domain, parents, cpd)
        instances[variable]?[instance] = number
        previous = number
      }
    }

    private mutating func addUnit(_ unit: Int) {
      var numbers = [Int?](repeating: nil, count: source.count)
      // Where the key is not known, which instance it is is a variable too.
      var selectors: [String: Int] = [:]
      for variable in source.graph.topologicalOrder {
        if let member = shared.members[variable],
          let key = keys.first(where: { $0.name == member.key }), let all = instances[variable]
        {
          if key.instances[unit] >= 0 {
            numbers[variable] = all[key.instances[unit]]
            continue
          }
          let named = key.instances.filter { $0 >= 0 }
          let weights = key.values.indices.map { value in
            Double(named.count { $0 == value }) / Double(named.count)
          }
          let selector =
            selectors[member.key]
            ?? add(
              "\(member.key)@\(unit)", .states(key.values), [],
              .table(TabularCPD(cardinality: weights.count, values: weights)))
          selectors[member.key] = selector
          numbers[variable] = addCopy(of: variable, all, selector, unit)
          continue
        }
        let own = source.graph.parents[variable].compactMap { numbers[$0] }
        numbers[variable] = add(
          "\(variable)#\(unit)", source.variables[variable].domain, own, source.cpds[variable])
      }
      units.append(numbers)
    }

    /// The state of whichever instance the selector picks.
    private mutating func addCopy(of variable: Int, _ all: [Int], _ selector: Int, _ unit: Int)
      -> Int
    {
      let count = source.variables[variable].cardinality
      let states = JointStates(cardinalities: [all.count] + all.map { _ in count })
      let values = states.flatMap { states in
        (0..<count).map { $0 == states[1 + states[0]] ? 1.0 : 0 }
      }
      return add(
        "\(variable)#\(unit)", source.variables[variable].domain, [selector] + all,
        .table(TabularCPD(cardinality: count, values: values)))
    }
  }
}
