import Fishbone

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Guards files against a slip of the hand: no output may be an input of the same call, nor another output.
enum FileRoles {
  /// Checks the files of a call before any work is done.
  ///
  /// - Throws: `UsageError` when one file would be read and written, or written twice; `FileError.unwritable` when one can't be written.
  static func check(inputs: [String], outputs: [String?]) throws {
    var taken = inputs.map { (path: $0, identity: identity(of: $0)) }
    for output in outputs.compactMap(\.self) {
      let identity = identity(of: output)
      if let identity, let other = taken.first(where: { $0.identity == identity }) {
        let role = inputs.contains(other.path) ? "read" : "written"
        throw UsageError(
          message:
            "'\(output)' would overwrite '\(other.path)', which this call has \(role) too; name another file"
        )
      }
      try AtomicFile.check(output)
      taken.append((output, identity))
    }
  }

  /// What tells a file from all others, through any link; nil for devices and pipes, which can be shared.
  private static func identity(of path: String) -> String? {
    var status = stat()
    if stat(path, &status) == 0 {
      let isFile = status.st_mode & S_IFMT == S_IFREG
      return isFile ? "\(status.st_dev):\(status.st_ino)" : nil
    }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? "."
    let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
    guard stat(folder, &status) == 0 else { return path }
    return "\(status.st_dev):\(status.st_ino)/\(name)"
  }
}
