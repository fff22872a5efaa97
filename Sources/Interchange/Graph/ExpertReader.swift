import NetworkModel
import RootCause

/// Reads the expert numbers of a node: `prior`, `cpt`, `strength` and `leak`, and their `weight`.
struct ExpertReader {
  let node: ParsedGraph.Node
  /// The arcs into the node, in the order of the parents.
  let arcs: [ParsedGraph.Arc]
  let parents: [CausalVariable]

  private var name: String { node.name }

  /// Puts the numbers into `variable` and reports what is wrong with them.
  func read(into variable: inout CausalVariable, _ diagnostics: inout GraphDiagnostics) {
    switch variable.form {
    case .table: variable.expert = table(of: variable, &diagnostics)
    case .noisyMax: variable.expert = noisyMax(of: variable, &diagnostics)
    case .gaussian: variable.expert = gaussian(of: variable, &diagnostics)
    }
    if variable.form != .noisyMax, node.attributes["leak"] != nil {
      diagnostics.add(
        "only a noisy_max has a leak; add cpd=noisy_max", node: name, attribute: "leak")
    }
    variable.weight = weight(of: variable, &diagnostics)
  }

  private func weight(of variable: CausalVariable, _ diagnostics: inout GraphDiagnostics) -> Double?
  {
    guard let text = node.attributes["weight"] else { return nil }
    guard let weight = Double(text), weight.isFinite, weight > 0 else {
      diagnostics.add(
        "weight is the number of records that the numbers are worth, above 0, not '\(shown(text))'",
        node: name, attribute: "weight")
      return nil
    }
    let numbers = ["prior", "cpt", "leak"] + (variable.tie == nil ? [] : ["tie"])
    let hasStrength = arcs.contains { $0.attributes["strength"] != nil }
    if !hasStrength, numbers.allSatisfy({ node.attributes[$0] == nil }) {
      diagnostics.add(
        "weight tells what expert numbers are worth, and there are none; add prior or cpt",
        node: name, attribute: "weight")
    }
    return weight
  }

  // MARK: Tables

  private func table(of variable: CausalVariable, _ diagnostics: inout GraphDiagnostics) -> CPD? {
    guard let (attribute, text) = tableText(&diagnostics) else { return nil }
    let states = variable.variable.states
    guard
      let rows = rows(
        text, attribute, wanted: "a probability for each of its states (\(shownList(states)))",
        length: states.count, &diagnostics)
    else { return nil }
    var values: [Double] = []
    for (index, row) in rows.enumerated() {
      guard let normalized = distribution(row, attribute, index, &diagnostics) else { continue }
      values += normalized
    }
    guard values.count == rows.count * states.count else { return nil }
    return .table(TabularCPD(cardinality: states.count, values: values))
  }

  private func tableText(_ diagnostics: inout GraphDiagnostics) -> (
    attribute: String, text: String
  )? {
    switch (node.attributes["prior"], node.attributes["cpt"]) {
    case (nil, nil): return nil
    case (.some, .some):
      diagnostics.add("it has a prior and a cpt; give one", node: name, attribute: "cpt")
      return nil
    case (let prior?, nil):
      guard parents.isEmpty else {
        let names = shownList(parents.map(\.name))
        diagnostics.add(
          "a prior is for a variable without parents, and it has \(names);"
            + " give a cpt with a row for each of their joint states",
          node: name, attribute: "prior")
        return nil
      }
      return ("prior", prior)
    case (nil, let cpt?): return ("cpt", cpt)
    }
  }

  /// Splits `text` into rows of `length` numbers, one for each joint state of the parents.
  private func rows(
    _ text: String, _ attribute: String, wanted: String, length: Int,
    _ diagnostics: inout GraphDiagnostics
  ) -> [[Double]]? {
    let count = JointStates(cardinalities: parents.map(\.variable.cardinality)).count
    let texts = Self.rowTexts(text)
    guard texts.count == count else {
      let states = parents.map {
        "\(shown($0.name))=\(shown($0.variable.states.joined(separator: "|")))"
      }
      let joint =
        parents.count > 4 ? "its \(parents.count) parents" : states.joined(separator: ", ")
      let wanted = count == .max ? "more than any file can hold" : "\(count)"
      let reason =
        parents.isEmpty
        ? "a variable without parents has one row"
        : "a row for each joint state of \(joint), the first slowest, makes \(wanted)"
      diagnostics.add(
        "\(attribute) has \(texts.count) row\(texts.count == 1 ? "" : "s"); \(reason)", node: name,
        attribute: attribute)
      return nil
    }
    var rows: [[Double]] = []
    for (index, text) in texts.enumerated() {
      guard let numbers = Self.numbers(text, length: length) else {
        diagnostics.add(
          "\(attribute)\(rowName(index)): '\(shown(String(text).trimmingSpaces()))' is not \(wanted)",
          node: name, attribute: attribute)
        continue
      }
      rows.append(numbers)
    }
    return rows.count == texts.count ? rows : nil
  }

  /// The rows between the semicolons; the last may be followed by one.
  static func rowTexts(_ text: String) -> [Substring] {
    var texts = text.split(separator: ";", omittingEmptySubsequences: false)
    if let last = texts.last, String(last).trimmingSpaces().isEmpty { texts.removeLast() }
    return texts
  }

