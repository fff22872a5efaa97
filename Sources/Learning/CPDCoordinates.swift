import NetworkModel

/// The numbers of CPDs as coordinates in which one may go in straight lines without leaving what is a CPD.
///
/// A distribution is the point on the sphere with the square roots of its probabilities: any point but the origin is a
/// distribution again, and distances are those of the Fisher metric. A reading has its means and the logarithms of its
/// standard deviations; with regressors the means where these are at their centre, and the slopes for a regressor's standard deviation.
enum CPDCoordinates {
  /// Returns the coordinates of all CPDs, one after the other.
  static func coordinates(of cpds: [CPD]) -> [Double] {
    cpds.flatMap { cpd -> [Double] in
      switch cpd {
      case .table(let table): table.values.map { $0.squareRoot() }
      case .noisyMax(let noisyMax):
        noisyMax.leak.map { $0.squareRoot() }
          + noisyMax.strengths.joined().map { $0.squareRoot() }
      case .gaussian(let gaussian):
        gaussian.centredMeans + gaussian.standardDeviations.map { logarithm($0) }
          + zip(gaussian.slopes, gaussian.slopeScales).map { $0 * $1 }
      }
    }
  }

  /// Returns the CPDs that have these coordinates, in the shape of `cpds`.
  static func cpds(at coordinates: [Double], like cpds: [CPD]) -> [CPD] {
    var rest = coordinates[...]
    func take(_ count: Int) -> ArraySlice<Double> {
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    return cpds.map { cpd in
      switch cpd {
      case .table(var table):
        table.values = rows(take(table.values.count), like: table.values, table.cardinality)
        return .table(table)
      case .noisyMax(var noisyMax):
        let length = noisyMax.cardinality
        noisyMax.leak = rows(take(length), like: noisyMax.leak, length)
        for parent in noisyMax.strengths.indices {
          let strengths = noisyMax.strengths[parent]
          noisyMax.strengths[parent] = rows(take(strengths.count), like: strengths, length)
        }
        return .noisyMax(noisyMax)
      case .gaussian(var gaussian):
        let means = take(gaussian.means.count)
        gaussian.standardDeviations = take(gaussian.means.count).map { exponential($0) }
        gaussian.slopes = zip(take(gaussian.slopes.count), gaussian.slopeScales).map { $0 / $1 }
        gaussian.setCentredMeans(means)
        return .gaussian(gaussian)
      }
    }
  }

  /// The distributions at the points `roots`; a row at the origin stays as it was.
  private static func rows(
    _ roots: ArraySlice<Double>, like previous: [Double], _ length: Int
  ) -> [Double] {
    var values = roots.map { $0 * $0 }
    for start in stride(from: 0, to: values.count, by: length) {
      let row = start..<start + length
      let total = values[row].reduce(0, +)
      guard total > 0, total.isFinite else {
        values.replaceSubrange(row, with: previous[row])
        continue
      }
      for place in row { values[place] /= total }
    }
    return values
  }
}

extension GaussianCPD {
  /// The means where the regressors are at their centre.
  fileprivate var centredMeans: [Double] {
    means.indices.map { mean(row: $0, at: regressors.means) }
  }

  /// Moves the lines so that they have these means where the regressors are at their centre.
  fileprivate mutating func setCentredMeans(_ values: ArraySlice<Double>) {
    for (row, value) in values.enumerated() {
      means[row] = zip(self[slopesOfRow: row], regressors.means).reduce(value) {
        $0 - $1.0 * $1.1
      }
    }
  }

  /// For each slope the standard deviation of its regressor; 1 for one that is constant.
  fileprivate var slopeScales: [Double] {
    let scales = regressors.standardDeviations.map { $0 > 0 && $0.isFinite ? $0 : 1 }
    return means.flatMap { _ in scales }
  }
}
