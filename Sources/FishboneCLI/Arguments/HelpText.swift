import Fishbone

/// The help of the command, in lines of at most 80 characters.
enum HelpText {
  private static let width = 80

  /// The help of the whole.
  static func overview(_ commands: [any Command.Type]) -> String {
    let rows = commands.map { ($0.description.name, $0.description.summary) }
    return """
      fishbone \(fishboneVersion): finds root causes in manufacturing with causal networks

      Usage: fishbone COMMAND …

      Commands:
      \(table(rows))

      'fishbone COMMAND --help' tells more about each.

      Exit codes: 0 done, 1 an expectation failed, 64 wrong usage, 65 bad data,
      66 no input, 70 internal error, 73 can't create output.

      """
  }

  /// The help of a command.
  static func text(_ command: CommandDescription) -> String {
    let rows = command.allOptions.map { (signature($0), $0.help) }
    return """
      \(wrapped(command.summary, indent: 0))

      Usage: \(usage(command))

      Options:
      \(table(rows))

      \(command.discussion)

      """
  }

  /// The call of a command in a line.
  static func usage(_ command: CommandDescription) -> String {
    var words = ["fishbone", command.name] + command.arguments
    if command.isLastArgumentOptional { words[words.count - 1] = "[\(words[words.count - 1])]" }
    if command.repeatsLastArgument { words[words.count - 1] += "…" }
    words += command.options.filter(\.isRequired).map { option in
      let name = option.short ?? option.name
      return if case .one(let placeholder) = option.values { "\(name) \(placeholder)" } else {
        name
      }
    }
    return (words + ["[OPTION…]"]).joined(separator: " ")
  }

  /// An option with what it takes.
  static func signature(_ option: CommandDescription.Option) -> String {
    let names = [option.short, option.name].compactMap(\.self).joined(separator: ", ")
    return switch option.values {
    case .none: names
    case .one(let placeholder): "\(names) \(placeholder)"
    case .many(let placeholder): "\(names) \(placeholder)…"
    }
  }

  private static func table(_ rows: [(String, String)]) -> String {
    let column = min(28, (rows.map(\.0.count).max() ?? 0) + 4)
    return rows.map { name, help in
      let lines = wrapped(help, indent: column)
      let head = "  " + name
      guard head.count + 1 < column else { return head + "\n" + lines }
      return head + String(lines.dropFirst(head.count))
    }
    .joined(separator: "\n")
  }

  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = margin
    for word in text.split(separator: " ") {
      if line.count + word.count + 1 > width, line != margin {
        lines.append(line)
        line = margin
      }
      line += line == margin ? String(word) : " " + word
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
