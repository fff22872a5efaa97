#include "lane_kernels.h"

#include <fenv.h>
#include <float.h>
#include <math.h>

// A fused multiply-add would round differently from one processor to the next.
#pragma STDC FP_CONTRACT OFF

// Functions that take a vector are inlined always, so that no two levels meet at a call.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double lanes16 __attribute__((vector_size(128), aligned(8), may_alias));
typedef double lanes8 __attribute__((vector_size(64), aligned(8), may_alias));
typedef double lanes4 __attribute__((vector_size(32), aligned(8), may_alias));
typedef double lanes2 __attribute__((vector_size(16), aligned(8), may_alias));
typedef long long mask16 __attribute__((vector_size(128), aligned(8), may_alias));
typedef long long mask8 __attribute__((vector_size(64), aligned(8), may_alias));

#define MAX1(a, b) ((a) < (b) ? (b) : (a))
// A quotient by 0 is no number or infinite, and neither is within the range.
#define DIVIDE1(n, d)                     \
  ({                                      \
    double quotient_ = (n) / (d);         \
    quotient_ <= DBL_MAX ? quotient_ : 0; \
  })
#define MAX_OF(vector, mask, a, b)                          \
  ({                                                        \
    vector a_ = (a), b_ = (b);                              \
    mask less_ = a_ < b_;                                   \
    (vector)(((mask)b_ & less_) | ((mask)a_ & ~less_));     \
  })
#define MAX8(a, b) MAX_OF(lanes8, mask8, a, b)
#define MAX16(a, b) MAX_OF(lanes16, mask16, a, b)
#define DIVIDE8(n, d)                                                  \
  ({                                                                   \
    lanes8 quotient_ = (n) / (d);                                      \
    (lanes8)((mask8)quotient_ & (quotient_ <= (lanes8){0} + DBL_MAX)); \
  })

// log(exp a + exp b), where −∞ is the logarithm of 0.
static double log_add(double a, double b) {
  const double larger = MAX1(a, b), smaller = a < b ? a : b;
  return smaller == -HUGE_VAL ? larger : larger + log1p(exp(smaller - larger));
}
#define LOG_ADD(vector, count, a, b)                                                       \
  ({                                                                                       \
    vector a_ = (a), b_ = (b);                                                             \
    for (int lane_ = 0; lane_ < count; lane_++) a_[lane_] = log_add(a_[lane_], b_[lane_]); \
    a_;                                                                                    \
  })
#define LOG_ADD8(a, b) LOG_ADD(lanes8, 8, a, b)
#define LOG_ADD16(a, b) LOG_ADD(lanes16, 16, a, b)

// Tables that are multiplied in at once: up to four with a cell for each lane, and one with a cell for all.
typedef struct {
  const double *table;
  const uint32_t *offsets;
} lane_table;

typedef struct {
  lane_table rows[4];
  lane_table cell;
  size_t rowCount;
  int hasCell;
} lane_group;

// What becomes of products: they stay in the block, leave for a table, or both.
enum { lane_stay = 0, lane_leave = 1, lane_both = 2 };

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

#define LEVEL(name) PASTE(name, _base)
#define TARGET
#include "kernels.inc"
#undef LEVEL
#undef TARGET

#if defined(__x86_64__)
#define LEVEL(name) PASTE(name, _v3)
#define TARGET __attribute__((target("arch=x86-64-v3")))
#include "kernels.inc"
#undef LEVEL
#undef TARGET

#define LEVEL(name) PASTE(name, _v4)
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
#define DISPATCH(name, ...) name##_base(__VA_ARGS__);
#endif

#define STREAM_PARAMETERS                                                                                 \
  const fishbone_plan *plan, const fishbone_walk *walk, const uint32_t *inputs, size_t inputCount,        \
      const uint32_t *outputs, size_t outputCount, double *const *arenas, const fishbone_room *room, size_t lanes

void fishbone_sum_product(STREAM_PARAMETERS) {
  DISPATCH(sum_product, plan, walk, inputs, inputCount, outputs, outputCount, arenas, room, lanes)
}

