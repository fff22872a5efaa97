extension NoisyMaxCPD {
  /// The tables of a chain of running maxima that ends in the variable: after the leak each parent joins in turn ([HB96]).
  ///
  /// The first is P(Y₁ | U₁), over the leak and the first parent; table *i* is P(Yᵢ | Yᵢ₋₁, Uᵢ), with Yᵢ the larger of Yᵢ₋₁ and what Uᵢ
  /// brings about. Y of the last parent is the variable itself. Nothing is subtracted, so rare states keep their digits.
  ///
  /// - Parameter order: The places of the parents, in the order in which they join.
  /// - Precondition: There is a parent.
  /// - Complexity: O(parents × their states × the square of the variable's).
  package func chain(_ order: [Int]) -> [TabularCPD] {
    order.enumerated().map { place, parent in
      place == 0 ? firstLink(parent) : link(parent)
    }
  }

  private func firstLink(_ parent: Int) -> TabularCPD {
    let values = (0..<parentCardinalities[parent]).flatMap { state in
      Self.maximum(
        of: [leak[...]] + [strength(of: parent, in: state)].compactMap(\.self),
        cardinality: cardinality)
    }
    return TabularCPD(cardinality: cardinality, values: values)
  }

  private func link(_ parent: Int) -> TabularCPD {
    var values: [Double] = []
    for before in 0..<cardinality {
      var certain = [Double](repeating: 0, count: cardinality)
      certain[before] = 1
      for state in 0..<parentCardinalities[parent] {
        values += Self.maximum(
          of: [certain[...]] + [strength(of: parent, in: state)].compactMap(\.self),
          cardinality: cardinality)
      }
    }
    return TabularCPD(cardinality: cardinality, values: values)
  }
}
