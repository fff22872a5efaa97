/// A day, a month or a year, as it is known.
public struct PartialDate: Sendable, Equatable {
  /// The year.
  public let year: Int
  /// The month, 1 to 12; nil where only the year is known.
  public let month: Int?
  /// The day of the month; nil where only the month is known.
  public let day: Int?

  /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nil when `text` is no such date of the calendar.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.allSatisfy(\.isASCIIDigit) ? Int($0) : nil }
    guard numbers.count == parts.count, (1...3).contains(parts.count), parts[0].count == 4,
      parts.dropFirst().allSatisfy({ $0.count == 2 })
    else { return nil }
    year = numbers[0]
    month = numbers.count > 1 ? numbers[1] : nil
    day = numbers.count > 2 ? numbers[2] : nil
    if let month, !(1...12).contains(month) { return nil }
    if let month, let day, !(1...Self.days(inMonth: month, of: year)).contains(day) { return nil }
  }

  /// The days from the first of January 1970 to the first day that this may be.
  public var earliestDay: Int { Self.dayNumber(year, month ?? 1, day ?? 1) }

  /// The days from the first of January 1970 to the last day that this may be.
  public var latestDay: Int {
    let lastMonth = month ?? 12
    return Self.dayNumber(year, lastMonth, day ?? Self.days(inMonth: lastMonth, of: year))
  }

  /// The least number of days from this date to `later`.
  public func days(until later: PartialDate) -> Int { later.earliestDay - latestDay }

  /// Whether both dates are known to the day.
  public var isExact: Bool { day != nil }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  /// The day number of a date in the Gregorian calendar.
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let before = year - 1
    let leapDays = before / 4 - before / 100 + before / 400
    let months = (1..<month).reduce(0) { $0 + days(inMonth: $1, of: year) }
    return before * 365 + leapDays + months + day - 719_163
  }
}

extension PartialDate: CustomStringConvertible {
  /// The date as it is read.
  public var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return [padded(year, 4), month.map { padded($0, 2) }, day.map { padded($0, 2) }]
      .compactMap(\.self).joined(separator: "-")
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
