import NetworkModel

/// Failing and passing units, with something in common and without it: a table of two by two.
public struct FailureCounts: Sendable, Equatable {
  /// The failing units that have it.
  public let failingWith: Int
  /// The passing units that have it.
  public let passingWith: Int
  /// The failing units that don't.
  public let failingWithout: Int
  /// The passing units that don't.
  public let passingWithout: Int

  /// Creates a table.
  ///
  /// - Precondition: No count is negative.
  public init(failingWith: Int, passingWith: Int, failingWithout: Int, passingWithout: Int) {
    precondition(min(failingWith, passingWith, failingWithout, passingWithout) >= 0)
    self.failingWith = failingWith
    self.passingWith = passingWith
    self.failingWithout = failingWithout
    self.passingWithout = passingWithout
  }

  /// The units that have it.
  public var with: Int { failingWith + passingWith }
  /// The failing units.
  public var failing: Int { failingWith + failingWithout }
  /// The passing units.
  public var passing: Int { passingWith + passingWithout }
  /// All units.
  public var total: Int { failing + passing }

  /// The share of the units with it that fail; nil without any.
  public var failingShareWith: Double? {
    with == 0 ? nil : Double(failingWith) / Double(with)
  }

  /// The share of the units without it that fail; nil without any.
  public var failingShareWithout: Double? {
    total == with ? nil : Double(failingWithout) / Double(total - with)
  }

  /// log P(as many failing units have it, or more), natural, if failing had nothing to do with it: Fisher's exact test, of one side ([F35], section
  /// 21).
  ///
  /// The number of failing units among those that have it is hypergeometric when all margins are given. The tail that is summed is the one
  /// away from the mode, where terms only fall; a probability far below the smallest double still has a finite logarithm.
  ///
  /// - Complexity: O(terms that count), some square root of the units.
  public var logPValue: Double {
    let isUpper = Double(failingWith) * Double(total + 2) > Double(with + 1) * Double(failing + 1)
    if isUpper { return min(0, logTail(from: failingWith, step: 1)) }
    guard failingWith > fewest else { return 0 }
    return min(
      0, logarithmOfOnePlus(-min(1, exponential(logTail(from: failingWith - 1, step: -1)))))
  }

  /// The probability that as many failing units have it, or more, if failing had nothing to do with it.
  public var pValue: Double { exponential(logPValue) }

  /// The least `pValue` that units in these numbers can have: that of all failing units having it, or all that have it failing.
  public var leastPValue: Double {
    let most = min(failing, with)
    return FailureCounts(
      failingWith: most, passingWith: with - most, failingWithout: failing - most,
      passingWithout: passing - (with - most)
    ).pValue
  }

  /// The fewest failing units that must have it.
  private var fewest: Int { max(0, with - passing) }

  /// log P(exactly `count` failing units have it).
  private func logProbability(_ count: Int) -> Double {
    Self.logChoose(failing, count) + Self.logChoose(passing, with - count)
      - Self.logChoose(total, with)
  }

  private func logTail(from start: Int, step: Int) -> Double {
    var (count, term, sum) = (start, 1.0, 1.0)
    while term > sum * 1e-18 {
      let (lower, upper) = step > 0 ? (count, count + 1) : (count - 1, count)
      guard upper <= min(failing, with), lower >= fewest else { break }
      // The quotient of the terms of `upper` and `lower`.
      let ratio =
        Double(failing - lower) / Double(upper) * Double(with - lower)
        / Double(passing - with + upper)
      term *= step > 0 ? ratio : 1 / ratio
      sum += term
      count += step
    }
    return logProbability(start) + logarithm(sum)
  }

  private static func logChoose(_ total: Int, _ count: Int) -> Double {
    logarithmOfGamma(Double(total + 1)) - logarithmOfGamma(Double(count + 1))
      - logarithmOfGamma(Double(total - count + 1))
  }
}
