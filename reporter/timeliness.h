// The table `timeliness`: what happened in the period: requests, assessments, plans issued.
#ifndef QD_REPORTER_TIMELINESS_H
#define QD_REPORTER_TIMELINESS_H

#include "reporter/indicators.h"

extern const struct indicator_table timeliness_table;

#endif
