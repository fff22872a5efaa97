extension NetworkError: CustomStringConvertible {
  /// The problems, a line each.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension NetworkError.Problem: CustomStringConvertible {
  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .duplicateVariable(let name): "there are two variables called '\(name)'"
    case .noStates(let name): "'\(name)' has no states"
    case .duplicateState(let variable, let state): "'\(variable)' has two states called '\(state)'"
    case .cycle(let names): "the arcs run in a circle: " + NetworkError.circle(names)
    case .duplicateParent(let parent, let child): "'\(parent)' is twice a parent of '\(child)'"
    case .readingHasChild(let reading, let child):
      "'\(reading)' is a reading and can't be a parent of '\(child)'"
    case .unsuitableCPD(let variable): "the distribution of '\(variable)' does not suit its values"
    case .wrongSize(let variable, let expected, let found):
      "the distribution of '\(variable)' has \(found) numbers where its family asks for \(expected)"
    case .notAProbability(let variable, let row, let value):
      "'\(variable)'\(row): \(value) is not a probability"
    case .rowSum(let variable, let row, let sum):
      "'\(variable)'\(row): the probabilities sum to \(sum), not to 1"
    case .notADistribution(let variable, let row):
      "'\(variable)'\(row): means and slopes have to be finite and a standard deviation above 0"
    }
  }
}

extension NetworkError {
  /// The cycle as text: `a -> b -> a`.
  package static func circle(_ names: [String]) -> String {
    (names + names.prefix(1)).joined(separator: " -> ")
  }
}
