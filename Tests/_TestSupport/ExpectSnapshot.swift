import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Expects `text` to be what the file `name` in the folder `Snapshots` beside the calling test holds.
///
/// With `RECORD_SNAPSHOTS` in the environment the file is written instead, and the test fails, so that nobody records
/// by accident.
package func expectSnapshot(
  _ text: String, named name: String, filePath: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let reference = URL(filePath: filePath).deletingLastPathComponent()
    .appending(component: "Snapshots").appending(component: name)
  if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
    try Data(text.utf8).write(to: reference)
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: try Data(contentsOf: reference), as: UTF8.self)
  guard text != expected else { return }
  let changes = lines(of: text).difference(from: lines(of: expected)).map { change in
    switch change {
    case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
    case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
    }
  }
  Issue.record(
    "\(name) differs:\n\(changes.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

private func lines(of text: String) -> [Substring] {
  text.split(separator: "\n", omittingEmptySubsequences: false)
}
