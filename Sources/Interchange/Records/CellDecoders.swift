import Learning
import NetworkModel
import RootCause

/// A number's way into states.
struct BinCodes {
  let thresholds: [Double]
  /// The code of the state below the first threshold, between the first and the second, and so on.
  let codes: [UInt16]

  /// Returns the code of the state in which `value` falls; a value at a threshold belongs to the state above it, as in `Bins`.
  func code(of value: Double) -> UInt16 {
    codes[thresholds.firstIndex { value < $0 } ?? thresholds.count]
  }
}

/// The decoders of a records file, column by column.
struct CellDecoders {
  private(set) var list: [CellDecoder] = []
  /// The decoders of each column of the file.
  private(set) var ofColumn: [Range<Int>] = []
  /// What every cell of a column of states may say; a missing cell has the code `CaseStore.missing16`.
  private(set) var labels = LabelTable()
  /// The same by text, for the cells whose bytes differ.
  private var codes: [[String: UInt16]] = []
  /// The cuts of each decoder; nil where a number is no state.
  private(set) var bins: [BinCodes?] = []
  /// The variables whose states are kept, in the order of their places.
  private(set) var codedVariables: [Int] = []
  /// What the values are that are kept, in the order of their places.
  private(set) var values: [Values] = []

  /// What a column of values is.
  enum Values: Equatable {
    /// The values of this reading.
    case reading(Int)
    /// The values of the regressor of this name.
    case regressor(String)
    /// How many units each row stands for.
    case count
  }

  init(_ layout: RecordsLayout, graph: CausalGraph) {
    for column in layout.columns {
      let start = list.count
      switch column.role {
      case .variables(let indices): for index in indices { add(index, graph.variables[index]) }
      case .regressor: addRegressor(column.name)
      case .count: addCount()
      default: break
      }
      ofColumn.append(start..<list.count)
    }
  }

  private mutating func addCount() {
    list.append(CellDecoder(form: .count, variable: nil, place: values.count))
    values.append(.count)
    bins.append(nil)
    codes.append([:])
  }

  private mutating func addRegressor(_ name: String) {
    let codes = Self.missingCodes(hasNumbers: true)
    for (label, code) in codes { labels.insert(label, owner: list.count, code: code) }
    list.append(CellDecoder(form: .reading, variable: nil, place: values.count))
    values.append(.regressor(name))
    bins.append(nil)
    self.codes.append(codes)
  }

  /// The words for a missing cell.
  private static func missingCodes(hasNumbers: Bool) -> [String: UInt16] {
    var codes: [String: UInt16] = [:]
    for word in ["", "NA", "?"] + (hasNumbers ? ["NaN", "nan", "NAN"] : []) {
      codes[word] = CaseStore.missing16
    }
    return codes
  }

  private mutating func add(_ index: Int, _ variable: CausalVariable) {
    let isReading = variable.variable.isReading
    let form: CellDecoder.Form = isReading ? .reading : variable.bins == nil ? .states : .bins
    var codes = Self.missingCodes(hasNumbers: form != .states)
    for (code, state) in variable.variable.states.enumerated() {
      codes[state] = UInt16(truncatingIfNeeded: code)
    }
    for (label, code) in codes { labels.insert(label, owner: list.count, code: code) }
    self.codes.append(codes)
    bins.append(form == .bins ? variable.bins.flatMap { Self.codes(of: $0, in: variable) } : nil)
    list.append(
      CellDecoder(
        form: form, variable: index,
        place: isReading ? values.count : codedVariables.count))
    if isReading { values.append(.reading(index)) } else { codedVariables.append(index) }
  }

  private static func codes(of bins: Bins, in variable: CausalVariable) -> BinCodes? {
    let codes = bins.states.compactMap { variable.variable.state($0) }
    guard codes.count == bins.states.count else { return nil }
    return BinCodes(
      thresholds: bins.thresholds, codes: codes.map { UInt16(truncatingIfNeeded: $0) })
  }
}

extension CellDecoders {
  /// Decodes a cell that is no state letter by letter: a number, a state with spaces around it or quotes in it, or a mistake.
  func decode(_ cell: CSVScanner.Cell, by index: Int, in scanner: CSVScanner) -> DecodedCell {
    let text = Self.trimmed(cell, in: scanner)
    switch list[index].form {
    case .states, .bins:
      if let code = label(cell, text, index, scanner) { return .code(code) }
      guard list[index].form == .bins else { return .unknownState }
      if let bins = bins[index], let value = Self.number(text, scanner) {
        return .code(bins.code(of: value))
      }
      return Self.looksNumeric(text, scanner) ? .notANumber : .unknownState
    case .reading:
      if let value = Self.number(text, scanner) {
        let isRegressor = list[index].variable == nil
        return isRegressor && abs(value) > Self.largestRegressor ? .tooLarge : .value(value)
      }
      return label(cell, text, index, scanner) == nil ? .notANumber : .value(.nan)
    case .count:
      guard let value = Self.number(text, scanner), value >= 0 else { return .badCount }
      return .value(value)
    }
  }

  /// Squares of larger regressors would leave the numbers.
  static let largestRegressor = 1e100

  /// The code of a cell with its spaces or its quotes put right.
  private func label(
    _ cell: CSVScanner.Cell, _ trimmed: Range<Int>, _ index: Int, _ scanner: CSVScanner
  ) -> UInt16? {
    // No label is that long.
    guard trimmed.count <= 1 << 16 else { return nil }
    if cell.hasDoubledQuotes { return codes[index][scanner.text(of: cell)] }
    if let code = labels.code(of: scanner.bytes, in: trimmed, owner: index) { return code }
    // The same text may be written in other bytes: é in one character, or as e with an accent.
    guard scanner.bytes[trimmed].contains(where: { $0 >= 0x80 }) else { return nil }
    return codes[index][String(decoding: scanner.bytes[trimmed], as: UTF8.self)]
  }

  /// The finite number in `range`.
  private static func number(_ range: Range<Int>, _ scanner: CSVScanner) -> Double? {
    let value = DecimalNumber.value(of: scanner.bytes, in: range)
    return value?.isFinite == true ? value : nil
  }

  /// Whether a cell begins like a number, so that it is a slip in a number and not in a state.
  private static func looksNumeric(_ range: Range<Int>, _ scanner: CSVScanner) -> Bool {
    guard let first = range.first else { return false }
    return (UInt8(ascii: "+")...UInt8(ascii: "9")).contains(scanner.bytes[first])
  }

  /// The bytes of a cell without the spaces around it; a quoted cell means its spaces.
  private static func trimmed(_ cell: CSVScanner.Cell, in scanner: CSVScanner) -> Range<Int> {
    if cell.isQuoted { return cell.range }
    let isSpace: (Int) -> Bool = { index in
      scanner.bytes[index] == UInt8(ascii: " ") || scanner.bytes[index] == UInt8(ascii: "\t")
    }
    var (start, end) = (cell.start, cell.end)
    while start < end, isSpace(start) { start += 1 }
    while start < end, isSpace(end - 1) { end -= 1 }
    return start..<end
  }
}
