import Interchange
import Testing

@Suite struct UnclosedTextTests {
  /// What is never closed leaves the scanner of libcgraph waiting for its end; the next file must not be read as part of it.
  @Test(arguments: [
    "digraph { a [label=\"open", "digraph { /* open", "digraph { a [label=<<b>open",
    "digraph { a [label=<" + String(repeating: "<", count: 100_000),
    "digraph { a } \"", "digraph { a } /*", "digraph { a } <<<",
  ])
  func `a text that never ends leaves nothing behind`(text: String) throws {
    for _ in 0..<3 {
      #expect(throws: FormatError.self) {
        try GraphReader.read(SourceText(file: "open.gv", text: text))
      }
      let graph = try GraphReader.read(
        SourceText(file: "good.gv", text: "digraph { a [kind=step]; b [kind=defect]; a -> b }"))
      #expect(graph.variables.map(\.name) == ["a", "b"])
    }
  }
}
