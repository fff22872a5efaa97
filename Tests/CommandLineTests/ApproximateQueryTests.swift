import Fishbone
import Testing
import _TestSupport

/// Queries that don't fit the memory they may take.
@Suite struct ApproximateQueryTests {
  private static let query = ["query", "line.gv", "--observe", "xray=fail", "--memory-limit", "1"]

  @Test func `what does not fit is an error that names the ways out`() async throws {
    let result = try await CommandFolder().run(Self.query)
    #expect(result.exitCode == 65)
    #expect(result.errors.contains("--memory-limit") && result.errors.contains("--approximate"))
    #expect(result.output == "")
  }

  @Test func `estimates say that they are, and how far they may be off`() async throws {
    let folder = try CommandFolder()
    let people = try await folder.succeed(Self.query + ["--approximate"])
    #expect(people.output.contains("APPROXIMATE") && people.output.contains("standard error"))
    let result = try await folder.succeed(Self.query + ["--approximate", "--json"])
    let line = try result.jsonLines()[0]
    let exact = try CompiledNetwork(GraphSamples.model(GraphSamples.line).network)
    let network = exact.network
    let evidence = try Evidence(["xray": "fail"], in: network)
    let posteriors = try exact.posteriors(given: evidence)
    #expect(line["approximate"]["isReliable"] == .boolean(true))
    #expect(line["approximate"]["effectiveSampleSize"].number ?? 0 >= 1000)
    for (index, variable) in network.variables.enumerated() where !variable.isReading {
      for (state, name) in variable.states.enumerated() {
        let estimate = try #require(line["posteriors"][variable.name][name].number)
        let error = try #require(
          line["approximate"]["standardErrors"][variable.name][name].number)
        #expect(
          estimate.isClose(to: posteriors[index, state], .standardErrors(5, of: error + 1e-12)))
      }
    }
  }

  @Test func `the same seed gives the same estimates for any number of threads`() async throws {
    let folder = try CommandFolder()
    let call = Self.query + ["--approximate", "--json", "--samples", "5000"]
    let one = try await folder.succeed(call + ["--seed", "7", "--threads", "1"])
    let two = try await folder.succeed(call + ["--seed", "7", "--threads", "2"])
    let other = try await folder.succeed(call + ["--seed", "8"])
    #expect(one.output == two.output)
    #expect(one.output != other.output)
  }

  @Test func `explanations and joints are not estimated`() async throws {
    for question in [["--mpe"], ["--joint", "xray", "voids"]] {
      let result = try await CommandFolder().run(Self.query + ["--approximate"] + question)
      #expect(result.exitCode == 0)
      #expect(result.output.contains("no answer: only posteriors are estimated"))
    }
  }

  @Test func `options of estimates alone are wrong usage`() async throws {
    let result = try await CommandFolder().run("query", "line.gv", "--samples", "10")
    #expect(result.exitCode == 64)
  }
}
