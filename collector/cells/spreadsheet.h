// What a spreadsheet leaves in a cell instead of its value: an error, a formula saved as text, a
// date that it made of something else.
#ifndef QD_COLLECTOR_CELLS_SPREADSHEET_H
#define QD_COLLECTOR_CELLS_SPREADSHEET_H

#include "collector/cells/cell.h"

// RULE_CELL_SPREADSHEET_ERROR, RULE_CELL_FORMULA or ERR_OK; for codes also
// RULE_CELL_MADE_A_DATE.
enum err spreadsheet_check(const struct cell *cell);

// Whether it is a date or a time of day, as spreadsheets write them: 05-Jan, Jan-05, 05/01/2025,
// 12:00.
int spreadsheet_is_date(const char *text);

// RULE_CELL_MADE_A_DATE: it became of a number or of a code, whichever belongs there.
enum err spreadsheet_made_a_date(const struct cell *cell);

#endif
