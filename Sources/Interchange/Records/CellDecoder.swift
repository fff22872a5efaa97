/// How the cells of a column become the codes or the values of one variable, or a count.
struct CellDecoder {
  /// What a cell holds.
  enum Form {
    /// A state by name.
    case states
    /// A state by name, or a number that is cut into states.
    case bins
    /// A number.
    case reading
    /// A number of units, which has to be there.
    case count
  }

  let form: Form
  /// The variable; nil for a regressor or a count.
  let variable: Int?
  /// The place among the columns of codes or of values that are kept.
  let place: Int
}

/// What a cell says.
enum DecodedCell {
  /// A state, or that it is missing.
  case code(UInt16)
  /// A number; not one where it is missing.
  case value(Double)
  case unknownState, notANumber, badCount, tooLarge
}
