/// Text as HTML and XML both read it.
enum HTMLText {
  /// The most characters of a text that are shown; a note may be as long as a page.
  static let limit = 4000

  /// Returns `text` for the content of an element or, between `"`, for the value of an attribute: nothing in it means anything but
  /// itself. Control characters, and those that turn the direction of writing, are taken out.
  static func escaped(_ text: String) -> String {
    verbatim(DisplayText.plain(text, limit: limit))
  }

  /// Returns `text` as `escaped` does, but with all its characters.
  ///
  /// - Precondition: It has no control characters, which XML can't hold.
  static func verbatim(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The most characters of a word that stay together where a line has to be broken.
  private static let longestPart = 24

  /// Returns `text` as `escaped` does, with places at which long names may be broken.
  static func breakable(_ text: String) -> String {
    var result = ""
    var part = ""
    for character in DisplayText.plain(text, limit: limit) {
      part.append(character)
      if character.isWhitespace || "_/=,".contains(character) || part.count >= longestPart {
        result += verbatim(part) + (character.isWhitespace ? "" : "<wbr/>")
        part = ""
      }
    }
    return result + verbatim(part)
  }
}
