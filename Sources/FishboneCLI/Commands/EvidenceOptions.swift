import Fishbone

/// What the commands that take evidence have in common.
enum EvidenceOptions {
  static let observe = CommandDescription.Option(
    "--observe", .many("X=s"),
    help:
      "Findings: variable X is in state s, or reads the number s; X may be a regressor of a reading. X!=s: it is not in state s."
  )

  static let likelihood = CommandDescription.Option(
    "--likelihood", .many("X=a,b"),
    help:
      "Doubtful findings: a weight for each state of X, proportional to the probability of what was seen given the state."
  )

  static let guessedKindsNote =
    "note: the file has no kinds; variables without parents are taken as steps, without children as tests, others as defects"

  /// Reads the evidence of a call.
  ///
  /// - Throws: `UsageError` for what is no `X=s`, `EvidenceError` with everything that the model does not know.
  static func read(
    _ arguments: ParsedArguments, _ model: CausalModel, observe: String = "--observe",
    likelihood: String = "--likelihood"
  ) throws -> Evidence {
    var evidence = Evidence()
    var problems: [EvidenceError.Problem] = []
    for text in arguments.all(observe) {
      let (name, state) = try split(text, observe, "X=state", model)
      do throws(EvidenceError) {
        try evidence.observe(name, text: state, in: model)
      } catch {
        problems += error.problems
      }
    }
    for text in arguments.all(likelihood) {
      let (name, list) = try split(text, likelihood, "X=0.2,0.8", model)
      let weights = list.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.filter { $0 != " " })
      }
      guard !weights.contains(nil) else {
        throw UsageError(message: "\(likelihood) takes numbers, X=0.2,0.8, not '\(text)'")
      }
      do throws(EvidenceError) {
        try evidence.observe(name, likelihood: weights.compactMap(\.self), in: model.network)
      } catch {
        problems += error.problems
      }
    }
    guard problems.isEmpty else { throw EvidenceError(problems: problems) }
    try evidence.checkRegressors(in: model.network)
    return evidence
  }

  /// Reads the states in which a call sets variables.
  ///
  /// - Throws: `UsageError` for what is no `X=s`, `Failure` with everything that the model does not know or that is no state.
  static func interventions(
    _ arguments: ParsedArguments, _ model: CausalModel
  ) throws -> [Variable.Index: Int] {
    var states: [Variable.Index: Int] = [:]
    var problems: [String] = []
    for text in arguments.all("--do") {
      let (name, state) = try split(text, "--do", "X=state", model)
      do throws(EvidenceError) {
        var evidence = Evidence()
        try evidence.observe(name, text: state, in: model)
        for (index, item) in evidence.items {
          guard case .state(let state) = item else {
            problems.append("--do sets a variable to one of its states, not '\(text)'")
            continue
          }
          if states.updateValue(state, forKey: index) ?? state != state {
            problems.append("--do sets '\(name)' to two different states")
          }
        }
      } catch {
        problems += error.problems.map(\.description)
      }
    }
    guard problems.isEmpty else {
      throw Failure(problems.map { "error: \($0)" }.joined(separator: "\n"), .badData)
    }
    return states
  }

  /// Cuts `text` behind the longest name of a variable that `=` or `!=` follows, since names may have these too. Of `X!=s` the
  /// second part is `!=s`.
  static func split(
    _ text: String, _ option: String, _ form: String, _ model: CausalModel
  ) throws(UsageError) -> (String, String) {
    let cuts = text.indices.filter { text[$0] == "=" || text[$0...].hasPrefix("!=") }
    let regressors = model.network.regressors
    let isKnown = { (cut: String.Index) in
      let name = String(text[..<cut])
      return model.network.index(of: name) != nil || regressors.contains(name)
    }
    guard let cut = cuts.last(where: isKnown) ?? cuts.first, cut > text.startIndex,
      text[cut...] != "=", text[cut...] != "!="
    else { throw UsageError(message: "\(option) takes \(form), not '\(text)'") }
    return (
      String(text[..<cut]), String(text[text[cut] == "=" ? text.index(after: cut)... : cut...])
    )
  }
}
