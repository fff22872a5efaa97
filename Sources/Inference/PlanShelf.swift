import Synchronization

/// The plans of a tree, each compiled when it is first asked for.
final class PlanShelf: Sendable {
  private struct Key: Hashable {
    let lanes: Int
    let reading: Reading
  }

  private let plans = Mutex<[Key: PropagationPlan]>([:])

  func plan(of tree: JunctionTree, lanes: Int, reading: Reading) -> PropagationPlan {
    plans.withLock { plans in
      let key = Key(lanes: lanes, reading: reading)
      if let plan = plans[key] { return plan }
      let plan = PropagationPlan(tree, lanes: lanes, reading: reading)
      plans[key] = plan
      return plan
    }
  }
}
