import CGraphviz

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Lays out DOT and draws it, with Graphviz's `dot` in this process.
///
///     let svg = try GraphvizRenderer().render("digraph { a -> b }", as: .svg)
///
/// Graphviz is not made for more than one thread, so pictures wait for each other. It loads no file that the text may name. On some
/// input it ends the process, and on some it does not come back: `IsolatedRenderer` is for text that others wrote.
///
/// In a new process the same text gives the same bytes for SVG and PNG on one system; in a process that has drawn before, Graphviz
/// may lay out pictures in lanes a little differently, which `IsolatedRenderer` never does. See `PictureFormat.pdf` for the third.
public struct GraphvizRenderer: Sendable {
  /// Creates a renderer.
  public init() {}

  /// Returns the picture of `dot`.
  ///
  /// - Throws: `RenderingError.refused` with everything that Graphviz said, when it is not a graph or an attribute of it is
  ///   an error to Graphviz. Warnings are no errors.
  public func render(_ dot: String, as format: PictureFormat) throws(RenderingError) -> Data {
    guard !dot.utf8.contains(0) else {
      throw .refused(messages: ["the text has a zero character in it"])
    }
    fishbone_lock_graphviz()
    defer { fishbone_unlock_graphviz() }
    GraphvizMessages.begin()
    guard let context = gvContext() else { throw Self.refusal }
    defer { gvFreeContext(context) }
    fishbone_forbid_files()
    let graph = try Self.parse(dot)
    defer { agclose(graph) }
    return try Self.draw(graph, as: format, in: context)
  }

  private static func parse(_ dot: String) throws(RenderingError) -> UnsafeMutablePointer<Agraph_t>
  {
    let graph = fishbone_parse_graph(dot)
    let isWhole = !GraphvizMessages.haveErrors
    let refusal = refusal
    fishbone_forget_text()
    GraphvizMessages.begin()
    guard let graph else { throw refusal }
    guard isWhole else {
      agclose(graph)
      throw refusal
    }
    return graph
  }

  private static func draw(
    _ graph: UnsafeMutablePointer<Agraph_t>, as format: PictureFormat, in context: OpaquePointer
  ) throws(RenderingError) -> Data {
    if format == .png { setResolution(of: graph) }
    guard gvLayout(context, graph, "dot") == 0 else { throw refusal }
    defer { gvFreeLayout(context, graph) }
    return try output(of: graph, as: format, in: context)
  }

  private static func output(
    of graph: UnsafeMutablePointer<Agraph_t>, as format: PictureFormat, in context: OpaquePointer
  ) throws(RenderingError) -> Data {
    var bytes: UnsafeMutablePointer<CChar>?
    var count: UInt32 = 0
    let status = gvRenderData(context, graph, format.rawValue, &bytes, &count)
    defer { if let bytes { gvFreeRenderData(bytes) } }
    guard status == 0, !GraphvizMessages.haveErrors, let bytes, count > 0 else { throw refusal }
    return Data(bytes: bytes, count: Int(count))
  }

  /// A screen's 96 dots an inch are too few for a report.
  private static func setResolution(of graph: UnsafeMutablePointer<Agraph_t>) {
    var name = Array("dpi".utf8CString)
    var value = Array("144".utf8CString)
    guard agattr(graph, AGRAPH, &name, nil) == nil else { return }
    agattr(graph, AGRAPH, &name, &value)
  }

  private static var refusal: RenderingError { .refused(messages: GraphvizMessages.lines) }
}
