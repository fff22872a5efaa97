/// Collects what is wrong with a graph file, each with the place where it stands.
struct GraphDiagnostics {
  let source: SourceText
  let outline: DOTOutline
  private(set) var diagnostics: [Diagnostic] = []

  init(source: SourceText, outline: DOTOutline) {
    self.source = source
    self.outline = outline
  }

  /// Everything that was found, in the order of the file; what is beyond the limit is only counted.
  var error: FormatError {
    var error = FormatError(file: source.file, diagnostics)
    let rest = error.diagnostics.dropFirst(ProblemLimit.shown)
    if let first = rest.first {
      error = FormatError(
        file: source.file,
        error.diagnostics.prefix(ProblemLimit.shown) + [
          ProblemLimit.rest(rest.count, from: first.position)
        ])
    }
    error.isAboutMeaning = true
    return error
  }

  mutating func add(_ message: String, at position: SourcePosition?) {
    diagnostics.append(source.diagnostic(message, at: position))
  }

  /// Whether an attribute is not set where its owner stands but comes from the defaults.
  func isInherited(_ attribute: String, by owner: DOTOutline.Owner, from defaults: DOTOutline.Owner)
    -> Bool
  {
    outline.position(of: attribute, in: owner) == nil
      && outline.position(of: attribute, in: defaults) != nil
  }

  /// Adds what is wrong with an attribute, shown where it is set, or at its node when it is inherited.
  mutating func add(_ message: String, node: String, attribute: String? = nil) {
    let place = attribute.flatMap { outline.position(of: $0, in: .node(node)) }
    add(
      "'\(shown(node))': \(message)",
      at: place ?? outline.declarations[node]?.first ?? outline.mentions[node])
  }

  /// Adds what is wrong with an arc, shown where it or its attribute is set.
  mutating func add(_ message: String, arc: ParsedGraph.Arc, attribute: String? = nil) {
    let key = DOTOutline.Arc(tail: arc.tail, head: arc.head)
    let place = attribute.flatMap { outline.position(of: $0, in: .arc(key)) }
    add(message, at: place ?? outline.arcs[key]?.first ?? outline.mentions[arc.tail])
  }
}
