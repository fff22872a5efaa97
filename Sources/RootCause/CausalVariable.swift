import NetworkModel

/// A variable with its meaning in the factory and what experts say of it.
public struct CausalVariable: Sendable, Equatable {
  /// The form that a CPD takes.
  public enum Form: String, Sendable, Equatable, Codable, CaseIterable {
    /// A row of probabilities for each joint state of the parents.
    case table
    /// Independent causes, the worst of which shows.
    case noisyMax = "noisy_max"
    /// A real reading, normal around a mean that the parents set, and that may move with regressors.
    case gaussian
  }

  /// The name, unique in a graph.
  public var name: String { variable.name }

  /// The name and the values.
  public var variable: Variable
  /// What it is in the factory.
  public var kind: Kind
  /// The form of its CPD.
  public var form: Form
  /// What people call it; its name where nobody says.
  public var label: String?
  /// The record column that tells which instance a unit used; nil for a variable of the unit alone.
  public var key: String?
  /// The record column that holds it; the one of its own name where nobody says.
  public var column: String?
  /// How its numeric column is cut into states.
  public var bins: Bins?
  /// The unit of a reading.
  public var unit: String?
  /// Where the regressors of a reading lie and how they vary, by expert judgement; nil where nobody says.
  public var typical: RegressorMoments?
  /// What an observation of it costs.
  public var cost: Double?
  /// The name under which alike families share a CPT.
  public var tie: String?
  /// The CPD by expert judgement.
  public var expert: CPD?
  /// The name of the families whose priors are fitted as one; those of its kind where nobody says.
  public var priorGroup: String?
  /// How many records the expert judgement is worth, in each row of its table.
  public var weight: Double?

  /// Creates a variable.
  public init(_ variable: Variable, kind: Kind, form: Form? = nil) {
    self.variable = variable
    self.kind = kind
    self.form = form ?? (variable.isReading ? .gaussian : .table)
  }

  /// What to call it in a table or a picture.
  public var displayName: String { label ?? name }

  /// The record column in which it is looked for.
  public var columnName: String { column ?? name }
}
