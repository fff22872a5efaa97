import Fishbone

/// `fishbone plan --standing`: what each test of a standing plan is worth.
enum StandingOptions {
  static func run(_ arguments: ParsedArguments) throws -> ExitCode {
    let model = try ModelLoader.model(at: arguments.positional[0])
    let limits = try limits(arguments, model.graph)
    let tests = try tests(arguments, model.graph)
    let planner: StandingPlanner
    do throws(StandingPlanner.Problem) {
      planner = try StandingPlanner(model, tests: tests, limits: limits)
    } catch {
      throw failure(error, model, at: arguments.positional[0])
    }
    let left = model.graph.variables.indices.filter {
      model.graph.variables[$0].kind == .test && !planner.tests.contains($0)
    }
    if !arguments.has("--tests"), !left.isEmpty {
      let names = left.map { model.graph.variables[$0].name }.joined(separator: ", ")
      Terminal.complain("note: left out, because nothing says what passes: \(names); give --limits")
    }
    let counts = try counts(planner, arguments, model.graph, limits)
    let plan = planner.plan()
    Terminal.show(
      arguments.has("--json")
        ? try JSONText.page(StandingPlanRecord(plan, counts)) : StandingPlanText(plan, counts).text)
    return .done
  }

  private static func counts(
    _ planner: StandingPlanner, _ arguments: ParsedArguments, _ graph: CausalGraph,
    _ limits: [Variable.Index: ClosedRange<Double>]
  ) throws -> StandingCounts? {
    guard let path = arguments.value("--records") else { return nil }
    let records = try RecordsOptions.read(path, for: graph, arguments)
    RecordsOptions.tell(records, of: graph)
    return StandingCounts(of: planner.tests, in: records.store, graph, limits: limits)
  }

  private static func failure(
    _ problem: StandingPlanner.Problem, _ model: CausalModel, at path: String
  ) -> Failure {
    switch problem {
    case .noTests:
      Failure("\(path): error: no variable of kind test has states to pass or fail", .badData)
    case .noFaults:
      Failure(
        "\(path): error: no variable is a defect, a step or a lot, so no unit is faulty", .badData)
    case .readings(let names):
      Failure(
        "error: \(names.joined(separator: ", ")): nothing says which values pass; give --limits \(names[0])=low..high",
        .badData)
    case .inference(let error): Failure(error, model: model)
    }
  }

  /// The tests in the order of `--tests`; nil without it.
  private static func tests(
    _ arguments: ParsedArguments, _ graph: CausalGraph
  ) throws(Failure) -> [Variable.Index]? {
    guard arguments.has("--tests") else { return nil }
    var tests: [Variable.Index] = []
    var problems: [String] = []
    for name in arguments.all("--tests").flatMap({ $0.split(separator: ",").map(String.init) }) {
      switch index(of: name, in: graph) {
      case .success(let index) where tests.contains(index):
        problems.append("--tests names '\(name)' twice")
      case .success(let index) where graph.variables[index].kind != .test:
        problems.append("'\(name)' is a \(graph.variables[index].kind.rawValue), not a test")
      case .success(let index): tests.append(index)
      case .failure(let problem): problems.append(problem.message)
      }
    }
    guard problems.isEmpty else { throw Failure(lines(problems), .badData) }
    return tests
  }

  /// The values of readings that pass.
  private static func limits(
    _ arguments: ParsedArguments, _ graph: CausalGraph
  ) throws -> [Variable.Index: ClosedRange<Double>] {
    var limits: [Variable.Index: ClosedRange<Double>] = [:]
    var problems: [String] = []
    for text in arguments.all("--limits") {
      guard let cut = text.lastIndex(of: "="), let range = range(text[text.index(after: cut)...])
      else {
        throw UsageError(message: "--limits takes X=low..high, X=low.. or X=..high, not '\(text)'")
      }
      switch index(of: String(text[..<cut]), in: graph) {
      case .success(let index) where !graph.variables[index].variable.isReading:
        problems.append("'\(text[..<cut])' is no reading; it passes in its first state")
      case .success(let index):
        if limits.updateValue(range, forKey: index) != nil {
          problems.append("--limits says twice what '\(text[..<cut])' may be")
        }
      case .failure(let problem): problems.append(problem.message)
      }
    }
    guard problems.isEmpty else { throw Failure(lines(problems), .badData) }
    return limits
  }

  private static func range(_ text: Substring) -> ClosedRange<Double>? {
    guard let dots = text.indices.first(where: { text[$0...].hasPrefix("..") }) else { return nil }
    let ends = [text[..<dots], text[dots...].dropFirst(2)]
    func end(_ text: Substring, open: Double) -> Double? {
      text.isEmpty ? open : Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
    guard !(ends[0].isEmpty && ends[1].isEmpty), let low = end(ends[0], open: -.infinity),
      let high = end(ends[1], open: .infinity), low < high
    else { return nil }
    return low...high
  }

  private static func index(
    of name: String, in graph: CausalGraph
  ) -> Result<Variable.Index, Failure> {
    if let index = graph.index(of: name) { return .success(index) }
    let known = graph.variables.map(\.name)
    return .failure(
      Failure(
        "there is no variable '\(name)'\(Spelling.suggestion(for: name, among: known))", .badData))
  }

  private static func lines(_ problems: [String]) -> String {
    problems.map { "error: \($0)" }.joined(separator: "\n")
  }
}
