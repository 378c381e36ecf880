// The metadata that stands beside a CSV: W3C's Metadata Vocabulary for Tabular Data (CSV on the Web,
// https://www.w3.org/TR/tabular-metadata/). What each column is called, holds and may be blank, which columns
// tell the lines apart, how the file is written, and which returns its figures come from.
#ifndef QD_REPORTER_OUTPUTS_CSVW_H
#define QD_REPORTER_OUTPUTS_CSVW_H

#include "reporter/outputs/column_words.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/sheet.h"

// What is said of a file, whatever it was made of.
struct csvw_file {
    const char *url;  // the name of the CSV, without its folder
    const char *title, *about;
    uint64_t sequence, received_at_unix_ms;  // of the newest return; 0: nobody says when
    int simulated;
    const struct column_words *columns;
    size_t count;
    const struct sheet *sheet;  // whose notes are in no cell; NULL: there are none
};

// ERR_IO when `out` did not take it all.
enum err csvw_write(const struct csvw_file *file, FILE *out);

// Of a table: all but the columns, which are the caller's.
struct csvw_file csvw_file_of(const struct table *table, const char *url,
                              char title[OUTPUT_TITLE_BYTES]);

// Of what output_csv and sheet_csv write. ERR_NO_MEMORY besides.
enum err csvw_table(const struct table *table, const char *url, FILE *out);
enum err csvw_sheet(const struct sheet *sheet, const char *url, FILE *out);

#endif
