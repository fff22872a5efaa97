import Interchange
import RootCause
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct QuarantineTests {
  private func read(_ text: String, folder: String) throws -> (
    records: LoadedRecords, quarantine: String
  ) {
    var options = RecordsReader.Options()
    options.quarantine = folder + "/aside.csv"
    options.keepsUnits = true
    let records = try RecordsSamples.read(text, options)
    return (records, try RecordsSamples.text(at: folder + "/aside.csv"))
  }

  @Test func `rows with bad cells are set aside as they stand, each with its reason`() throws {
    let text = [
      #"unit,"reflow",oven,count"#, #"U1,cold,1,1"#, #"U2,"colt","x""","#, "U3,hot", #""U"#,
      #"4",warm,"1,5","#, "U5,hot,30,1",
    ].joined(separator: "\r\n")
    try RecordsSamples.withFolder { folder in
      let (records, quarantine) = try read(text, folder: folder)
      #expect(records.quarantinedCount == 3)
      #expect(records.store.units == ["U1", "U5"])
      #expect(records.rowNumbers == [1, 5])
      #expect(try RecordsSamples.cells("reflow", of: records) == ["cold", "hot"])
      #expect(records.store.counts == [1, 1])
      let emptyCount = "column 'count': the cell is empty; give how many units the row stands for"
      let colt = "column 'reflow': 'reflow' has no state 'colt'; did you mean 'cold'?"
      let warm =
        "column 'reflow': 'reflow' has no state 'warm'; its states are in_control, cold, hot"
      let oven = "column 'oven': 'oven' has no state 'x\"\"'; its states are normal, low, high"
      let comma = "column 'oven': '1,5' is not a number or a state; write 1.5 with a point"
      #expect(
        quarantine
          == [
            #"row,line,reason,unit,"reflow",oven,count"#,
            #"2,3,"\#(colt); \#(oven); \#(emptyCount)",U2,"colt","x""","#,
            #"3,4,"2 cells, where the header has 4",U3,hot"#,
            #"4,5,"\#(warm); \#(comma); \#(emptyCount)","U\#r\#n4",warm,"1,5","#,
          ].map { $0 + "\n" }.joined())
    }
  }

  @Test func `a quarantine of no rows has a header alone`() throws {
    try RecordsSamples.withFolder { folder in
      let (records, quarantine) = try read("reflow\r\ncold\r\n", folder: folder)
      #expect(records.quarantinedCount == 0)
      #expect(records.rowNumbers == nil)
      #expect(quarantine == "row,line,reason,reflow\n")
    }
  }

  @Test func `columns and quotes that are wrong stay errors and leave no quarantine`() throws {
    try RecordsSamples.withFolder { folder in
      for text in ["reflow,Reflow\nwarm,\n", "reflow,paste\nwarm,\n\"cold,\n"] {
        #expect(throws: FormatError.self) { try read(text, folder: folder) }
        #expect(!FileManager.default.fileExists(atPath: folder + "/aside.csv"))
      }
    }
  }

  @Test func `a file of which no row can be used is an error with a quarantine`() throws {
    try RecordsSamples.withFolder { folder in
      var options = RecordsReader.Options()
      options.quarantine = folder + "/aside.csv"
      let problems = try RecordsSamples.problems("reflow\nwarm\ncool\n", options)
      #expect(
        problems == ["none of its 2 rows can be used; the quarantine has the reason of each"])
      let quarantine = try RecordsSamples.text(at: folder + "/aside.csv")
      #expect(quarantine.split(separator: "\n").count == 3)
    }
  }

  @Test func `the quarantine never takes the place of the records`() throws {
    try RecordsSamples.withFolder { folder in
      let path = folder + "/line.csv"
      try AtomicFile.write("reflow\ncolt\n", to: path)
      var options = RecordsReader.Options()
      options.quarantine = folder + "/./line.csv"
      let reader = try RecordsReader(graph: RecordsSamples.line(), options: options)
      #expect(throws: FileError.self) { try reader.read(path) }
      #expect(try RecordsSamples.text(at: path) == "reflow\ncolt\n")
    }
  }

  @Test func `a quarantine that can't be written is told before the rows are read`() throws {
    var options = RecordsReader.Options()
    options.quarantine = "/no/such/folder/aside.csv"
    #expect(throws: FileError.self) { try RecordsSamples.read("reflow\ncolt\n", options) }
  }
}
