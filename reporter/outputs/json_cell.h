// A cell of a table as members of the JSON object that is open: in tables and in the papers of a figure the same.
#ifndef QD_REPORTER_OUTPUTS_JSON_CELL_H
#define QD_REPORTER_OUTPUTS_JSON_CELL_H

#include "reporter/outputs/json_stream.h"
#include "reporter/table/table.h"

// "value", "status", "numerator", "denominator", "n" and "of". What there is not is null.
void json_cell_figures(struct json_stream *json, const struct indicator *indicator,
                       const struct table_cell *cell);

// "marks": the words of those that are set.
void json_cell_marks(struct json_stream *json, marks_set marks);

#endif
