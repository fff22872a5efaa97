import Fishbone

/// The manual page of the command, in the man macros of roff, made of the same descriptions as its help.
enum ManualPage {
  /// The page.
  static func text(_ commands: [any Command.Type]) -> String {
    let descriptions = commands.map { $0.description }
    return """
      .TH FISHBONE 1 "" "fishbone \(fishboneVersion)" "User Commands"
      .SH NAME
      fishbone \\- finds root causes in manufacturing with causal networks
      .SH SYNOPSIS
      .B fishbone
      .I COMMAND
      [\\fIARGUMENT\\fR\\[u2026]] [\\fIOPTION\\fR\\[u2026]]
      .SH DESCRIPTION
      Builds a Bayesian network over process steps, supplier lots, test stations and defect modes, learns its numbers from records in which
      cells are missing, ranks the candidate causes of a failure by posterior, and draws the picture.
      .SH COMMANDS
      \(descriptions.map(section).joined(separator: "\n"))
      .SH EXIT STATUS
      \(ExitCode.allCases.map { item("\($0.rawValue)", $0.meaning) }.joined(separator: "\n"))
      .SH SEE ALSO
      .BR dot (1)

      """
  }

  private static func section(_ command: CommandDescription) -> String {
    let options = command.allOptions.map { option in
      item(HelpText.signature(option), option.help)
    }
    return """
      .SS \(command.name)
      \(escaped(command.summary))
      .PP
      .B \(escaped(HelpText.usage(command)))
      \(options.joined(separator: "\n"))
      \(body(command.discussion))
      """
  }

  private static func item(_ name: String, _ text: String) -> String {
    ".TP\n.B \(escaped(name))\n\(escaped(text))"
  }

  /// Paragraphs are filled again; a paragraph that is set in keeps its lines, because it is an example.
  private static func body(_ text: String) -> String {
    paragraphs(of: text).map { lines in
      let isExample = lines.allSatisfy { $0.hasPrefix(" ") }
      let text = lines.map(escaped).joined(separator: "\n")
      return isExample ? ".PP\n.nf\n\(text)\n.fi" : ".PP\n\(text)"
    }
    .joined(separator: "\n")
  }

  private static func paragraphs(of text: String) -> [[String]] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .split(separator: "").map(Array.init)
  }

  /// `text` as roff shows it: no character of it is a request.
  private static func escaped(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\e"
      case "-": "\\-"
      case _ where scalar.isASCII: String(scalar)
      default: "\\[u\(hexadecimal(scalar.value))]"
      }
    }
    .joined()
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  /// At least four digits, as roff wants them.
  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
