import NetworkModel
import RootCause

/// Opens graphs and models by the ending of their names.
public enum ModelLoader {
  /// A graph with the digest of its file.
  public struct LoadedGraph: Sendable {
    /// The graph.
    public let graph: CausalGraph
    /// The digest.
    public let digest: String
    /// The CPDs of a learned model; nil where the numbers are the expert's.
    public var learned: [CPD]?
    /// How far the farthest row of numbers was from summing to 1 before it was divided by its sum.
    public let largestDeviation: Double
  }

  /// Returns the graph in the file at `path`: a graph (`.gv`, `.dot`), a network (`.bif`), or that of a model (`.json`).
  ///
  /// - Throws: `FileError` or `FormatError`.
  public static func graph(at path: String) throws -> LoadedGraph {
    let source = try SourceText(contentsOf: path)
    switch try Format(path) {
    case .graph:
      return LoadedGraph(
        graph: try GraphReader.read(source), digest: source.digest, largestDeviation: 0)
    case .bif:
      let network = try BIFReader.read(source)
      return LoadedGraph(
        graph: network.graph, digest: source.digest, largestDeviation: network.largestDeviation)
    case .model:
      let model = try ModelReader.read(source)
      return LoadedGraph(
        graph: model.graph, digest: source.digest, learned: model.network.cpds, largestDeviation: 0)
    }
  }

  /// Returns the model in the file at `path`: a model (`.json`), or a graph or network whose every CPD has numbers.
  ///
  /// - Throws: `FileError`, or `FormatError` when it is none of these or numbers are missing.
  public static func model(at path: String) throws -> CausalModel {
    if try Format(path) == .model { return try ModelReader.read(SourceText(contentsOf: path)) }
    let loaded = try graph(at: path)
    do {
      return try CausalModel(
        expert: loaded.graph, provenance: Provenance(graphDigest: loaded.digest))
    } catch .numbersMissing(let names) {
      throw FormatError(
        file: path,
        [
          Diagnostic(
            "the graph is no model: there are no numbers for \(shownList(names));"
              + " give each a prior or a cpt, or learn them with 'fishbone learn'")
        ])
    } catch .network(let error) {
      throw FormatError(file: path, error.problems.map { Diagnostic($0.description) })
    }
  }

  private enum Format {
    case graph, bif, model

    init(_ path: String) throws(FormatError) {
      let name = path.split(separator: "/").last ?? ""
      switch name.split(separator: ".").last.map({ $0.lowercased() }) {
      case "gv", "dot": self = .graph
      case "bif": self = .bif
      case "json": self = .model
      default:
        throw FormatError(
          file: path,
          [
            Diagnostic(
              "its ending tells nothing; a graph ends in .gv, a network in .bif, a model in .json")
          ])
      }
    }
  }
}
