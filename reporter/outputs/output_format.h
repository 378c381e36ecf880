// The formats that tables and sheets are written in, by the names that --format takes: one list for both
// (output_format.c). Every writer takes a FILE, so that a page or an archive can have what a file has; what
// stands in several files, or is for no terminal, is not written to stdout (needs_path).
//
//     const struct output_subject subject = {.table = &table};
//     output_format_write(format, &subject, "DIR/placements.csv", NULL, &text);
#ifndef QD_REPORTER_OUTPUTS_OUTPUT_FORMAT_H
#define QD_REPORTER_OUTPUTS_OUTPUT_FORMAT_H

#include "lib/base/err.h"
#include "reporter/outputs/sheet.h"
#include "reporter/table/table.h"

#include <stdio.h>

// What is written: a sheet, or where that is NULL a table of figures.
struct output_subject {
    const struct table *table;
    const struct sheet *sheet;
};

// One file of a format. ERR_IO when `out` did not take it all, ERR_NO_MEMORY.
struct output_file {
    const char *ending;  // of its name; of a second file instead of the first's: .csv and .meta.csv
    enum err (*table)(const struct table *table, FILE *out);
    enum err (*sheet)(const struct sheet *sheet, FILE *out);  // NULL: it is for tables alone
    // Instead of these, of a file that says something of the first one, whose name is `url`.
    enum err (*about_table)(const struct table *table, const char *url, FILE *out);
    enum err (*about_sheet)(const struct sheet *sheet, const char *url, FILE *out);
};

enum { OUTPUT_FORMAT_FILES = 3 };

struct output_format {
    const char *name;     // "csv"
    int for_people;       // headlines and rounded figures, unless measures are named
    int needs_path;       // it is written into files only
    int has_plain_names;  // a name has only lower case letters, digits, - and _
    // The first has the figures; one without an ending does not exist.
    struct output_file files[OUTPUT_FORMAT_FILES];
    int (*takes)(const struct table *table);  // NULL: every table
};

// The index-th; NULL beyond the last.
const struct output_format *output_format_at(size_t index);

// NULL: there is none of that name.
const struct output_format *output_format_find(const char *name);

// 1 if the format can say it.
int output_format_takes(const struct output_format *format, const struct output_subject *subject);

// Writes into `path` and the other files beside it: all, or on an error none; what stood there is replaced.
// The path of a format that has others, or needs a path, ends as its first file does. With `path` NULL the
// first file goes to `out`. ERR_COMMAND when the format does not take the subject, or the path, or needs one.
enum err output_format_write(const struct output_format *format,
                             const struct output_subject *subject, const char *path, FILE *out,
                             struct err_text *text);

// Writes one file of a format that takes the subject. `url` is the name of the format's first file, as those
// beside it have it. ERR_IO, ERR_NO_MEMORY.
enum err output_format_write_file(const struct output_file *file,
                                  const struct output_subject *subject, const char *url, FILE *out);

#endif
