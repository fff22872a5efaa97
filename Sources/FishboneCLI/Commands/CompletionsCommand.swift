import Fishbone

/// `fishbone completions`: what a shell needs to complete a call.
enum CompletionsCommand: Command {
  static let description = CommandDescription(
    name: "completions",
    summary: "Print the script by which a shell completes calls.",
    arguments: ["SHELL"],
    options: [],
    discussion: """
      SHELL is bash, zsh or fish. 'make install' puts each script where its shell
      finds it.

        source <(fishbone completions bash)
        fishbone completions fish > ~/.config/fish/completions/fishbone.fish
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let name = arguments.positional[0]
    guard let shell = CompletionScript(rawValue: name) else {
      let known = CompletionScript.allCases.map(\.rawValue)
      throw UsageError(
        message:
          "SHELL is bash, zsh or fish, not '\(name)'\(Spelling.suggestion(for: name, among: known))"
      )
    }
    Terminal.show(shell.text(FishboneCommand.commands))
    return .done
  }
}
