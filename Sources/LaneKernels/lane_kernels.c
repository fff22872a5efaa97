#include "lane_kernels.h"

#include <fenv.h>
#include <float.h>

// A fused multiply-add would round differently from one processor to the next.
#pragma STDC FP_CONTRACT OFF

typedef double lanes8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef long long mask8 __attribute__((vector_size(64), aligned(8), may_alias));

// Macros, because a function that returns a vector would have an ABI of its own for each level.
#define MAX1(a, b) ((a) < (b) ? (b) : (a))
// A quotient by 0 is no number or infinite, and neither is within the range.
#define DIVIDE1(n, d)                     \
  ({                                      \
    double quotient_ = (n) / (d);         \
    quotient_ <= DBL_MAX ? quotient_ : 0; \
  })
#define MAX8(a, b)                                             \
  ({                                                           \
    lanes8 a_ = (a), b_ = (b);                                 \
    mask8 less_ = a_ < b_;                                     \
    (lanes8)(((mask8)b_ & less_) | ((mask8)a_ & ~less_));      \
  })
#define DIVIDE8(n, d)                                                  \
  ({                                                                   \
    lanes8 quotient_ = (n) / (d);                                      \
    (lanes8)((mask8)quotient_ & (quotient_ <= (lanes8){0} + DBL_MAX)); \
  })

#define LEVEL(name) name##_base
#define TARGET
#include "kernels.inc"
#undef LEVEL
#undef TARGET

#if defined(__x86_64__)
#define LEVEL(name) name##_v3
#define TARGET __attribute__((target("arch=x86-64-v3")))
#include "kernels.inc"
#undef LEVEL
#undef TARGET

#define LEVEL(name) name##_v4
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#include "kernels.inc"
#undef LEVEL
#undef TARGET

// The level of this processor: 4, 3, or 1 for anything older. Reading the processor's flags is cheap and pure, so
// no state is kept.
static inline int level(void) {
  if (__builtin_cpu_supports("x86-64-v4")) return 4;
  if (__builtin_cpu_supports("x86-64-v3")) return 3;
  return 1;
}

#define DISPATCH(name, ...)                \
  switch (level()) {                       \
    case 4: name##_v4(__VA_ARGS__); break; \
    case 3: name##_v3(__VA_ARGS__); break; \
    default: name##_base(__VA_ARGS__);     \
  }
#else
#define DISPATCH(name, ...) name##_base(__VA_ARGS__)
#endif

void fishbone_fill(double *large, const double *table, size_t cells, size_t lanes) {
  DISPATCH(fill, large, table, cells, lanes)
}

void fishbone_multiply(double *large, const double *small, fishbone_map map, double *maximum, size_t lanes) {
  DISPATCH(multiply, large, small, map, maximum, lanes)
}

void fishbone_sum(double *small, const double *large, fishbone_map map, size_t lanes) {
  DISPATCH(sum, small, large, map, lanes)
}

void fishbone_scale(double *table, const double *factor, size_t cells, size_t lanes) {
  DISPATCH(scale, table, factor, cells, lanes)
}

void fishbone_maximum(double *maximum, const double *table, size_t cells, size_t lanes) {
  DISPATCH(maximum, maximum, table, cells, lanes)
}

void fishbone_divide(double *quotient, const double *numerator, const double *denominator, size_t cells, size_t lanes) {
  DISPATCH(divide, quotient, numerator, denominator, cells, lanes)
}

void fishbone_accumulate(double *totals, const double *table, const double *weight, size_t cells, size_t lanes) {
  DISPATCH(accumulate, totals, table, weight, cells, lanes)
}

void fishbone_clear_lost_digits(void) { feclearexcept(FE_UNDERFLOW | FE_OVERFLOW); }

int fishbone_has_lost_digits(void) { return fetestexcept(FE_UNDERFLOW | FE_OVERFLOW) != 0; }
