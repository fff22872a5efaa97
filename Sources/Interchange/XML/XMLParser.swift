import CXML

/// Parses XML documents ([XML]) with libxml2.
///
/// Documents that declare entities are refused, and so are those that nest hundreds of elements: both are how small files become large.
/// Nothing outside of the document is ever opened.
enum XMLParser {
  /// Returns the outermost element of `source`.
  ///
  /// - Throws: `FormatError` when it is no XML.
  static func root(of source: SourceText) throws(FormatError) -> XMLElement {
    let bytes = Array(source.text.utf8)
    guard let count = Int32(exactly: bytes.count) else {
      throw source.error("the file is larger than 2 GB, the most that is read of XML")
    }
    if bytes.isEmpty { throw source.error("the file is empty") }
    _ = isReady
    let state = State(bytes)
    let isDone = bytes.withUnsafeBytes { bytes in
      fishbone_xml_parse(
        bytes.bindMemory(to: CChar.self).baseAddress, count, handlers,
        Unmanaged.passUnretained(state).toOpaque())
    }
    guard isDone != 0 else { throw source.error("there is not enough memory to read the file") }
    if let (message, offset) = state.error {
      var places = PositionFinder(bytes: bytes)
      throw source.error(
        "the file can't be read as XML: \(message)", at: places.position(of: offset))
    }
    guard let root = state.builder.root else { throw source.error("the file has no element") }
    return root
  }

  /// libxml2 is made ready once, before threads use it.
  private static let isReady: Bool = {
    xmlInitParser()
    return true
  }()

  /// What the handlers have found.
  private final class State {
    var builder: XMLTreeBuilder
    var error: (message: String, offset: Int)?

    init(_ bytes: [UInt8]) { builder = XMLTreeBuilder(bytes) }

    static func of(_ pointer: UnsafeMutableRawPointer?) -> State? {
      pointer.map { Unmanaged<State>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  private static var handlers: fishbone_xml_handlers {
    fishbone_xml_handlers(
      open: { user, offset, name, count, names, values, lengths in
        guard let name, let names, let values, let lengths else { return }
        let attributes = (0..<Int(count)).map { index in
          (
            name: names[index].map { String(cString: $0) } ?? "",
            value: XMLParser.value(
              UnsafeBufferPointer(start: values[index], count: Int(lengths[index])))
          )
        }
        State.of(user)?.builder.open(String(cString: name), attributes, at: offset)
      },
      close: { user in State.of(user)?.builder.close() },
      text: { user, bytes, count in
        State.of(user)?.builder.take(UnsafeBufferPointer(start: bytes, count: Int(count)))
      },
      error: { user, offset, message in
        let text = message.map { String(cString: $0) } ?? ""
        State.of(user)?.error = (XMLParser.shownMessage(text), offset)
      })
  }

  /// The value of an attribute, in which libxml2 leaves each ampersand as a reference to its character.
  private static func value(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).replacing("&#38;", with: "&")
  }

  /// A message of libxml2 on one line, without what a terminal would obey.
  private static func shownMessage(_ text: String) -> String {
    if text.hasPrefix("Excessive depth") { return "elements lie more than 256 deep in each other" }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isSentence = words.dropFirst().first?.isLowercase ?? false
    let start = isSentence ? words.prefix(1).lowercased() + words.dropFirst() : words
    let isPlain = { (scalar: Unicode.Scalar) in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    }
    let scalars = start.unicodeScalars.prefix(300).map { isPlain($0) ? $0 : "\u{FFFD}" }
    return String(String.UnicodeScalarView(scalars))
  }
}
