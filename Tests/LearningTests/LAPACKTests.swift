import CLAPACKE
import Testing

@Suite struct LAPACKTests {
  @Test
  func `the bound LAPACK solves a positive definite system`() {
    // 4x + 2y = 10 and 2x + 3y = 9 at x = 1.5, y = 2.
    var matrix = [4.0, 2, 2, 3]
    var right = [10.0, 9]
    let info = LAPACKE_dposv(LAPACK_ROW_MAJOR, Int8(UInt8(ascii: "L")), 2, 1, &matrix, 2, &right, 1)
    #expect(info == 0)
    #expect(abs(right[0] - 1.5) < 1e-14 && abs(right[1] - 2) < 1e-14)
  }
}
