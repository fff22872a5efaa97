/// A script by which a shell completes the command's subcommands, options and files, made of the same descriptions as its help.
enum CompletionScript: String, CaseIterable {
  case bash
  case zsh
  case fish

  /// The script for `commands`.
  func text(_ commands: [any Command.Type]) -> String {
    let descriptions = commands.map { $0.description }
    return switch self {
    case .bash: Self.bash(descriptions)
    case .zsh: Self.zsh(descriptions)
    case .fish: Self.fish(descriptions)
    }
  }

  // MARK: - bash

  private static func bash(_ commands: [CommandDescription]) -> String {
    let cases = commands.map { command in
      "      \(command.name)) words='\(names(command).joined(separator: " "))' ;;"
    }
    return """
      # bash completion of fishbone; files where neither a command nor an option stands.
      _fishbone() {
        local current=${COMP_WORDS[COMP_CWORD]} words=
        if [ "$COMP_CWORD" -eq 1 ] || { [ "$COMP_CWORD" -eq 2 ] && [ "${COMP_WORDS[1]}" = help ]; }; then
          words='\(words(commands))'
        elif [[ $current == -* ]]; then
          case ${COMP_WORDS[1]} in
      \(cases.joined(separator: "\n"))
          esac
        fi
        COMPREPLY=($(compgen -W "$words" -- "$current"))
      }
      complete -o default -F _fishbone fishbone

      """
  }

  private static func words(_ commands: [CommandDescription]) -> String {
    (commands.map(\.name) + ["help", "version"]).joined(separator: " ")
  }

  private static func names(_ command: CommandDescription) -> [String] {
    command.allOptions.flatMap { [$0.short, $0.name].compactMap(\.self) }
  }

  // MARK: - zsh

  private static func zsh(_ commands: [CommandDescription]) -> String {
    let summaries = commands.map { "    '\(zshText("\($0.name):\($0.summary)"))'" }
    let cases = commands.map { command in
      let options = command.allOptions.flatMap(zshOptions).map { " \\\n      \($0)" }.joined()
      return "    \(command.name)) _arguments\(options) \\\n      '*:file:_files' ;;"
    }
    return """
      #compdef fishbone
      _fishbone() {
        local -a commands=(
      \(summaries.joined(separator: "\n"))
          'help:Show the help of a command.'
          'version:Show the version.'
        )
        if (( CURRENT == 2 )) || [[ $CURRENT == 3 && $words[2] == help ]]; then
          _describe command commands
          return
        fi
        shift words
        (( CURRENT-- ))
        case $words[1] in
      \(cases.joined(separator: "\n"))
        esac
      }
      _fishbone "$@"

      """
  }

  private static func zshOptions(_ option: CommandDescription.Option) -> [String] {
    [option.short, option.name].compactMap(\.self).map { name in
      let help = "[\(zshText(option.help).replacing("[", with: "\\[").replacing("]", with: "\\]"))]"
      return switch option.values {
      case .none: "'\(name)\(help)'"
      case .one(let placeholder):
        "'\(name)\(help):\(zshText(placeholder)):\(zshAction(placeholder))'"
      case .many(let placeholder):
        "'*\(name)\(help):\(zshText(placeholder)):\(zshAction(placeholder))'"
      }
    }
  }

  private static func zshAction(_ placeholder: String) -> String {
    isFile(placeholder) ? "_files" : " "
  }

  private static func zshText(_ text: String) -> String {
    text.replacing("'", with: "'\\''")
  }

  // MARK: - fish

  private static func fish(_ commands: [CommandDescription]) -> String {
    let summaries = commands.map { command in
      "complete -c fishbone -n __fish_use_subcommand -f -a \(command.name) -d \(fishText(command.summary))"
    }
    let options = commands.flatMap { command in
      command.allOptions.map { fishOption($0, of: command) }
    }
    return (["# fish completion of fishbone"] + summaries + options).joined(separator: "\n") + "\n"
  }

  private static func fishOption(
    _ option: CommandDescription.Option, of command: CommandDescription
  ) -> String {
    let condition = "'__fish_seen_subcommand_from \(command.name)'"
    let short = option.short.map { " -s \($0.dropFirst())" } ?? ""
    let value =
      switch option.values {
      case .none: ""
      case .one(let placeholder), .many(let placeholder): isFile(placeholder) ? " -r -F" : " -x"
      }
    return
      "complete -c fishbone -n \(condition)\(short) -l \(option.name.dropFirst(2))\(value) -d \(fishText(option.help))"
  }

  private static func fishText(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  // MARK: - Files

  /// Whether what stands for the value of an option names a file.
  private static func isFile(_ placeholder: String) -> Bool {
    ["CSV", "FILE", "GRAPH", "JSON", "MODEL", "NETWORK", "OUT", "SCENARIO", "PICTURE"]
      .contains(placeholder)
  }
}
