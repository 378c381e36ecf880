// Reads cells that hold a date or a period, and says what they should be when it can be seen what
// is meant: a spreadsheet rewrites dates in many ways.
#ifndef QD_PROTO_WHEN_H
#define QD_PROTO_WHEN_H

#include "proto/cell.h"

enum form_cell_error when_read_date(const struct cell *cell, Qd__Date *date);

enum form_cell_error when_read_period(const struct cell *cell, Qd__Period *period);

#endif