void fishbone_log_sum(STREAM_PARAMETERS) {
  DISPATCH(log_sum, plan, walk, inputs, inputCount, outputs, outputCount, arenas, room, lanes)
}

void fishbone_max_plus(STREAM_PARAMETERS) {
  DISPATCH(max_plus, plan, walk, inputs, inputCount, outputs, outputCount, arenas, room, lanes)
}

void fishbone_widen(
    double *wide, const double *narrow, const uint32_t *pattern, size_t rows, size_t width, size_t narrowWidth) {
  for (size_t r = 0; r < rows; r++, wide += width, narrow += narrowWidth)
    for (size_t i = 0; i < width; i++) wide[i] = narrow[pattern[i]];
}

void fishbone_narrow(
    double *narrow, const double *wide, const uint32_t *pattern, size_t rows, size_t width, size_t narrowWidth,
    fishbone_reduction reduction) {
  for (size_t r = 0; r < rows; r++, wide += width, narrow += narrowWidth)
    for (size_t i = 0; i < width; i++) {
      double *cell = &narrow[pattern[i]];
      switch (reduction) {
        case fishbone_sum: *cell += wide[i]; break;
        case fishbone_largest: *cell = MAX1(*cell, wide[i]); break;
        case fishbone_log_total: *cell = log_add(*cell, wide[i]); break;
      }
    }
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

void fishbone_normalize(double *table, size_t cells, size_t lanes) { DISPATCH(normalize, table, cells, lanes) }

void fishbone_subtract(double *difference, const double *minuend, const double *subtrahend, size_t cells) {
  DISPATCH(subtract, difference, minuend, subtrahend, cells)
}

void fishbone_accumulate(double *totals, const double *table, const double *weight, size_t cells, size_t lanes) {
  DISPATCH(accumulate, totals, table, weight, cells, lanes)
}

double fishbone_list(
    const fishbone_listing *listing, const uint32_t *parts, const double *restrict tables, double *restrict room) {
  const double *previous = room;
  double *current = room + 1;
  size_t size = 1;
  room[0] = 1;
  for (size_t l = 0; l < listing->levelCount; l++) {
    const fishbone_level level = listing->levels[l];
    for (size_t i = 0, j = 0; i < size; i++)
      for (size_t s = 0; s < level.states; s++, j++) current[j] = previous[i];
    for (size_t t = level.firstTable; t < level.firstTable + level.tableCount; t++) {
      const double *part = tables + parts[listing->tables[t].table];
      const uint32_t *cells = listing->cells + listing->tables[t].start;
      for (size_t j = 0; j < level.count; j++) current[j] *= part[cells[j]];
    }
    previous = current;
    size = level.count;
    current += size;
  }
  double total = 0;
  for (size_t j = 0; j < size; j++) total += previous[j];
  return total;
}

void fishbone_count(
    const fishbone_listing *listing, const uint32_t *parts, double scale, double *restrict counts,
    double *restrict room) {
  double *current = room + 1;
  for (size_t l = 0; l + 1 < listing->levelCount; l++) current += listing->levels[l].count;
  for (size_t j = 0; j < listing->levels[listing->levelCount - 1].count; j++) current[j] *= scale;
  for (size_t l = listing->levelCount; l-- > 0;) {
    const fishbone_level level = listing->levels[l];
    for (size_t t = level.firstTable; t < level.firstTable + level.tableCount; t++) {
      double *part = counts + parts[listing->tables[t].table];
      const uint32_t *cells = listing->cells + listing->tables[t].start;
      for (size_t j = 0; j < level.count; j++) part[cells[j]] += current[j];
    }
    if (l == 0) return;
    const size_t size = level.count / level.states;
    double *previous = current - size;
    for (size_t i = 0, j = 0; i < size; i++) {
      double sum = 0;
      for (size_t s = 0; s < level.states; s++, j++) sum += current[j];
      previous[i] = sum;
    }
    current = previous;
  }
}

void fishbone_clear_lost_digits(void) { feclearexcept(FE_UNDERFLOW | FE_OVERFLOW); }

int fishbone_has_lost_digits(void) { return fetestexcept(FE_UNDERFLOW | FE_OVERFLOW) != 0; }
