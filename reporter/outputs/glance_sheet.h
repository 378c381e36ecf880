// All values of a table at a glance, for people: a row for each period, measure and code, a column for each area.
// A time is left out, which is no number to be set beside others.
#ifndef QD_REPORTER_OUTPUTS_GLANCE_SHEET_H
#define QD_REPORTER_OUTPUTS_GLANCE_SHEET_H

#include "reporter/outputs/sheet.h"
#include "reporter/table/table.h"

// The sheet, in the arena: how many rows it has.
size_t glance_sheet(struct sheet *sheet, struct arena *arena, const struct table *table);

#endif
