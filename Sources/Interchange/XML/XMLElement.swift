/// An element of an XML document.
struct XMLElement {
  let name: String
  private let attributes: [(name: String, value: String)]
  /// Where its start tag opens.
  let offset: Int
  fileprivate(set) var children: [XMLElement] = []
  /// The characters that stand right in it.
  fileprivate(set) var text: SourceSpan

  init(_ name: String, _ attributes: [(name: String, value: String)], at offset: Int) {
    self.name = name
    self.attributes = attributes
    self.offset = offset
    text = SourceSpan([], at: offset)
  }

  /// The value of an attribute, or nil.
  func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// The children of this name.
  func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The first child of this name, or nil.
  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

/// Puts the elements of a document together while it is parsed.
struct XMLTreeBuilder {
  private let bytes: [UInt8]
  /// The elements that are open, each with the end of its start tag and the characters found in it.
  private var open: [(element: XMLElement, start: Int, text: [UInt8])] = []
  private(set) var root: XMLElement?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Opens an element whose start tag ends before the `>` or `/>` at `offset`.
  mutating func open(_ name: String, _ attributes: [(name: String, value: String)], at offset: Int)
  {
    let end = min(max(offset, 0), bytes.count)
    // No attribute may hold a bare '<', so that the last one opens the tag.
    let start = bytes[..<end].lastIndex(of: UInt8(ascii: "<")) ?? end
    let after = bytes[end...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? end
    open.append((XMLElement(name, attributes, at: start), after, []))
  }

  /// Takes characters of the element that is open.
  mutating func take(_ characters: some Sequence<UInt8>) {
    if !open.isEmpty { open[open.count - 1].text.append(contentsOf: characters) }
  }

  /// Closes the element that is open.
  mutating func close() {
    guard let (opened, start, text) = open.popLast() else { return }
    var element = opened
    element.text = verbatim(from: start) ?? SourceSpan(text, at: start)
    if open.isEmpty {
      root = element
    } else {
      open[open.count - 1].element.children.append(element)
    }
  }

  /// The text behind a start tag as it stands in the file; nil when it holds more than characters that mean themselves.
  private func verbatim(from start: Int) -> SourceSpan? {
    guard start >= 2, bytes[start - 2] != UInt8(ascii: "/"),
      let end = bytes[start...].firstIndex(where: {
        $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&")
      }),
      end + 1 < bytes.count, bytes[end] == UInt8(ascii: "<"), bytes[end + 1] == UInt8(ascii: "/")
    else { return nil }
    return SourceSpan(bytes, start..<end)
  }
}
