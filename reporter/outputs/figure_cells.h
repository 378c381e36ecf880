// The columns with which every sheet of a table's figures begins: which figure of whom it is.
//
//   table, period, area_name, area_code, old_la_code, geographic_level, measure, label, unit,
//   <a column for each dimension of the table>
//
// In text the area's name stands in front of its row, and the rest in the heading of the section.
#ifndef QD_REPORTER_OUTPUTS_FIGURE_CELLS_H
#define QD_REPORTER_OUTPUTS_FIGURE_CELLS_H

#include "reporter/outputs/output.h"
#include "reporter/outputs/sheet.h"

enum { FIGURE_CELLS_MAX = 9 + DIMENSIONS_MAX };

// What a sheet of a table's figures is about, but for its title; `about` is a sentence.
struct sheet_about figure_cells_about(const struct table *table, const char *kind,
                                      const char *about);

// Puts the columns at the beginning of `columns`: how many.
size_t figure_cells_columns(const struct table *table, struct sheet_column *columns);

// Fills the cells in.
void figure_cells_fill(struct arena *arena, const struct table *table, size_t period, size_t column,
                       int row, const char **cells);

// "Plans issued within 20 weeks, exceptions left out (%), 2024", in the arena; "" when it is exhausted.
const char *figure_cells_section(struct arena *arena, const struct table *table, size_t period,
                                 size_t column);

// A value, numerator and so on as text in the arena; NULL when that is exhausted, and for nothing.
const char *figure_cells_value(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell);
const char *figure_cells_numerator(struct arena *arena, const struct indicator *indicator,
                                   struct figure numerator);
const char *figure_cells_denominator(struct arena *arena, const struct indicator *indicator,
                                     struct figure denominator);
const char *figure_cells_count(struct arena *arena, int64_t count);

// Twelve digits of an exact figure in the unit of its values.
const char *figure_cells_real(struct arena *arena, double number);

// For people: the value with its thousands apart, or the sign of its state.
const char *figure_cells_shown(struct arena *arena, const struct indicator *indicator,
                               const struct table_cell *cell);

// For people, into three cells: the value and, of an indicator that has a denominator, the numerator and that;
// amounts to the pound, with their thousands apart, or the sign of their state.
void figure_cells_shown_parts(struct arena *arena, const struct indicator *indicator,
                              const struct table_cell *cell, const char **cells);

// For people: an exact figure, or an interval ("41.2 to 77.0"), with the indicator's decimals; never "-0.0".
const char *figure_cells_rounded(struct arena *arena, const struct indicator *indicator,
                                 double figure);
const char *figure_cells_interval(struct arena *arena, const struct indicator *indicator,
                                  double low, double high);

#endif
