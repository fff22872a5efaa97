import Fishbone

/// Words errors that name variables by their place, with the names of the model.
struct Wording {
  private let variables: [Variable]
  /// The numbers in their file of the records that were kept; nil when all were.
  private let rowNumbers: [Int]?

  init(variables: [Variable], rowNumbers: [Int]? = nil) {
    self.variables = variables
    self.rowNumbers = rowNumbers
  }

  init(_ model: CausalModel?) { self.init(variables: model?.network.variables ?? []) }

  func text(_ error: InferenceError) -> String {
    switch error {
    case .impossibleEvidence(let contradiction):
      "the evidence can't be true: P(\(text(contradiction))) = 0 in this model;"
        + " one of these findings is wrong, or a number in the model that says 'never' is"
    case .noSampleAgrees(let count):
      "none of \(count) samples agreed with the evidence; it may be impossible, or too unlikely for sampling to find it"
    case .treeTooLarge(let size, let limit):
      need(size, limit: limit)
        + "; take arcs or states away, or let variables with"
        + " many parents have some of them through an intermediate variable; 'fishbone query' takes another limit with"
        + " --memory-limit, and estimates posteriors with --approximate"
    }
  }

  /// What exact inference would take, and what for.
  func need(_ size: TreeSize, limit: Int) -> String {
    "exact inference needs \(Sizes.bytes(size.bytes(lanes: 1))), more than the limit of"
      + " \(Sizes.bytes(Double(limit))): the largest clique joins"
      + " \(size.largestClique.count) variables (\(names(size.largestClique))) in"
      + " \(Sizes.count(size.largestCliqueCells)) cells"
  }

  func text(_ error: LearnerError) -> String {
    switch error {
    case .model(.numbersMissing(let names)):
      "--start network needs numbers for every variable; there are none for \(names.joined(separator: ", "))"
    case .model(.network(let error)): "\(error)"
    case .learning(.impossibleRecord(let row, let contradiction)):
      "record \(rowNumbers?[row] ?? row + 1) can't happen under the numbers that learning starts from: P(\(text(contradiction))) = 0;"
        + " correct the record, or give the model's zero a small probability"
    case .learning(.noRecords): "there are no records to learn from"
    case .learning(.inference(let error)): text(error)
    case .learning(.unlikeTies(let name, let variables)):
      "the families tied as '\(name)' differ in shape: \(variables.joined(separator: ", "))"
    }
  }

  private func text(_ evidence: Evidence) -> String {
    evidence.variables.compactMap { index in
      guard variables.indices.contains(index) else { return nil }
      return evidence[index]?.statement(about: variables[index])
    }
    .joined(separator: ", ")
  }

  private func names(_ clique: [Variable.Index]) -> String {
    // What lies beyond is a link of a chain, which nobody named.
    let names = clique.filter(variables.indices.contains).prefix(8).map { variables[$0].name }
    return names.joined(separator: ", ") + (clique.count > 8 ? ", …" : "")
  }
}

/// Large numbers for people.
enum Sizes {
  /// A number of bytes in the unit that suits it.
  static func bytes(_ bytes: Double) -> String {
    guard bytes < 1e18 else { return "more than any machine has" }
    let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
    var value = bytes
    var unit = 0
    while value >= 1000, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return value < 10 && unit > 0
      ? "\((value * 10).rounded() / 10) \(units[unit])" : "\(count(value)) \(units[unit])"
  }

  /// A number of things, `1 arc` or `2 arcs`.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(count(Double(number))) \(thing)\(number == 1 ? "" : "s")"
  }

  /// A whole number in groups of three digits; beyond a million billions, in powers of ten.
  static func count(_ value: Double) -> String {
    guard value < 1e15 else { return value < 1e308 ? "\(value)" : "more than 1e308" }
    var digits = String(Int(value.rounded()))
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }
}
