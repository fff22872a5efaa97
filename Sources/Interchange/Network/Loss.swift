import RootCause

/// What a network may say besides its variables, states, arcs and tables.
public enum Meaning: String, Sendable, CaseIterable {
  /// The title.
  case title
  /// What the variables are in the factory.
  case kinds
  /// What people call the variables.
  case labels
  /// That a table is a noisy-MAX.
  case noisyMax
  /// Record columns that tell instances.
  case keys
  /// Record columns of the variables.
  case columns
  /// How numeric columns are cut.
  case bins
  /// What observations cost.
  case costs
  /// Families that share a table.
  case ties
  /// Families whose priors are fitted as one.
  case priorGroups
  /// What expert numbers are worth.
  case weights
  /// Record columns to pass over.
  case ignoredColumns
  /// Rules that records obey.
  case rules
  /// What may be done with a unit, and what it costs.
  case losses
  /// Attributes of the picture.
  case appearance
  /// That the kinds are guesses.
  case guesses
  /// How the regressors of readings vary together.
  case covariances
  /// Expected counts and provenance.
  case learning
}

/// Something that a network says and a file does not.
public struct Loss: Sendable, Equatable {
  /// What is lost.
  public let meaning: Meaning
  /// The variables that had it; empty when it was the network's.
  public let variables: [String]

  /// Names what is lost.
  public init(meaning: Meaning, variables: [String]) {
    self.meaning = meaning
    self.variables = variables
  }
}

extension WritableNetwork {
  /// The variables that say something of this sort, or nil when it is said by none.
  func says(_ meaning: Meaning) -> [String]? {
    func those(_ isOne: (CausalVariable) -> Bool) -> [String]? {
      let names = variables.filter(isOne).map(\.name)
      return names.isEmpty ? nil : names
    }
    switch meaning {
    case .title: return graph.title == nil ? nil : []
    case .kinds: return graph.hasGuessedKinds ? nil : []
    case .labels: return those { $0.label != nil }
    case .noisyMax: return those { $0.form == .noisyMax }
    case .keys: return those { $0.key != nil }
    case .columns: return those { $0.column != nil }
    case .bins: return those { $0.bins != nil }
    case .costs: return those { $0.cost != nil }
    case .ties: return those { $0.tie != nil }
    case .priorGroups: return those { $0.priorGroup != nil }
    case .weights: return isLearned ? nil : those { $0.weight != nil }
    case .ignoredColumns: return graph.ignoredColumns.isEmpty ? nil : []
    case .rules: return graph.rules.isEmpty ? nil : []
    case .losses: return graph.losses == nil ? nil : []
    case .appearance: return graph.appearance == CausalGraph.Appearance() ? nil : []
    case .guesses: return graph.hasGuessedKinds ? [] : nil
    case .covariances: return variablesWithCovariances
    case .learning: return isLearned ? [] : nil
    }
  }

  /// The readings whose regressors vary together.
  private var variablesWithCovariances: [String]? {
    let names = variables.indices.filter { index in
      guard case .gaussian(let gaussian) = cpds[index] else { return false }
      let moments = gaussian.regressors
      return moments.means.indices.contains { row in
        (0..<row).contains { moments[row, $0] != 0 }
      }
    }.map { variables[$0].name }
    return names.isEmpty ? nil : names
  }
}
