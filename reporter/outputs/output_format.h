// The formats that a table can be written in, by the names that --format takes.
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_FORMAT_H
#define QD_REPORTER_OUTPUTS_OUTPUT_FORMAT_H

#include "lib/base/err.h"
#include "reporter/table/table.h"

#include <stdio.h>

struct output_format {
    const char *name;  // "csv"
    int headlines;     // only the columns for a terminal, unless measures are named
    enum err (*write)(const struct table *table, FILE *out);
    // A second file beside it, whose name is made from the first's: `.csv` becomes `.meta.csv`. NULL: none.
    const char *ending, *beside_ending;
    enum err (*write_beside)(const struct table *table, FILE *out);
    int (*takes)(const struct table *table);  // NULL: every table
};

// The index-th; NULL beyond the last.
const struct output_format *output_format_at(size_t index);

// NULL: there is none of that name.
const struct output_format *output_format_find(const char *name);

// Writes the table into `path`, and the file beside it: both, or on an error neither; what stood there is
// replaced. With `path` NULL, to `out`, which a format of two files refuses. ERR_COMMAND when the format
// does not take the table, or the name.
enum err output_format_write(const struct output_format *format, const struct table *table,
                             const char *path, FILE *out, struct err_text *text);

#endif
