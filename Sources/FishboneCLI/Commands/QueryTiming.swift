import Fishbone

/// What the answers of `fishbone query` took, without reading files and without writing answers.
struct QueryTiming {
  private let isBatch: Bool
  private var compilation = Duration.zero
  private var first: Duration?
  private var others = Duration.zero
  private var count = 0

  init(isBatch: Bool) { self.isBatch = isBatch }

  /// Makes a session, and takes the time.
  mutating func compile(_ body: () -> QuerySession) -> QuerySession {
    let start = ContinuousClock.now
    let session = body()
    compilation = .now - start
    return session
  }

  /// Returns the answers to `queries`: the first ever by itself, the others one by one or as a batch.
  mutating func answers(
    to queries: [QueryCase], in session: inout QuerySession
  ) -> [Result<QueryAnswer, InferenceError>] {
    var answers: [Result<QueryAnswer, InferenceError>] = []
    var rest = queries[...]
    if first == nil, let query = rest.popFirst() {
      let start = ContinuousClock.now
      answers.append(Self.answer(to: query, in: &session))
      first = .now - start
    }
    let start = ContinuousClock.now
    if isBatch {
      answers += session.answers(to: Array(rest))
    } else {
      for query in rest { answers.append(Self.answer(to: query, in: &session)) }
    }
    others += .now - start
    count += queries.count
    return answers
  }

  private static func answer(
    to query: QueryCase, in session: inout QuerySession
  ) -> Result<QueryAnswer, InferenceError> {
    Result { () throws(InferenceError) in try session.answer(to: query) }
  }

  /// The report, once all cases are answered.
  func report(of session: QuerySession) -> Report {
    Report(
      cases: count, mode: isBatch ? "batch" : "single",
      compileMicroseconds: compilation.microseconds,
      firstAnswerMicroseconds: first?.microseconds,
      meanMicroseconds: count > 1 ? others.microseconds / Double(count - 1) : nil,
      totalCells: session.compiled.fits ? session.compiled.tree.size.totalCells : nil,
      peakBytes: Machine.peakBytes)
  }

  /// The times in JSON.
  struct Report: Encodable {
    let cases: Int
    let mode: String
    let compileMicroseconds: Double
    let firstAnswerMicroseconds: Double?
    /// Per case, over the cases after the first.
    let meanMicroseconds: Double?
    /// Nil where the tree of the whole network does not fit the memory.
    let totalCells: Double?
    let peakBytes: Int?
  }
}

extension Duration {
  fileprivate var microseconds: Double {
    Double(components.seconds) * 1e6 + Double(components.attoseconds) / 1e12
  }
}
