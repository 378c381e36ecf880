// The metadata that stands beside a CSV: W3C's Metadata Vocabulary for Tabular Data (CSV on the Web,
// https://www.w3.org/TR/tabular-metadata/). What each column is called, holds and may be blank, which columns
// tell the lines apart, how the file is written, and which returns its figures come from.
#ifndef QD_REPORTER_OUTPUTS_CSVW_H
#define QD_REPORTER_OUTPUTS_CSVW_H

#include "reporter/outputs/output.h"
#include "reporter/outputs/sheet.h"

// `url` is the name of the CSV, without its folder. ERR_IO when `out` did not take it all.
enum err csvw_table(const struct table *table, const char *url, FILE *out);
enum err csvw_sheet(const struct sheet *sheet, const char *url, FILE *out);

#endif
