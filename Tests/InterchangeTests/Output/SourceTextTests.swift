import Foundation
import Interchange
import Testing
import _TestSupport

/// How files of text are opened.
@Suite struct SourceTextTests {
  @Test func `a byte order mark is no part of the text`() throws {
    let folder = try TemporaryFolder()
    let source = try SourceText(contentsOf: folder.write("\u{FEFF}text", to: "a.txt"))
    #expect(source.text == "text")
    #expect(source.digest == SourceText(file: "b", text: "text").digest)
  }

  @Test(arguments: [
    ("", "the file is empty", nil),
    ("EF BB BF", "the file is empty", nil),
    ("FF FE 61 00", "the file is in UTF-16; save it as UTF-8", nil),
    ("FE FF 00 61", "the file is in UTF-16; save it as UTF-8", nil),
    (
      "61 0A 62 C3 A9 E9 0A", "byte 0xE9 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 2, column: 3)
    ),
    (
      "61 0D 0A 80", "byte 0x80 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 2, column: 1)
    ),
    (
      "EF BB BF 61 C0 80", "byte 0xC0 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 1, column: 2)
    ),
    (
      "ED A0 80", "byte 0xED is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 1, column: 1)
    ),
    (
      "F4 90 80 80", "byte 0xF4 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 1, column: 1)
    ),
    (
      "61 E2 82", "byte 0xE2 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 1, column: 2)
    ),
    (
      "F0 9F 98 41", "byte 0xF0 is not UTF-8 text; save the file as UTF-8",
      SourcePosition(line: 1, column: 1)
    ),
    (
      "61 00 62",
      "a zero byte stands here, as in no text; the file is something else, or was damaged",
      SourcePosition(line: 1, column: 2)
    ),
  ])
  func `what is not UTF-8 is refused at its place`(
    hex: String, message: String, position: SourcePosition?
  ) throws {
    let bytes = try hex.split(separator: " ").map { try #require(UInt8($0, radix: 16)) }
    let folder = try TemporaryFolder()
    let path = try folder.write(Data(bytes), to: "bad.txt")
    let error = try #require(throws: FormatError.self) { try SourceText(contentsOf: path) }
    #expect(error.diagnostics.map(\.message) == [message])
    #expect(error.diagnostics.map(\.position) == [position])
  }

  @Test(arguments: UInt64(1)...50)
  func `bytes are text exactly where the standard library takes them`(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let folder = try TemporaryFolder()
    for _ in 0..<20 {
      var bytes = Array("aé部👩‍🔧\u{7FF}\u{800}\u{FFFD}\u{10000}\u{10FFFF}".utf8)
      for _ in 0...dice.below(3) { bytes[dice.below(bytes.count)] = UInt8(1 + dice.below(255)) }
      let path = try folder.write(Data(bytes), to: "t.txt")
      let isText = String(validating: bytes, as: UTF8.self) != nil
      #expect((try? SourceText(contentsOf: path)) != nil || !isText)
      #expect((try? SourceText(contentsOf: path)) == nil || isText)
    }
  }

  @Test func `what can't be opened is said in the system's words or ours`() throws {
    let folder = try TemporaryFolder()
    for (path, reason) in [
      (folder.path("none"), "there is no such file"), (folder.path, "it is a folder"),
      ("", "there is no such file"),
    ] {
      #expect(throws: FileError.unreadable(file: path, reason: reason)) {
        try SourceText(contentsOf: path)
      }
    }
    if getuid() != 0 {
      let path = try folder.write("x", to: "closed")
      try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
      #expect(throws: FileError.unreadable(file: path, reason: "Permission denied")) {
        try SourceText(contentsOf: path)
      }
    }
  }

  /// The examples of the Secure Hash Standard, FIPS 180-4, and lengths around the end of a block.
  @Test(arguments: [
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ("a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    ("a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    ("a", 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    ("a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    ("a", 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
  ])
  func `a digest is the one of the standard`(piece: String, count: Int, digest: String) {
    #expect(SourceText(file: "", text: String(repeating: piece, count: count)).digest == digest)
  }

  @Test func `what a terminal would obey is not shown to it`() throws {
    let text = "digraph {\n  a [kind=\"\u{1B}[2J\u{7F}\"] }"
    let error = try #require(throws: FormatError.self) { try GraphSamples.graph(text) }
    #expect(error.diagnostics.count == 1)
    #expect(
      !"\(error)".unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
      })
  }

  @Test func `the mark stands below the place, whatever stands before it`() {
    let error = FormatError(
      file: "f",
      [Diagnostic("wrong", at: SourcePosition(line: 12, column: 6), excerpt: "\te\u{301}部x!")])
    #expect("\(error)" == "f:12:6: error: wrong\n12 | \te\u{301}部x!\n   | \t   ^")
    let odd = FormatError(
      file: "f", [Diagnostic("wrong", at: SourcePosition(line: 1, column: 0), excerpt: "x")])
    #expect("\(odd)" == "f:1:0: error: wrong\n1 | x\n  | ^")
  }
}
