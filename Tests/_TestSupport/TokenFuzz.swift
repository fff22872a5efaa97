/// Texts that are nearly right: tokens of a text deleted, doubled, swapped, or put in the place of others.
package struct TokenFuzz {
  private let tokens: [String]
  private var dice: Dice

  /// Takes `text` apart; `seed` names what happens to it.
  package init(_ text: String, seed: UInt64) {
    var tokens: [String] = []
    var isWord = false
    for character in text {
      let continues =
        character.isLetter || character.isNumber || character == "_" || character == "."
      if continues && isWord {
        tokens[tokens.count - 1].append(character)
      } else {
        tokens.append(String(character))
      }
      isWord = continues
    }
    self.tokens = tokens
    dice = Dice(seed: seed)
  }

  /// Returns the text with a few tokens changed.
  package mutating func text() -> String {
    var tokens = tokens
    for _ in 0...dice.below(4) where !tokens.isEmpty {
      let place = dice.below(tokens.count)
      switch dice.below(6) {
      case 0: tokens.remove(at: place)
      case 1: tokens.insert(tokens[place], at: place)
      case 2: tokens.swapAt(place, dice.below(tokens.count))
      case 3: tokens[place] = tokens[dice.below(tokens.count)]
      case 4: tokens[place] = Self.oddities[dice.below(Self.oddities.count)]
      default:
        tokens.removeSubrange(place..<min(tokens.count, place + dice.below(tokens.count / 4 + 1)))
      }
    }
    return tokens.joined()
  }

  private static let oddities = [
    "\"", "<", ">", "{", "}", "[", "]", ";", "/*", "//", "\\", "->", "--", "+", ":", "0", "-1",
    "1e999", "nan",
    "\u{0}", "\u{FEFF}", "é", "👩‍🔧", "\r\n", "\r", "\t", "#", "subgraph", "node", "strict", "- ",
    "? ", "&a", "*a",
    "!!", "|", "null", "1e-320", ",", "",
  ]
}
