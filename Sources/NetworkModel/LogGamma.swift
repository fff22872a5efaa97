#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logarithm of the gamma function, of a number above 0.
package func logarithmOfGamma(_ value: Double) -> Double {
  var sign: Int32 = 0
  return lgamma_r(value, &sign)
}

/// log(1 + x), with all digits of a small x.
package func logarithmOfOnePlus(_ value: Double) -> Double { log1p(value) }
