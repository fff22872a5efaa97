import Testing
import _TestSupport

/// What the command says of itself.
@Suite struct HelpTests {
  private static let commands = [
    "check", "learn", "show", "diagnose", "render", "replay", "simulate", "query", "convert",
    "manual",
    "completions", "report",
    "explain", "whatif", "plan", "dispose",
  ]

  @Test func `the overview names every command`() async throws {
    let folder = try CommandFolder()
    let help = try await folder.succeed("help")
    try expectSnapshot(help.output, named: "help.txt")
    for word in ["--help", "-h"] { #expect(try await folder.succeed(word).output == help.output) }
    let bare = try await folder.run([])
    #expect((bare.exitCode, bare.output, bare.errors) == (64, "", help.output))
  }

  @Test(arguments: commands)
  func `every command has a help`(command: String) async throws {
    let folder = try CommandFolder()
    let help = try await folder.succeed("help", command)
    try expectSnapshot(help.output, named: "help-\(command).txt")
    for arguments in [[command, "--help"], [command, "-h"], [command, "x", "y", "--help"]] {
      let same = try await folder.run(arguments)
      #expect((same.exitCode, same.output, same.errors) == (0, help.output, ""))
    }
    #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `the version is told`() async throws {
    let folder = try CommandFolder()
    #expect(try await folder.succeed("--version").output == "fishbone 0.1.0\n")
    #expect(try await folder.succeed("version").output == "fishbone 0.1.0\n")
  }

  @Test(arguments: [
    ("lern", "error: there is no command 'lern'; did you mean 'learn'?"),
    ("help frobnicate", "error: there is no command 'frobnicate'"),
    ("check", "error: GRAPH is missing"),
    ("check line.gv line.gv", "error: 'line.gv' is one argument too many"),
    ("check line.gv --jsno", "error: there is no option --jsno; did you mean '--json'?"),
    ("check line.gv --json=yes", "error: --json takes no value"),
    ("check -- --json", "error: --json: error: can't be read: there is no such file"),
    ("learn line.gv", "error: --records is missing"),
    ("learn line.gv --records", "error: --records needs a value: --records CSV"),
    ("learn line.gv --records a --records b", "error: --records is given twice"),
    ("learn line.gv --records a.csv", "error: --output is missing"),
    ("learn", "error: GRAPH is missing"),
    (
      "learn line.gv --update m.json --records a.csv",
      "error: --update takes the graph of its model, and 'line.gv' is too much"
    ),
    ("learn line.gv --records a.csv -o m.json --forget 1", "error: --forget goes with --update"),
    (
      "learn line.gv --records a.csv -o m.json --resume n.json --start prior",
      "error: --resume and --start both say where to start"
    ),
    (
      "learn line.gv --records a.csv -o m.json --time-limit 0",
      "error: --time-limit is a number of seconds above 0, not '0'"
    ),
    ("learn line.gv --records a.csv -o", "error: -o needs a value: -o MODEL"),
    (
      "learn line.gv --records a.csv -o model",
      "error: --output is a model and ends in .json, not 'model'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --prior flat",
      "error: --prior is none, expert, empirical, uniform:N or bdeu:N with N from 0, not 'flat'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --start here",
      "error: --start is prior or network, not 'here'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --max-iterations -1",
      "error: --max-iterations is a whole number up to a billion, not '-1'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --threads 0",
      "error: --threads is a whole number from 1, not '0'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --tolerance nan",
      "error: --tolerance is a number from 0, not 'nan'"
    ),
    (
      "learn line.gv --records a.csv -o m.json --seed -1",
      "error: --seed is a whole number from 0, not '-1'"
    ),
    ("diagnose", "error: MODEL is missing"),
    (
      "diagnose --observe xray=fail line.gv",
      "error: MODEL is missing; it stands before --observe, which takes all that follows"
    ),
    ("diagnose line.gv --observe xray", "error: --observe takes X=state, not 'xray'"),
    ("diagnose line.gv --observe xray!=", "error: --observe takes X=state, not 'xray!='"),
    ("diagnose line.gv --observe =fail", "error: --observe takes X=state, not '=fail'"),
    (
      "diagnose line.gv --likelihood xray=a,b",
      "error: --likelihood takes numbers, X=0.2,0.8, not 'xray=a,b'"
    ),
    ("diagnose line.gv --top 0", "error: --top is a whole number from 1, not '0'"),
    ("diagnose line.gv --hide xray", "error: --hide goes with --records or --units"),
    (
      "diagnose line.gv --records a.csv --observe xray=fail",
      "error: --records brings its own findings; leave --observe and --likelihood away"
    ),
    ("render line.gv", "error: --output is missing"),
    ("render line.gv -o line", "error: --output ends in .svg, .png, .pdf or .gv, not 'line'"),
    (
      "render line.gv -o line.jpeg",
      "error: --output ends in .svg, .png, .pdf or .gv, not 'line.jpeg'"
    ),
    (
      "render line.gv -o line.svg --timeout 0",
      "error: --timeout is a number of seconds above 0, not '0'"
    ),
    ("replay", "error: SCENARIO is missing"),
    (
      "query line.gv --cases a.json --mpe",
      "error: --cases brings its own cases; leave --mpe away"
    ),
    ("query line.gv --mpe --joint xray", "error: --joint does not go with --mpe"),
    ("query line.gv --best 0", "error: --best is a whole number from 1 to 1000, not '0'"),
    ("query line.gv --do xray", "error: --do takes X=state, not 'xray'"),
    (
      "query line.gv --memory-limit 8XB",
      "error: --memory-limit is a size from 1 byte to 4000000 TB, as 8GB, 512MiB or 1000000000, not '8XB'"
    ),
    (
      "query line.gv --batch",
      "error: --batch goes with --timing; without it cases are answered together"
    ),
    ("simulate line.gv -n 0", "error: --number is a whole number from 1, not '0'"),
    ("simulate line.gv -n 10.5", "error: --number is a whole number from 1, not '10.5'"),
    ("simulate line.gv --missing 1", "error: --missing is a probability below 1, not '1'"),
    (
      "simulate line.gv --seed 99999999999999999999",
      "error: --seed is a whole number from 0, not '99999999999999999999'"
    ),
  ])
  func `a wrong call is told what is wrong with it`(call: String, message: String) async throws {
    let folder = try CommandFolder()
    let result = try await folder.run(call.split(separator: " ").map(String.init))
    let first = result.errors.split(separator: "\n").first.map(String.init) ?? ""
    if message.contains("can't be read") {
      #expect((result.exitCode, "error: " + first) == (66, message))
    } else {
      #expect((result.exitCode, first) == (64, message))
      #expect(result.errors.contains("see 'fishbone help'") || result.errors.contains("--help'."))
    }
    #expect(result.output == "")
    #expect(try folder.files.names() == ["line.gv"])
  }
}
