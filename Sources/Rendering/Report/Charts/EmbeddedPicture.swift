/// A picture that Graphviz drew as SVG, made fit to stand inside a page.
public struct EmbeddedPicture: Sendable {
  /// Why a picture can't stand in a page.
  public enum Problem: Error, Equatable, Sendable {
    /// It is no SVG that Graphviz writes.
    case notSVG
    /// It holds this, which a page must not: it loads, links or runs something.
    case forbidden(String)
  }

  /// The picture as a file of its own.
  let file: String
  /// What stands between the root's tags.
  private let content: Substring
  private let viewBox: String
  private let description: String

  /// What no picture of ours has, and what would reach beyond the page.
  private static let forbidden = [
    "<script", "<foreignobject", "<image", "<iframe", "<style", "<use", " href=", ":href=",
    "<!entity", " on",
  ]

  /// Takes `svg` as the picture of what `description` says.
  ///
  /// - Throws: `Problem` when it is no SVG, or one that could load, link or run anything.
  public init(svg: String, description: String) throws(Problem) {
    guard let start = svg.range(of: "<svg"),
      let end = svg.range(of: "</svg>", after: start.upperBound),
      let close = svg[start.upperBound...].firstIndex(of: ">"), close < end.lowerBound
    else { throw .notSVG }
    let tag = svg[start.upperBound..<close]
    guard let viewBox = Self.attribute("viewBox", of: tag),
      viewBox.allSatisfy({ $0.isASCII && ($0.isNumber || " .-".contains($0)) })
    else { throw .notSVG }
    if let found = Self.forbiddenPart(of: svg[start.lowerBound...]) { throw .forbidden(found) }
    file = svg
    content = svg[svg.index(after: close)..<end.lowerBound]
    self.viewBox = viewBox
    self.description = description
  }

  /// The picture as an element of a page; `name` is unique there.
  func element(named name: String) -> String {
    let size = viewBox.split(separator: " ").suffix(2).compactMap { Double($0) }
    let width = size.first.map { " width=\"\(Figures.fixed(min($0, 1e6) * 4 / 3, 0))\"" } ?? ""
    return
      "<svg class=\"picture\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
      + " role=\"img\" viewBox=\"\(viewBox)\"\(width) aria-labelledby=\"\(name)-desc\">\n"
      + "<desc id=\"\(name)-desc\">\(HTMLText.escaped(description))</desc>\(content)</svg>"
  }

  private static func attribute(_ name: String, of tag: Substring) -> String? {
    guard let start = tag.range(of: name + "=\"") else { return nil }
    return tag[start.upperBound...].firstIndex(of: "\"").map { String(tag[start.upperBound..<$0]) }
  }

  /// The first forbidden thing inside a tag; text between tags may say what it likes.
  private static func forbiddenPart(of svg: Substring) -> String? {
    var rest = svg
    while let open = rest.firstIndex(of: "<") {
      let close = rest[open...].firstIndex(of: ">") ?? rest.endIndex
      let tag = withoutValues(rest[open..<close]).lowercased()
      if let found = forbidden.first(where: { tag.contains($0) }) { return found }
      rest = close < rest.endIndex ? rest[rest.index(after: close)...] : rest[close...]
    }
    return nil
  }

  /// A tag without the values of its attributes.
  private static func withoutValues(_ tag: Substring) -> String {
    tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
  }
}

extension StringProtocol {
  /// The first place of `text`, at or behind `start`.
  fileprivate func range(of text: String, after start: Index? = nil) -> Range<Index>? {
    var index = start ?? startIndex
    while index < endIndex {
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
      index = self.index(after: index)
    }
    return nil
  }
}
