// What stands in a cell instead of a value: an error of the spreadsheet, or a symbol that means
// different things in different places.
#ifndef QD_PROTO_SYMBOLS_H
#define QD_PROTO_SYMBOLS_H

#include "proto/cell.h"

// FORM_CELL_SPREADSHEET_ERROR, FORM_CELL_LEGACY_SYMBOL or FORM_CELL_OK.
enum form_cell_error symbols_check(const struct cell *cell);

// The first of the two alone, for codes and texts.
enum form_cell_error symbols_check_spreadsheet(const struct cell *cell);

// What to write when there is nothing: 0, or a reason, or nothing at all. In the arena.
const char *symbols_mend_blank(const struct cell *cell);

#endif
