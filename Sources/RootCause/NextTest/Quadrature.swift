/// Integrals by adaptive Gauss-Kronrod quadrature: the panel of the largest error is halved until the sum of errors is small ([PD83]).
struct Quadrature {
  /// An integral and how far it may be off.
  struct Integral {
    var value = 0.0
    var error = 0.0
  }

  /// The error that is small enough.
  var tolerance = 1e-6
  /// The most panels.
  var panelLimit = 400

  private struct Panel {
    let low: Double
    let high: Double
    let integral: Integral
  }

  /// Integrates `function` from the first of `breaks` to the last.
  ///
  /// - Parameter breaks: Where panels begin and end at first, ascending.
  /// - Complexity: 15 values of the function for each panel.
  func integral(over breaks: [Double], of function: (Double) -> Double) -> Integral {
    var panels = zip(breaks, breaks.dropFirst()).filter { $0 < $1 }.map {
      Self.panel($0, $1, function)
    }
    while panels.count < panelLimit, panels.reduce(0, { $0 + $1.integral.error }) > tolerance,
      let worst = panels.indices.max(by: { panels[$0].integral.error < panels[$1].integral.error })
    {
      let panel = panels[worst]
      let middle = panel.low + 0.5 * (panel.high - panel.low)
      guard panel.low < middle, middle < panel.high else { break }
      panels[worst] = Self.panel(panel.low, middle, function)
      panels.append(Self.panel(middle, panel.high, function))
    }
    return panels.reduce(into: Integral()) {
      $0.value += $1.integral.value
      $0.error += $1.integral.error
    }
  }

  private static func panel(
    _ low: Double, _ high: Double, _ function: (Double) -> Double
  ) -> Panel {
    let (center, half) = (0.5 * (low + high), 0.5 * (high - low))
    let middle = function(center)
    var kronrod = kronrodWeights[7] * middle
    var gauss = gaussWeights[3] * middle
    for node in 0..<7 {
      let sum = function(center - half * nodes[node]) + function(center + half * nodes[node])
      kronrod += kronrodWeights[node] * sum
      if node % 2 == 1 { gauss += gaussWeights[node / 2] * sum }
    }
    return Panel(
      low: low, high: high,
      integral: Integral(value: half * kronrod, error: half * abs(kronrod - gauss)))
  }

  /// The nodes of the 15-point rule above 0 and 0 itself; each second one is a node of the 7-point rule.
  private static let nodes = [
    0.99145537112081264, 0.94910791234275852, 0.86486442335976907, 0.74153118559939444,
    0.58608723546769113, 0.40584515137739717, 0.20778495500789847, 0,
  ]
  private static let kronrodWeights = [
    0.02293532201052922, 0.06309209262997855, 0.10479001032225018, 0.14065325971552592,
    0.16900472663926790, 0.19035057806478541, 0.20443294007529889, 0.20948214108472783,
  ]
  private static let gaussWeights = [
    0.12948496616886969, 0.27970539148927667, 0.38183005050511894, 0.41795918367346939,
  ]
}
