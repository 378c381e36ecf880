#include "reporter/outputs/json_cell.h"

#include "reporter/outputs/output.h"

void json_cell_figures(struct json_stream *json, const struct indicator *indicator,
                       const struct table_cell *cell)
{
    char digits[OUTPUT_VALUE_BYTES];

    output_value(indicator, cell, digits);
    json_stream_figure(json, "value", digits);
    json_stream_text(json, "status", output_status(cell->value.state));
    output_numerator(indicator, cell->numerator, digits);
    json_stream_figure(json, "numerator", digits);
    digits[0] = '\0';
    if (indicators_has_denominator(indicator))
        output_denominator(indicator, cell->denominator, digits);
    json_stream_figure(json, "denominator", digits);
    json_stream_count(json, "n", cell->n);
    json_stream_count(json, "of", cell->of);
}

void json_cell_marks(struct json_stream *json, marks_set marks)
{
    json_stream_key(json, "marks");
    json_stream_open(json, '[');
    for (int mark = 0; mark < MARKS; mark++)
        if ((marks >> mark & 1) != 0)
            json_stream_string(json, marks_words[mark].word);
    json_stream_close(json, ']');
}
