import Foundation

/// The files of the repository that the tests belong to.
package enum Repository {
  /// The path of a file, named from the top of the repository.
  package static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: name).path(percentEncoded: false)
  }
}
