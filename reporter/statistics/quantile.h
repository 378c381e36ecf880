// Where a value stands among others: quantiles, quarters and fifths.
#ifndef QD_REPORTER_STATISTICS_QUANTILE_H
#define QD_REPORTER_STATISTICS_QUANTILE_H

#include <stddef.h>

// Sorts in ascending order; no NaN among them.
void quantile_sort(double *values, size_t count);

// The quantile of that share (0 to 1) of `count` values in ascending order, count > 0. Type 7 of
// Hyndman and Fan 1996: between the values at (count - 1) * share, from 0, in proportion. R's and
// LAIT's default.
double quantile(const double *sorted, size_t count, double share);

// The quarter in which a value stands, 1 to 4: A to D where one end is best.
//
//     highest_first   above Q3: 1   above Q2: 2   above Q1: 3   else 4
//     lowest first    up to Q1: 1   up to Q2: 2   up to Q3: 3   else 4
//
// On a border it is the lower side. LAIT cuts at figures of one decimal, this at exact ones.
int quantile_quarter(const double *sorted, size_t count, double value, int highest_first);

// 1 in the highest fifth (above the 0.8 quantile), -1 in the lowest (below the 0.2 quantile), else 0.
int quantile_fifth(const double *sorted, size_t count, double value);

#endif
