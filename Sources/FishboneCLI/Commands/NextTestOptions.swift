import Fishbone

/// What tests would tell, beside a diagnosis.
enum NextTestOptions {
  static let next = CommandDescription.Option(
    "--next", .one("N"),
    help: "How many of the tests to make next are shown (default 3, with --json all).")

  /// How many tests were asked for; nil where nobody said.
  static func count(_ arguments: ParsedArguments) throws(UsageError) -> Int? {
    if arguments.has("--next"), arguments.has("--records") {
      throw UsageError(message: "--next is about one unit and does not go with --records")
    }
    return try arguments.number("--next", "a whole number from 0") { $0 >= 0 }
  }

  /// The tests to make next; nil where there is nothing to say, and where it would take long and nobody asked.
  static func tests(
    after diagnosis: Diagnosis, _ diagnostician: Diagnostician, _ count: Int?
  ) throws(InferenceError) -> [NextTest]? {
    let advisor = TestAdvisor(diagnostician)
    guard count != 0, !diagnosis.causes.isEmpty else { return nil }
    guard count != nil || advisor.isQuick(given: diagnosis.evidence) else {
      Terminal.complain("note: what tests would tell takes a while here; ask with --next 3")
      return nil
    }
    return try advisor.nextTests(after: diagnosis)
  }
}
