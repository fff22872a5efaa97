import Learning

/// The posteriors of an incident's instances beside what failing units have in common, and why the two disagree where they do.
public struct CommonalityCheck: Sendable, Equatable {
  /// Why the posterior and the test say different things of an instance.
  public enum Reason: Sendable, Equatable {
    /// So few units used it that no outcome of theirs could have passed the test.
    case tooFewUnits
    /// It mostly went together with an instance that is to blame; among the units without that one, it is like the others.
    case confounded(key: String, value: String, shared: Int)
    /// Which tests failed, and how, speaks for it more than how many did.
    case tellingFindings
    /// What failed is put down to other causes, by what the tests see.
    case otherCauses
  }

  /// An instance of which the two say different things.
  public struct Disagreement: Sendable, Equatable {
    /// What the test says.
    public let row: Commonality.Row
    /// The highest posterior of an off-nominal state of the instance.
    public let posterior: Double
    /// Why they differ.
    public let reason: Reason
  }

  /// The counts and the tests.
  public let commonality: Commonality
  /// The highest posterior of an off-nominal state of each instance of `commonality.rows`; 0 where none is a candidate.
  public let posteriors: [Double]
  /// Where the two disagree, in the order of the rows.
  public let disagreements: [Disagreement]

  /// From this posterior on an instance is to blame.
  public static let blame = 0.5
  /// To this adjusted p-value an instance is suspect.
  public static let level = 0.05

  /// Compares.
  public init(_ incident: Incident, keys: [KeyColumn], isFailing: [Bool?]) {
    let commonality = Commonality(
      Commonality.Units(
        isFailing: isFailing, counts: incident.unitCounts.map { $0.map(Self.whole) }, keys: keys))
    var best: [[String]: Double] = [:]
    for instance in incident.instances {
      best[[instance.keyColumn, instance.key]] = max(
        best[[instance.keyColumn, instance.key]] ?? 0, instance.posterior)
    }
    let posteriors = commonality.rows.map { best[[$0.key, $0.value]] ?? 0 }
    let blamed = zip(commonality.rows, posteriors).filter { $1 >= Self.blame }.map(\.0)
    self.commonality = commonality
    self.posteriors = posteriors
    disagreements = zip(commonality.rows, posteriors).compactMap { row, posterior in
      Self.reason(row, posterior, blamed, commonality).map {
        Disagreement(row: row, posterior: posterior, reason: $0)
      }
    }
  }

  /// The most units of a row that are counted: more would leave the integers once they are added up, and change no verdict.
  private static let mostUnits = 1e9

  /// A count as Fisher's test takes it, a whole number.
  private static func whole(_ count: Double) -> Int { Int(min(count, mostUnits).rounded()) }

  private static func reason(
    _ row: Commonality.Row, _ posterior: Double, _ blamed: [Commonality.Row], _ all: Commonality
  ) -> Reason? {
    let isSuspect = row.adjustedPValue <= level
    guard isSuspect != (posterior >= blame) else { return nil }
    if !isSuspect {
      return row.counts.leastPValue * Double(all.rows.count) > level
        ? .tooFewUnits : .tellingFindings
    }
    let own = (key: row.key, value: row.value)
    for other in blamed {
      let rest = all.counts(of: own, without: (other.key, other.value))
      guard rest.map({ $0.pValue > level }) ?? true,
        let overlap = all.overlap(own, (other.key, other.value)), overlap.both > 0
      else { continue }
      return .confounded(key: other.key, value: other.value, shared: overlap.both)
    }
    return .otherCauses
  }
}
