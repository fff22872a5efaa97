/// What tells the content of a file from any other.
public enum FileDigest {
  /// Returns the SHA-256 digest of the file at `path`, as `sha256sum` prints it.
  ///
  /// - Throws: `FileError.unreadable`.
  public static func sha256(at path: String) throws -> String {
    SHA256.hexDigest(of: try FileBytes(contentsOf: path).content)
  }
}
