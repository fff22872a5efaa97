import CGraphviz
import Synchronization

/// What Graphviz complains of while it works. It says so through one callback for the whole process, and in
/// pieces: "Error", ": ", "syntax error in line 2".
enum GraphvizMessages {
  private static let collected = Mutex("")
  private static let longest = 20_000

  /// Starts collecting anew.
  static func begin() {
    collected.withLock { $0 = "" }
    agseterr(AGWARN)
    agreseterrors()
    agseterrf { piece in
      if let piece { GraphvizMessages.append(String(cString: piece)) }
      return 0
    }
  }

  /// The messages so far, a line each, without repetitions.
  static var lines: [String] {
    var seen = Set<String>()
    return collected.withLock { $0 }.split(separator: "\n").map { DisplayText.line(String($0)) }
      .filter { seen.insert($0).inserted }
  }

  /// Whether one of the messages was an error, and not only a warning.
  static var haveErrors: Bool { agerrors() > 0 }

  private static func append(_ piece: String) {
    collected.withLock { if $0.utf8.count < longest { $0 += piece } }
  }
}
