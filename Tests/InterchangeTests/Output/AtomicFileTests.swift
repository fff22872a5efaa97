import Foundation
import Interchange
import Testing
import _TestSupport

/// A file is written whole or not at all.
@Suite struct AtomicFileTests {
  @Test func `a file is created and replaced, and nothing else is left`() throws {
    let folder = try TemporaryFolder()
    for text in ["first", "", String(repeating: "long ", count: 1_000_000)] {
      try AtomicFile.write(text, to: folder.path("out.txt"))
      #expect(try folder.text("out.txt") == text)
    }
    #expect(try folder.names() == ["out.txt"])
  }

  @Test func `who reads while it is replaced finds the old or the new`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old", to: "out.txt")
    let reader = try #require(FileHandle(forReadingAtPath: path))
    try AtomicFile.write("new and longer", to: path)
    #expect(try reader.readToEnd() == Data("old".utf8))
    #expect(try folder.text("out.txt") == "new and longer")
  }

  @Test func `a file keeps its permissions`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("old", to: "out.txt")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try AtomicFile.write("new", to: path)
    #expect(
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
  }

  @Test func `a link keeps pointing to its file`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path("deep"), withIntermediateDirectories: false)
    try folder.write("old", to: "deep/file.txt")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "deep/file.txt")
    try AtomicFile.check(folder.path("link"))
    try AtomicFile.write("new", to: folder.path("link"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link"))
        == "deep/file.txt")
    #expect(try folder.text("deep/file.txt") == "new")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("deep")) == ["file.txt"])
  }

  @Test func `a target that can't be is refused, and found out before`() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "file")
    try FileManager.default.createDirectory(
      atPath: folder.path("sub"), withIntermediateDirectories: false)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("loose"), withDestinationPath: "nowhere")
    let reasons = [
      folder.path("sub"): "it is a folder", folder.path("sub/"): "it is a folder",
      "": "the name is empty",
      folder.path("none/out"): "there is no folder '\(folder.path("none"))/'",
      folder.path("file/out"): "there is no folder '\(folder.path("file"))/'",
      folder.path("loose"): "it is a link to nothing",
    ]
    for (path, reason) in reasons {
      let expected = FileError.unwritable(file: path, reason: reason)
      #expect(throws: expected) { try AtomicFile.write("x", to: path) }
      #expect(throws: expected) { try AtomicFile.check(path) }
    }
    #expect(try folder.names() == ["file", "loose", "sub"])
  }

  @Test func `a name as long as a name can be is written`() throws {
    let folder = try TemporaryFolder()
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write("x", to: folder.path(name))
    #expect(try folder.names() == [name])
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: folder.path(name + "n")) }
    #expect(try folder.names() == [name])
  }

  @Test func `a device stays a device`() throws {
    try AtomicFile.check("/dev/null")
    try AtomicFile.write("gone", to: "/dev/null")
    let kind =
      try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(kind == .typeCharacterSpecial)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is an error that names the file`() throws {
    #expect(throws: FileError.unwritable(file: "/dev/full", reason: "No space left on device")) {
      try AtomicFile.write("x", to: "/dev/full")
    }
  }

  @Test func `a pipe gets what is written`() throws {
    let folder = try TemporaryFolder()
    try #require(mkfifo(folder.path("pipe"), 0o600) == 0)
    let descriptor = open(folder.path("pipe"), O_RDWR | O_NONBLOCK)
    defer { close(descriptor) }
    try AtomicFile.check(folder.path("pipe"))
    try AtomicFile.write("through", to: folder.path("pipe"))
    var bytes = [UInt8](repeating: 0, count: 100)
    #expect(read(descriptor, &bytes, 100) == 7)
    #expect(String(decoding: bytes.prefix(7), as: UTF8.self) == "through")
  }

  @Test(.enabled(if: getuid() != 0, "nothing is closed to root"))
  func `a folder without permission is refused, and found out before`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder.path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    }
    let expected = FileError.unwritable(file: folder.path("x"), reason: "Permission denied")
    #expect(throws: expected) { try AtomicFile.check(folder.path("x")) }
    #expect(throws: expected) { try AtomicFile.write("x", to: folder.path("x")) }
  }

  @Test func `many writers of one file do not get in each other's way`() async throws {
    let folder = try TemporaryFolder()
    let texts = (0..<20).map { String(repeating: "\($0) ", count: 10_000) }
    await withTaskGroup(of: Void.self) { group in
      for text in texts {
        group.addTask {
          #expect(throws: Never.self) { try AtomicFile.write(text, to: folder.path("out")) }
        }
      }
    }
    #expect(texts.contains(try folder.text("out")))
    #expect(try folder.names() == ["out"])
  }
}
