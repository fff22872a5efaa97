import Foundation
import Interchange
import RootCause
import Testing
import _TestSupport

/// Large graphs, and graphs that are no graphs: an answer comes, and it comes soon.
@Suite struct GraphScaleTests {
  @Test(.timeLimit(.minutes(1)))
  func `five thousand variables are read in seconds`() throws {
    var dice = Dice(seed: 1)
    var text = "digraph {\n  node [kind=step, tie=all, prior=\"0.9 0.1\"];\n"
    for index in 0..<5000 { text += "  n\(index) [label=\"Step \(index)\"];\n" }
    let start = ContinuousClock.now
    #expect(try GraphSamples.graph(text + "}").variables.count == 5000)
    for index in 1..<5000 { text += "  n\(dice.below(index)) -> n\(index);\n" }
    // As many problems: each variable with a parent has a prior.
    #expect(throws: FormatError.self) { try GraphSamples.graph(text + "}") }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test(.timeLimit(.minutes(1)))
  func `thousands of misspelt names are reported in seconds`() throws {
    var text = "digraph {\n  node [kind=step];\n"
    for index in 0..<2500 { text += "  name\(index) [label=x];\n" }
    for index in 0..<2500 { text += "  name\(index) -> nmae\(index);\n" }
    let start = ContinuousClock.now
    #expect(throws: FormatError.self) { try GraphSamples.graph(text + "}") }
    #expect(ContinuousClock.now - start < .seconds(10))
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["label=\"", "kind=\"", "states=\"", "label=<"])
  func `a text of ten megabytes is refused at its place`(opening: String) throws {
    let long = String(repeating: "abcdefg, ", count: 1_200_000)
    let closing = opening.hasSuffix("<") ? ">" : "\""
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph("digraph {\n  a [\(opening)\(long)\(closing)];\n}")
    }
    #expect(
      error.diagnostics.map(\.message) == [
        "this is longer than 1 MB; cut it into texts joined by +"
      ])
    #expect(error.diagnostics.first?.position == SourcePosition(line: 2, column: 5 + opening.count))
  }

  @Test func `a table of two hundred thousand numbers is read from pieces`() throws {
    let rows = String(repeating: "0.5 0.5; ", count: 1000)
    let pieces = [String](repeating: "\"\(rows)\"", count: 100).joined(separator: " +\n")
    let graph = try GraphSamples.graph(
      """
      digraph {
        a [kind=step, states="\((0..<1000).map { "s\($0)" }.joined(separator: ","))"];
        b [kind=step, states="\((0..<100).map { "s\($0)" }.joined(separator: ","))"];
        c [kind=defect, cpt=\(pieces)];
        a -> c; b -> c;
      }
      """)
    #expect(graph.variables[2].expert == .table(.uniform(cardinality: 2, rows: 100_000)))
  }

  @Test func `more states than anything can hold are refused`() throws {
    let states = (0..<20_000).map { "s\($0)" }.joined(separator: ",")
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph("digraph { a [kind=step, states=\"\(states)\"] }")
    }
    #expect(
      error.diagnostics.map(\.message) == ["'a': it has 20000 states, and the most are 10000"])
  }

  @Test(arguments: [2, 40, 63, 64, 70, 1100])
  func `a table for many parents says how many rows it lacks, whatever their number`(parents: Int)
    throws
  {
    let names = (0..<parents).map { "p\($0)" }
    let error = try #require(throws: FormatError.self) {
      try GraphSamples.graph(
        "digraph { node [kind=step]; \(names.joined(separator: ";")); x [cpt=\"0.5 0.5\"]; {\(names.joined(separator: " "))} -> x }"
      )
    }
    #expect(error.diagnostics.count == 1)
    #expect(
      error.diagnostics[0].message.hasPrefix("'x': cpt has 1 row; a row for each joint state of"))
  }

  @Test(arguments: [50, 99, 100, 1000, 100_000])
  func `subgraphs may lie in each other, but not without end`(depth: Int) throws {
    let open = String(repeating: "{", count: depth)
    let text = "digraph { \(open) a [kind=step] \(String(repeating: "}", count: depth)) }"
    guard depth >= DOTLimits.nesting else {
      #expect(try GraphSamples.graph(text).variables.count == 1)
      return
    }
    #expect(throws: FormatError.self) { try GraphSamples.graph(text) }
  }

  private enum DOTLimits {
    /// With the graph itself a hundred.
    static let nesting = 100
  }
}

/// Graphs with tokens lost, doubled or swapped: whatever is said of them, it is said of a place that is there.
@Suite struct GraphFuzzTests {
  @Test(arguments: UInt64(1)...20)
  func `a damaged graph is read or refused at a place in the file`(seed: UInt64) throws {
    var fuzz = TokenFuzz(GraphSamples.line, seed: seed)
    for _ in 0..<40 { try check(fuzz.text()) }
    let whole = try SourceText(contentsOf: Repository.path("Graphs/solder_line.gv"))
    var large = TokenFuzz(whole.text, seed: seed)
    for _ in 0..<3 { try check(large.text()) }
    // Nothing of what was read before is left.
    #expect(try GraphSamples.graph(GraphSamples.line).variables.count == 9)
  }

  private func check(_ text: String) throws {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    do {
      _ = try GraphSamples.graph(text)
    } catch let error as FormatError {
      #expect(!error.diagnostics.isEmpty)
      for position in error.diagnostics.compactMap(\.position) {
        let line = try #require(
          lines.indices.contains(position.line - 1) ? lines[position.line - 1] : nil)
        #expect((1...line.count + 1).contains(position.column))
      }
      #expect(!"\(error)".isEmpty)
    }
  }
}
