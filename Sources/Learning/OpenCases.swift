import NetworkModel

/// Records taken apart: the families that a record knows completely are counted here, once; what it leaves open falls into parts
/// that have nothing to do with each other, and equal parts of different records are one case.
struct OpenCases: Sendable {
  /// A cell of the tables that complete families count for.
  struct CompleteCell: Sendable {
    let cell: Int
    let count: Double
  }

  /// The parts, in the order in which the records first leave them open.
  private(set) var parts: [OpenPart] = []
  /// What the complete families count for.
  private(set) var complete: [CompleteCell] = []
  /// The rows that are not taken apart, because the trees would not fit the memory.
  private(set) var rest: [Int] = []

  private let layout: FamilyLayout
  private let store: CaseStore
  private var completeCounts: [Double]
  private var indices: [[Variable.Index]: Int] = [:]
  private var bytes = 0.0

  /// What decides which records are taken apart.
  struct Limits {
    /// The bytes that the parts may take besides their cases.
    var bytes: Double
    /// The work of a record on the tree of the whole network.
    var wholeWork: Double
  }

  /// Takes the records of `store` apart, where that is less work than the whole tree.
  ///
  /// - Parameters:
  ///   - store: Records without values of readings.
  ///   - layout: The families.
  ///   - limits: What decides.
  init(_ store: CaseStore, _ layout: FamilyLayout, _ limits: Limits) {
    self.layout = layout
    self.store = store
    completeCounts = [Double](repeating: 0, count: layout.starts[layout.members.count])
    let groups = RowPatterns(store).groups.map { Group(rows: $0, store, layout) }
    var uses: [[Variable.Index]: Int] = [:]
    for group in groups {
      for open in group.parts { uses[open, default: 0] += group.rows.count }
    }
    for group in groups {
      let work = group.parts.reduce(0) {
        $0 + OpenPart.work(of: $1, layout, cases: uses[$1] ?? 1)
      }
      add(group, limits, isCut: work <= limits.wholeWork)
    }
    for part in parts.indices { parts[part].close() }
    for (cell, count) in completeCounts.enumerated() where count > 0 {
      complete.append(CompleteCell(cell: cell, count: count))
    }
    completeCounts = []
    indices = [:]
    rest.sort()
  }

  /// Rows that know the same variables.
  private struct Group {
    let rows: [Int]
    /// The variables that they leave open, those together that hang together.
    let parts: [[Variable.Index]]

    init(rows: [Int], _ store: CaseStore, _ layout: FamilyLayout) {
      self.rows = rows
      parts = layout.parts(
        ofUnknown: layout.members.indices.filter {
          layout.cardinalities[$0] > 1 && store.columns[$0][rows[0]] == nil
            && !layout.members[$0].isEmpty
        })
    }
  }

  private mutating func add(_ group: Group, _ limits: Limits, isCut: Bool) {
    guard isCut else { return rest += group.rows }
    let numbers = group.parts.map { index(of: $0) }
    guard bytes <= limits.bytes else { return rest += group.rows }
    var isKnown = [Bool](repeating: true, count: layout.members.count)
    for variable in group.parts.joined() { isKnown[variable] = false }
    let complete = layout.members.indices.filter { family in
      !layout.members[family].isEmpty && layout.members[family].allSatisfy { isKnown[$0.variable] }
    }
    let known = isKnown.indices.filter { isKnown[$0] && store.columns[$0].isObserved }
    var states = [Int](repeating: 0, count: layout.members.count)
    for row in group.rows {
      for variable in known {
        if case .state(let state) = store.columns[variable][row] { states[variable] = state }
      }
      let weight = store.counts?[row] ?? 1
      for family in complete { count(family, states, weight) }
      for number in numbers { parts[number].add(states, weight: weight) }
    }
  }

  private mutating func count(_ family: Variable.Index, _ states: [Int], _ weight: Double) {
    var cell = layout.starts[family]
    for member in layout.members[family] { cell += states[member.variable] * member.stride }
    completeCounts[cell] += weight
  }

  private mutating func index(of open: [Variable.Index]) -> Int {
    if let index = indices[open] { return index }
    let part = OpenPart(open, layout)
    bytes += part.bytes
    indices[open] = parts.count
    parts.append(part)
    return parts.count - 1
  }
}

/// Rows in groups that know the same variables.
private struct RowPatterns {
  /// The rows of each group ascending, the groups by their first rows. Rows that stand for no unit are left out.
  let groups: [[Int]]

  init(_ store: CaseStore) {
    let length = (store.columns.count + 31) / 32
    var masks = [UInt32](repeating: 0, count: length * store.count)
    for (variable, column) in store.columns.enumerated() where column.isObserved {
      let (word, bit) = (variable / 32, UInt32(1) << UInt32(variable % 32))
      for row in 0..<store.count where column[row] != nil { masks[row * length + word] |= bit }
    }
    var keys = KeyTable(length: length)
    var groups: [[Int]] = []
    for row in 0..<store.count where store.counts?[row] ?? 1 > 0 {
      let group = keys.index(of: Array(masks[row * length..<(row + 1) * length]))
      if group == groups.count { groups.append([]) }
      groups[group].append(row)
    }
    self.groups = groups
  }
}
