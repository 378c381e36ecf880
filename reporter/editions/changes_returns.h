// changes-returns.csv: what happened to returns between two editions, a line for each.
#ifndef QD_REPORTER_EDITIONS_CHANGES_RETURNS_H
#define QD_REPORTER_EDITIONS_CHANGES_RETURNS_H

#include "reporter/editions/changes_causes.h"

// Fills the sheet in, in the edition's arena.
void changes_returns(struct changes *changes);

#endif
