// The papers for programs: all of it, and every hash in full.
#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "reporter/outputs/json_cell.h"
#include "reporter/outputs/output.h"
#include "reporter/papers/papers.h"

enum { HEX_BYTES = 2 * CODEC_HASH_BYTES + 1 };

static void time_of(struct json_stream *json, const char *name, uint64_t unix_ms)
{
    char time[CLOCK_TEXT_BYTES];

    clock_format(unix_ms, time);
    json_stream_member(json, name, time);
}

static void hex(struct json_stream *json, const char *name, const uint8_t *bytes, size_t size)
{
    char text[HEX_BYTES];

    codec_hex(text, bytes, size);
    json_stream_member(json, name, text);
}

static void period(struct json_stream *json, const Qd__Period *which)
{
    char text[PERIOD_TEXT_BYTES];

    period_format(which, text);
    json_stream_member(json, "period", text);
}

// --- the cell

static void write_cell_of(struct json_stream *json, const struct indicator *indicator,
                          const struct table_cell *cell)
{
    json_cell_figures(json, indicator, cell);
    json_cell_marks(json, cell->marks);
}

static void write_cell(struct json_stream *json, const struct papers *papers)
{
    const struct table *table = papers->table;
    const struct indicator *indicator = table->columns[0].indicator;
    char text[OUTPUT_PERIODS_BYTES];

    json_stream_member(json, "table", table->about.name);
    json_stream_member(json, "measure", indicator->name);
    json_stream_member(json, "label", table->columns[0].label);
    json_stream_member(json, "unit", indicators_unit_name(indicator->unit));
    json_stream_member(json, "formula_numerator", indicator->numerator);
    json_stream_text(json, "formula_denominator", indicator->denominator);
    json_stream_text(json, "definition", indicator->definition);
    json_stream_text(json, "source", indicator->source);
    json_stream_key(json, "where");
    json_stream_open(json, '[');
    for (size_t i = 0; i < papers->asked->where_count; i++)
        json_stream_string(json, papers->asked->where[i]);
    json_stream_close(json, ']');
    output_period(table, 0, text);
    json_stream_member(json, "period", text);
    json_stream_member(json, "area_code", table_row_code(table, papers->row));
    json_stream_member(json, "area_name", table_row_name(table, papers->row));
    json_stream_count(json, "journal_sequence", papers->then.sequence);
    hex(json, "journal_link", papers->then.link, CODEC_HASH_BYTES);
    write_cell_of(json, indicator, &papers->cell);
}

// --- a return

static void write_event(struct json_stream *json, const struct history_event *event)
{
    json_stream_open(json, '{');
    json_stream_member(json, "kind", journal_kind_name(event->kind));
    json_stream_count(json, "revision", event->revision);
    json_stream_count(json, "sequence", event->sequence);
    time_of(json, "at", event->unix_ms);
    json_stream_text(json, "reason", event->reason);
    json_stream_close(json, '}');
}

