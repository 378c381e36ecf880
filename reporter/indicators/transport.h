// The table `transport`: section 251 spending and the children who travel.
#ifndef QD_REPORTER_INDICATORS_TRANSPORT_H
#define QD_REPORTER_INDICATORS_TRANSPORT_H

#include "reporter/indicators/indicators.h"

extern const struct indicator_table transport_table;

#endif
