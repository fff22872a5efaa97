import NetworkModel

/// Where in the tables of a network, one after the other, the cells of a family lie. Readings have no table.
struct FamilyLayout: Sendable {
  /// A variable of a family, and how far its steps go in the family's table.
  struct Member: Sendable {
    let variable: Variable.Index
    let stride: Int
  }

  /// The members of each family, the variable itself first.
  let members: [[Member]]
  /// The families that each variable is in, its own first.
  let families: [[Variable.Index]]
  /// The states of each variable.
  let cardinalities: [Int]
  /// Where the table of each variable begins, and where the last ends.
  let starts: [Int]

  init(_ network: Network) {
    let cardinalities = network.cardinalities
    var members: [[Member]] = []
    var families: [[Variable.Index]] = network.variables.indices.map { [$0] }
    var starts = [0]
    for (index, variable) in network.variables.enumerated() {
      var family: [Member] = []
      var stride = 1
      if !variable.isReading {
        for member in [index] + network.graph.parents[index].reversed() {
          family.append(Member(variable: member, stride: stride))
          stride *= cardinalities[member]
          if member != index { families[member].append(index) }
        }
      }
      members.append(family)
      starts.append(starts[index] + (variable.isReading ? 0 : stride))
    }
    self.members = members
    self.families = families
    self.cardinalities = cardinalities
    self.starts = starts
  }

  /// Returns the groups in which the unknown variables hang together, each ascending: two do when they are in one family.
  func parts(ofUnknown unknown: [Variable.Index]) -> [[Variable.Index]] {
    var isWaiting = [Bool](repeating: false, count: members.count)
    for variable in unknown { isWaiting[variable] = true }
    var parts: [[Variable.Index]] = []
    for first in unknown where isWaiting[first] {
      isWaiting[first] = false
      var part = [first]
      var next = 0
      while next < part.count {
        for family in families[part[next]] {
          for member in members[family] where isWaiting[member.variable] {
            isWaiting[member.variable] = false
            part.append(member.variable)
          }
        }
        next += 1
      }
      parts.append(part.sorted())
    }
    return parts
  }
}
