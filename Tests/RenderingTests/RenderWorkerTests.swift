import Rendering
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The worker's side, in processes of its own.
@Suite struct RenderWorkerTests {
  @Test func `only its own first argument asks for a worker`() {
    #expect(RenderWorker.isRequested(["fishbone", "__render-worker", "svg", "60"]))
    #expect(!RenderWorker.isRequested(["fishbone", "render", "__render-worker"]))
    #expect(!RenderWorker.isRequested(["__render-worker"]))
    #expect(!RenderWorker.isRequested([]))
  }

  @Test func `a graph becomes a picture`() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(0), observing: [\.standardOutputContent]
    ) {
      work(on: "digraph { a -> b }", ["svg", "60"])
    }
    #expect(String(decoding: result.standardOutputContent, as: UTF8.self).contains("<svg"))
  }

  @Test func `what is no graph is refused with a message`() async throws {
    let result = try await #require(
      processExitsWith: .exitCode(65), observing: [\.standardErrorContent]
    ) {
      work(on: "digraph { a -> }", ["svg", "60"])
    }
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).contains(
        "syntax error in line 1"))
  }

  @Test func `other arguments are refused`() async {
    await #expect(processExitsWith: .exitCode(64)) { work(on: "digraph {}", ["bmp", "60"]) }
    await #expect(processExitsWith: .exitCode(64)) { work(on: "digraph {}", ["svg"]) }
    await #expect(processExitsWith: .exitCode(64)) { work(on: "digraph {}", ["svg", "soon"]) }
  }

  @Test func `a layout that goes on and on ends by itself`() async {
    await #expect(processExitsWith: .signal(SIGXCPU)) {
      let arcs = (1..<3000).flatMap { child in
        (0..<6).map { "n\((child &* 7919 &+ $0 &* 104_729) % child) -> n\(child)" }
      }
      work(on: "digraph { \(arcs.joined(separator: "; ")) }", ["svg", "1"])
    }
  }

  @Test func `a picture beyond the memory is an error and no hang`() async {
    await #expect(processExitsWith: .failure) {
      work(on: "digraph { graph [dpi=5000]; a [width=6, height=6] }", ["png", "60"])
    }
  }
}

/// Does the worker's work on `dot` as its standard input.
private func work(on dot: String, _ arguments: [String]) -> Never {
  var path = Array("/tmp/fishbone-XXXXXX".utf8CString)
  let file = mkstemp(&path)
  unlink(path)
  let bytes = Array(dot.utf8)
  precondition(write(file, bytes, bytes.count) == bytes.count)
  lseek(file, 0, SEEK_SET)
  dup2(file, STDIN_FILENO)
  RenderWorker.run(["fishbone", "__render-worker"] + arguments)
}
