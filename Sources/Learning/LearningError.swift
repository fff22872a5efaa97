import Inference
import NetworkModel

/// Why nothing could be learned.
public enum LearningError: Error, Equatable, Sendable {
  /// The record in this row of the store can't happen under the numbers that the learning starts from: they have zeros.
  case impossibleRecord(row: Int, contradiction: Evidence)
  /// There is no record.
  case noRecords
  /// The network can't be compiled.
  case inference(InferenceError)
  /// The variables share a CPT by `tie`, but their families are not alike.
  case unlikeTies(name: String, variables: [String])
}
