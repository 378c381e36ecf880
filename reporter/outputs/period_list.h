// For which periods there is something: what `qd-reporter periods` prints.
#ifndef QD_REPORTER_OUTPUTS_PERIOD_LIST_H
#define QD_REPORTER_OUTPUTS_PERIOD_LIST_H

#include "lib/base/err.h"
#include "reporter/table/returned.h"

#include <stdio.h>

// A row a period: how many boroughs have returned for it, and how many have each part. Of a year,
// those of which it is made from quarters stand behind a +. ERR_IO when `out` did not take it all.
enum err period_list_text(const struct returned *all, FILE *out);

// A line a period and table: period,kind,table,returned,made_from_quarters
enum err period_list_csv(const struct returned *all, FILE *out);

// {"periods": [{period, kind, returned, tables: {<table>: {returned, made_from_quarters}}}]}
enum err period_list_json(const struct returned *all, FILE *out);

#endif
