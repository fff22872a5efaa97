import Foundation
import RootCause
import Testing
import _TestSupport

@Suite struct PartialDateTests {
  @Test(arguments: [
    "1990-09-11", "1990-09", "1990", "2000-02-29", "2024-02-29", "0001-01-01", "9999-12-31",
  ])
  func `a date of the calendar is read and written`(text: String) throws {
    #expect(try #require(PartialDate(text)).description == text)
  }

  @Test(arguments: [
    "", "90", "1990-9", "1990-9-1", "1990-13", "1990-00", "1990-01-00", "1990-01-32", "1990-04-31",
    "1990-02-29",
    "1900-02-29", "2100-02-29", "1990-09-11-", "1990-09-11T00:00", "-1990", "+199", " 1990",
    "1990/09/11", "199O", "１９９０",
    "1990-0\u{301}9", "--", "1990--01",
  ])
  func `anything else is no date`(text: String) {
    #expect(PartialDate(text) == nil)
  }

  /// Day 0 is the first of January 1970; the others are from the tables of the proleptic Gregorian calendar.
  @Test(arguments: [
    ("1970-01-01", 0), ("1969-12-31", -1), ("2000-01-01", 10957), ("2000-02-29", 11016),
    ("2000-03-01", 11017),
    ("1990-09-11", 7558), ("1900-03-01", -25508), ("1600-01-01", -135_140),
    ("0001-01-01", -719_162),
    ("9999-12-31", 2_932_896),
  ])
  func `days are numbered from 1970`(text: String, day: Int) throws {
    let date = try #require(PartialDate(text))
    #expect(date.earliestDay == day)
    #expect(date.latestDay == day)
    #expect(date.isExact)
  }

  @Test func `days are those of the calendar of the system`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    for day in stride(from: -100_000, through: 100_000, by: 997) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: 86_400 * Double(day)))
      // The system's calendar is Julian before October 1582.
      guard let year = parts.year, year > 1582, let month = parts.month, let dayOfMonth = parts.day
      else { continue }
      let text =
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)"
      #expect(PartialDate(text)?.earliestDay == day)
    }
  }

  @Test(arguments: [
    ("1990-09-11", "1990-09-12", 1), ("1990-09-11", "1990-09-11", 0),
    ("1990-09-11", "1990-09-10", -1),
    ("1990-09", "1990-10-01", 1), ("1990-02", "1990-03", 1), ("2000-02", "2000-03-01", 1),
    ("1990", "1991-01-01", 1),
    ("1981", "1990-09-11", 3176), ("1990", "1990-06-01", -213), ("1990-09", "1990-09", -29),
  ])
  func `the days until a later date are the fewest that there can be`(
    early: String, late: String, days: Int
  ) throws {
    #expect(try #require(PartialDate(early)).days(until: #require(PartialDate(late))) == days)
  }

  @Test func `a month or a year is not known to the day`() throws {
    let month = try #require(PartialDate("2024-02"))
    #expect(!month.isExact)
    #expect(month.latestDay - month.earliestDay == 28)
    let year = try #require(PartialDate("2024"))
    #expect(year.latestDay - year.earliestDay == 365)
  }
}
