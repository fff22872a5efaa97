import CLAPACKE

/// A symmetric matrix, of which the part from the diagonal to the right is kept.
struct SymmetricMatrix {
  let size: Int
  private var cells: [Double]

  /// A matrix of zeros.
  init(size: Int) {
    self.size = size
    cells = [Double](repeating: 0, count: size * size)
  }

  /// The entry in a row and a column no smaller.
  subscript(row: Int, column: Int) -> Double {
    get { cells[row * size + column] }
    set { cells[row * size + column] = newValue }
  }

  /// Adds weight · v vᵀ.
  mutating func add(_ vector: [Double], weight: Double) {
    let places = vector.indices.filter { vector[$0] != 0 }
    for (index, row) in places.enumerated() {
      let factor = weight * vector[row]
      for column in places[index...] { cells[row * size + column] += factor * vector[column] }
    }
  }

  /// Returns the matrix whose entries are multiplied by the scales of their row and their column.
  func scaled(by scales: [Double]) -> SymmetricMatrix {
    var result = self
    for row in 0..<size {
      for column in row..<size { result[row, column] *= scales[row] * scales[column] }
    }
    return result
  }

  /// Makes the rows and columns `places` those of the unit matrix.
  mutating func isolate(_ places: Range<Int>) {
    for place in places {
      for other in 0..<size { self[min(place, other), max(place, other)] = place == other ? 1 : 0 }
    }
  }

  /// Returns the eigenvalues, ascending, and their vectors of length 1.
  ///
  /// - Precondition: The entries are finite.
  /// - Complexity: O(size³).
  func eigen() -> (values: [Double], vectors: [[Double]]) {
    guard size > 0 else { return ([], []) }
    var matrix = cells
    var values = [Double](repeating: 0, count: size)
    let info = LAPACKE_dsyevd(
      LAPACK_ROW_MAJOR, Int8(UInt8(ascii: "V")), Int8(UInt8(ascii: "U")), Int32(size), &matrix,
      Int32(size), &values)
    precondition(info == 0, "the eigenvalues of a finite symmetric matrix were not found")
    let vectors = (0..<size).map { place in (0..<size).map { matrix[$0 * size + place] } }
    return (values, vectors)
  }
}
