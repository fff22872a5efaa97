import Inference
import NetworkModel

/// The answer to a case for a terminal: what it is called, log P, and a table.
///
/// Text of the network is shown without control characters.
public struct AnswerText {
  private let number: Int
  private let query: QueryCase
  private let network: Network

  /// Creates the text of the answer to `query`, the case with this number, from 1.
  public init(_ query: QueryCase, number: Int, in network: Network) {
    self.number = number
    self.query = query
    self.network = network
  }

  /// The text of the answer, which ends with a line break.
  public func text(of answer: QueryAnswer) -> String {
    switch answer {
    case .posteriors(let found):
      return head("log P(evidence) = \(Figures.logarithm(found.logEvidence))")
        + posteriors(found, of: query.shownVariables(in: network))
    case .explanations(let found):
      return found.enumerated().map { place, explanation in
        let rank =
          query.question == .explanation ? "" : "explanation \(place + 1) of \(found.count), "
        return head("\(rank)log P = \(Figures.logarithm(explanation.logProbability))")
          + states(of: explanation)
      }
      .joined(separator: "\n")
    case .joint(let found):
      return head("log P(evidence) = \(Figures.logarithm(found.logEvidence))") + joint(found)
    case .approximate(let found): return approximate(found)
    }
  }

  /// The text of a case with which no sample agreed, which ends with a line break.
  public func text(ofUnanswered sampleCount: Int) -> String {
    head(
      "no answer: none of \(sampleCount) samples agreed with the evidence; it may be impossible, or too unlikely for sampling"
    )
  }

  /// The text of a case that does not fit the memory, which ends with a line break.
  public func text(ofUnanswered reason: String) -> String {
    head("no answer: \(DisplayText.line(reason))")
  }

  private func approximate(_ found: ApproximateAnswer) -> String {
    let sampled = found.sampled
    let error = Figures.logarithm(sampled.logEvidenceStandardError)
    var lines = [
      "APPROXIMATE, by \(ApproximateAnswer.methodNames.sampled): \(sampled.sampleCount) samples worth"
        + " \(Int(sampled.effectiveSampleSize)); the last column is by \(ApproximateAnswer.methodNames.loopy)"
    ]
    if !sampled.isReliable {
      lines.append(
        "NOT TO BE RELIED ON: fewer than 1000 effective samples, so the errors too are too small")
    }
    let rows = query.shownVariables(in: network).flatMap { index in
      network.variables[index].states.enumerated().map { place, state in
        [
          place == 0 ? DisplayText.line(network.variables[index].name) : "",
          DisplayText.line(state), Figures.probability(found.posteriors[index][place]),
          Figures.probability(found.standardErrors[index][place]),
          Figures.probability(found.loopy.distributions[index][place]),
          sampled.isHardlyDrawn(index, place) ? "hardly drawn" : "",
        ]
      }
    }
    let table = TextTable(
      [
        .words("variable"), .words("state"), .numbers("posterior"), .numbers("standard error"),
        .numbers("loopy"), .words(""),
      ], rows: rows)
    return head("log P(evidence) = \(Figures.logarithm(sampled.logEvidence)) ± \(error)")
      + lines.map { $0 + "\n" }.joined() + (rows.isEmpty ? "" : table.text)
  }

  /// The text of a case that can't be true, which ends with a line break.
  public func text(ofImpossible contradiction: Evidence) -> String {
    let findings = contradiction.variables.compactMap { index in
      contradiction[index]?.statement(about: network.variables[index])
    }
    let settings = query.interventions.sorted { $0.key < $1.key }.map { index, state in
      "\(network.variables[index].name)=\(network.variables[index].states[state])"
    }
    let after = settings.isEmpty ? "" : " | do(\(settings.joined(separator: ", ")))"
    return head(
      "can't be true: P(\(DisplayText.line(findings.joined(separator: ", ") + after))) = 0")
  }

  private func head(_ text: String) -> String {
    let name =
      switch query.id {
      case .text(let text): " (\(DisplayText.line(text)))"
      case .number(let number): " (\(number))"
      case nil: ""
      }
    return "case \(number)\(name): \(text)\n"
  }

  private func posteriors(_ found: Posteriors, of indices: [Variable.Index]) -> String {
    guard !indices.isEmpty else { return "" }
    let rows = indices.flatMap { index in
      zip(network.variables[index].states, found[index]).enumerated().map { place, state in
        [
          place == 0 ? DisplayText.line(network.variables[index].name) : "",
          DisplayText.line(state.0), Figures.probability(state.1),
        ]
      }
    }
    return TextTable([.words("variable"), .words("state"), .numbers("posterior")], rows: rows).text
  }

  private func states(of explanation: MostProbableExplanation) -> String {
    let rows = zip(network.variables, explanation.states).filter { !$0.0.isReading }.map {
      [DisplayText.line($0.name), DisplayText.line($0.states[$1])]
    }
    return TextTable([.words("variable"), .words("state")], rows: rows).text
  }

  private func joint(_ found: JointPosterior) -> String {
    let variables = found.variables.map { network.variables[$0] }
    let joints = JointStates(cardinalities: variables.map(\.cardinality))
    let rows = zip(joints, found.probabilities).map { states, probability in
      zip(variables, states).map { DisplayText.line($0.states[$1]) }
        + [Figures.probability(probability)]
    }
    return TextTable(
      variables.map { .words(DisplayText.line($0.name)) } + [.numbers("posterior")], rows: rows
    ).text
  }
}
