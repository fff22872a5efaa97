/// Memory for numbers that inner loops walk: without bounds checks, without reference counts, and freed with its
/// owner.
///
/// Whoever reads it answers for the index.
struct FlatBuffer<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var capacity: Int

  /// Allocates room for `count` elements, all `value`.
  init(_ count: Int, repeating value: Element) {
    capacity = max(count, 1)
    base = .allocate(capacity: capacity)
    base.initialize(repeating: value, count: capacity)
  }

  /// Copies `elements`.
  init(_ elements: [Element]) {
    capacity = max(elements.count, 1)
    base = .allocate(capacity: capacity)
    elements.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { base.initialize(from: first, count: source.count) }
    }
  }

  deinit { base.deallocate() }

  subscript(index: Int) -> Element {
    @inline(__always) get { base[index] }
    @inline(__always) nonmutating set { base[index] = newValue }
  }

  /// Makes room for `count` elements; those that are there are kept.
  @inline(__always)
  mutating func reserve(_ count: Int) {
    if count > capacity { grow(to: count) }
  }

  private mutating func grow(to count: Int) {
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: 2 * count)
    wider.initialize(from: base, count: capacity)
    base.deallocate()
    base = wider
    capacity = 2 * count
  }
}
