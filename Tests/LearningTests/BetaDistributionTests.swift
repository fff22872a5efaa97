import Learning
import NetworkModel
import Testing
import _TestSupport

/// The distribution of a probability.
@Suite struct BetaDistributionTests {
  /// a, b, x, I(a, b) at x: from SciPy 1.17.1, `scipy.special.betainc`.
  private static let references: [(Double, Double, Double, Double)] = [
    (0.5, 0.5, 0.00615583, 0.05000000121097496),
    (0.5, 0.5, 0.5, 0.5000000000000001),
    (0.5, 0.5, 0.993844, 0.9499993069682285),
    (0.5, 3.0, 0.000711786, 0.04999998854831552),
    (0.5, 3.0, 0.0790328, 0.500000093125001),
    (0.5, 3.0, 0.499474, 0.9500001617858453),
    (2.0, 3.0, 0.0976115, 0.050000035399912386),
    (2.0, 3.0, 0.385728, 0.500000754283394),
    (2.0, 3.0, 0.751395, 0.9499997914291909),
    (1.5, 20.0, 0.00865111, 0.05000002838880878),
    (1.5, 20.0, 0.0567558, 0.5000002195131208),
    (1.5, 20.0, 0.175534, 0.9500002904937757),
    (12.25, 3.75, 0.578736, 0.04999963202835644),
    (12.25, 3.75, 0.776882, 0.5000011576542127),
    (12.25, 3.75, 0.913836, 0.9500001970396043),
    (0.1, 40.0, 1.49951e-15, 0.05000000601922381),
    (0.1, 40.0, 1.50031e-05, 0.5000001353187085),
    (0.1, 40.0, 0.0145682, 0.9499998745525091),
    (200.0, 1800.0, 0.0892004, 0.049999347911955656),
    (200.0, 1800.0, 0.0998667, 0.5000018932083581),
    (200.0, 1800.0, 0.111254, 0.9499941218390563),
    (5000.5, 12.0, 0.996369, 0.049947100115799004),
    (5000.5, 12.0, 0.997672, 0.5000953103513713),
    (5000.5, 12.0, 0.998618, 0.9500491814588472),
    (0.02, 0.7, 1.66962e-65, 0.04999999953143275),
    (0.02, 0.7, 1.66962e-15, 0.49999999531432743),
    (0.02, 0.7, 0.138591, 0.9499999943600002),
    (100000.0, 200000.0, 0.331918, 0.049963684320449786),
    (100000.0, 200000.0, 0.333333, 0.5000171679451828),
    (100000.0, 200000.0, 0.33475, 0.9500445799996184),
  ]

  @Test(arguments: references)
  func `the cumulative probability is that of the reference`(
    a: Double, b: Double, x: Double, expected: Double
  ) {
    let found = BetaDistribution(a, b).cumulative(x)
    #expect(found.isClose(to: expected, Tolerance(relative: 1e-9, absolute: 1e-14)))
  }

  @Test(arguments: references)
  func `the quantile leads back`(a: Double, b: Double, x: Double, probability: Double) {
    guard probability > 1e-8, probability < 1 - 1e-8 else { return }
    let quantile = BetaDistribution(a, b).quantile(probability)
    #expect(quantile.isClose(to: x, Tolerance(relative: 1e-6, absolute: 1e-12)))
  }

  @Test func `closed forms are met`() {
    for x in stride(from: 0.05, to: 1, by: 0.05) {
      #expect(BetaDistribution(3, 1).cumulative(x).isClose(to: x * x * x, .manySteps))
      #expect(BetaDistribution(1, 2).cumulative(x).isClose(to: 1 - (1 - x) * (1 - x), .manySteps))
      #expect(BetaDistribution(1, 1).quantile(x).isClose(to: x, .manySteps))
    }
  }

  @Test func `the ends are the ends, and extremes stay finite`() {
    let beta = BetaDistribution(0.001, 5000)
    #expect((beta.quantile(0), beta.quantile(1)) == (0, 1))
    #expect((beta.cumulative(-1), beta.cumulative(2)) == (0, 1))
    for probability in [1e-9, 0.05, 0.5, 0.95, 1 - 1e-9] {
      for (a, b) in [(1e-6, 1e-6), (0.001, 5000), (1e7, 3), (1e7, 1e7)] {
        #expect((0...1).contains(BetaDistribution(a, b).quantile(probability)))
      }
    }
  }
}
