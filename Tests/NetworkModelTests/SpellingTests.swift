import NetworkModel
import Testing

@Suite struct SpellingTests {
  @Test(arguments: [
    ("presnt", "present"), ("prseent", "present"), ("PRESENT", "present"), ("absnt", "absent"),
    ("xray", "x_ray"), ("reflow_profil", "reflow_profile"),
  ])
  func `a slip finds the name that was meant`(name: String, meant: String) {
    let known = ["absent", "present", "x_ray", "reflow_profile"]
    #expect(Spelling.nearest(to: name, among: known) == meant)
    #expect(Spelling.suggestion(for: name, among: known) == "; did you mean '\(meant)'?")
  }

  @Test(arguments: ["oven", "prt", "", "absolutely", "z"])
  func `what is far from every name finds none`(name: String) {
    let known = ["absent", "present", "x"]
    #expect(Spelling.nearest(to: name, among: known) == nil)
    #expect(Spelling.suggestion(for: name, among: known) == "")
  }

  @Test func `the nearest wins, the first of its like`() {
    #expect(Spelling.nearest(to: "lot_c", among: ["lot_a", "lot_b"]) == "lot_a")
    #expect(Spelling.nearest(to: "lot_B", among: ["lot_a", "lot_b"]) == "lot_b")
    #expect(Spelling.nearest(to: "x", among: ["y", "X"]) == "X")
  }

  @Test func `nothing is near to nothing`() {
    #expect(Spelling.nearest(to: "a", among: []) == nil)
    #expect(Spelling.nearest(to: "", among: [""]) == nil)
  }

  @Test func `letters are letters, not bytes`() {
    #expect(Spelling.nearest(to: "lötbad", among: ["lotbad"]) == "lotbad")
    #expect(Spelling.nearest(to: "über", among: ["Über"]) == "Über")
  }
}
