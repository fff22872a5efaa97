#ifndef FISHBONE_LANE_KERNELS_H
#define FISHBONE_LANE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// The table loops of a propagation. A table of n cells over L lanes is an array of n * L doubles, the lane
// innermost; L is 1 or FISHBONE_LANES. Tables of more than one lane start at a multiple of 64 bytes.
//
// An index map leads from the cells of a large table to those of a smaller one. It walks the large table in
// order, in blocks of `run` cells: cell r of block b belongs to cell offsets[b] + r * stride of the small one.
//
// Results do not depend on the processor: products and sums are rounded separately (no fused multiply-add), and every sum
// is taken in a fixed order, over the cells in theirs and over the lanes in pairs.

#define FISHBONE_LANES 8

typedef struct {
  const uint32_t *offsets;
  size_t blocks;
  size_t run;
  size_t stride;
} fishbone_map;

// large[i] = table[i] in every lane.
void fishbone_fill(double *large, const double *table, size_t cells, size_t lanes);

// large[i] *= small[map(i)]; maximum[lane] becomes the largest product of the lane.
void fishbone_multiply(double *large, const double *small, fishbone_map map, double *maximum, size_t lanes);

// small[map(i)] += large[i].
void fishbone_sum(double *small, const double *large, fishbone_map map, size_t lanes);

// table[i] *= factor[lane].
void fishbone_scale(double *table, const double *factor, size_t cells, size_t lanes);

// maximum[lane] = the largest cell of the lane, at least 0.
void fishbone_maximum(double *maximum, const double *table, size_t cells, size_t lanes);

// quotient[i] = numerator[i] / denominator[i], where 0 / 0 counts as 0, and so does a quotient beyond all numbers.
void fishbone_divide(double *quotient, const double *numerator, const double *denominator, size_t cells, size_t lanes);

// totals[i] += sum over lanes of table[i] * weight[lane].
void fishbone_accumulate(double *totals, const double *table, const double *weight, size_t cells, size_t lanes);

// Whether the result of some operation in this thread was too small or too large for its digits since the flags were last
// cleared. The processor raises them by itself.
void fishbone_clear_lost_digits(void);
int fishbone_has_lost_digits(void);

#endif
