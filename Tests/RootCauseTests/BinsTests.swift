import RootCause
import Testing
import _TestSupport

@Suite struct BinsTests {
  @Test func `names and numbers alternate`() throws {
    let bins = try #require(Bins(" low < 20 <normal<\t5e1< high "))
    #expect(bins.states == ["low", "normal", "high"])
    #expect(bins.thresholds == [20, 50])
    #expect(Bins(bins.description) == bins)
  }

  @Test(arguments: [
    "", "low", "low<20", "20<low", "low<high", "low<x<high", "low<20<high<", "<20<high",
    "low<20<low", "low<20<mid<20<high",
    "low<50<mid<20<high", "low<nan<high", "low<inf<high", "low<20<<50<high", "low<1e999<high",
  ])
  func `anything else is no bins`(text: String) {
    #expect(Bins(text) == nil)
  }

  @Test(arguments: [
    (-Double.infinity, "low"), (-1e300, "low"), (19.999, "low"), (20, "normal"), (49.999, "normal"),
    (50, "high"),
    (Double.infinity, "high"),
  ])
  func `a value at a threshold belongs to the state above it`(value: Double, state: String) throws {
    let bins = try #require(Bins("low<20<normal<50<high"))
    #expect(bins.state(of: value) == state)
  }

  @Test(arguments: UInt64(1)...30)
  func `bins are the same after being written and read`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    var value = dice.normal() * 1e3
    var text = "s0"
    for index in 1...5 {
      text += "<\(value)<s\(index)"
      value += dice.unit() / 3 + 1e-9
    }
    let bins = try #require(Bins(text))
    #expect(Bins(bins.description) == bins)
  }
}
