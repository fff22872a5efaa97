import Inference
import NetworkModel

/// Unknown variables that hang together, and all cases in which the records leave just them open.
///
/// What is known around them cuts a part out of each table that they are in. The cases differ in these parts alone, so that those
/// with the same parts are one case, whatever else their records say.
struct OpenPart: Sendable {
  /// How a case is computed.
  private enum Method: Sendable {
    case listing(StateListing)
    case tree(OpenTree)
  }

  /// The families whose tables are cut.
  let families: [Variable.Index]
  /// For each family its known members.
  private let known: [[FamilyLayout.Member]]
  private let starts: [Int]
  private let method: Method
  private var key: [UInt32]
  private var keys: KeyTable
  private(set) var weights: [Double] = []

  init(_ open: [Variable.Index], _ layout: FamilyLayout) {
    let places = Dictionary(uniqueKeysWithValues: open.enumerated().map { ($1, $0) })
    let touched = Set(open.flatMap { layout.families[$0] }).subtracting(open)
    families = open + touched.sorted()
    let members = families.map { layout.members[$0] }
    known = members.map { $0.filter { places[$0.variable] == nil } }
    starts = families.map { layout.starts[$0] }
    // The slowest variable of a table first.
    let unknown = members.map { Array($0.filter { places[$0.variable] != nil }.reversed()) }
    let scopes = unknown.map { $0.compactMap { places[$0.variable] } }
    let strides = unknown.map { $0.map(\.stride) }
    let cardinalities = open.map { layout.cardinalities[$0] }
    method =
      StateListing(cardinalities: cardinalities, scopes: scopes, strides: strides)
      .map(Method.listing)
      ?? .tree(OpenTree(cardinalities: cardinalities, scopes: scopes, strides: strides))
    key = [UInt32](repeating: 0, count: families.count)
    keys = KeyTable(length: families.count)
  }

  /// The work of each of so many cases that leave `open` unknown, in nanoseconds or so.
  static func work(of open: [Variable.Index], _ layout: FamilyLayout, cases: Int) -> Double {
    let states = open.reduce(1.0) { $0 * Double(layout.cardinalities[$1]) }
    if StateListing.suits(states: states, variables: open.count) { return 4 * states }
    return (2_000 + 900 * Double(open.count)) / Double(min(cases, fullLanes))
  }

  /// The bytes that the part takes besides its cases, about.
  var bytes: Double {
    switch method {
    case .listing(let listing): 4 * Double(listing.work) + 2_000
    case .tree(let tree): tree.bytes + 2_000
    }
  }

  /// The work of a case.
  var work: Double {
    switch method {
    case .listing(let listing): Double(listing.work + 50)
    case .tree(let tree): tree.work
    }
  }

  /// The room that a case takes, in numbers.
  var roomCount: Int {
    if case .listing(let listing) = method { listing.roomCount } else { 0 }
  }

  /// Takes in the case of a record in which the variables have these states.
  mutating func add(_ states: [Int], weight: Double) {
    for place in families.indices {
      var start = starts[place]
      for member in known[place] { start += states[member.variable] * member.stride }
      key[place] = UInt32(start)
    }
    let index = keys.index(of: key)
    if index == weights.count { weights.append(weight) } else { weights[index] += weight }
  }

  /// Lets go of what only `add` needs.
  mutating func close() { keys.close() }

  /// Adds the expected counts of some cases to `counts`, and returns their log-likelihood.
  func addCounts(
    of cases: Range<Int>, _ tables: UnsafePointer<Double>, to counts: UnsafeMutablePointer<Double>,
    room: UnsafeMutablePointer<Double>
  ) -> Double {
    keys.words.withUnsafeBufferPointer { words in
      weights.withUnsafeBufferPointer { weights in
        guard let base = words.baseAddress else { return 0 }
        let parts = base + cases.lowerBound * families.count
        let weights = UnsafeBufferPointer(rebasing: weights[cases])
        switch method {
        case .listing(let listing):
          var logLikelihood = 0.0
          for (index, weight) in weights.enumerated() {
            let logTotal = listing.addTables(
              parts + index * families.count, weight: weight, tables, to: counts, room: room)
            logLikelihood += weight * logTotal
          }
          return logLikelihood
        case .tree(let tree):
          return tree.addFamilies(parts, weights: weights, tables, to: counts)
        }
      }
    }
  }
}
