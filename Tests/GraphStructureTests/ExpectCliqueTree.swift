import GraphStructure
import Testing

/// Expects all that makes a clique tree of a graph over `0..<count` with `scopes`.
func expectCliqueTree(
  _ tree: CliqueTree, count: Int, scopes: [[Int]], sourceLocation: SourceLocation = #_sourceLocation
) {
  let members = tree.cliques.map { Set($0.variables) }
  // Every vertex and every scope is in a clique.
  #expect(Set(members.joined()) == Set(0..<count), sourceLocation: sourceLocation)
  for scope in scopes {
    #expect(members.contains { $0.isSuperset(of: scope) }, sourceLocation: sourceLocation)
  }
  // No clique lies within another.
  for (index, clique) in members.enumerated() {
    #expect(
      !members.indices.contains { $0 != index && members[$0].isSuperset(of: clique) },
      sourceLocation: sourceLocation)
  }
  // Each separator is what clique and parent share, and parents come first.
  for (index, clique) in tree.cliques.enumerated() {
    #expect(clique.separator == clique.separator.sorted(), sourceLocation: sourceLocation)
    #expect(clique.residual == clique.residual.sorted(), sourceLocation: sourceLocation)
    #expect(Set(clique.separator).isDisjoint(with: clique.residual), sourceLocation: sourceLocation)
    #expect(!clique.residual.isEmpty, sourceLocation: sourceLocation)
    if let parent = clique.parent {
      #expect(parent < index, sourceLocation: sourceLocation)
      #expect(
        members[index].intersection(members[parent]) == Set(clique.separator),
        sourceLocation: sourceLocation)
    } else {
      #expect(index == 0, sourceLocation: sourceLocation)
      #expect(clique.separator.isEmpty, sourceLocation: sourceLocation)
    }
  }
  // Running intersection: a variable is residual in one clique, the top of all that have it.
  let residuals = tree.cliques.flatMap(\.residual)
  #expect(residuals.sorted() == Array(0..<count), sourceLocation: sourceLocation)
}
