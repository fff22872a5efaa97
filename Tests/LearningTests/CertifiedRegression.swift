import Testing

/// Data with certified values from the Statistical Reference Datasets, section "Linear Regression" ([StRD]).
struct CertifiedRegression: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let values: [Double]
  let columns: [[Double]]
  /// The intercept and the slopes.
  let coefficients: [Double]
  /// By the degrees of freedom.
  let residualDeviation: Double
  /// How near a Double comes through the normal equations about the means.
  let relativeError: Double

  static let all = [norris, longley]

  /// Calibration of ozone monitors, of the lower level of difficulty.
  private static let norris = CertifiedRegression(
    testDescription: "Norris",
    values: [
      0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1,
      668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0,
      998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
    ],
    columns: [
      [
        0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5,
        666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2,
        999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
      ]
    ],
    coefficients: [-0.262323073774029, 1.00211681802045], residualDeviation: 0.884796396144373,
    relativeError: 1e-10)

  /// Employment by six figures of the economy that nearly follow from each other, of the higher level of difficulty.
  private static let longley = CertifiedRegression(
    testDescription: "Longley",
    values: [
      60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655,
      69564, 69331, 70551,
    ],
    columns: [
      [
        83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7,
        116.9,
      ],
      [
        234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769,
        444546, 482704, 502601, 518173, 554894,
      ],
      [
        2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806,
        4007,
      ],
      [
        1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572,
        2827,
      ],
      [
        107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445,
        121950, 123366, 125368, 127852, 130081,
      ],
      (1947...1962).map(Double.init),
    ],
    coefficients: [
      -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683,
      -1.03322686717359, -0.0511041056535807, 1829.15146461355,
    ],
    residualDeviation: 304.854073561965, relativeError: 1e-9)
}
