import NetworkModel

/// The tables of the network, in the shapes of the walks that they take part in.
extension PlanBuilder {
  /// Cells up to which tables of a clique are multiplied beforehand.
  private static let mergedCells = 512

  func compileFactors(_ index: Int, _ shape: WalkShape) {
    let first = inputs.count
    defer { cliques[index].inputs = first..<inputs.count }
    for group in groups(scopesAt[index]) {
      let isRowTable =
        lanes == 1 && group.axes.contains { shape.axes[shape.rowStart...].contains($0) }
      let row = shape.axes[shape.rowStart...]
      let axes =
        isRowTable ? inOrder(group.axes).filter { !row.contains($0) } + row : inOrder(group.axes)
      let unit = group.isVarying ? lanes : 1
      let cells = tree.cells(axes) * unit
      let start: Int
      if group.isVarying {
        start = sizes.varying
        sizes.varying += PlanPools.padded(cells)
      } else {
        start = sizes.constants
        sizes.constants += PlanPools.padded(cells)
      }
      factors.append(
        FactorPlan(
          start: start, isVarying: group.isVarying, counts: axes.map { cardinalities[$0] },
          members: group.scopes.map { scope in
            FactorPlan.Member(
              scope: scope,
              strides: axes.map { axis in
                tree.scopes[scope].firstIndex(of: axis).map { tree.cut.strides[scope][$0] } ?? 0
              })
          }))
      inputs.append(
        addOperand(
          start, arena: group.isVarying ? .varying : .constants, axes, unit: unit,
          isRow: lanes == 1 ? isRowTable : group.isVarying, shape))
    }
  }

  private struct Group {
    var axes: [Int]
    var isVarying: Bool
    var scopes: [Int]
  }

  /// Puts tables together that are multiplied beforehand: where one has all variables of another, or all are small.
  private func groups(_ scopes: [Int]) -> [Group] {
    guard scopes.count > 1 else {
      return scopes.map {
        Group(axes: tree.scopes[$0], isVarying: tree.cut.isVarying($0), scopes: [$0])
      }
    }
    var groups: [Group] = []
    for scope in scopes.sorted(by: { tree.scopes[$0].count > tree.scopes[$1].count }) {
      let isVarying = tree.cut.isVarying(scope)
      let place = groups.firstIndex { group in
        guard group.isVarying == isVarying else { return false }
        let missing = tree.scopes[scope].filter { !group.axes.contains($0) }
        return missing.isEmpty
          || !isVarying && tree.cells(group.axes) * tree.cells(missing) <= Self.mergedCells
      }
      if let place {
        groups[place].axes += tree.scopes[scope].filter { !groups[place].axes.contains($0) }
        groups[place].scopes.append(scope)
      } else {
        groups.append(Group(axes: tree.scopes[scope], isVarying: isVarying, scopes: [scope]))
      }
    }
    return groups
  }
}
