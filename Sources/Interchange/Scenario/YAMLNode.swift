import CYAML

/// A YAML document as a tree in which every node knows its place.
struct YAMLNode {
  indirect enum Content {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  let content: Content
  let position: SourcePosition

  /// What the node is, for a message: its text in quotes, or its sort.
  var shownText: String {
    switch content {
    case .scalar(let text): text.isEmpty ? "nothing" : "'\(shown(text))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  var scalar: String? { if case .scalar(let text) = content { text } else { nil } }
  var items: [YAMLNode]? { if case .sequence(let items) = content { items } else { nil } }
  var members: [(key: YAMLNode, value: YAMLNode)]? {
    if case .mapping(let members) = content { members } else { nil }
  }
}

/// Reads a document with libyaml.
struct YAMLParser {
  private var parser = yaml_parser_t()
  private let source: SourceText
  /// Deeper nesting is refused: no file of ours needs it, and a stack has an end.
  private static let depthLimit = 32

  /// Returns the tree of the single document in `source`.
  ///
  /// - Throws: `FormatError` for what is no YAML, for aliases, and for more than one document.
  static func tree(_ source: SourceText) throws(FormatError) -> YAMLNode {
    var reader = YAMLParser(source: source)
    return try reader.document()
  }

  private init(source: SourceText) { self.source = source }

  private mutating func document() throws(FormatError) -> YAMLNode {
    guard yaml_parser_initialize(&parser) == 1 else {
      throw source.error("there is no memory to read YAML")
    }
    defer { yaml_parser_delete(&parser) }
    let bytes = Array(source.text.utf8)
    let result: Result<YAMLNode, FormatError> = bytes.withUnsafeBufferPointer { buffer in
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      return Result { () throws(FormatError) in try root() }
    }
    return try result.get()
  }

  private mutating func root() throws(FormatError) -> YAMLNode {
    var result: YAMLNode?
    while true {
      let event = try next()
      switch event.type {
      case YAML_STREAM_END_EVENT:
        guard let result else { throw source.error("the file has no document") }
        return result
      case YAML_SCALAR_EVENT, YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT:
        if result != nil { throw source.error("a file has one document", at: event.position) }
        result = try node(event, depth: 0)
      case YAML_ALIAS_EVENT: throw source.error("aliases are not supported", at: event.position)
      default: continue
      }
    }
  }

  private mutating func node(_ event: Event, depth: Int) throws(FormatError) -> YAMLNode {
    guard depth < Self.depthLimit else {
      throw source.error("the nesting is deeper than \(Self.depthLimit)", at: event.position)
    }
    switch event.type {
    case YAML_SCALAR_EVENT:
      return YAMLNode(content: .scalar(event.text), position: event.position)
    case YAML_SEQUENCE_START_EVENT:
      var items: [YAMLNode] = []
      while let item = try child(until: YAML_SEQUENCE_END_EVENT, depth: depth) {
        items.append(item)
      }
      return YAMLNode(content: .sequence(items), position: event.position)
    case YAML_MAPPING_START_EVENT:
      var members: [(key: YAMLNode, value: YAMLNode)] = []
      while let key = try child(until: YAML_MAPPING_END_EVENT, depth: depth) {
        guard let value = try child(until: YAML_MAPPING_END_EVENT, depth: depth) else { break }
        members.append((key, value))
      }
      return YAMLNode(content: .mapping(members), position: event.position)
    default: throw source.error("aliases are not supported", at: event.position)
    }
  }

  private mutating func child(
    until end: yaml_event_type_t, depth: Int
  ) throws(FormatError) -> YAMLNode? {
    let event = try next()
    return event.type == end ? nil : try node(event, depth: depth + 1)
  }

  private struct Event {
    let type: yaml_event_type_t
    let text: String
    let position: SourcePosition
  }

  private mutating func next() throws(FormatError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      let problem = parser.problem.map { String(cString: $0) } ?? "it is no YAML"
      let mark = parser.problem_mark
      throw source.error("the file is not YAML: \(problem)", at: Self.position(mark))
    }
    defer { yaml_event_delete(&event) }
    var text = ""
    if event.type == YAML_SCALAR_EVENT {
      let scalar = event.data.scalar
      text = String(
        decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
    }
    return Event(type: event.type, text: text, position: Self.position(event.start_mark))
  }

  private static func position(_ mark: yaml_mark_t) -> SourcePosition {
    SourcePosition(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
  }
}