static void write_figures(struct json_stream *json, const struct papers *papers,
                          const struct papers_return *from)
{
    const struct indicator *indicator = papers->table->columns[0].indicator;

    json_stream_key(json, "figures");
    json_stream_open(json, '[');
    for (size_t i = 0; i < from->figures_count; i++) {
        const struct papers_figure *figure = &from->figures[i];
        char digits[OUTPUT_VALUE_BYTES];

        if (figure->of_denominator)
            output_denominator(indicator, figure->figure, digits);
        else
            output_numerator(indicator, figure->figure, digits);
        json_stream_open(json, '{');
        json_stream_member(json, "name", figure->name);
        json_stream_member(json, "of", figure->of_denominator ? "denominator" : "numerator");
        json_stream_truth(json, "taken_away", figure->taken_away);
        json_stream_figure(json, "value", digits);
        json_stream_text(json, "status", output_status(figure->figure.state));
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_said(struct json_stream *json, const struct papers_return *from)
{
    json_stream_key(json, "said");
    json_stream_open(json, '[');
    for (size_t i = 0; i < from->said_count; i++) {
        const struct papers_said *said = &from->said[i];

        json_stream_open(json, '{');
        json_stream_member(json, "kind",
                           said->rule == NULL    ? "note"
                           : said->words == NULL ? "open query"
                                                 : "explanation");
        json_stream_member(json, "rule", said->rule == NULL ? NULL : said->rule->id);
        json_stream_member(json, "title", said->rule == NULL ? NULL : said->rule->title);
        json_stream_member(json, "words", said->words);
        json_stream_member(json, "found", said->what);
        json_stream_close(json, '}');
    }
    json_stream_close(json, ']');
}

static void write_history(struct json_stream *json, const struct papers *papers, int borough,
                          const struct papers_return *from)
{
    const struct history_event *event = NULL;

    json_stream_key(json, "history");
    json_stream_open(json, '[');
    while ((event = history_next(&papers->history, borough, period_key(&from->period), event)) !=
           NULL)
        write_event(json, event);
    json_stream_close(json, ']');
}

static void write_return(struct json_stream *json, const struct papers *papers, int borough,
                         const struct papers_return *from)
{
    static const char *const standings[] = {[STORE_RETURNED] = "returned",
                                            [STORE_REDACTED] = "redacted",
                                            [STORE_WITHDRAWN] = "withdrawn"};
    static const char *const roles[TABLE_ROLES] = {
        [TABLE_PERIOD] = "period",     [TABLE_STOCK] = "stock",
        [TABLE_QUARTER_1] = "quarter", [TABLE_QUARTER_2] = "quarter",
        [TABLE_QUARTER_3] = "quarter", [TABLE_QUARTER_4] = "quarter"};
    const struct journal_entry *entry = &from->entry;

    json_stream_open(json, '{');
    period(json, &from->period);
    json_stream_member(json, "role", roles[from->role]);
    json_stream_truth(json, "used", from->is_used);
    json_stream_member(json, "standing", standings[from->standing]);
    json_stream_count(json, "revision", entry->revision);
    time_of(json, "received_at", entry->unix_ms);
    json_stream_count(json, "sequence", entry->sequence);
    hex(json, "link", entry->link, sizeof entry->link);
    hex(json, "return_sha256", entry->body_hash, sizeof entry->body_hash);
    hex(json, "submission_id", entry->submission_id, sizeof entry->submission_id);
    json_stream_count(json, "queries", entry->queries);
    write_figures(json, papers, from);
    write_said(json, from);
    write_history(json, papers, borough, from);
    json_stream_close(json, '}');
}

static void write_borough(struct json_stream *json, const struct papers *papers,
                          const struct papers_borough *borough)
{
    json_stream_open(json, '{');
    json_stream_member(json, "area_code", table_row_code(papers->table, borough->row));
    json_stream_member(json, "area_name", table_row_name(papers->table, borough->row));
    json_stream_truth(json, "counts", borough->is_in);
    write_cell_of(json, papers->table->columns[0].indicator, borough->cell);
    json_stream_key(json, "returns");
    json_stream_open(json, '[');
    for (size_t i = 0; i < borough->returns_count; i++)
        write_return(json, papers, borough->row, &borough->returns[i]);
    json_stream_close(json, ']');
    json_stream_close(json, '}');
}

enum err papers_json(const struct papers *papers, FILE *out)
{
    struct json_stream json = {.out = out};

    json_stream_open(&json, '{');
    write_cell(&json, papers);
    json_stream_key(&json, "boroughs");
    json_stream_open(&json, '[');
    for (size_t i = 0; i < papers->boroughs_count; i++)
        write_borough(&json, papers, &papers->boroughs[i]);
    json_stream_close(&json, ']');
    json_stream_close(&json, '}');
    putc('\n', out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
