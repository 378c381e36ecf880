// What timeliness.csv says beside its flows (flows.h), drawn so that it goes with them: who asked, how
// advice came in, the days that plans took, and what is open on the last day.
#ifndef QD_SIMULATE_CASEWORK_H
#define QD_SIMULATE_CASEWORK_H

#include "return.pb-c.h"
#include "simulate/draw.h"

// Sets those figures in a row that has its flows. What hangs on a flow that is absent is left as it is.
void casework_draw(struct draw *draw, Qd__Timeliness *row);

#endif
