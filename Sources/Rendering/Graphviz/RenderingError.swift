/// Why there is no picture.
public enum RenderingError: Error, Equatable, Sendable {
  /// Graphviz refused, with what it said.
  case refused(messages: [String])
  /// The layout was not done in time.
  case timedOut(seconds: Double)
  /// The process that laid out the picture died of a signal, or ran out of memory, with the last that it said.
  case crashed(signal: Int32, messages: [String])
  /// The process that lays out pictures could not be started or spoken to.
  case workerUnavailable(reason: String)
}

extension RenderingError: CustomStringConvertible {
  /// What is wrong, and what to do about it, in words.
  public var description: String {
    switch self {
    case .refused(let messages):
      "Graphviz can't draw this picture: \(Self.joined(messages))"
    case .timedOut(let seconds):
      "the layout took longer than \(Figures.measured(seconds)) s; allow more time, draw fewer variables,"
        + " or write the picture as .gv and lay it out by other means"
    case .crashed(let signal, let messages):
      "the layout program crashed (signal \(signal)): \(Self.joined(messages));"
        + " draw fewer variables, or write the picture as .gv and lay it out by other means"
    case .workerUnavailable(let reason):
      "the layout program can't be run: \(reason)"
    }
  }

  private static func joined(_ messages: [String]) -> String {
    messages.isEmpty ? "it did not say why" : messages.joined(separator: "; ")
  }
}
