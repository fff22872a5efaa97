import NetworkModel
import RootCause

/// What a picture is compared with: another diagnosis, of the same graph or of another one.
///
/// Variables and states are matched by name; a variable that has other states there counts as one that is not there.
public struct PictureComparison: Sendable {
  /// What was believed of each variable of the picture; nil for those that were not there.
  let distributions: [[Double]?]
  /// What was known of each.
  let evidence: [Variable.Index: Evidence.Item]
  /// What it is, in a line: its evidence, and the digest of its file.
  let note: String
  /// The names of variables that are not in the picture any more.
  let missing: [String]
  /// The number of arcs that are not in the picture any more.
  let missingArcs: Int
  private let influence: ArcInfluence?
  private let places: [Variable.Index?]
  private let parents: [[Variable.Index]]

  /// Compares a picture of `graph` with `diagnosis` of `other`.
  public init(
    of graph: CausalGraph, with diagnosis: Diagnosis, of other: CausalGraph,
    influence: ArcInfluence? = nil, digest: String? = nil
  ) {
    let findings = diagnosis.evidence.variables.compactMap { index in
      diagnosis.evidence[index]?.statement(about: other.variables[index].variable)
    }
    note = [
      findings.isEmpty ? "no evidence" : findings.joined(separator: ", "),
      digest.map { "sha256 \($0.prefix(12))" },
    ].compactMap(\.self).joined(separator: ", ")
    let places = graph.variables.map { other.index(of: $0.name) }
    self.places = places
    self.influence = influence
    parents = other.structure.parents
    distributions = graph.variables.indices.map { index in
      places[index].flatMap {
        Self.aligned(diagnosis.posteriors[$0], other.variables[$0], to: graph.variables[index])
      }
    }
    evidence = Dictionary(
      uniqueKeysWithValues: graph.variables.indices.compactMap { index in
        places[index].flatMap { diagnosis.evidence[$0] }.map { (index, $0) }
      })
    missing = other.variables.map(\.name).filter { graph.index(of: $0) == nil }
    missingArcs = other.structure.parents.enumerated().reduce(0) { sum, family in
      let child = graph.index(of: other.variables[family.offset].name)
      return sum
        + family.element.count { parent in
          let parent = graph.index(of: other.variables[parent].name)
          guard let child, let parent else { return true }
          return !graph.structure.parents[child].contains(parent)
        }
    }
  }

  /// What the arc carried, by the measure; nil where there was no such arc or nothing is known of it.
  func strength(
    from parent: Variable.Index, to child: Variable.Index, _ width: PictureOptions.ArcWidth
  ) -> Double? {
    guard let parent = places[parent], let child = places[child], let influence,
      let place = parents[child].firstIndex(of: parent)
    else { return nil }
    return influence.strength(from: parent, to: child, at: place, width)
  }

  private static func aligned(
    _ values: [Double], _ old: CausalVariable, to new: CausalVariable
  ) -> [Double]? {
    let (old, new) = (old.variable.states, new.variable.states)
    guard old.count == new.count else { return nil }
    let places = new.map { old.firstIndex(of: $0) }
    return places.contains(nil) ? nil : places.compactMap(\.self).map { values[$0] }
  }
}

extension ArcInfluence {
  /// What the width of an arc says, in bits; `place` is that of the parent among the parents of the child.
  func strength(
    from parent: Variable.Index, to child: Variable.Index, at place: Int,
    _ width: PictureOptions.ArcWidth
  ) -> Double? {
    switch width {
    case .plain: nil
    case .influence: mutualInformation[child][place]
    case .evidence: sent(from: parent, to: child)
    }
  }
}
