import Fishbone

/// `fishbone manual`: the manual page.
enum ManualCommand: Command {
  static let description = CommandDescription(
    name: "manual",
    summary: "Print the manual page, in roff.",
    arguments: [],
    options: [],
    discussion: """
      'make install' puts the page where man finds it.

        fishbone manual | man -l -
      """)

  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    Terminal.show(ManualPage.text(FishboneCommand.commands))
    return .done
  }
}
