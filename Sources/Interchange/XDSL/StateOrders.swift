import NetworkModel

/// In what order the states of an XDSL file become those of a network.
///
/// A noisy-MAX of SMILE takes the last of its states as the one without effect, Fishbone the first. So its states are read from the last to
/// the first. The state of a parent that does nothing becomes its first one too, as long as its children agree.
struct StateOrders {
  /// For each variable the places in the file of its states, in the order of the network.
  private let orders: [String: [Int]]

  init(_ nodes: [XDSLNode], names: [String: String]) {
    let counts = Dictionary(nodes.map { ($0.name.text, $0.states.count) }) { first, _ in first }
    var idle: [String: Set<Int>] = [:]
    var orders: [String: [Int]] = [:]
    for node in nodes {
      guard case .noisyMax = node.numbers else { continue }
      orders[node.name.text] = Array((0..<node.states.count).reversed())
      let parents = node.parentIDs.map { names[$0.text] ?? $0.text }
      guard let strengths = node.strengths(parents.map { counts[$0] ?? 0 }) else { continue }
      for (parent, order) in zip(parents, strengths) {
        if let last = order.last { idle[parent, default: []].insert(last) }
      }
    }
    for (name, places) in idle where orders[name] == nil {
      guard places.count == 1, let place = places.first, let count = counts[name] else { continue }
      orders[name] = Self.order(from: place, count: count)
    }
    self.orders = orders
  }

  /// The order that has the state at `place` first; from the last to the first where it is the last.
  private static func order(from place: Int, count: Int) -> [Int] {
    let all = Array(0..<count)
    return place == count - 1 ? all.reversed() : [place] + all.filter { $0 != place }
  }

  /// The places in the file of the states of a variable, in the order of the network.
  func order(of name: String, count: Int) -> [Int] {
    guard let order = orders[name], order.count == count else { return Array(0..<count) }
    return order
  }

  /// For each row of a family, in the order of the network, its place in the file.
  func rows(of family: FamilyNames) -> [Int] {
    let counts = family.parents.map { $0.states?.count ?? 0 }
    let file = JointStates(cardinalities: counts)
    let parents = zip(family.parents, counts).map { order(of: $0.name, count: $1) }
    return file.map { states in
      file.index(of: zip(states, parents).map { state, order in order[state] })
    }
  }

  /// Whether every variable of a family has its states in the order of the file.
  func isUnchanged(_ family: FamilyNames) -> Bool {
    orders[family.child] == nil && family.parents.allSatisfy { orders[$0.name] == nil }
  }

  /// Which distribution of a noisy-MAX stands at `column` of its parameters, in words.
  func strength(ofColumn column: Int, _ family: FamilyNames, _ ranks: [[Int]]) -> String {
    var rest = column
    for (parent, ranks) in zip(family.parents, ranks) {
      guard rest >= ranks.count else {
        let place = order(of: parent.name, count: ranks.count).firstIndex(of: ranks[rest])
        let state = place.flatMap { parent.states?.names[$0] } ?? ""
        return ", strength of \(shown(parent.name))=\(shown(state))"
      }
      rest -= ranks.count
    }
    return ", leak"
  }
}
