// How a line of a CSV that differs between two editions is told, in changes.csv and by `diff`: under the names that it
// has itself, with its figure whole, and with every other cell as a member of an object of JSON.
#ifndef QD_REPORTER_EDITIONS_TOLD_H
#define QD_REPORTER_EDITIONS_TOLD_H

#include "reporter/editions/records.h"
#include "reporter/outputs/json_stream.h"
#include "reporter/outputs/sheet.h"

// The first columns of a sheet of such lines.
enum {
    TOLD_TABLE,
    TOLD_PERIOD,  // and those behind it: what the line says of itself, under the same names
    TOLD_AREA_CODE,
    TOLD_AREA_NAME,
    TOLD_LEVEL,
    TOLD_MEASURE,
    TOLD_LABEL,
    TOLD_UNIT,
    TOLD_ROW,  // what else tells it apart: "need=asd; setting=total"
    TOLD_NAMES
};

enum { TOLD_FIGURE = 5 };  // the cells of a figure: value, status, numerator, denominator, n

// Which line of which CSV, in the first cells of a row; `columns` are the sheet's. A line that has no period is of
// `period`. Texts are copied; an arena that is exhausted is looked at in the end.
void told_line(const char **cells, const struct sheet_column *columns, struct arena *arena,
               const char *stem, const char *period, const struct records_line *line);

// The place of a column among the cells of a figure; -1: it is another column.
int told_figure(const char *column);

// {"rank": ["5", "6"]}: a member for another column. NULL: it is not known.
void told_other(struct json_stream *json, const char *column, const char *first,
                const char *second);

#endif
