// A year from its quarters.
//
//   what happened in the period (a flow)  the four quarters added up; with one of them missing, none
//   what there is on a day (a stock)      a financial year: its last quarter's, DfE's January, and so
//                                         of four quarters to one;
//                                         a calendar year has no stock of its own: not applicable
//
// A financial year is its own four quarters. A calendar year begins with the fourth quarter of the
// financial year before it. Four quarters to one (rolling) are that quarter and the three before it.
#ifndef QD_REPORTER_TABLE_YEAR_H
#define QD_REPORTER_TABLE_YEAR_H

#include "proto/form/figure.h"
#include "return.pb-c.h"

enum { YEAR_QUARTERS = 4 };

// 1 and the year's quarter, from 0, in the order of time; 0 for a period that is itself a quarter, and for
// the quarter before the first that the form has, in which calendar 2014 begins.
int year_quarter(const Qd__Period *year, unsigned index, Qd__Period *quarter);

// The quarter's own and those before it, from 0, in the order of time: the last is `quarter` itself. 0
// where one would be earlier than the form began.
int year_rolling_quarter(const Qd__Period *last, unsigned index, Qd__Period *quarter);

// The last quarter of a year: the four to it are the year's.
void year_last_quarter(const Qd__Period *year, Qd__Period *quarter);

// The year's figure, or that of the four quarters to one, from those of its quarters.
struct figure year_figure(const Qd__Period *year, int is_stock,
                          const struct figure quarters[YEAR_QUARTERS]);

#endif
