import NetworkModel
import Synchronization

/// A network compiled with a table for each family, made when something first needs it: what is asked of whole families, and maxima, find
/// no answer in chains.
final class PlainNetwork: Sendable {
  private let known = Mutex<Result<CompiledNetwork, InferenceError>?>(nil)

  /// Compiles `network`, or returns what came of it before.
  ///
  /// - Throws: `InferenceError.treeTooLarge` when the tables of the families alone do not fit the memory; whether a question does is for it
  ///   to say.
  func compiled(_ network: Network, memoryLimit: Int) throws(InferenceError) -> CompiledNetwork {
    try known.withLock { known in
      if let known { return known }
      let tree = JunctionTree(Cut(network), search: .standard)
      let made: Result<CompiledNetwork, InferenceError> =
        tree.size.tablesFit(memoryLimit)
        ? .success(CompiledNetwork(network, tree: tree, memoryLimit: memoryLimit))
        : .failure(.treeTooLarge(tree.size, limit: memoryLimit))
      known = made
      return made
    }
    .get()
  }
}
