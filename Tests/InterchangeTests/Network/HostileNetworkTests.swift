import Interchange
import Testing
import _TestSupport

/// Files that mean harm, and files that are nearly right: an error, with a place inside the file, and soon.
@Suite struct HostileNetworkTests {
  private static func error(_ text: String) -> FormatError? {
    NetworkSamples.problems { () throws(FormatError) in try XMLBIFReaderTests.read(text) }
  }

  private static let entity =
    "the file can't be read as XML: the document declares an entity; write its text instead"

  @Test(
    arguments: [
      "<!DOCTYPE BIF [\n<!ENTITY a \"ha\"👉><!ENTITY b \"&a;&a;\">]>\n<BIF>&b;</BIF>",
      "<!DOCTYPE BIF [\n<!ENTITY a SYSTEM \"file:///etc/hostname\"👉>]>\n<BIF>&a;</BIF>",
      "<!DOCTYPE BIF [\n<!ENTITY % p SYSTEM \"http://127.0.0.1/x.dtd\"👉> %p;]>\n<BIF/>",
    ] as [MarkedText])
  func `entities are refused where they are declared`(marked: MarkedText) throws {
    let error = try #require(Self.error(marked.text))
    #expect(MalformedText(marked, Self.entity).difference(from: error) == nil)
  }

  @Test func `a document type that stands elsewhere is not loaded`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("<!ELEMENT BIF ANY><!ENTITY a 'b'>", to: "bif.dtd")
    let marked = MarkedText(
      "<!DOCTYPE BIF SYSTEM \"\(path)\">\n<BIF><NETWORK>&a;👉</NETWORK></BIF>")
    let error = try #require(Self.error(marked.text))
    let message =
      "the file can't be read as XML: the document names an entity that it does not declare"
    #expect(MalformedText(marked, message).difference(from: error) == nil)
  }

  @Test func `what grows without end is cut off`() throws {
    let deep = try #require(Self.error(String(repeating: "<BIF>", count: 100_000)))
    #expect(
      deep.diagnostics[0].message
        == "the file can't be read as XML: elements lie more than 256 deep in each other")
    let defaults = (0..<1000).map { "<!ATTLIST a b\($0) CDATA \"x\">" }.joined()
    let many = String(repeating: "<a/>", count: 100_000)
    let wide = try #require(Self.error("<!DOCTYPE BIF [\(defaults)]><BIF>\(many)</BIF>"))
    #expect(
      wide.diagnostics[0].message
        == "the file can't be read as XML: the document declares more than 100 attributes; leave its DTD out"
    )
    let attributes = (0..<100).map { "a\($0)=\"1\"" }.joined(separator: " ")
    let broad = try #require(Self.error("<BIF \(attributes)/>"))
    #expect(broad.diagnostics[0].message.hasSuffix("an element has more than 64 attributes"))
  }

  @Test func `a family of more joint states than numbers is an error`() throws {
    var text = "net { }\n"
    let names = (0..<70).map { "p\($0)" }
    for name in names {
      text += "node \(name) { states = (\"a\" \"b\"); } potential (\(name)) { data = (1 0); }\n"
    }
    text +=
      "node v { states = (\"a\" \"b\"); }\npotential (v | \(names.joined(separator: " "))) { data = (1 0); }"
    let error = try #require(
      NetworkSamples.problems { () throws(FormatError) in try NETReaderTests.read(text) })
    #expect(
      error.diagnostics.map(\.message) == [
        "the parents of 'v' have more joint states than any file can hold; give it fewer parents"
      ])
  }

  @Test(arguments: UInt64(1)...300)
  func `files that are nearly right are read or said to be wrong`(seed: UInt64) {
    var xmlbif = TokenFuzz(NetworkSamples.xmlbif, seed: seed)
    var xdsl = TokenFuzz(NetworkSamples.xdsl, seed: seed)
    var net = TokenFuzz(NetworkSamples.net, seed: seed)
    for _ in 0..<4 {
      check(xmlbif.text()) { text throws(FormatError) in try XMLBIFReaderTests.read(text) }
      check(xdsl.text()) { text throws(FormatError) in try XDSLReaderTests.read(text) }
      check(net.text()) { text throws(FormatError) in try NETReaderTests.read(text) }
    }
  }

  private func check(_ text: String, _ read: (String) throws(FormatError) -> LoadedNetwork) {
    do throws(FormatError) {
      let network = try read(text)
      for variable in network.graph.variables {
        #expect(variable.expert?.table.values.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-6 } == true)
      }
    } catch {
      #expect(!error.diagnostics.isEmpty)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      for position in error.diagnostics.compactMap(\.position) {
        #expect((1...lines.count + 1).contains(position.line), "\(text)")
        #expect(position.column >= 1)
      }
    }
  }
}
