import NetworkModel
import RootCause

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

// What Graphviz does not write into SVG.
extension Picture {
  /// Draws the picture in a process of its own, and makes SVG fit for readers that don't see it.
  ///
  /// - Throws: `RenderingError`.
  public func drawn(
    by renderer: IsolatedRenderer = IsolatedRenderer(), as format: PictureFormat
  ) throws(RenderingError) -> Data {
    let image = try renderer.render(dot, as: format)
    return format == .svg ? accessible(image) : image
  }

  /// Gives an SVG of this picture a title and a description, and its parts the titles that their tooltips have.
  public func accessible(_ svg: Data) -> Data {
    let titles = titles
    var lines: [Substring] = []
    var isHeadOpen = false
    for line in String(decoding: svg, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("<svg ") {
        isHeadOpen = true
        lines.append(
          "<svg role=\"img\" aria-labelledby=\"picture-title picture-description\" \(line.dropFirst(5))"
        )
      } else if let name = Self.titled(line), let title = titles[name] {
        lines.append("<title>\(Self.escaped(title))</title>")
      } else {
        lines.append(line)
      }
      if isHeadOpen, line.hasSuffix(">") {
        isHeadOpen = false
        lines.append("<title id=\"picture-title\">\(Self.escaped(title ?? "Causal graph"))</title>")
        lines.append("<desc id=\"picture-description\">\(Self.escaped(summary))</desc>")
      }
    }
    return Data(lines.joined(separator: "\n").utf8)
  }

  /// What the picture shows, in sentences.
  public var summary: String {
    let count = graph.variables.count
    var sentences = [
      "A causal graph of \(count) variable\(count == 1 ? "" : "s"), causes on the left."
    ]
    guard let diagnosis, !diagnosis.evidence.isEmpty else { return sentences[0] }
    let findings = diagnosis.evidence.variables.prefix(20).compactMap { index in
      diagnosis.evidence[index]?.statement(about: graph.variables[index].variable)
    }
    sentences.append("Evidence: \(findings.joined(separator: ", ")).")
    if let cause = diagnosis.causes.first {
      let share = Figures.percent(cause.posterior)
      sentences.append("Most probable cause: \(cause.variable) = \(cause.state), \(share).")
    }
    return sentences.map { DisplayText.line($0, limit: 2000) }.joined(separator: " ")
  }

  private var titles: [String: String] {
    var titles = ["fishbone": title ?? "Causal graph"]
    for child in graph.variables.indices {
      titles["n\(child)"] = NodeTooltip(label(of: child)).lines.joined(separator: "\n")
      for (place, parent) in graph.structure.parents[child].enumerated() {
        titles["n\(parent)->n\(child)"] = arcTooltip(from: parent, to: child, at: place)
      }
    }
    return titles
  }

  /// The DOT name in a title line of Graphviz.
  private static func titled(_ line: Substring) -> String? {
    guard line.hasPrefix("<title>"), line.hasSuffix("</title>") else { return nil }
    return line.dropFirst(7).dropLast(8).split(separator: "&#45;&gt;").joined(separator: "->")
  }

  private static func escaped(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
