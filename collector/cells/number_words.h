// A cell that should hold a number and does not: says what it is, and how to fix it. A figure is
// proposed only when the cell leaves no doubt which one it holds.
#ifndef QD_COLLECTOR_CELLS_NUMBER_WORDS_H
#define QD_COLLECTOR_CELLS_NUMBER_WORDS_H

#include "collector/cells/number.h"

enum err number_words(const struct cell *cell, const struct number_form *form);

// RULE_CELL_CURRENCY, for what is in another one than pounds.
enum err number_words_foreign(const struct cell *cell, const struct number_form *form);

// RULE_CELL_PERCENT, and what to give instead.
enum err number_words_percent(const struct cell *cell, const struct number_form *form);

#endif
