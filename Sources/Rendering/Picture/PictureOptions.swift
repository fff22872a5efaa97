import NetworkModel

/// What a picture is to show, and how.
public struct PictureOptions: Sendable, Equatable {
  /// How the variables are arranged.
  public enum Layout: String, Sendable, CaseIterable {
    /// As the arcs ask for, causes on the left; variables of a subsystem in a box.
    case free
    /// In columns by kind, each with its heading.
    case lanes
  }

  /// What the width of an arc says.
  public enum ArcWidth: String, Sendable, CaseIterable {
    /// Nothing.
    case plain
    /// The mutual information of its ends in the model.
    case influence
    /// What the evidence has sent through it.
    case evidence
  }

  /// The surroundings of a variable.
  public struct Focus: Sendable, Equatable {
    /// The variable.
    public let variable: Variable.Index
    /// How many arcs away from it, in any direction, a variable may be.
    public let depth: Int

    /// Names the surroundings of a variable.
    public init(_ variable: Variable.Index, depth: Int) {
      self.variable = variable
      self.depth = depth
    }
  }

  /// How the variables are arranged.
  public var layout = Layout.free
  /// What the width of an arc says; without an `ArcInfluence` nothing.
  public var arcWidth = ArcWidth.plain
  /// What stands above the picture; the graph's title where nobody says.
  public var title: String?
  /// The date beneath the title, as it is to be read. No clock is asked, so that the same picture has the same bytes.
  public var date: String?
  /// The digest of the file that the picture was drawn from.
  public var digest: String?
  /// What is drawn alone; nil for everything.
  public var focus: Focus?
  /// Whether variables that the evidence does not touch are drawn as one, for each lane or subsystem.
  public var folds = false
  /// The dots in an inch of a bitmap; 144 where nobody says. Other formats have none.
  public var resolution: Double?

  /// The options of a picture that nobody asked anything of.
  public init() {}
}
