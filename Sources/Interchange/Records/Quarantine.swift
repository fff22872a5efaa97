#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows that are set aside, each as it stands in the file, behind its number, its line and what is wrong with it.
struct Quarantine {
  private let path: String
  private var text: CSVText

  /// Creates an empty quarantine for the records in `file`; `header` is their header as it stands there.
  ///
  /// - Throws: `FileError` when no file can be created at `path`, or it would take the place of the records.
  init(path: String, file: String, header: UnsafeRawBufferPointer) throws(FileError) {
    if Self.isSame(path, file) {
      throw .unwritable(file: path, reason: "the records are read from it; name another file")
    }
    try AtomicFile.check(path)
    self.path = path
    text = CSVText()
    for name in ["row", "line", "reason"] { text.add(name) }
    text.add(raw: header)
    text.endRow()
  }

  private static func isSame(_ path: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Sets a row aside.
  mutating func add(row: Int, line: Int, reason: String, cells: UnsafeRawBufferPointer) {
    text.add("\(row)")
    text.add("\(line)")
    text.add(reason)
    text.add(raw: cells)
    text.endRow()
  }

  /// Writes the file.
  func write() throws(FileError) {
    try AtomicFile.write(Data(text.bytes), to: path)
  }
}
