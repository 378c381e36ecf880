// A table as text for a terminal, as tidy CSV, as JSON, as a workbook. One file each: output_text.c,
// output_csv.c, output_json.c, output_xlsx.c; output.c has what they share.
//
// A cell has a value or a status. In CSV and JSON the value is a number and the status stands beside
// it in words; in text a sign stands in its place, and a note below says what it means.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_H
#define QD_REPORTER_OUTPUTS_OUTPUT_H

#include "lib/base/err.h"
#include "reporter/table/table.h"

#include <stdio.h>

enum { OUTPUT_VALUE_BYTES = 32, OUTPUT_TEXT_COLUMNS = 100 };

// Why there is no value: "not available" and "x", "nothing to divide by" and "0/0". Both are "" where
// there is one.
const char *output_status(enum figure_state state);
const char *output_sign(enum figure_state state);

// What the sign means, for a person; NULL for a figure that is there.
const char *output_sign_meaning(enum figure_state state);

// A value as it is published: "64.7", "2396.86", "99116"; "" where there is none.
void output_value(const struct indicator *indicator, const struct table_cell *cell,
                  char text[OUTPUT_VALUE_BYTES]);

// Numerator and denominator in the same way; pounds with pence.
void output_numerator(const struct indicator *indicator, struct figure numerator,
                      char text[OUTPUT_VALUE_BYTES]);
void output_denominator(const struct indicator *indicator, struct figure denominator,
                        char text[OUTPUT_VALUE_BYTES]);

// For people, in the arena (NULL: it is exhausted). A figure's digits, or where there is none the sign of its state
// in brackets: "64.7", "[x]". A value likewise; a time is "2026-11-23T10:00:00Z".
const char *output_digits_or_sign(struct arena *arena, const char *digits, struct figure figure);
const char *output_value_or_sign(struct arena *arena, const struct indicator *indicator,
                                 const struct table_cell *cell);

// The label of a slice's code in one dimension, or "Total".
const char *output_code_label(const struct breakdown_slice *slice, unsigned dimension);

// A whole number; "" for a rank of 0: the row is not ranked.
void output_count(int64_t count, char text[OUTPUT_VALUE_BYTES]);
void output_rank(const struct table_cell *cell, char text[OUTPUT_VALUE_BYTES]);

// DfE's geographic_level of a row, and its old_la_code ("" for an area).
const char *output_level(const struct table *table, int row);
void output_old_code(int row, char text[OUTPUT_VALUE_BYTES]);

// "return", "quarters", of an area "both"; "" for nothing.
const char *output_made_from(struct table_source source);

// What became of the returns: "redacted", "withdrawn", or both; "" for nothing.
const char *output_note(struct table_source source);

// "2024", "2023 to 2024"; "the four quarters to 2024-25 Q4".
enum { OUTPUT_PERIODS_BYTES = PERIODS_TEXT_BYTES + 32 };
void output_periods(const struct table *table, char text[OUTPUT_PERIODS_BYTES]);
void output_periods_of(const struct table *table, const struct periods *periods,
                       char text[OUTPUT_PERIODS_BYTES]);
void output_period(const struct table *table, size_t period, char text[OUTPUT_PERIODS_BYTES]);

// "Timeliness of EHC plans, 2024".
enum { OUTPUT_TITLE_BYTES = OUTPUT_PERIODS_BYTES + 160 };
void output_title(const struct table *table, char text[OUTPUT_TITLE_BYTES]);

// Whether any of the returns that the table is made of says that its figures are made up.
int output_is_simulated(const struct table *table);

// ERR_IO when `out` did not take it all.

// For a terminal. What OUTPUT_TEXT_COLUMNS do not hold is continued below.
enum err output_text(const struct table *table, FILE *out);

// One line a period, row and column:
//
//   table,period,area_name,area_code,old_la_code,geographic_level,measure,label,unit,
//   <a column for each dimension of the table>,
//   value,status,numerator,denominator,n,of,rank,ranked_from,direction,
//   <a column for each of output_standing.h>,
//   made_from,numerator_of_quarters,denominator_of_quarters,simulated,marks,note,borough_notes
//
// `marks` are words of marks.def with a space between two, in JSON a list of them.
//
// borough_notes is what the borough says of the figure (table_notes.h): "QD-R03: a panel was ill", with
// " | " between several.
// A dimension that is not broken down is "total". What does not apply is blank. The last two figures
// are there where a year's return and its quarters differ.
enum err output_csv(const struct table *table, FILE *out);

// One object: schema (document.h), table, title, periods, as_at {sequence, received_at}, simulated, dimensions, areas
// [{area_code, area_name, old_la_code, geographic_level}], measures [{measure, label, unit, decimals,
// kind, direction, ranked_from, numerator, denominator, source, note}], cells [{period, area_code,
// measure, <dimensions>, value, status, numerator, denominator, n, of, rank,
// <a member for each of output_standing.h>, made_from,
// numerator_of_quarters, denominator_of_quarters, simulated, marks [], note,
// borough_notes [{period, rule (null: the note of the return), words}]}]. Figures are numbers; what does
// not apply is null.
enum err output_json(const struct table *table, FILE *out);

// A workbook (reporter/workbook/book.h): a sheet for each measure.
enum err output_xlsx(const struct table *table, FILE *out);

#endif
