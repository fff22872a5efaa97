import NetworkModel

/// The variables that a question names, and what is wrong with the names.
public struct AskedVariables: Sendable {
  /// The variables that there are.
  public private(set) var indices: [Variable.Index] = []
  /// What is wrong, with the place of the name in the list; nil where it is about the list as a whole.
  public private(set) var problems: [(place: Int?, message: String)] = []

  /// The most joint states of a joint posterior.
  static let mostJointStates = 1 << 20

  /// Looks up `names`.
  ///
  /// - Parameter isJoint: Whether their joint is asked for, which has to be of at least one variable, and of a size that can be answered.
  public init(_ names: [String], isJoint: Bool, in network: Network) {
    for (place, name) in names.enumerated() {
      if let message = take(name, in: network) { problems.append((place, message)) }
    }
    guard isJoint else { return }
    if names.isEmpty { problems.append((nil, "a joint names at least one variable")) }
    let count = JointStates(cardinalities: indices.map { network.variables[$0].cardinality }).count
    if count > Self.mostJointStates {
      problems.append(
        (
          nil,
          "these variables have more than \(Self.mostJointStates) joint states; ask for fewer at once"
        ))
    }
  }

  /// Takes a variable up, or returns what is wrong with its name.
  private mutating func take(_ name: String, in network: Network) -> String? {
    guard let index = network.index(of: name) else {
      let known = network.variables.map(\.name)
      return printable(EvidenceError.Problem.unknownVariable(name, known: known).description)
    }
    if network.variables[index].isReading {
      return "'\(shown(name))' is a reading and has no states to be asked for"
    }
    if indices.contains(index) { return "'\(shown(name))' is named twice" }
    indices.append(index)
    return nil
  }
}
