import NetworkModel
import RootCause

/// A model as its JSON file has it.
///
/// Tables have a row for each joint state of the parents, the first parent slowest, as everywhere.
struct ModelFile: Codable {
  /// The newest version of this layout. A change that older readers would misread raises it.
  static let currentFormat = 2

  /// The version that a model needs: 2 where readings have regressors, else 1, which older readers know.
  var format: Int
  var title: String?
  var variables: [VariableEntry]
  var ignoredColumns: [String]?
  var rules: [String]?
  var losses: String?
  var hasGuessedKinds: Bool?
  var graphAttributes: [String: String]?
  var basis: ParameterBasis?
  var provenance: Provenance

  struct VariableEntry: Codable {
    var name: String
    var kind: Kind
    var form: CausalVariable.Form
    var states: [String]?
    var parents: [String]
    var label: String?
    var key: String?
    var column: String?
    var bins: String?
    var unit: String?
    var regressors: [String]?
    var typical: MomentsEntry?
    var cost: Double?
    var tie: String?
    var priorGroup: String?
    var weight: Double?
    var attributes: [String: String]?
    var arcAttributes: [String: [String: String]]?
    var cpd: DistributionEntry
    var expert: DistributionEntry?
    var counts: [[Double]]?
  }

  /// Where the regressors of a reading lie and how they vary together.
  struct MomentsEntry: Codable {
    var means: [Double]
    var covariances: [[Double]]

    init(_ moments: RegressorMoments) {
      means = moments.means
      covariances = moments.covariances.chunked(max(1, moments.count))
    }

    /// The moments of so many regressors, or nil when the members don't suit them.
    func moments(count: Int) -> RegressorMoments? {
      guard means.count == count, covariances.count == count,
        covariances.allSatisfy({ $0.count == count }), means.allSatisfy(\.isFinite),
        covariances.joined().allSatisfy(\.isFinite),
        (0..<count).allSatisfy({ covariances[$0][$0] >= 0 })
      else { return nil }
      return RegressorMoments(means: means, covariances: Array(covariances.joined()))
    }
  }

  /// The numbers of a CPD: rows of probabilities, or of mean, standard deviation and slopes for a reading, with the moments of its regressors;
  /// of a noisy-MAX its leak, and the rows of each parent.
  struct DistributionEntry: Codable {
    var rows: [[Double]]?
    var leak: [Double]?
    var strengths: [String: [[Double]]]?
    var regressors: MomentsEntry?
  }
}

extension ModelFile.DistributionEntry {
  init(_ cpd: CPD, parents: [String]) {
    switch cpd {
    case .table(let table): rows = table.values.chunked(table.cardinality)
    case .noisyMax(let noisyMax):
      leak = noisyMax.leak
      strengths = Dictionary(
        uniqueKeysWithValues: zip(parents, noisyMax.strengths).map {
          ($0, $1.chunked(noisyMax.cardinality))
        })
    case .gaussian(let gaussian):
      rows = gaussian.means.indices.map { row in
        [gaussian.means[row], gaussian.standardDeviations[row]] + gaussian[slopesOfRow: row]
      }
      if gaussian.regressors.count > 0 { regressors = .init(gaussian.regressors) }
    }
  }

  /// The CPD of a variable of this form, or nil when the members do not suit it.
  func cpd(
    _ form: CausalVariable.Form, cardinality: Int, regressorCount: Int, parents: [String]
  ) -> CPD? {
    switch form {
    case .table:
      guard let rows, rows.allSatisfy({ $0.count == cardinality }) else { return nil }
      return .table(TabularCPD(cardinality: cardinality, values: Array(rows.joined())))
    case .noisyMax:
      guard let leak, leak.count == cardinality, let strengths, Set(strengths.keys) == Set(parents),
        strengths.values.joined().allSatisfy({ $0.count == cardinality })
      else { return nil }
      return .noisyMax(
        NoisyMaxCPD(
          cardinality: cardinality,
          strengths: parents.map { Array(strengths[$0, default: []].joined()) }, leak: leak))
    case .gaussian:
      guard let rows, rows.allSatisfy({ $0.count == 2 + regressorCount }) else { return nil }
      let moments = regressors?.moments(count: regressorCount)
      guard regressors == nil || moments != nil else { return nil }
      return .gaussian(
        GaussianCPD(
          means: rows.map { $0[0] }, standardDeviations: rows.map { $0[1] },
          slopes: rows.flatMap { $0.dropFirst(2) },
          regressors: moments ?? .standard(count: regressorCount)))
    }
  }
}

extension Array {
  /// The elements in pieces of `length`.
  func chunked(_ length: Int) -> [[Element]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}
