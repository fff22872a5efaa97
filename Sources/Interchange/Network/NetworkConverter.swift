import NetworkModel
import RootCause

/// Converts networks from one format to another.
public enum NetworkConverter {
  /// A network as the text of a file.
  public struct Conversion: Sendable {
    /// The text.
    public let text: String
    /// What the network says and the text does not.
    public let losses: [Loss]
    /// How far the farthest row of numbers was from summing to 1 before it was divided by its sum.
    public let largestDeviation: Double
  }

  /// The most cells that a noisy-MAX is expanded to.
  static let cellLimit = 1 << 24

  /// Returns the network in the file at `path` as the text of another format.
  ///
  /// Tables and their numbers are kept to the last bit; a noisy-MAX is expanded to its table where the format has none.
  ///
  /// - Throws: `FileError` or `FormatError` when the file can't be read, `UnwritableNetwork` when the format can't hold the network.
  public static func convert(_ path: String, to format: NetworkFormat) throws -> Conversion {
    let loaded = try ModelLoader.graph(at: path)
    if format == .model {
      return Conversion(
        text: try ModelWriter.text(of: try ModelLoader.model(of: loaded, at: path)), losses: [],
        largestDeviation: loaded.largestDeviation)
    }
    let (text, losses) = try text(
      of: loaded.graph, cpds: loaded.learned ?? loaded.graph.variables.map(\.expert),
      isLearned: loaded.model?.counts != nil, as: format)
    return Conversion(text: text, losses: losses, largestDeviation: loaded.largestDeviation)
  }

  /// Returns a graph with its numbers as the text of a format other than `.model`.
  ///
  /// - Throws: `UnwritableNetwork` with every reason why the format can't hold the network.
  package static func text(
    of graph: CausalGraph, cpds: [CPD?], isLearned: Bool = false, as format: NetworkFormat
  ) throws(UnwritableNetwork) -> (text: String, losses: [Loss]) {
    switch format {
    case .graph, .model: try text(of: graph, cpds, isLearned, format, GraphWriter.self)
    case .bif: try text(of: graph, cpds, isLearned, format, BIFWriter.self)
    case .xmlbif: try text(of: graph, cpds, isLearned, format, XMLBIFWriter.self)
    case .xdsl: try text(of: graph, cpds, isLearned, format, XDSLWriter.self)
    case .net: try text(of: graph, cpds, isLearned, format, NETWriter.self)
    }
  }

  private static func text<Writer: NetworkWriter>(
    of graph: CausalGraph, _ cpds: [CPD?], _ isLearned: Bool, _ format: NetworkFormat,
    _ writer: Writer.Type
  ) throws(UnwritableNetwork) -> (text: String, losses: [Loss]) {
    var graph = graph
    var losses: [Loss] = []
    if let title = graph.title, writer.holds.contains(.title), !writer.canTitle(title) {
      losses.append(Loss(meaning: .title, variables: []))
      graph.title = nil
    }
    let network = WritableNetwork(graph: graph, cpds: cpds, isLearned: isLearned)
    let problems = UnwritableNetwork.problems(of: network, format, writer)
    if !problems.isEmpty { throw UnwritableNetwork(format: format, problems: problems) }
    for meaning in Meaning.allCases where !writer.holds.contains(meaning) {
      if let variables = network.says(meaning) {
        losses.append(Loss(meaning: meaning, variables: variables))
      }
    }
    return (writer.text(of: network), losses)
  }
}
