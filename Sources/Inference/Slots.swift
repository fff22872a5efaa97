/// A few numbers of a workspace that are read and written at each step: they stay in their place, and nobody checks who else
/// looks at them.
final class Slots<Element> {
  private let base: UnsafeMutablePointer<Element>
  private let count: Int

  init(_ count: Int, _ value: Element) {
    self.count = count
    base = .allocate(capacity: max(count, 1))
    base.initialize(repeating: value, count: count)
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  subscript(index: Int) -> Element {
    get { base[index] }
    set { base[index] = newValue }
  }

  func fill(_ value: Element) { base.update(repeating: value, count: count) }
}
