import NetworkModel
import RootCause

/// Opens graphs and models by the ending of their names.
public enum ModelLoader {
  /// A graph with the digest of its file.
  public struct LoadedGraph: Sendable {
    /// The graph.
    public let graph: CausalGraph
    /// The digest.
    public var digest: String
    /// The CPDs of a learned model; nil where the numbers are the expert's.
    public var learned: [CPD]?
    /// The model, where the file is one.
    public internal(set) var model: CausalModel?
    /// How far the farthest row of numbers was from summing to 1 before it was divided by its sum.
    public let largestDeviation: Double
  }

  /// Returns the graph in the file at `path`: a graph, a network, or that of a model.
  ///
  /// - Throws: `FileError` or `FormatError`.
  public static func graph(at path: String) throws -> LoadedGraph {
    let source = try SourceText(contentsOf: path)
    switch try format(of: path) {
    case .graph:
      return LoadedGraph(
        graph: try GraphReader.read(source), digest: source.digest, largestDeviation: 0)
    case .bif: return LoadedGraph(try BIFReader.read(source))
    case .xmlbif: return LoadedGraph(try XMLBIFReader.read(source))
    case .xdsl: return LoadedGraph(try XDSLReader.read(source))
    case .net: return LoadedGraph(try NETReader.read(source))
    case .model:
      let model = try ModelReader.read(source)
      return LoadedGraph(
        graph: model.graph, digest: source.digest, learned: model.network.cpds, model: model,
        largestDeviation: 0)
    }
  }

  /// Returns the model in the file at `path`: a model (`.json`), or a graph or network whose every CPD has numbers.
  ///
  /// - Throws: `FileError`, or `FormatError` when it is none of these or numbers are missing.
  public static func model(at path: String) throws -> CausalModel {
    try model(of: graph(at: path), at: path)
  }

  /// Returns what was loaded from `path` as a model.
  static func model(of loaded: LoadedGraph, at path: String) throws(FormatError) -> CausalModel {
    if let model = loaded.model { return model }
    do throws(ModelError) {
      return try CausalModel(
        expert: loaded.graph, provenance: Provenance(graphDigest: loaded.digest))
    } catch {
      switch error {
      case .numbersMissing(let names):
        throw FormatError(
          file: path,
          [
            Diagnostic(
              "the graph is no model: there are no numbers for \(shownList(names));"
                + " give each a prior or a cpt, or learn them with 'fishbone learn'")
          ])
      case .network(let error):
        throw FormatError(file: path, error.problems.map { Diagnostic($0.description) })
      }
    }
  }

  private static func format(of path: String) throws(FormatError) -> NetworkFormat {
    guard let format = NetworkFormat(path: path) else {
      throw FormatError(
        file: path,
        [
          Diagnostic(
            "its ending tells nothing; a graph ends in .gv, a network in .bif, .xmlbif, .xdsl or .net,"
              + " a model in .json")
        ])
    }
    return format
  }
}

extension ModelLoader.LoadedGraph {
  fileprivate init(_ network: LoadedNetwork) {
    self.init(
      graph: network.graph, digest: network.digest, largestDeviation: network.largestDeviation)
  }
}
