#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The natural logarithm.
@inlinable package func logarithm(_ value: Double) -> Double { log(value) }

/// The exponential function.
@inlinable package func exponential(_ value: Double) -> Double { exp(value) }
