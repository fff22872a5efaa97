/// How strong the prior of a group of families is, as the records tell.
public struct FittedStrength: Sendable, Equatable, Codable {
  /// How the fit ended.
  public enum Ending: String, Sendable, Equatable, Codable {
    /// Where the likelihood is greatest.
    case settled
    /// At the greatest strength: the rows differ no more than chance would have it.
    case upperBound
    /// At the least strength: the rows have nothing in common.
    case lowerBound
    /// Before it stood still.
    case unsettled
    /// Nowhere, because there are no rows to compare; the default prior stays.
    case noData
  }

  /// The group.
  public let group: String
  /// The records that the prior is worth in each row of the group's tables; nil without data.
  public let strength: Double?
  /// The number of families, tied ones counted once.
  public let families: Int
  /// The number of rows with counts that were compared.
  public let rows: Int
  /// How the fit ended.
  public let ending: Ending
}
