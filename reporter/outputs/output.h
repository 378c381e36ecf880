// A table as text for a terminal, as tidy CSV, as JSON. One file each: output_text.c, output_csv.c,
// output_json.c; output.c has what they share.
//
// In all of them x is a figure that is not available, and z one that there cannot be (a denominator
// of a count, London's revision, the rank of London).
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_H
#define QD_REPORTER_OUTPUTS_OUTPUT_H

#include "lib/base/err.h"
#include "reporter/table/table.h"

#include <stdio.h>

enum { OUTPUT_VALUE_BYTES = 32, OUTPUT_TEXT_COLUMNS = 100 };

// A value as it is published: "64.7", "2396.86", "99116", "2026-11-23T10:00:00Z"; "x", "z".
void output_value(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);

// Numerator and denominator in the same way; pounds with pence.
void output_numerator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);
void output_denominator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);

// "1" to "33"; "x" for a borough without a value, "z" for an area and what is not ranked.
void output_rank(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);

// What rank 1 is: "highest", "lowest", "z".
const char *output_ranked_from(const struct indicator *indicator);

// A whole number.
void output_count(int count, char text[OUTPUT_VALUE_BYTES]);

// DfE's geographic_level, and its old_la_code ("" for an area).
const char *output_level(int row);
void output_old_code(int row, char text[OUTPUT_VALUE_BYTES]);

// `measure` is one of the table's, or NULL. ERR_IO when `out` did not take it all.
//
// For a terminal: NULL shows the headline indicators. What OUTPUT_TEXT_COLUMNS do not hold is
// continued below.
enum err output_text(const struct table *table, const char *measure, FILE *out);

// One line a row and measure (NULL: every measure): table,period,geographic_level,area_code,
// old_la_code,area_name,measure,label,unit,value,numerator,denominator,covered,of,rank,
// ranked_from,polarity
enum err output_csv(const struct table *table, const char *measure, FILE *out);

// One object: table, title, period, as_at {sequence, received_at}, areas [{area_code,
// geographic_level, old_la_code, area_name}], measures [{measure, label, unit, polarity,
// ranked_from, formula, source, figures [{area_code, value, numerator, denominator, covered, of,
// rank}]}]. Values are texts, as published; covered, of and rank are numbers; rank and ranked_from
// are null where there is none.
enum err output_json(const struct table *table, const char *measure, FILE *out);

#endif
