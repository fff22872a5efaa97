#ifndef FISHBONE_LANE_KERNELS_H
#define FISHBONE_LANE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

// The table loops of a propagation. A table of n cells over L lanes is an array of n * L doubles, the lane
// innermost; L is 1, FISHBONE_LANES or FISHBONE_WIDE_LANES.
//
// Results do not depend on the processor: products and sums are rounded separately (no fused multiply-add), and every sum
// is taken in a fixed order. Logarithmic sums depend on the C library's exp and log1p.

#define FISHBONE_LANES 8
#define FISHBONE_WIDE_LANES 16

// How the table of a clique, which is nowhere kept, is walked: in blocks of `rows` rows of `width` cells. The blocks
// follow `axes` axes of counts[firstAxis...] steps, the last fastest.
//
// In one lane a row is a stretch of the clique's innermost axes; in several it is the lanes of one cell.
typedef struct {
  size_t width;
  size_t rows;
  size_t axes;
  size_t firstAxis;
} fishbone_walk;

// With one lane tables are read in whole vectors, up to 7 cells beyond a row: behind each there have to be 7 finite numbers.
//
// A table that takes part in a walk. It has a cell for each cell of a row, or one for the whole row (isRow); row r of a block has its
// cells at offsets[firstOffset + r], counted from the place of the block, which moves by steps[firstStep + a] when axis a turns.
typedef struct {
  size_t start;
  size_t firstOffset;
  size_t firstStep;
  // So many rows of a block, one after the other, have the same cells.
  size_t run;
  uint8_t arena;
  uint8_t isRow;
  // Every row of a block has the same cells.
  uint8_t isFixed;
} fishbone_operand;

// The pools that walks and operands point into.
typedef struct {
  const size_t *counts;
  const uint32_t *offsets;
  const ptrdiff_t *steps;
  const fishbone_operand *operands;
} fishbone_plan;

// Room for a walk: rows rows of whole vectors of 8 cells, rows cells, a place for each operand, and a count for each axis.
typedef struct {
  double *block;
  double *totals;
  double **places;
  size_t *turns;
} fishbone_room;

// Multiplies the tables `inputs` over the joint states of a clique and adds each product to its cell of every table in `outputs`.
// Both are indices of operands; arenas[a] is where the tables of arena a begin.
void fishbone_sum_product(
    const fishbone_plan *plan, const fishbone_walk *walk, const uint32_t *inputs, size_t inputCount,
    const uint32_t *outputs, size_t outputCount, double *const *arenas, const fishbone_room *room, size_t lanes);

// The same over logarithms, for the largest product: adds the inputs and keeps the maximum in the outputs.
void fishbone_max_plus(
    const fishbone_plan *plan, const fishbone_walk *walk, const uint32_t *inputs, size_t inputCount,
    const uint32_t *outputs, size_t outputCount, double *const *arenas, const fishbone_room *room, size_t lanes);

// The same over logarithms, for the sum of the products: what no `double` can hold has a logarithm.
void fishbone_log_sum(
    const fishbone_plan *plan, const fishbone_walk *walk, const uint32_t *inputs, size_t inputCount,
    const uint32_t *outputs, size_t outputCount, double *const *arenas, const fishbone_room *room, size_t lanes);

// How cells that fall together are reduced to one.
typedef enum { fishbone_sum, fishbone_largest, fishbone_log_total } fishbone_reduction;

// row r, cell i of `wide` = row r, cell pattern[i] of `narrow`.
void fishbone_widen(
    double *wide, const double *narrow, const uint32_t *pattern, size_t rows, size_t width, size_t narrowWidth);

// Reduces row r, cell i of `wide` into row r, cell pattern[i] of `narrow`.
void fishbone_narrow(
    double *narrow, const double *wide, const uint32_t *pattern, size_t rows, size_t width, size_t narrowWidth,
    fishbone_reduction reduction);

// table[i] *= factor[lane].
void fishbone_scale(double *table, const double *factor, size_t cells, size_t lanes);

// maximum[lane] = the largest cell of the lane, at least 0.
void fishbone_maximum(double *maximum, const double *table, size_t cells, size_t lanes);

// quotient[i] = numerator[i] / denominator[i], where 0 / 0 counts as 0, and so does a quotient beyond all numbers.
void fishbone_divide(double *quotient, const double *numerator, const double *denominator, size_t cells, size_t lanes);

// Divides each lane of a table by its sum; a lane of nothing stays so.
void fishbone_normalize(double *table, size_t cells, size_t lanes);

// difference[i] = minuend[i] - subtrahend[i], −∞ where the subtrahend is.
void fishbone_subtract(double *difference, const double *minuend, const double *subtrahend, size_t cells);

// totals[i] += sum over lanes of table[i] * weight[lane].
void fishbone_accumulate(double *totals, const double *table, const double *weight, size_t cells, size_t lanes);

// A list of joint states: variables are fixed one after the other, and a level has the states of those that are fixed.
typedef struct {
  uint32_t states;      // of the variable that is fixed
  uint32_t count;       // joint states so far
  uint32_t firstTable;  // the tables that this variable decides
  uint32_t tableCount;
} fishbone_level;

// A table that a level decides: which, and where in the list its cell for each of the level's joint states stands.
typedef struct {
  uint32_t table;
  uint32_t start;
} fishbone_listed;

typedef struct {
  const fishbone_level *levels;
  size_t levelCount;
  const fishbone_listed *tables;
  const uint32_t *cells;
} fishbone_listing;

// Fills room, one number and then a level after the other, with the products of the tables that are decided, and returns the sum of
// the last. The part of table t begins at tables[parts[t]].
double fishbone_list(
    const fishbone_listing *listing, const uint32_t *parts, const double *tables, double *room);

// Multiplies the last level by scale, makes each level before it the sum of the next, and adds each level to the counts of its tables.
void fishbone_count(
    const fishbone_listing *listing, const uint32_t *parts, double scale, double *counts, double *room);

// Whether the result of some operation in this thread was too small or too large for its digits since the flags were last
// cleared. The processor raises them by itself.
void fishbone_clear_lost_digits(void);
int fishbone_has_lost_digits(void);

#endif
