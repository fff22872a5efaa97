import Foundation
import Rendering
import Testing

/// The keeper of the child process, with shell scripts in the place of the worker.
@Suite struct IsolatedRendererTests {
  /// Runs a renderer whose worker is the shell script `body`.
  private func render(_ body: String, dot: String = "digraph {}", timeout: Double = 20) throws
    -> Data
  {
    let script = FileManager.default.temporaryDirectory
      .appending(component: "fishbone-worker-\(UInt64.random(in: 0 ... .max)).sh")
    // A file that this process wrote might be held open for writing by a child of another test, and then it can't be run.
    let writer = try Process.run(
      URL(filePath: "/bin/sh"),
      arguments: [
        "-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$2\"; chmod +x \"$2\"", "sh", body,
        script.path,
      ])
    writer.waitUntilExit()
    defer { try? FileManager.default.removeItem(at: script) }
    return try IsolatedRenderer(executable: script.path, timeout: timeout).render(dot, as: .svg)
  }

  @Test func `what the worker writes is the picture`() throws {
    #expect(
      try render("echo \"$@\"; cat", dot: "digraph { a }")
        == Data("__render-worker svg 20\ndigraph { a }".utf8))
  }

  @Test func `large pictures and large graphs pass at the same time`() throws {
    let dot = String(repeating: "0123456789", count: 1_000_000)
    #expect(try render("cat; echo end >&2", dot: dot) == Data(dot.utf8))
    #expect(try render("head -c 10; cat > /dev/null", dot: dot).count == 10)
  }

  @Test func `a worker that does not read its input may answer all the same`() throws {
    let dot = String(repeating: "x", count: 5_000_000)
    #expect(try render("exec 0<&-; echo done", dot: dot) == Data("done\n".utf8))
  }

  @Test func `what Graphviz refused is told in its words`() {
    #expect(throws: RenderingError.refused(messages: ["Error: first", "second"])) {
      try render("cat >/dev/null; echo 'Error: first' >&2; echo second >&2; exit 65")
    }
  }

  @Test func `a worker that takes too long is ended`() {
    let clock = ContinuousClock()
    let time = clock.measure {
      #expect(throws: RenderingError.timedOut(seconds: 0.3)) {
        try render("exec sleep 30", timeout: 0.3)
      }
    }
    #expect(time < .seconds(10))
  }

  @Test func `a worker that closes its output and stays is ended`() {
    #expect(throws: RenderingError.timedOut(seconds: 0.3)) {
      try render("exec sleep 30 >&- 2>&-", timeout: 0.3)
    }
  }

  @Test func `a worker whose own child holds its output open is not waited for`() throws {
    let time = try ContinuousClock().measure {
      let answer = try render("sleep 10 & echo done")
      #expect(answer == Data("done\n".utf8))
    }
    #expect(time < .seconds(8))
  }

  @Test func `a crash is told with its signal and the last words`() {
    #expect(throws: RenderingError.crashed(signal: 6, messages: ["assertion failed"])) {
      try render("echo 'assertion failed' >&2; kill -ABRT $$")
    }
  }

  @Test func `a worker that ends without a picture is not taken for one`() {
    #expect(throws: RenderingError.workerUnavailable(reason: "it ended with code 0 and no picture"))
    {
      try render("exit 0")
    }
    #expect(
      throws: RenderingError.workerUnavailable(reason: "it ended with code 3 and no picture: sorry")
    ) {
      try render("echo sorry >&2; exit 3")
    }
  }

  @Test func `a program that is not there is named`() {
    #expect(
      throws: RenderingError.workerUnavailable(reason: "/no/such/worker: No such file or directory")
    ) {
      try IsolatedRenderer(executable: "/no/such/worker").render("digraph {}", as: .svg)
    }
  }

  @Test func `a worker knows that it is one, and is not reported on when it crashes`() throws {
    let answer = try render("echo $FISHBONE_RENDER_WORKER $SWIFT_BACKTRACE")
    #expect(answer == Data("1 enable=no\n".utf8))
  }

  @Test func `no process is left behind`() throws {
    let answer = try render("echo $$")
    let process = Int32(String(decoding: answer, as: UTF8.self).filter { $0 != "\n" }) ?? 0
    #expect(kill(process, 0) == -1 && errno == ESRCH)
  }

  @Test(arguments: [
    (RenderingError.refused(messages: ["a", "b"]), "Graphviz can't draw this picture: a; b"),
    (.refused(messages: []), "Graphviz can't draw this picture: it did not say why"),
    (
      .timedOut(seconds: 60),
      "the layout took longer than 60 s; allow more time, draw fewer variables, or write the picture as .gv"
        + " and lay it out by other means"
    ),
    (
      .crashed(signal: 11, messages: []),
      "the layout program crashed (signal 11): it did not say why; draw fewer variables, or write the picture as .gv"
        + " and lay it out by other means"
    ),
    (.workerUnavailable(reason: "why"), "the layout program can't be run: why"),
  ])
  func `errors say what to do`(error: RenderingError, text: String) {
    #expect(error.description == text)
  }
}
