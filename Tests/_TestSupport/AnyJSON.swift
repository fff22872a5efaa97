/// Any JSON value.
package enum AnyJSON: Codable, Equatable, Sendable {
  case null
  case boolean(Bool)
  case number(Double)
  case text(String)
  case list([AnyJSON])
  case object([String: AnyJSON])

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([AnyJSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: AnyJSON].self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let value): try container.encode(value)
    case .object(let value): try container.encode(value)
    }
  }

  /// The member of an object called `name`; null where there is none.
  package subscript(name: String) -> AnyJSON {
    if case .object(let members) = self { members[name] ?? .null } else { .null }
  }

  /// The items of a list; none where it is no list.
  package var items: [AnyJSON] { if case .list(let items) = self { items } else { [] } }

  /// The text, or nil.
  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The number, or nil.
  package var number: Double? { if case .number(let number) = self { number } else { nil } }

  /// A random value, at most `depth` lists or objects deep.
  package static func random(depth: Int, _ dice: inout Dice) -> AnyJSON {
    switch dice.below(depth > 0 ? 6 : 4) {
    case 0: return .null
    case 1: return .boolean(dice.unit() < 0.5)
    case 2: return .number(dice.normal() * [1, 1e-300, 1e300, 0][dice.below(4)])
    case 3: return .text(randomText(&dice))
    case 4: return .list((0..<dice.below(5)).map { _ in random(depth: depth - 1, &dice) })
    default:
      let members = (0..<dice.below(5)).map { _ in
        (randomText(&dice), random(depth: depth - 1, &dice))
      }
      return .object(Dictionary(members) { first, _ in first })
    }
  }

  private static func randomText(_ dice: inout Dice) -> String {
    let pieces = [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\t", "\u{1}", "/", "ü", "👩‍🔧", "a", " ",
      "e\u{301}", "\u{2028}",
    ]
    return (0..<dice.below(8)).map { _ in pieces[dice.below(pieces.count)] }.joined()
  }
}
