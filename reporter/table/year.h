// A year from its quarters.
//
//   what happened in the period (a flow)  the four quarters added up; with one of them missing, none
//   what there is on a day (a stock)      a financial year: its last quarter's, DfE's January;
//                                         a calendar year has no stock of its own: not applicable
//
// A financial year is its own four quarters. A calendar year begins with the fourth quarter of the
// financial year before it.
#ifndef QD_REPORTER_TABLE_YEAR_H
#define QD_REPORTER_TABLE_YEAR_H

#include "proto/form/figure.h"
#include "return.pb-c.h"

enum { YEAR_QUARTERS = 4 };

// 1 and the year's quarter, from 0, in the order of time; 0 for a period that is itself a quarter, and for
// the quarter before the first that the form has, in which calendar 2014 begins.
int year_quarter(const Qd__Period *year, unsigned index, Qd__Period *quarter);

// The year's figure from those of its quarters.
struct figure year_figure(const Qd__Period *year, int is_stock,
                          const struct figure quarters[YEAR_QUARTERS]);

#endif
