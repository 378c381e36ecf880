// The table `timeliness`: what happened in the period: requests, assessments, plans issued.
#ifndef QD_REPORTER_INDICATORS_TIMELINESS_H
#define QD_REPORTER_INDICATORS_TIMELINESS_H

#include "reporter/indicators/indicators.h"

extern const struct indicator_table timeliness_table;

#endif
