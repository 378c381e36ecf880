// How a figure stands among the others, in words and digits: the columns that a table as CSV and the
// members that a cell as JSON have for it, in this order.
//
//   ranked        of how many boroughs the rank is
//   rank_best,    the ranks that chance allows
//   rank_worst
//   quartile      A (best) to D; where neither end is best, highest, upper, lower, lowest
//   fifth         best or worst fifth; where neither end is best, highest or lowest
//   interval      how the 95 % interval is made: Wilson, Byar, Poisson, order statistics; "not applicable"
//                 where the figure does not have one
//   low, high     its ends, in the unit of the value
//   limits        which 95 % limits of the funnel: plain or over-dispersed
//   limit_low,    these limits for the borough's denominator, in the unit of the value
//   limit_high
//   spread        tau: what boroughs differ by beyond chance, on the scale of asin(sqrt(p))
//   stands_out    high, low or no
//
// What is worked out has twelve digits, so that others can check it. Blank: there is no figure, or
// areas have none; "not applicable": METHODS gives none for this kind of figure.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_STANDING_H
#define QD_REPORTER_OUTPUTS_OUTPUT_STANDING_H

#include "reporter/outputs/output.h"
#include "reporter/standing/standing.h"

enum output_standing_field {
    OUTPUT_RANKED,
    OUTPUT_RANK_BEST,
    OUTPUT_RANK_WORST,
    OUTPUT_QUARTILE,
    OUTPUT_FIFTH,
    OUTPUT_INTERVAL,
    OUTPUT_LOW,
    OUTPUT_HIGH,
    OUTPUT_LIMITS,
    OUTPUT_LIMIT_LOW,
    OUTPUT_LIMIT_HIGH,
    OUTPUT_SPREAD,
    OUTPUT_STANDS_OUT,
    OUTPUT_STANDING_FIELDS
};

struct output_standing_column {
    const char *name;
    int is_number;
};

extern const struct output_standing_column output_standing_columns[OUTPUT_STANDING_FIELDS];

// One field of the standing of a row; "" for nothing.
void output_standing(const struct standings *standings, const struct indicator *indicator,
                     const struct table_cell *cell, int row, enum output_standing_field field,
                     char text[OUTPUT_VALUE_BYTES]);

// A real number with twelve digits that count, without an exponent: "55.2544432969".
void output_real(double number, char text[OUTPUT_VALUE_BYTES]);

// An exact figure in the unit of its value: 0.647 is 64.7 per cent.
double output_in_unit(const struct indicator *indicator, double figure);

#endif
