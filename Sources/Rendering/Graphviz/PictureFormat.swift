/// A format that Graphviz writes. DOT itself, `Picture.dot`, needs no layout and is none of them.
public enum PictureFormat: String, Sendable, CaseIterable {
  /// Scalable Vector Graphics.
  case svg
  /// Portable Network Graphics, at 144 dots an inch.
  case png
  /// Portable Document Format. It holds the time of its making, so no two files have the same bytes: Graphviz 2.42 with cairo
  /// 1.16 writes the time whatever `SOURCE_DATE_EPOCH` says.
  case pdf
}
