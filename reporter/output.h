// A table as text for a terminal, as tidy CSV, as JSON. One file each: text.c, csv_out.c, json.c.
#ifndef QD_REPORTER_OUTPUT_H
#define QD_REPORTER_OUTPUT_H

#include "lib/err.h"
#include "reporter/table.h"

#include <stdio.h>

// A value as it is published: "64.7", "2396.86", "99116"; "x" when there is none.
enum { OUTPUT_VALUE_BYTES = 32 };
void output_value(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);

// Numerator and denominator in the same way; pounds with pence. "x" not available, "z" for a
// denominator that the unit does not have.
void output_numerator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);
void output_denominator(const struct table_column *column, int row, char text[OUTPUT_VALUE_BYTES]);

// For a terminal: `measure` NULL shows the headline indicators, a block for each.
enum err output_text(const struct table *table, const char *measure, FILE *out);

// One line a row and measure: table,period,geographic_level,area_code,old_la_code,area_name,measure,
// label,unit,value,numerator,denominator,covered,of,rank
enum err output_csv(const struct table *table, const char *measure, FILE *out);

enum err output_json(const struct table *table, const char *measure, FILE *out);

#endif
