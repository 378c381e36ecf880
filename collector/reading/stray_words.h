// What the words in one cell of a row say, where the row may be none of the part.
#ifndef QD_COLLECTOR_READING_STRAY_WORDS_H
#define QD_COLLECTOR_READING_STRAY_WORDS_H

#include "collector/reading/csv.h"

// Whether "total" or the like is one of its words, and it is not a formula.
int stray_words_total(const char *text);

// The same of "all", as its first word: "All modes".
int stray_words_all(const char *text);

// Whether it is the name or the label of a sub-total, which no return has (proto/form/sums.def).
int stray_words_sub_total(const char *text);

// Nothing, a zero or a dash, however it is written, or what a formula gives that has nothing to work
// with: FALSE, #N/A.
int stray_words_nothing(const struct csv_cell *cell);

// What a spreadsheet writes for a formula that went wrong.
int stray_words_error(const char *text);

// "Number of children", "pounds", "no.", "\u00a3": a heading or a unit, and not a reason why there is no
// figure.
int stray_words_heading_or_unit(const char *text);

// Whether it holds a digit above 0, or a word of two letters.
int stray_words_digit(const char *text);
int stray_words_word(const char *text);

// Whether the cells are the numbers of their columns, or their letters.
int stray_words_count_columns(const struct csv_row *row);

#endif
