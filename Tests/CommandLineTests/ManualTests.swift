import Testing
import _TestSupport

/// The manual page and the completion scripts, which follow from the same descriptions as the help.
@Suite struct ManualTests {
  /// The names of the commands, and their options, as the help lists them.
  private static func options(_ folder: CommandFolder) async throws -> [(
    command: String, options: [String]
  )] {
    let overview = try await folder.succeed("help").output
    let commands = overview.split(separator: "\n").drop { $0 != "Commands:" }.dropFirst()
      .prefix { $0.hasPrefix(" ") }.filter { !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
    var answers: [(String, [String])] = []
    for command in commands {
      let help = try await folder.succeed("help", command).output
      let options = help.matches(of: /(?m)^  (?:-\w, )?(--[a-z0-9-]+)/).map { String($0.1) }
      answers.append((command, options))
    }
    return answers
  }

  @Test
  func
    `the manual page has every command with every option, and nothing that roff takes for a request`()
    async throws
  {
    let folder = try CommandFolder()
    let page = try await folder.succeed("manual").output
    let isASCII = page.unicodeScalars.allSatisfy(\.isASCII)
    #expect(isASCII)
    let requests = Set(page.matches(of: /(?m)^\.(\S+)/).map { String($0.1) })
    #expect(requests.isSubset(of: ["TH", "SH", "SS", "TP", "PP", "B", "I", "BR", "nf", "fi"]))
    let listed = try await Self.options(folder)
    #expect(listed.count >= 10)
    for (command, options) in listed {
      let section = page.split(separator: ".SS ").first { $0.hasPrefix(command + "\n") } ?? ""
      #expect(!section.isEmpty && options.contains("--help"), "\(command)")
      for option in options {
        #expect(section.contains(option.replacing("-", with: "\\-")), "\(command) \(option)")
      }
    }
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `a completion script has every command with every option`(shell: String) async throws {
    let folder = try CommandFolder()
    let script = try await folder.succeed("completions", shell).output
    let listed = try await Self.options(folder)
    for (command, options) in listed {
      #expect(script.contains(command))
      for option in options {
        #expect(script.contains(shell == "fish" ? "-l \(option.dropFirst(2))" : option))
      }
    }
  }

  @Test func `bash completes commands and options`() async throws {
    let folder = try CommandFolder()
    let script = try await folder.succeed("completions", "bash").output
    try folder.files.write(script, to: "fishbone.bash")
    let result = try await folder.shell(
      """
      bash -c 'source fishbone.bash
      complete_call() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _fishbone; echo "${COMPREPLY[*]}"; }
      complete_call fishbone dia
      complete_call fishbone help rep
      complete_call fishbone diagnose --obs
      complete_call fishbone diagnose line'
      """)
    #expect(result.exitCode == 0)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.prefix(4) == ["diagnose", lines[1], "--observe", ""])
    #expect(lines[1].split(separator: " ").contains("replay"))
  }

  @Test func `an unknown shell is told`() async throws {
    let folder = try CommandFolder()
    let result = try await folder.run("completions", "tcsh")
    #expect(result.exitCode == 64)
    #expect(result.errors.hasPrefix("error: SHELL is bash, zsh or fish, not 'tcsh'"))
  }
}
