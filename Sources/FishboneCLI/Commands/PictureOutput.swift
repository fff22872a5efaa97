import Fishbone

/// Pictures that are written beside an answer.
enum PictureOutput {
  /// What a file's name asks for.
  enum Format {
    /// The text of the picture, which needs no layout.
    case dot
    /// A picture.
    case picture(PictureFormat)
  }

  /// The format that the ending of `path` names.
  static func format(of path: String) throws(UsageError) -> Format {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if path.contains("."), ending == "gv" || ending == "dot" { return .dot }
    guard path.contains("."), let format = PictureFormat(rawValue: ending) else {
      throw UsageError(message: "--output ends in .svg, .png, .pdf or .gv, not '\(path)'")
    }
    return .picture(format)
  }

  /// Writes the picture that `dot` describes.
  static func write(_ dot: String, to path: String, as format: Format) throws {
    switch format {
    case .dot: try AtomicFile.write(dot, to: path)
    case .picture(let format):
      try AtomicFile.write(try IsolatedRenderer(timeout: 60).render(dot, as: format), to: path)
    }
  }
}
