// The table `placements`: plans on the as-at date, by setting and primary need.
#ifndef QD_REPORTER_INDICATORS_PLACEMENTS_H
#define QD_REPORTER_INDICATORS_PLACEMENTS_H

#include "reporter/indicators/indicators.h"

extern const struct indicator_table placements_table;

// All plans of a return: its row with the setting `total`. NULL is a return without.
struct figure placements_total(const Qd__Return *returned);

#endif
