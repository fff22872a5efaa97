import NetworkModel

/// Readings cut into intervals, so that what a test may show is one of a few things.
public struct IntervalModel: Sendable {
  /// The model with a state for each interval in place of the readings that were cut; all else as it was, at the same places.
  public let model: CausalModel

  /// Cuts the readings of `model` of which no value is known where the states of their parents begin to look alike: between
  /// neighbouring means, at the value that is as likely under both.
  public init(_ model: CausalModel, given evidence: Evidence) throws(NetworkError) {
    try self.init(model) { index, gaussian in
      evidence[index] == nil
        ? Intervals(cuts: Self.cuts(between: gaussian)) : nil
    }
  }

  /// Cuts readings as `intervals` says; those for which it returns nil stay as they are.
  init(
    _ model: CausalModel, _ intervals: (Variable.Index, GaussianCPD) -> Intervals?
  ) throws(NetworkError) {
    var variables = model.graph.variables
    var cpds = model.network.cpds
    for (index, cpd) in cpds.enumerated() {
      guard case .gaussian(let gaussian) = cpd, let intervals = intervals(index, gaussian) else {
        continue
      }
      variables[index].variable = Variable(variables[index].name, states: intervals.names)
      variables[index].form = .table
      variables[index].expert = nil
      cpds[index] = .table(intervals.table(of: gaussian))
    }
    let graph = CausalGraph(
      title: model.graph.title, variables: variables, structure: model.graph.structure)
    self.model = try CausalModel(graph: graph, cpds: cpds, provenance: model.provenance)
  }

  /// The most cuts of a reading.
  private static let mostCuts = 5

  private static func cuts(between cpd: GaussianCPD) -> [Double] {
    let gaussian = cpd.overRegressors
    let components = Set(
      zip(gaussian.means, gaussian.standardDeviations).map {
        NormalDistribution(mean: $0, deviation: $1)
      }
    )
    .sorted { ($0.mean, $0.deviation) < ($1.mean, $1.deviation) }
    let gaps = zip(components, components.dropFirst()).filter { $0.mean < $1.mean }
    let widest = gaps.map {
      (gap: $0, width: ($0.1.mean - $0.0.mean) / ($0.0.deviation + $0.1.deviation))
    }
    .sorted { $0.width > $1.width }.prefix(mostCuts)
    return Set(widest.map { crossing($0.gap.0, $0.gap.1) }).sorted()
  }

  /// The value between two means at which both densities are the same; the middle where one is larger all the way.
  private static func crossing(_ low: NormalDistribution, _ high: NormalDistribution) -> Double {
    func excess(_ value: Double) -> Double {
      let (a, b) = ((value - low.mean) / low.deviation, (value - high.mean) / high.deviation)
      return 0.5 * (b * b - a * a) - logarithm(low.deviation / high.deviation)
    }
    var (start, end) = (low.mean, high.mean)
    let isCrossed = excess(start) > 0 && excess(end) < 0
    for _ in 0..<(isCrossed ? 60 : 0) {
      let middle = start + 0.5 * (end - start)
      if excess(middle) > 0 { start = middle } else { end = middle }
    }
    return Self.rounded(start + 0.5 * (end - start), within: high.mean - low.mean)
  }

  /// A number near `value` of few digits: people read it.
  private static func rounded(_ value: Double, within width: Double) -> Double {
    var unit = 1.0
    while unit > width / 100, unit > 1e-12 { unit /= 10 }
    while unit * 10 <= width / 100, unit < 1e12 { unit *= 10 }
    let inverse = 1 / unit
    return unit < 1
      ? (value * inverse).rounded() / inverse.rounded() : (value / unit).rounded() * unit
  }
}

/// The line of real numbers in pieces.
struct Intervals {
  /// Where one piece ends and the next begins, ascending; a value at a cut belongs to the piece above it.
  let cuts: [Double]
  /// The names of the pieces, from below.
  let names: [String]
  /// The pieces that go by each name, by their places.
  private let members: [[Int]]

  /// The pieces between `cuts`, named by their ends.
  init(cuts: [Double]) {
    self.cuts = cuts
    let texts = cuts.map { "\($0)".hasSuffix(".0") ? String("\($0)".dropLast(2)) : "\($0)" }
    if texts.isEmpty {
      names = ["any"]
    } else {
      names =
        ["below \(texts[0])"] + zip(texts, texts.dropFirst()).map { "\($0) to \($1)" }
        + ["\(texts[texts.count - 1]) or more"]
    }
    members = names.indices.map { [$0] }
  }

  /// Two things that a reading may say: `pass` from `limits` to their end, and `fail` outside.
  init(limits: ClosedRange<Double>) {
    cuts = [limits.lowerBound, limits.upperBound]
    names = ["pass", "fail"]
    members = [[1], [0, 2]]
  }

  /// The probability of each piece for each joint state of the parents.
  func table(of cpd: GaussianCPD) -> TabularCPD {
    let gaussian = cpd.overRegressors
    let ends = [-Double.infinity] + cuts + [.infinity]
    let values = zip(gaussian.means, gaussian.standardDeviations).flatMap { mean, deviation in
      let normal = NormalDistribution(mean: mean, deviation: deviation)
      let pieces = zip(ends, ends.dropFirst()).map { normal.probability(from: $0, to: $1) }
      let named = members.map { $0.reduce(0) { $0 + pieces[$1] } }
      let total = named.reduce(0, +)
      return named.map { $0 / total }
    }
    return TabularCPD(cardinality: names.count, values: values)
  }
}
