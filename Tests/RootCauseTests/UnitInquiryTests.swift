import NetworkModel
import RootCause
import Testing
import _TestSupport

/// All questions about a unit at once have the answers that each has alone.
@Suite struct UnitInquiryTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `the answers are those of each question alone`(seed: UInt64) throws {
    let model = try RandomModel.make(seed: seed)
    let diagnostician = try Diagnostician(model)
    let priors = try diagnostician.diagnose(Evidence()).posteriors
    let test = try #require(priors.indices.last { priors[$0].count > 1 })
    // The most probable state is never impossible.
    let state = priors[test].indices.max { priors[test][$0] < priors[test][$1] } ?? 0
    let evidence = Evidence([test: .state(state)])
    let inquiry = try UnitInquiry(model, evidence)
    let diagnosis = try diagnostician.diagnose(evidence)
    #expect(inquiry.diagnosis == diagnosis)
    #expect(inquiry.conflict == diagnostician.conflict(in: diagnosis))
    #expect(inquiry.jointCauses == diagnostician.jointCauses(of: diagnosis))
    let leader = try diagnostician.cause(nil, nil, given: evidence)
    #expect(
      inquiry.explanation?.variable == leader.map { model.network.variables[$0.variable].name })
    #expect(inquiry.nextTests == (try TestAdvisor(diagnostician).nextTests(after: diagnosis)))
    #expect(inquiry.summary == (try ModelSummary(model)))
    #expect(inquiry.disposition == nil)
  }
}
