// The table `submissions`: which boroughs returned what, and when.
#ifndef QD_REPORTER_SUBMISSIONS_H
#define QD_REPORTER_SUBMISSIONS_H

#include "reporter/indicators.h"

extern const struct indicator_table submissions_table;

#endif
