// Each measure is made, written and freed by itself: all of them at once would take 80 MiB.
#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "reporter/outputs/output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *area_json(int row)
{
    char old_code[OUTPUT_VALUE_BYTES];

    output_old_code(row, old_code);
    return json_pack("{s:s, s:s, s:s, s:s}", "area_code", table_row_code(row), "geographic_level",
                     output_level(row), "old_la_code", old_code, "area_name", table_row_name(row));
}

static json_t *figure_json(const struct table_column *column, int row)
{
    const struct table_cell *cell = &column->cells[row];
    char value[OUTPUT_VALUE_BYTES], numerator[OUTPUT_VALUE_BYTES], denominator[OUTPUT_VALUE_BYTES];

    output_value(column, row, value);
    output_numerator(column, row, numerator);
    output_denominator(column, row, denominator);
    return json_pack("{s:s, s:s, s:s, s:s, s:i, s:i, s:o}", "area_code", table_row_code(row),
                     "value", value, "numerator", numerator, "denominator", denominator, "covered",
                     cell->covered, "of", cell->of, "rank",
                     cell->rank == 0 ? json_null() : json_integer(cell->rank));
}

static json_t *rows_json(const struct table_column *column)
{
    json_t *rows = json_array();

    for (int row = 0; row < TABLE_ROWS; row++)
        json_array_append_new(rows, column == NULL ? area_json(row) : figure_json(column, row));
    return rows;
}

static json_t *measure_json(const struct table_column *column)
{
    const struct indicator *indicator = column->indicator;

    return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s, s:s, s:o}", "measure", indicator->measure,
                     "label", indicator->label, "unit", indicators_unit_name(indicator->unit),
                     "polarity", indicators_polarity_name(indicator->polarity), "ranked_from",
                     indicators_ranked_from(indicator->polarity), "formula", indicator->formula,
                     "source", indicator->source, "figures", rows_json(column));
}

static json_t *head_json(const struct table *table)
{
    char period[PERIOD_TEXT_BYTES], received_at[CLOCK_TEXT_BYTES];

    period_format(&table->period, period);
    clock_format(table->received_at_unix_ms, received_at);
    return json_pack("{s:s, s:s, s:s, s:{s:I, s:s}, s:o}", "table", table->about->name, "title",
                     table->about->title, "period", period, "as_at", "sequence",
                     (json_int_t)table->sequence, "received_at", received_at, "areas",
                     rows_json(NULL));
}

// Writes the value without its last `left_open` bytes, and lets it go.
static enum err put(json_t *value, size_t left_open, FILE *out)
{
    char *text = value == NULL ? NULL : json_dumps(value, JSON_COMPACT);
    size_t length;

    json_decref(value);
    if (text == NULL)
        return ERR_NO_MEMORY;
    length = strlen(text) - left_open;
    if (fwrite(text, 1, length, out) < length) {
        free(text);
        return ERR_IO;
    }
    free(text);
    return ERR_OK;
}

enum err output_json(const struct table *table, const char *measure, FILE *out)
{
    // The measures are the head's last member: its brace is closed after them.
    enum err error = put(head_json(table), 1, out);
    int written = 0;

    fputs(",\"measures\":[\n", out);
    for (size_t i = 0; error == ERR_OK && i < table->count; i++) {
        const struct table_column *column = &table->columns[i];

        if (measure != NULL && strcmp(column->indicator->measure, measure) != 0)
            continue;
        if (written++ > 0)
            fputs(",\n", out);
        error = put(measure_json(column), 0, out);
    }
    fputs("\n]}\n", out);
    return error != ERR_OK || (fflush(out) == 0 && !ferror(out)) ? error : ERR_IO;
}
