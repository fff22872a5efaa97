import Learning

/// New records for an old model, without the records that it was learned from.
public struct ModelUpdate: Sendable {
  /// The model.
  public let model: CausalModel
  /// The share of the old counts that is forgotten, from 0 to 1.
  public let forget: Double
  /// Records as the model was learned from them, which are taken out again because the new ones say more of the same units; nil for none.
  public let retracted: CaseStore?

  /// Adds to `model`.
  public init(_ model: CausalModel, forget: Double = 0, retracted: CaseStore? = nil) {
    self.model = model
    self.forget = forget
    self.retracted = retracted
  }

  /// The units that the old counts still stand for.
  var units: Double {
    let units = (model.provenance.learning?.units ?? 0) - (retracted?.totalCount ?? 0)
    return (1 - forget) * max(0, units)
  }

  /// The digests of the records that the model was learned from, oldest first.
  var history: [Provenance.EarlierRecords]? {
    guard let learning = model.provenance.learning else { return nil }
    return (learning.earlier ?? [])
      + [Provenance.EarlierRecords(recordsDigest: learning.recordsDigest, forget: forget)]
  }

  /// The old counts; nil for a model of expert numbers alone.
  func earlierCounts(
    _ settings: ExpectationMaximization
  ) throws(LearningError) -> EarlierCounts? {
    guard let counts = model.counts else { return nil }
    var earlier = EarlierCounts(counts, under: model.network.cpds)
    if let retracted {
      earlier.subtract(try settings.expectedCounts(of: retracted, under: model.network))
    }
    return EarlierCounts(earlier.counts, under: earlier.cpds, share: 1 - forget)
  }
}