  /// The numbers in `text`, when there are `length`.
  static func numbers(_ text: Substring, length: Int) -> [Double]? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "\t" || $0.isNewline }
    let numbers = words.compactMap { Double($0) }.filter(\.isFinite)
    return numbers.count == words.count && numbers.count == length ? numbers : nil
  }

  private func rowName(_ index: Int) -> String {
    guard !parents.isEmpty else { return "" }
    let states = JointStates(cardinalities: parents.map(\.variable.cardinality))[index]
    let names = zip(parents, states).map { "\($0.name)=\($0.variable.states[$1])" }
    return ", row \(index + 1) (\(names.joined(separator: ", ")))"
  }

  /// Checks that `row` is a distribution, and divides it by its own sum.
  private func distribution(
    _ row: [Double], _ attribute: String, _ index: Int,
    _ diagnostics: inout GraphDiagnostics
  ) -> [Double]? {
    if let wrong = row.first(where: { $0 < 0 || $0 > 1 + Network.rowTolerance }) {
      diagnostics.add(
        "\(attribute)\(rowName(index)): \(wrong) is not a probability; it lies between 0 and 1",
        node: name,
        attribute: attribute)
      return nil
    }
    var values = row
    var normalizer = RowNormalizer()
    if let sum = normalizer.normalize(&values, values.indices) {
      diagnostics.add(
        "\(attribute)\(rowName(index)): the probabilities sum to \(sum), not to 1", node: name,
        attribute: attribute)
      return nil
    }
    return values
  }

  // MARK: Noisy-MAX

  private func noisyMax(of variable: CausalVariable, _ diagnostics: inout GraphDiagnostics) -> CPD?
  {
    for attribute in ["prior", "cpt"] where node.attributes[attribute] != nil {
      diagnostics.add(
        "a noisy_max takes its numbers from the strength of its arcs and its leak, not from a \(attribute)",
        node: name, attribute: attribute)
    }
    let missing = arcs.filter { $0.attributes["strength"] == nil }
    if missing.count == arcs.count, node.attributes["leak"] == nil { return nil }
    for arc in missing {
      diagnostics.add(
        "the arc \(shown(arc.tail)) -> \(shown(arc.head)) lacks its strength", arc: arc)
    }
    guard let leakText = node.attributes["leak"] else {
      diagnostics.add(
        "a noisy_max with strengths has a leak: what happens when no parent causes anything",
        node: name)
      return nil
    }
    let states = variable.variable.states
    let leak = causes(leakText, "leak", rows: 1, states: states.count) { message in
      diagnostics.add(message, node: name, attribute: "leak")
    }
    var strengths: [[Double]] = []
    for (arc, parent) in zip(arcs, parents) {
      guard let text = arc.attributes["strength"] else { continue }
      let rows = parent.variable.cardinality - 1
      let strength = causes(text, "strength", rows: rows, states: states.count) { message in
        diagnostics.add(
          "\(shown(arc.tail)) -> \(shown(arc.head)): \(message)", arc: arc, attribute: "strength")
      }
      if let strength { strengths.append(strength) }
    }
    guard let leak, strengths.count == arcs.count else { return nil }
    return .noisyMax(NoisyMaxCPD(cardinality: states.count, strengths: strengths, leak: leak))
  }

  /// Reads one distribution a row; for two states a single number, the probability of the second, will do.
  private func causes(
    _ text: String, _ attribute: String, rows: Int, states: Int, _ complain: (String) -> Void
  ) -> [Double]? {
    let texts = Self.rowTexts(text)
    guard texts.count == rows else {
      complain(
        "\(attribute) has \(texts.count) row\(texts.count == 1 ? "" : "s")"
          + " where the off-nominal states ask for \(rows)")
      return nil
    }
    var values: [Double] = []
    for text in texts {
      var row = Self.numbers(text, length: states)
      if row == nil, states == 2, let single = Self.numbers(text, length: 1) {
        row = [1 - single[0], single[0]]
      }
      var normalizer = RowNormalizer()
      guard var row, row.allSatisfy({ $0 >= 0 && $0 <= 1 + Network.rowTolerance }),
        normalizer.normalize(&row, row.indices) == nil
      else {
        let wanted = states == 2 ? "a probability" : "\(states) probabilities that sum to 1"
        complain("\(attribute) '\(shown(String(text).trimmingSpaces()))' is not \(wanted)")
        return nil
      }
      values += row
    }
    return values
  }

  // MARK: Readings

  private func gaussian(
    of variable: CausalVariable, _ diagnostics: inout GraphDiagnostics
  ) -> CPD? {
    let regressors = variable.variable.regressors
    let slopes = regressors.isEmpty ? "" : ", and a slope for each of \(shownList(regressors))"
    guard let (attribute, text) = tableText(&diagnostics),
      let rows = rows(
        text, attribute, wanted: "a mean and a standard deviation\(slopes)",
        length: 2 + regressors.count, &diagnostics)
    else { return nil }
    for (index, row) in rows.enumerated() where row[1] <= 0 {
      diagnostics.add(
        "\(attribute)\(rowName(index)): the standard deviation \(row[1]) is not above 0",
        node: name,
        attribute: attribute)
    }
    guard rows.allSatisfy({ $0[1] > 0 }) else { return nil }
    return .gaussian(
      GaussianCPD(
        means: rows.map { $0[0] }, standardDeviations: rows.map { $0[1] },
        slopes: rows.flatMap { $0.dropFirst(2) },
        regressors: variable.typical ?? .standard(count: regressors.count)))
  }
}
