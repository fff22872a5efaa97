/// Text that users wrote, made fit to be shown: in a picture, where it may not break the layout, and in a terminal, where
/// it may not move the cursor.
package enum DisplayText {
  /// The most characters of a text that are shown.
  package static let limit = 200

  /// Returns `text` in one line, without control characters, with single spaces, and cut to `limit`; "(empty)" when
  /// nothing is left.
  package static func line(_ text: String, limit: Int = limit) -> String {
    let line = plain(text, limit: limit)
    return line.isEmpty ? "(empty)" : line
  }

  /// Returns `text` in one line as `line(_:limit:)` does, but nothing when nothing is left.
  static func plain(_ text: String, limit: Int) -> String {
    words(of: cut(cleaned(text, limit: limit), to: limit)).joined(separator: " ")
  }

  /// Returns `text` in lines of up to `width` columns, broken between words, and within a word only where it does not
  /// fit a line: there after an underscore, a hyphen or a slash if it has one. Line breaks of the text are kept.
  package static func lines(_ text: String, width: Int, limit: Int = limit) -> [String] {
    let lines = cut(cleaned(text, limit: limit), to: limit).split(separator: "\n").flatMap {
      paragraph in
      wrapped(words(of: String(paragraph)), width: width)
    }
    return lines.isEmpty ? ["(empty)"] : lines
  }

  /// Returns `text` in one line of up to `count` characters, the last one an ellipsis when it had more.
  package static func shortened(_ text: String, to count: Int) -> String {
    line(text, limit: count)
  }

  /// The columns that `text` takes in a terminal: two for each wide character, none for what combines with another.
  package static func columns(of text: String) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  private static func columns(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  /// East Asian scripts and full-width forms ([UAX11]).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
  ]
}

extension DisplayText {
  /// Control characters become spaces, except line breaks; what turns the direction of writing is taken out, since it
  /// would reach beyond its own text; what is no character becomes a replacement mark.
  private static func cleaned(_ text: String, limit: Int) -> String {
    var result = String.UnicodeScalarView()
    // Looking a little further than the limit leaves room for what is taken out; a text of megabytes costs no more.
    for scalar in text.unicodeScalars.prefix(limit * 4 + 16) {
      switch scalar.value {
      case 0x0A, 0x2028, 0x2029: result.append("\n")
      case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: continue
      case _ where scalar.properties.generalCategory == .control: result.append(" ")
      case _ where scalar.properties.isNoncharacterCodePoint: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// Cuts by scalars, since one character may have any number of them.
  private static func cut(_ text: String, to limit: Int) -> String {
    guard text.unicodeScalars.count > limit else { return text }
    var kept = String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1)))
    // The last character may have lost some of its scalars.
    if kept.count > 1 { kept.removeLast() }
    return kept + "…"
  }

  private static func words(of text: String) -> [Substring] {
    text.split { $0.isWhitespace }
  }

  private static func wrapped(_ words: [Substring], width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words {
      if line.isEmpty {
        line = String(word)
      } else if columns(of: line) + 1 + columns(of: String(word)) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
      while let place = breakingPlace(in: line, width: width) {
        lines.append(String(line[..<place]))
        line = String(line[place...])
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Returns where a line of one long word has to be broken; nil when it fits.
  private static func breakingPlace(in line: String, width: Int) -> String.Index? {
    guard columns(of: line) > width else { return nil }
    var taken = 0
    var afterMark: String.Index?
    for index in line.indices {
      taken += columns(of: line[index])
      if taken > width { return afterMark ?? max(index, line.index(after: line.startIndex)) }
      if "_-/".contains(line[index]) { afterMark = line.index(after: index) }
    }
    return nil
  }
}
