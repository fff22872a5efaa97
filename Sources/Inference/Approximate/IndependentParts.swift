import NetworkModel

/// The variables that are still open, in parts that the evidence makes independent of each other.
///
/// Samples weigh each part for itself: the weights of one don't blur the answers about another, and the effective sample
/// size is that of the worst part, not the product of all. Two variables are in one part when a family that carries evidence holds both. A
/// barren variable carries no weight and joins nothing; its answers take the weights of all parts that it descends from.
struct IndependentParts {
  /// The part of each variable; nil when it is known for certain, or barren.
  private(set) var parts: [Int?]
  /// The number of parts.
  private(set) var count = 0
  /// The parts whose weights count together: first none, then each part alone, then what barren variables need.
  private(set) var classes: [[Int]] = [[]]
  /// The class of each variable.
  private(set) var classOfVariable: [Int]

  init(_ graph: FactorGraph, isOpen: [Bool]) {
    var sets = DisjointSets(count: graph.network.count)
    for variable in graph.network.variables.indices where graph.isRelevant[variable] {
      let open = graph.network.graph.family(of: variable).filter { isOpen[$0] }
      for member in open.dropFirst() { sets.join(open[0], member) }
    }
    parts = [Int?](repeating: nil, count: graph.network.count)
    classOfVariable = [Int](repeating: 0, count: graph.network.count)
    number(sets, graph, isOpen: isOpen)
    if !classify(graph, isOpen: isOpen) { merge(graph, isOpen: isOpen) }
  }

  private mutating func number(_ sets: DisjointSets, _ graph: FactorGraph, isOpen: [Bool]) {
    var numbers: [Int: Int] = [:]
    for variable in graph.order where graph.isRelevant[variable] && isOpen[variable] {
      let root = sets.root(of: variable)
      let part = numbers[root] ?? numbers.count
      numbers[root] = part
      parts[variable] = part
    }
    count = numbers.count
  }

  /// Gives each variable its class; returns false when many barren variables below many parts would cost more than all the rest
  /// of a sample.
  private mutating func classify(_ graph: FactorGraph, isOpen: [Bool]) -> Bool {
    classes += (0..<count).map { [$0] }
    var numbers = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    var room = 8 * parts.count + 64
    for variable in graph.order where isOpen[variable] {
      let above = graph.parents(of: variable).flatMap { classes[classOfVariable[$0]] }
      let members = parts[variable].map { [$0] } ?? Set(above).sorted()
      let number = numbers[members] ?? classes.count
      if number == classes.count {
        room -= members.count
        classes.append(members)
      }
      numbers[members] = number
      classOfVariable[variable] = number
      if room < 0 { return false }
    }
    return true
  }

  /// Makes one part of all.
  private mutating func merge(_ graph: FactorGraph, isOpen: [Bool]) {
    (classes, count) = ([[], [0]], 1)
    for variable in graph.order where isOpen[variable] {
      if parts[variable] != nil { parts[variable] = 0 }
      let isWeighed =
        parts[variable] != nil
        || graph.parents(of: variable).contains { classOfVariable[$0] == 1 }
      classOfVariable[variable] = isWeighed ? 1 : 0
    }
  }
}

/// Sets that only ever join ([T75]).
private struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  func root(of element: Int) -> Int {
    var root = element
    while parents[root] != root { root = parents[root] }
    return root
  }

  mutating func join(_ one: Int, _ other: Int) {
    let (small, large) = (shorten(one), shorten(other))
    parents[max(small, large)] = min(small, large)
  }

  private mutating func shorten(_ element: Int) -> Int {
    let root = root(of: element)
    var place = element
    while parents[place] != root { (place, parents[place]) = (parents[place], root) }
    return root
  }
}
