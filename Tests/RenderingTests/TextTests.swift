import NetworkModel
import Rendering
import Testing

/// Text and numbers made fit to be shown.
@Suite struct TextTests {
  @Test(arguments: [
    ("plain", "plain"), ("  two  words \n", "two words"), ("\u{1B}[2Jboo", "[2Jboo"),
    ("a\u{0}b", "a b"), ("", "(empty)"), ("\u{7}", "(empty)"),
    ("a\u{202E}b", "ab"), ("a\u{FFFF}b", "a\u{FFFD}b"), ("工場", "工場"),
  ])
  func `a line has no control characters`(text: String, line: String) {
    #expect(DisplayText.line(text) == line)
  }

  @Test func `a long text is cut between characters and ends in an ellipsis`() {
    #expect(DisplayText.line("abcdef", limit: 4) == "ab…")
    #expect(DisplayText.line("abcd", limit: 4) == "abcd")
    #expect(DisplayText.line("ab👩🏽‍🔧", limit: 5) == "ab…")
    #expect(
      DisplayText.line("a" + String(repeating: "\u{301}", count: 1000), limit: 10).unicodeScalars
        .count == 10)
  }

  @Test(arguments: [
    ("one two three", ["one two", "three"]), ("metering_rod_setup", ["metering_", "rod_setup"]),
    ("abcdefghijklm", ["abcdefghi", "jklm"]),
    ("a\nb", ["a", "b"]), ("\n\n", ["(empty)"]), ("漢字漢字漢字", ["漢字漢字", "漢字"]),
    ("so reflow_oven_2", ["so", "reflow_", "oven_2"]),
  ])
  func `lines break between words, and in words that are too long`(text: String, lines: [String]) {
    #expect(DisplayText.lines(text, width: 9) == lines)
  }

  @Test(arguments: [("abc", 3), ("é", 1), ("e\u{301}", 1), ("漢字", 4), ("🏭", 2), ("—", 1), ("", 0)])
  func `columns count what a terminal shows`(text: String, columns: Int) {
    #expect(DisplayText.columns(of: text) == columns)
  }

  @Test(arguments: [
    (0.0, "0"), (1e-300, "<0.0001"), (0.000_049, "<0.0001"), (0.000_05, "0.0001"), (0.25, "0.2500"),
    (0.999_94, "0.9999"),
    (0.999_95, ">0.9999"), (1.0, "1"),
  ])
  func `only certainty is shown as certainty`(value: Double, text: String) {
    #expect(Figures.probability(value) == text)
  }

  @Test(arguments: [
    (0.0, "0 %"), (1e-9, "<0.1 %"), (0.125, "12.5 %"), (0.9994, "99.9 %"), (0.9999, ">99.9 %"),
    (1.0, "100 %"),
  ])
  func `percentages have one decimal`(value: Double, text: String) {
    #expect(Figures.percent(value) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (0.0004, "<0.001"), (0.5, "0.500"), (2.345, "2.35"), (44.24, "44.2"),
    (12345.6, "12346"), (1e300, ">1000000"),
  ])
  func `factors have the digits that mean something`(value: Double, text: String) {
    #expect(Figures.factor(value) == text)
  }

  @Test func `numbers keep their sign and their zeros`() {
    #expect(Figures.fixed(-0.04, 1) == "0.0")
    #expect(Figures.fixed(-1.05, 1) == "-1.1")
    #expect(Figures.fixed(3, 0) == "3")
    #expect(Figures.fixed(1.005, 4) == "1.0050")
    #expect(Figures.logarithm(-1e300) == "-1e+300")
    #expect(Figures.measured(28.5) == "28.5")
    #expect(Figures.measured(3) == "3")
  }

  @Test func `a table is aligned whatever the script`() {
    let table = TextTable(
      [.words("name"), .numbers("value"), .words("")],
      rows: [["漢字", "1", "x"], ["é", "12.5", ""]])
    #expect(table.text == "name  value\n漢字      1  x\né      12.5\n")
  }
}
