// One cell of the table for a terminal: figures as people read them.
#ifndef QD_REPORTER_OUTPUTS_TEXT_CELL_H
#define QD_REPORTER_OUTPUTS_TEXT_CELL_H

#include "reporter/outputs/output.h"

// A column of the terminal's table: a column of the table in one of its periods.
struct text_column {
    const struct table *table;
    size_t period, column;
    const char *label;  // what stands above it; "" for nothing
};

// What it may show of a row, from left to right.
enum text_cell_part {
    TEXT_CELL_VALUE,
    TEXT_CELL_NUMERATOR,
    TEXT_CELL_DENOMINATOR,
    TEXT_CELL_RANK,  // of a borough; in the rows of areas what they cover, "31/33"
    TEXT_CELL_MARK,  // "*": the borough says something of the figure; and the letters of marks.def
    TEXT_CELL_PARTS
};

const struct indicator *text_cell_indicator(const struct text_column *column);

// Whether the column has the part at all.
int text_cell_has(const struct text_column *column, enum text_cell_part part);

// "1,234.5"; amounts to the pound, times to the minute; the sign of a state where there is no figure;
// "" for a row that is not ranked.
void text_cell_write(const struct text_column *column, enum text_cell_part part, int row,
                     char text[OUTPUT_VALUE_BYTES]);

// A numerator or a denominator alone, in the same words.
void text_cell_numerator(const struct indicator *indicator, struct figure numerator,
                         char text[OUTPUT_VALUE_BYTES]);
void text_cell_denominator(const struct indicator *indicator, struct figure denominator,
                           char text[OUTPUT_VALUE_BYTES]);

// What stands above the part: "%", "count", "of", "rank"; "" where nothing needs to be said.
const char *text_cell_heading(const struct indicator *indicator, enum text_cell_part part);

#endif
