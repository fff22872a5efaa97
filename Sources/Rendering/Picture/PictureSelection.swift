import NetworkModel
import RootCause

/// Which variables of a graph stand in its picture by themselves, and which are drawn as one.
struct PictureSelection {
  /// Variables that are drawn as one.
  struct Fold {
    /// Their subsystem; nil for those of a kind.
    let subsystem: String?
    /// Their kind, where they have no subsystem.
    let kind: Kind
    let members: [Variable.Index]
  }

  /// Whether each variable is drawn by itself.
  private(set) var isShown: [Bool]
  private(set) var folds: [Fold] = []
  /// The fold of each variable that is in one.
  private(set) var foldOf: [Variable.Index: Int] = [:]
  /// How many variables are beyond the focus.
  private(set) var omitted = 0

  /// Evidence that has told fewer bits about a variable than this does not touch it.
  static let leastBits = 0.1
  /// A change of what an arc carries below this, in bits, is none worth showing.
  static let leastArcChange = 0.01
  /// A change of a probability below this is none worth showing.
  static let leastChange = 0.01

  init(_ picture: Picture) {
    let near = Self.surroundings(picture)
    isShown = near
    omitted = near.count { !$0 }
    guard picture.options.folds else { return }
    fold(picture, near)
  }

  /// The variables, shown ones first to last.
  var shown: [Variable.Index] { isShown.indices.filter { isShown[$0] } }

  private mutating func fold(_ picture: Picture, _ near: [Bool]) {
    let touched = Self.touched(picture)
    var groups: [String: [Variable.Index]] = [:]
    var order: [String] = []
    for index in near.indices where near[index] && !touched[index] {
      let variable = picture.graph.variables[index]
      let subsystem = picture.options.layout == .free ? picture.graph.subsystem(of: index) : nil
      let key = subsystem.map { "s" + $0 } ?? "k" + variable.kind.rawValue
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    // One variable drawn as one would take the room and lose the name.
    for members in order.compactMap({ groups[$0] }) where members.count > 1 {
      for member in members {
        isShown[member] = false
        foldOf[member] = folds.count
      }
      let subsystem = picture.graph.subsystem(of: members[0])
      folds.append(
        Fold(
          subsystem: picture.options.layout == .free ? subsystem : nil,
          kind: picture.graph.variables[members[0]].kind, members: members))
    }
  }

  /// The variables within the focus.
  private static func surroundings(_ picture: Picture) -> [Bool] {
    let structure = picture.graph.structure
    guard let focus = picture.options.focus else {
      return [Bool](repeating: true, count: structure.count)
    }
    var isNear = [Bool](repeating: false, count: structure.count)
    isNear[focus.variable] = true
    var frontier = [focus.variable]
    for _ in 0..<max(0, focus.depth) where !frontier.isEmpty {
      frontier = frontier.flatMap { structure.parents[$0] + structure.children[$0] }
        .filter { !isNear[$0] }
      for vertex in frontier { isNear[vertex] = true }
    }
    return isNear
  }

  /// What is observed, what the evidence moved or the comparison tells apart, the leading causes and the paths from them.
  private static func touched(_ picture: Picture) -> [Bool] {
    var touched = picture.graph.variables.indices.map { index in
      picture.diagnosis?.evidence[index] != nil || picture.comparison?.evidence[index] != nil
        || picture.isMoved(index)
    }
    for index in picture.leadingRanks.keys { touched[index] = true }
    for arc in picture.influence?.path ?? [] {
      touched[arc.parent] = true
      touched[arc.child] = true
    }
    if let focus = picture.options.focus { touched[focus.variable] = true }
    if picture.comparison != nil {
      for (child, parents) in picture.graph.structure.parents.enumerated() {
        for (place, parent) in parents.enumerated()
        where abs(ArcWidths.value(picture, parent, child, place) ?? 0) >= leastArcChange {
          touched[parent] = true
          touched[child] = true
        }
      }
    }
    return touched
  }
}

extension CausalGraph {
  /// The subsystem that a variable belongs to; nil for none.
  func subsystem(of index: Variable.Index) -> String? {
    appearance.nodes[variables[index].name]?["subsystem"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
