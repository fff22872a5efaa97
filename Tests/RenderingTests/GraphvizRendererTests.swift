import Rendering
import RootCause
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Pictures laid out and drawn in this process.
@Suite struct GraphvizRendererTests {
  private func svg(_ picture: Picture) throws -> String {
    String(decoding: try GraphvizRenderer().render(picture.dot, as: .svg), as: UTF8.self)
  }

  @Test func `every variable and the legend are in the SVG once, and evidence is marked`() throws {
    let model = try Samples.model()
    let svg = try svg(Picture(graph: model.graph, diagnosis: Samples.diagnosis(of: model)))
    for variable in model.graph.variables {
      #expect(
        svg.components(separatedBy: "<g id=\"variable_\(variable.name)\" class=\"node\">").count
          == 2)
    }
    #expect(svg.components(separatedBy: "<g id=\"legend\" class=\"cluster\">").count == 2)
    for kind in Kind.allCases { #expect(svg.contains("<g id=\"legend_\(kind)\" class=\"node\">")) }
    // Two findings and a likelihood, and a specimen of each.
    #expect(svg.components(separatedBy: "● OBSERVED<").count == 4)
    #expect(svg.components(separatedBy: "◐ DOUBTFUL<").count == 3)
    #expect(svg.contains("● 28.5 dB<"))
    #expect(svg.components(separatedBy: "class=\"edge\"").count > model.graph.structure.arcCount)
  }

  @Test(arguments: [PictureFormat.svg, .png])
  func `the same picture gives the same bytes`(format: PictureFormat) throws {
    let model = try Samples.model()
    let dot = Picture(graph: model.graph, diagnosis: try Samples.diagnosis(of: model)).dot
    let first = try GraphvizRenderer().render(dot, as: format)
    #expect(try GraphvizRenderer().render(dot, as: format) == first)
    let again = try Samples.model()
    #expect(Picture(graph: again.graph, diagnosis: try Samples.diagnosis(of: again)).dot == dot)
  }

  @Test func `each format begins as it should`() throws {
    let dot = Picture(graph: try Samples.model().graph).dot
    #expect(try GraphvizRenderer().render(dot, as: .svg).starts(with: Data("<?xml".utf8)))
    #expect(try GraphvizRenderer().render(dot, as: .png).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try GraphvizRenderer().render(dot, as: .pdf).starts(with: Data("%PDF".utf8)))
  }

  @Test func `what Graphviz refuses is an error with its whole message`() {
    #expect(throws: RenderingError.refused(messages: ["Error: syntax error in line 1 near '}'"])) {
      try GraphvizRenderer().render("digraph { a -> }", as: .svg)
    }
  }

  @Test(arguments: ["", "   ", "digraph { a [label=<<B>x</I>>] }", "digraph {\0}"])
  func `text that is no picture is refused`(dot: String) {
    #expect {
      try GraphvizRenderer().render(dot, as: .svg)
    } throws: { error in
      if case RenderingError.refused = error { true } else { false }
    }
  }

  @Test func `nothing of a text reaches the next one`() throws {
    let renderer = GraphvizRenderer()
    for earlier in [
      "digraph { a } digraph { left_over }", "digraph { a }\n\n\ndigraph { left_over }",
      "digraph { a }\n\n{", "digraph { a [label=\"",
    ] {
      _ = try? renderer.render(earlier, as: .svg)
      #expect(throws: RenderingError.refused(messages: ["Error: syntax error in line 1 near '}'"]))
      {
        try renderer.render("digraph { a -> }", as: .svg)
      }
      _ = try? renderer.render(earlier, as: .svg)
      let svg = String(decoding: try renderer.render("digraph { mine }", as: .svg), as: UTF8.self)
      #expect(svg.contains("mine") && !svg.contains("left_over"))
    }
  }

  @Test func `a warning is no error`() throws {
    let svg = try GraphvizRenderer().render("digraph { a [color=\"no such color\"] }", as: .svg)
    #expect(!svg.isEmpty)
  }

  @Test func `files that the text names are not loaded`() throws {
    let image = FileManager.default.temporaryDirectory.appending(component: "fishbone-image.png")
    try GraphvizRenderer().render("digraph { a }", as: .png).write(to: image)
    defer { try? FileManager.default.removeItem(at: image) }
    let dot = "digraph { a [image=\"\(image.path)\"] }"
    let svg = try? GraphvizRenderer().render(dot, as: .svg)
    #expect(!String(decoding: svg ?? Data(), as: UTF8.self).contains("<image"))
  }

  @Test func `many threads may draw`() async throws {
    let dot = Picture(graph: try Samples.model().graph).dot
    let pictures = try await withThrowingTaskGroup(of: Data.self) { group in
      for _ in 0..<8 { group.addTask { try GraphvizRenderer().render(dot, as: .svg) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(pictures).count == 1)
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
