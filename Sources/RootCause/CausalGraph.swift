import GraphStructure
import Learning
import NetworkModel

/// The expert's picture of a factory: variables with their meaning, and arcs from causes to effects.
public struct CausalGraph: Sendable, Equatable {
  /// What the graph is about; nil where it has no title.
  public var title: String?

  /// The variables.
  public let variables: [CausalVariable]

  /// The arcs; vertex *i* is `variables[i]`.
  public let structure: DirectedGraph

  /// Record columns that no variable takes, by name; `*` stands for any text.
  public var ignoredColumns: [String] = []

  /// What no good record says.
  public var rules: [DataRule] = []

  /// What may be done with a unit, and what it costs; nil where the graph does not say.
  public var losses: LossTable?

  /// Attributes for the picture alone.
  public var appearance = Appearance()

  /// Whether the kinds are a guess from the arcs, because the file has none.
  public var hasGuessedKinds = false

  private let indices: [String: Variable.Index]

  /// Creates a graph.
  ///
  /// - Precondition: The names are distinct, and there is a vertex for each variable.
  public init(title: String? = nil, variables: [CausalVariable], structure: DirectedGraph) {
    precondition(variables.count == structure.count)
    self.title = title
    self.variables = variables
    self.structure = structure
    indices = Dictionary(uniqueKeysWithValues: variables.enumerated().map { ($1.name, $0) })
  }

  /// Returns the index of the variable called `name`, or nil when there is none.
  public func index(of name: String) -> Variable.Index? { indices[name] }

  /// The record columns of the regressors of its readings, in the order of the graph.
  public var regressors: [String] {
    var seen = Set<String>()
    return variables.flatMap(\.variable.regressors).filter { seen.insert($0).inserted }
  }

  /// The families that share a CPT, by the name of their tie.
  public var ties: [String: [Variable.Index]] {
    var ties: [String: [Variable.Index]] = [:]
    for (index, variable) in variables.enumerated() {
      if let tie = variable.tie { ties[tie, default: []].append(index) }
    }
    return ties
  }

  /// The families whose priors are fitted as one, by the name of their group: all with states, by kind where no group is named.
  public var priorGroups: [String: [EmpiricalBayes.Family]] {
    let tied = ties
    var groups: [String: [EmpiricalBayes.Family]] = [:]
    for (index, variable) in variables.enumerated() where !variable.variable.isReading {
      let members = variable.tie.flatMap { tied[$0] } ?? [index]
      guard members[0] == index else { continue }
      groups[variable.priorGroup ?? variable.kind.rawValue, default: []].append(
        EmpiricalBayes.Family(
          members: members, expected: variable.expert, pattern: pattern(of: index)))
    }
    return groups
  }

  /// What families have to have in common for their rows to be siblings: the form, and all states by name.
  private func pattern(of index: Variable.Index) -> String {
    let states = structure.family(of: index).map { variables[$0].variable.states }
    return "\(variables[index].form.rawValue) \(states)"
  }

  /// The variables without expert numbers, ascending.
  public var variablesWithoutNumbers: [Variable.Index] {
    variables.indices.filter { variables[$0].expert == nil }
  }

  /// The off-nominal states of the variables whose kind passes `isIncluded`, in the order of the graph.
  public func offNominalStates(where isIncluded: (Kind) -> Bool) -> [(
    variable: Variable.Index, state: Int
  )] {
    variables.indices.filter { isIncluded(variables[$0].kind) }.flatMap { index in
      variables[index].variable.states.indices.dropFirst().map { (index, $0) }
    }
  }
}

extension CausalGraph {
  /// What a graph file says about its picture and about nothing else: attributes of Graphviz.
  public struct Appearance: Sendable, Equatable {
    /// Attributes of the whole picture.
    public var graph: [String: String] = [:]
    /// Attributes of the nodes, by variable name.
    public var nodes: [String: [String: String]] = [:]
    /// Attributes of the arcs, by the names of their ends.
    public var arcs: [Arc: [String: String]] = [:]

    /// An arc by the names of its ends.
    public struct Arc: Sendable, Hashable {
      /// The cause.
      public let parent: String
      /// The effect.
      public let child: String

      /// Names an arc.
      public init(parent: String, child: String) {
        self.parent = parent
        self.child = child
      }
    }

    /// Creates the appearance that nobody said anything about.
    public init() {}
  }
}
