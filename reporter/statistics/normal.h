// The normal distribution, as far as intervals and limits need it.
#ifndef QD_REPORTER_STATISTICS_NORMAL_H
#define QD_REPORTER_STATISTICS_NORMAL_H

// Quantiles of the two-sided 95 % and 99.8 % intervals.
#define NORMAL_Z_95 1.959963984540054
#define NORMAL_Z_998 3.090232306167813

// The chance of a value above z.
double normal_tail(double z);

// The z that a share `tail` of all values lies above; 0 < tail < 1. Relative error below 1e-12.
double normal_quantile(double tail);

#endif
