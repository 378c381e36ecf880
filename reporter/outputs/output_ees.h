// A table as open data of Explore Education Statistics (EES), DfE's own platform: a file of data and a
// file of metadata beside it, as its screener wants them (eesyscreener 0.3.0;
// https://dfe-analytical-services.github.io/analysts-guide/statistics-production/ud.html).
//
//   x.csv        time_period,time_identifier,geographic_level,country_code,country_name,region_code,
//                region_name,new_la_code,old_la_code,la_name,<filters>,<indicators>
//   x.meta.csv   col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,
//                filter_grouping_column; and filter_default where a filter has no Total, because its codes
//                are never added up
//
// A line of data is a period, a place and a slice. A dimension that is broken down is a filter, with
// labels and Total; what --where picks stands in the labels of the indicators. There are no blanks: x is
// not available, z not applicable, c confidential, low rounds to 0. Left out is what EES has no place
// for: areas that are neither boroughs nor regions, and facts about returns. It has none for "31 of 33"
// either: the figure of a region is there where all of its boroughs have given theirs, and x elsewhere
// (promise F); the tidy CSV has the sum of those that have, with n and of.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_EES_H
#define QD_REPORTER_OUTPUTS_OUTPUT_EES_H

#include "lib/base/err.h"
#include "reporter/table/table.h"

#include <stdio.h>

// 1 if EES takes the table: there is an indicator that is no mere fact.
int output_ees_takes(const struct table *table);

// ERR_IO when `out` did not take it all, ERR_NO_MEMORY.
enum err output_ees_data(const struct table *table, FILE *out);
enum err output_ees_meta(const struct table *table, FILE *out);

// W3C's metadata of the data (csvw.h), for other tools than EES.
enum err output_ees_csvw(const struct table *table, const char *url, FILE *out);

#endif
