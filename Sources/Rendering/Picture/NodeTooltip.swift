import NetworkModel
import RootCause

/// What a node says when it is pointed at: everything in full that its label shortens.
struct NodeTooltip {
  private let label: NodeLabel
  private static let mostStates = 30

  init(_ label: NodeLabel) { self.label = label }

  /// The lines.
  var lines: [String] {
    let variable = label.variable
    let name = DisplayText.line(variable.name)
    let title = variable.label.map { "\(DisplayText.line($0)) (\(name))" } ?? name
    return ["\(title), \(variable.kind.rawValue)"] + known + states
  }

  private var known: [String] {
    switch label.item {
    case .likelihood(let weights):
      let factors = weights.prefix(Self.mostStates).map(Figures.factor)
      return ["likelihood \(factors.joined(separator: " : "))"]
    case .excluded(let excluded):
      let names = excluded.prefix(Self.mostStates).map { label.variable.variable.states[$0] }
      return ["ruled out: \(names.map { DisplayText.line($0) }.joined(separator: ", "))"]
    case .value(_, let regressors):
      let names = label.variable.variable.regressors
      return zip(names, regressors).map { "at \(DisplayText.line($0)) \(Figures.measured($1))" }
    case .state, nil: return []
    }
  }

  private var states: [String] {
    let states = label.variable.variable.states
    let lines = states.prefix(Self.mostStates).enumerated().map { index, state in
      let name = DisplayText.line(state)
      guard let posterior = label.posterior else { return name }
      let before = label.before.map { ", before \(Figures.percent($0[index]))" } ?? ""
      return "\(name): \(Figures.percent(posterior[index]))\(before)"
    }
    let hidden = states.count - lines.count
    return hidden > 0 ? lines + ["and \(hidden) more"] : lines
  }
}
