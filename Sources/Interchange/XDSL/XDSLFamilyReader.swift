import NetworkModel

/// Reads the numbers of the nodes of an XDSL file.
struct XDSLFamilyReader: FamilyReader {
  private let orders: StateOrders
  private let stateIDs: [String: [String]]
  private var tables = TableReader()
  /// How many cells of tables may be made of shorter descriptions in the whole file.
  private var room = 1 << 24

  init(_ orders: StateOrders, stateIDs: [String: [String]]) {
    self.orders = orders
    self.stateIDs = stateIDs
  }

  var largestDeviation: Double { tables.largestDeviation }

  mutating func cpd(
    of family: FamilyNames, _ body: XDSLNode, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    switch body.numbers {
    case .table(let text): table(of: family, text, at: offset, &problems)
    case .states(let text): states(of: family, text, at: offset, &problems)
    case .noisyMax(let strengths, let parameters):
      noisyMax(of: family, body, strengths, parameters, at: offset, &problems)
    }
  }

  static func missing(_ name: String) -> String { "'\(name)' has no numbers" }

  static func duplicate(_ name: String) -> String { "there is a node '\(name)' already" }

  // MARK: Tables

  private mutating func table(
    of family: FamilyNames, _ text: SourceSpan, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    let count = problems.count
    let numbers = NumberList(text, &problems)
    guard problems.count == count, family.isComplete else { return nil }
    let states = family.states.count
    let cells = family.rowCount?.multipliedReportingOverflow(by: states)
    guard let cells, !cells.overflow, cells.partialValue == numbers.count,
      !orders.isUnchanged(family)
    else {
      return tables.table(of: family, numbers, at: offset, &problems).map { .table($0) }
    }
    let columns = orders.order(of: family.child, count: states)
    let places = orders.rows(of: family).flatMap { row in columns.map { row * states + $0 } }
    return tables.table(of: family, numbers.reordered(places), at: offset, &problems).map {
      .table($0)
    }
  }

  /// Reads a state for each row.
  private mutating func states(
    of family: FamilyNames, _ text: SourceSpan, at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    guard family.isComplete else { return nil }
    let words = text.words
    let states = family.states.count
    guard let rows = family.rowCount, words.count == rows else {
      problems.add(
        "'\(shown(family.child))' has \(counted(words.count, "resulting state")), and its parents have"
          + " \(family.rowCount.map { "\($0)" } ?? "countless") joint states",
        at: words.first?.offset ?? offset)
      return nil
    }
    guard takeRoom(rows, states, family, at: offset, &problems) else { return nil }
    let ids = stateIDs[family.child] ?? []
    let columns = orders.order(of: family.child, count: states)
    var values = [Double](repeating: 0, count: rows * states)
    var areKnown = true
    for (row, place) in orders.rows(of: family).enumerated() {
      let word = words[place]
      if let id = ids.firstIndex(of: word.text), let column = columns.firstIndex(of: id) {
        values[row * states + column] = 1
      } else {
        problems.add(
          "'\(shown(family.child))' has no state '\(shown(word.text))'"
            + (problems.count < ProblemLimit.shown ? suggestion(for: word.text, among: ids) : ""),
          at: word.offset)
        areKnown = false
      }
    }
    return areKnown ? .table(TabularCPD(cardinality: states, values: values)) : nil
  }

  private mutating func takeRoom(
    _ rows: Int, _ states: Int, _ family: FamilyNames, at offset: Int,
    _ problems: inout SourceProblems
  ) -> Bool {
    let (cells, isTooMany) = rows.multipliedReportingOverflow(by: states)
    guard !isTooMany, cells <= room else {
      problems.add(
        "the parents of '\(shown(family.child))' have more joint states than there is room for;"
          + " give it fewer parents", at: offset)
      return false
    }
    room -= cells
    return true
  }

  // MARK: Noisy-MAX

  private mutating func noisyMax(
    of family: FamilyNames, _ node: XDSLNode, _ strengths: SourceSpan, _ parameters: SourceSpan,
    at offset: Int, _ problems: inout SourceProblems
  ) -> CPD? {
    let count = problems.count
    let numbers = NumberList(parameters, &problems)
    guard problems.count == count, family.isComplete else { return nil }
    let cardinalities = family.parents.map { $0.states?.count ?? 0 }
    guard let ranks = node.strengths(cardinalities) else {
      problems.add(
        "the strengths of '\(shown(family.child))' do not name each state of each parent once, by its number from 0",
        at: strengths.words.first?.offset ?? offset)
      return nil
    }
    let columns = cardinalities.reduce(1, +)
    guard numbers.count == columns * family.states.count else {
      problems.add(
        "'\(shown(family.child))' has \(counted(numbers.count, "parameter")); it needs"
          + " \(columns * family.states.count), \(family.states.count) for each state of its parents and for the leak",
        at: numbers.offsets.first ?? offset)
      return nil
    }
    // The states of a noisy-MAX are read from the last to the first.
    let places = (0..<columns).flatMap { column in
      (0..<family.states.count).map { (column + 1) * family.states.count - 1 - $0 }
    }
    let place = { [orders] in orders.strength(ofColumn: $0, family, ranks) }
    guard
      let values = tables.rows(numbers.reordered(places), of: family, place: place, &problems)
    else { return nil }
    let distributions = values.chunked(family.states.count)
    guard idleStatesDoNothing(distributions, family, ranks, numbers, &problems) else { return nil }
    return cpd(of: family, distributions, ranks, at: offset, &problems)
  }

  private func idleStatesDoNothing(
    _ distributions: [[Double]], _ family: FamilyNames, _ ranks: [[Int]], _ numbers: NumberList,
    _ problems: inout SourceProblems
  ) -> Bool {
    var column = -1
    var areRight = true
    for (parent, order) in ranks.enumerated() {
      column += order.count
      if distributions[column][0] == 1 { continue }
      areRight = false
      problems.add(
        "'\(shown(family.child))': the last of the strengths of '\(shown(family.parents[parent].name))' is of the state"
          + " that does nothing, and its distribution is 0 … 0 1",
        at: numbers.offsets[column * family.states.count])
    }
    return areRight
  }

  /// The CPD of distributions that stand in the order of the strengths, with the leak last.
  private mutating func cpd(
    of family: FamilyNames, _ distributions: [[Double]], _ ranks: [[Int]], at offset: Int,
    _ problems: inout SourceProblems
  ) -> CPD? {
    var start = 0
    // For each parent the distributions of its states, in the order of the network.
    let effects = zip(family.parents, ranks).map { parent, ranks in
      let byPlace = Dictionary(
        uniqueKeysWithValues: zip(ranks, distributions[start..<start + ranks.count]))
      start += ranks.count
      return orders.order(of: parent.name, count: ranks.count).map { byPlace[$0] ?? [] }
    }
    let leak = distributions[distributions.count - 1]
    if effects.allSatisfy({ $0[0][0] == 1 }) {
      return .noisyMax(
        NoisyMaxCPD(
          cardinality: leak.count, strengths: effects.map { Array($0.dropFirst().joined()) },
          leak: leak))
    }
    guard let rows = family.rowCount, takeRoom(rows, leak.count, family, at: offset, &problems)
    else {
      return nil
    }
    let values = JointStates(cardinalities: effects.map(\.count)).flatMap { states in
      NoisyMaxCPD.maximum(
        of: [leak[...]] + zip(effects, states).map { $0[$1][...] }, cardinality: leak.count)
    }
    return .table(TabularCPD(cardinality: leak.count, values: values))
  }
}
