// The table `submissions`: which boroughs returned what, and when.
#ifndef QD_REPORTER_INDICATORS_SUBMISSIONS_H
#define QD_REPORTER_INDICATORS_SUBMISSIONS_H

#include "reporter/indicators/indicators.h"

extern const struct indicator_table submissions_table;

#endif
