import Learning
import Testing

/// The order of instances.
@Suite struct KeyColumnTests {
  @Test(arguments: [
    (["10", "9", "-1", "2.5"], ["-1", "2.5", "9", "10"]),
    (["run 10", "run 9", "run 09"], ["run 9", "run 09", "run 10"]),
    (["2026-03-10", "2026-03-09", "2025-12-31"], ["2025-12-31", "2026-03-09", "2026-03-10"]),
    (["nan", "2", "inf", "1"], ["1", "2", "inf", "nan"]),
    ([], []),
  ])
  func `instances are sorted as people sort them`(values: [String], expected: [String]) {
    let column = KeyColumn(name: "key", values)
    #expect(column.ordered.map { column.values[$0] } == expected)
  }
}
