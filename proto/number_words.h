// A cell that should hold a number and does not: says what it is, and how to mend it. A figure is
// proposed only when the cell leaves no doubt which one it holds.
#ifndef QD_PROTO_NUMBER_WORDS_H
#define QD_PROTO_NUMBER_WORDS_H

#include "proto/number.h"

enum form_cell_error number_words(const struct cell *cell, const struct number_form *form);

// FORM_CELL_CURRENCY, for what is in another one than pounds.
enum form_cell_error number_words_foreign(const struct cell *cell, const struct number_form *form);

// FORM_CELL_PERCENT, and what to give instead.
enum form_cell_error number_words_percent(const struct cell *cell, const struct number_form *form);

#endif
