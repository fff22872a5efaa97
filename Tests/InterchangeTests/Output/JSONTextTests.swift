import Foundation
import Interchange
import RootCause
import Testing
import _TestSupport

/// JSON that people can read says the same as JSON in one line.
@Suite struct JSONTextTests {
  @Test(arguments: UInt64(1)...100)
  func `a page says what the line says`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let value = AnyJSON.random(depth: 4, &dice)
    let (line, page) = (try JSONText.line([value]), try JSONText.page([value]))
    #expect(try parsed(page).isEqual(to: parsed(line)))
    #expect(!line.contains("\n"))
    #expect(page.hasSuffix("]\n"))
    #expect(try JSONDecoder().decode([AnyJSON].self, from: Data(page.utf8)) == [value])
  }

  @Test func `lists of plain values stand in one line and members in one each`() throws {
    let value = AnyJSON.object([
      "a": .list([.number(1), .text("x\",y\\"), .null, .boolean(true)]), "b": .list([]),
      "c": .object([:]),
      "d": .list([.list([.number(0.5)]), .object(["e": .text("\\\"{[")])]),
    ])
    #expect(
      try JSONText.page(value) == """
        {
          "a": [1, "x\\",y\\\\", null, true],
          "b": [],
          "c": {},
          "d": [
            [0.5],
            {
              "e": "\\\\\\"{["
            }
          ]
        }

        """)
  }

  @Test func `a number without bounds is a text`() throws {
    #expect(try JSONText.line([Double.infinity, -.infinity, 0.1]) == "[\"inf\",\"-inf\",0.1]")
  }

  @Test func `a diagnosis has the members that its documentation names`() throws {
    let model = try GraphSamples.model(GraphSamples.line)
    let diagnosis = try Diagnostician(model).diagnose(.init(["xray": "fail"], in: model.network))
    let text = try JSONText.page(DiagnosisRecord(diagnosis, top: 2))
    let record = try JSONDecoder().decode([String: AnyJSON].self, from: Data(text.utf8))
    #expect(record.keys.sorted() == ["causes", "defects", "logEvidence"])
    guard case .list(let causes) = record["causes"], case .object(let first) = causes.first else {
      Issue.record("there are no causes")
      return
    }
    #expect(causes.count == 2)
    #expect(
      first.keys.sorted() == [
        "bayesFactor", "interval", "kind", "posterior", "prior", "probabilityOfRank1", "state",
        "variable",
      ])
  }

  private func parsed(_ text: String) throws -> NSArray {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSArray)
  }
}

extension NSArray {
  fileprivate func isEqual(to other: NSArray) -> Bool { isEqual(other as Any) }
}
