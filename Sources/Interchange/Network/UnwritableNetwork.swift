import NetworkModel
import RootCause

/// Why a format can't hold a network.
public struct UnwritableNetwork: Error, Sendable, Equatable {
  /// One reason.
  public enum Problem: Sendable, Equatable {
    /// These variables are readings, and the format has states alone.
    case readings([String])
    /// These variables have no numbers.
    case missingNumbers([String])
    /// A variable can't have this name.
    case variableName(String)
    /// A state can't have this name.
    case stateName(variable: String, state: String)
    /// A text of a variable, or of the graph where it is nil, that a graph can't quote.
    case text(variable: String?, String)
    /// A noisy-MAX has to be expanded, to more cells than there is room for.
    case tooLarge(variable: String)
    /// A graph has no variables of a single state.
    case singleState(String)
    /// A graph has readings that are tests or contexts alone.
    case readingKind(String)
  }

  /// The format.
  public let format: NetworkFormat
  /// The reasons; not empty.
  public let problems: [Problem]

  /// Creates an error.
  public init(format: NetworkFormat, problems: [Problem]) {
    self.format = format
    self.problems = problems
  }
}

extension UnwritableNetwork {
  static func problems(
    of network: WritableNetwork, _ format: NetworkFormat, _ writer: (some NetworkWriter).Type
  ) -> [Problem] {
    let variables = network.variables
    var problems: [Problem] = []
    if format != .graph {
      let readings = variables.filter(\.variable.isReading).map(\.name)
      if !readings.isEmpty { problems.append(.readings(readings)) }
      let missing = variables.indices.filter { network.cpds[$0] == nil }.map { variables[$0].name }
      if !missing.isEmpty { problems.append(.missingNumbers(missing)) }
    }
    for (index, variable) in variables.enumerated() {
      if !writer.canName(variable: variable.name) { problems.append(.variableName(variable.name)) }
      for state in variable.variable.states where !writer.canName(state: state) {
        problems.append(.stateName(variable: variable.name, state: state))
      }
      if format == .graph {
        problems += graphProblems(of: variable)
      } else if !writer.holds.contains(.noisyMax), variable.form == .noisyMax,
        isTooLarge(network, index)
      {
        problems.append(.tooLarge(variable: variable.name))
      }
    }
    if format == .graph {
      problems += GraphWriter.texts(of: network).filter { !DOTQuoting.canHold($0.text) }
        .map { .text(variable: $0.variable, $0.text) }
    }
    return problems
  }

  private static func graphProblems(of variable: CausalVariable) -> [Problem] {
    if variable.variable.isReading {
      return variable.kind == .test || variable.kind == .context
        ? [] : [.readingKind(variable.name)]
    }
    return variable.variable.cardinality < 2 ? [.singleState(variable.name)] : []
  }

  private static func isTooLarge(_ network: WritableNetwork, _ index: Int) -> Bool {
    let (cells, isTooMany) = network.parentStates(of: index).count
      .multipliedReportingOverflow(by: network.variables[index].variable.cardinality)
    return isTooMany || cells > NetworkConverter.cellLimit
  }
}

extension UnwritableNetwork: CustomStringConvertible {
  /// The reasons in words, a line each.
  public var description: String {
    problems.prefix(ProblemLimit.shown).map { "\(format.title) can't hold it: \($0.description)" }
      .joined(separator: "\n")
  }
}

extension UnwritableNetwork.Problem: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .readings(let names):
      "there are readings, numbers without states: \(shownList(names)); cut them into states with bins"
    case .missingNumbers(let names):
      "there are no numbers for \(shownList(names)); give each a prior or a cpt, or learn them with 'fishbone learn'"
    case .variableName(let name): "no variable can be called '\(shown(name))' there"
    case .stateName(let variable, let state):
      "no state can be called '\(shown(state))' there, as one of '\(shown(variable))' is"
    case .text(let variable, let text):
      "\(variable.map { "'\(shown($0))'" } ?? "the graph") has the text '\(shown(text))', which can't be quoted there"
    case .tooLarge(let variable):
      "'\(shown(variable))' is a noisy_max, and its table would have more than \(NetworkConverter.cellLimit) cells"
    case .singleState(let name):
      "'\(shown(name))' has a single state, and a graph asks for two or more"
    case .readingKind(let name):
      "'\(shown(name))' is a reading, which only a test or a context can be"
    }
  }
}
