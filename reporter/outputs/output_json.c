#include "proto/form/period.h"
#include "reporter/outputs/document.h"
#include "reporter/outputs/json_cell.h"
#include "reporter/outputs/output_standing.h"
#include "reporter/table/table_notes.h"

#include <string.h>

enum { OUTPUT_JSON_VERSION = 1 };  // of data/schemas/table-1.json

// --- the head

static void write_periods(struct json_stream *json, const struct table *table)
{
    json_stream_key(json, "periods");
    json_stream_open(json, '[');
    for (size_t i = 0; i < table->periods.count; i++) {
        char period[PERIOD_TEXT_BYTES];

        period_format(&table->periods.list[i], period);
        json_stream_string(json, period);
    }
    json_stream_close(json, ']');
}

static void write_head(struct json_stream *json, const struct table *table)
{
    document_schema(json, "table", OUTPUT_JSON_VERSION);
    json_stream_member(json, "table", table->about.name);
    json_stream_member(json, "title", table->about.title);
    write_periods(json, table);
    document_as_at(json, table->sequence, table->received_at_unix_ms);
    json_stream_truth(json, "simulated", output_is_simulated(table));
    json_stream_key(json, "dimensions");
    json_stream_open(json, '[');
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        json_stream_string(json, table->breakdown.dimensions.list[i].name);
    json_stream_close(json, ']');
}

static void write_areas(struct json_stream *json, const struct table *table)
{
    json_stream_key(json, "areas");
    json_stream_open(json, '[');
    for (size_t i = 0; i < table->rows_count; i++) {
        const int row = table->rows[i];
        char old_code[OUTPUT_VALUE_BYTES];

        output_old_code(row, old_code);
        json_stream_open(json, '{');
        json_stream_member(json, "area_code", table_row_code(table, row));
        json_stream_member(json, "area_name", table_row_name(table, row));
        json_stream_text(json, "old_la_code", old_code);
        json_stream_member(json, "geographic_level", output_level(table, row));
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_measure(struct json_stream *json, const struct table_column *column)
{
    const struct indicator *indicator = column->indicator;

    json_stream_open(json, '{');
    json_stream_member(json, "measure", indicator->name);
    json_stream_member(json, "label", column->measure_label);
    json_stream_member(json, "unit", indicators_unit_name(indicator->unit));
    json_stream_count(json, "decimals", indicator->decimals);
    json_stream_member(json, "kind", indicators_kind_name(indicator->kind));
    json_stream_member(json, "direction", indicators_direction_name(indicator->direction));
    json_stream_member(json, "ranked_from", indicators_ranked_from(indicator->direction));
    json_stream_member(json, "numerator", indicator->numerator);
    json_stream_text(json, "denominator", indicator->denominator);
    json_stream_text(json, "source", indicator->source);
    json_stream_text(json, "note", indicator->note);
    json_stream_close(json, '}');
}

// Columns of one measure follow each other.
static void write_measures(struct json_stream *json, const struct table *table)
{
    json_stream_key(json, "measures");
    json_stream_open(json, '[');
    for (size_t i = 0; i < table->count; i++)
        if (i == 0 ||
            strcmp(table->columns[i].indicator->name, table->columns[i - 1].indicator->name) != 0)
            write_measure(json, &table->columns[i]);
    json_stream_close(json, ']');
}

// --- the cells

static void write_quarters(struct json_stream *json, const struct table *table, size_t period,
                           size_t column, int row)
{
    const struct table_difference *difference = table_difference_of(table, period, column, row);
    char text[OUTPUT_VALUE_BYTES] = "";

    if (difference != NULL)
        output_numerator(table->columns[column].indicator, difference->numerator, text);
    json_stream_figure(json, "numerator_of_quarters", text);
    text[0] = '\0';
    if (difference != NULL && indicators_has_denominator(table->columns[column].indicator))
        output_denominator(table->columns[column].indicator, difference->denominator, text);
    json_stream_figure(json, "denominator_of_quarters", text);
}

static void write_rank(struct json_stream *json, const struct table_cell *cell)
{
    char text[OUTPUT_VALUE_BYTES];

    output_rank(cell, text);
    json_stream_figure(json, "rank", text);
}

static void write_standing(struct json_stream *json, const struct standings *standings,
                           const struct indicator *indicator, const struct table_cell *cell,
                           int row)
{
    for (int i = 0; i < OUTPUT_STANDING_FIELDS; i++) {
        const struct output_standing_column *column = &output_standing_columns[i];
        char text[OUTPUT_VALUE_BYTES];

        output_standing(standings, indicator, cell, row, (enum output_standing_field)i, text);
        if (column->is_number)
            json_stream_figure(json, column->name, text);
        else
            json_stream_text(json, column->name, text);
    }
}

static void write_notes(struct json_stream *json, const struct table *table, size_t period,
                        size_t column, int row)
{
    json_stream_key(json, "borough_notes");
    json_stream_open(json, '[');
    for (const struct table_note *note = table_notes_next(table, period, column, row, NULL);
         note != NULL; note = table_notes_next(table, period, column, row, note)) {
        char text[PERIOD_TEXT_BYTES];

        period_format(&note->period, text);
        json_stream_open(json, '{');
        json_stream_member(json, "period", text);
        json_stream_member(json, "rule", note->rule == NULL ? NULL : note->rule->id);
        json_stream_member(json, "words", note->words);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_cell(struct json_stream *json, const struct table *table, size_t period,
                       size_t index, int row, const struct standings *standings)
{
    const struct table_column *column = &table->columns[index];
    const struct table_source source = table_source_of(table, period, row);
    const struct table_cell *cell = table_cell(table, period, index, row);
    char period_text[PERIOD_TEXT_BYTES];

    period_format(&table->periods.list[period], period_text);
    json_stream_open(json, '{');
    json_stream_member(json, "period", period_text);
    json_stream_member(json, "area_code", table_row_code(table, row));
    json_stream_member(json, "measure", column->indicator->name);
    for (unsigned i = 0; i < table->breakdown.dimensions.count; i++)
        json_stream_member(json, table->breakdown.dimensions.list[i].name, column->slice->names[i]);
    json_cell_figures(json, column->indicator, cell);
    write_rank(json, cell);
    write_standing(json, standings, column->indicator, cell, row);
    json_stream_text(json, "made_from", output_made_from(source));
    write_quarters(json, table, period, index, row);
    json_stream_truth(json, "simulated", source.simulated);
    json_cell_marks(json, cell->marks);
    json_stream_text(json, "note", output_note(source));
    write_notes(json, table, period, index, row);
    json_stream_close(json, '}');
}

enum err output_json(const struct table *table, FILE *out)
{
    struct json_stream json = {.out = out};
    struct standings standings;

    if (standing_make(&standings, table->arena, table) != 0)
        return ERR_NO_MEMORY;
    json_stream_open(&json, '{');
    write_head(&json, table);
    write_areas(&json, table);
    write_measures(&json, table);
    json_stream_key(&json, "cells");
    json_stream_open(&json, '[');
    for (size_t period = 0; period < table->periods.count; period++)
        for (size_t column = 0; column < table->count; column++) {
            standing_fill(&standings, table, period, column);
            for (size_t i = 0; i < table->rows_count; i++)
                write_cell(&json, table, period, column, table->rows[i], &standings);
        }
    json_stream_close(&json, ']');
    json_stream_close(&json, '}');
    putc('\n', out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
