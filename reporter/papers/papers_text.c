// The papers for a terminal: the cell, then a block for each return behind it.
#include "lib/base/clock.h"
#include "lib/base/wrap.h"
#include "proto/form/period.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/paragraph.h"
#include "reporter/papers/papers.h"

#include <string.h>

enum { LEAD_COLUMNS = 14, HEX_BYTES = 2 * CODEC_HASH_BYTES + 1 };

// "  received      14 Jan 2026 10:00:00 UTC".
static void line(FILE *out, const char *lead, const char *words)
{
    char padded[LEAD_COLUMNS + PARAGRAPH_BYTES / 2];

    if (words[0] == '\0')
        return;
    snprintf(padded, sizeof padded, "  %-*s", LEAD_COLUMNS, lead);
    wrap_paragraph(out, padded, words, OUTPUT_TEXT_COLUMNS);
}

static void hex_line(FILE *out, const char *lead, const uint8_t *bytes, size_t size)
{
    char hex[HEX_BYTES];

    codec_hex(hex, bytes, size);
    line(out, lead, hex);
}

// --- the cell

static const struct indicator *indicator_of(const struct papers *papers)
{
    return papers->table->columns[0].indicator;
}

static void write_value(const struct papers *papers, FILE *out)
{
    const struct table_cell *cell = &papers->cell;
    const struct indicator *indicator = indicator_of(papers);
    char digits[OUTPUT_VALUE_BYTES];
    struct paragraph words = {.used = 0};

    output_value(indicator, cell, digits);
    if (digits[0] == '\0')
        paragraph_addf(&words, "%s (%s)", output_sign(cell->value.state),
                       output_status(cell->value.state));
    else
        paragraph_addf(&words, "%s (%s)", digits, indicators_unit_name(indicator->unit));
    line(out, "value", words.text);
    if (!indicators_has_denominator(indicator))
        return;
    output_numerator(indicator, cell->numerator, digits);
    line(out, "numerator", digits[0] == '\0' ? output_status(cell->numerator.state) : digits);
    output_denominator(indicator, cell->denominator, digits);
    line(out, "denominator", digits[0] == '\0' ? output_status(cell->denominator.state) : digits);
}

static void write_coverage(const struct papers *papers, FILE *out)
{
    struct paragraph missing = {.used = 0}, words = {.used = 0};
    unsigned long long not_in = 0;

    if (papers->row < BOROUGHS_COUNT)
        return;
    for (size_t i = 0; i < papers->boroughs_count; i++)
        if (!papers->boroughs[i].is_in)
            not_in |= 1ULL << papers->boroughs[i].row;
    paragraph_addf(&words, "%u of %u boroughs", papers->cell.n, papers->cell.of);
    if (not_in != 0) {
        paragraph_add_boroughs(&missing, not_in);
        paragraph_addf(&words, "; not in it: %s", missing.text);
    }
    line(out, "covers", words.text);
}

static void write_marks(const struct papers *papers, FILE *out)
{
    for (int mark = 0; mark < MARKS; mark++) {
        struct paragraph words = {.used = 0};

        if ((papers->cell.marks >> mark & 1) == 0)
            continue;
        paragraph_addf(&words, "%s: %s", marks_words[mark].letter, marks_words[mark].meaning);
        line(out, "mark", words.text);
    }
}

static void write_cell(const struct papers *papers, FILE *out)
{
    const struct table *table = papers->table;
    const struct indicator *indicator = indicator_of(papers);
    struct paragraph formula = {.used = 0}, title = {.used = 0};
    char period[OUTPUT_PERIODS_BYTES];

    output_period(table, 0, period);
    paragraph_addf(&title, "%s: %s, %s", table->columns[0].label,
                   table_row_name(table, papers->row), period);
    wrap_paragraph(out, "", title.text, OUTPUT_TEXT_COLUMNS);
    putc('\n', out);
    for (size_t i = 0; i < papers->asked->where_count; i++)
        line(out, "only of", papers->asked->where[i]);
    write_value(papers, out);
    write_coverage(papers, out);
    write_marks(papers, out);
    line(out, "measure", indicator->name);
    paragraph_addf(&formula, "%s%s%s", indicator->numerator,
                   indicators_has_denominator(indicator) ? " / " : "", indicator->denominator);
    line(out, "formula", formula.text);
    line(out, "definition", indicator->definition);
    line(out, "source", indicator->source);
    line(out, "about it", indicator->note);
}

// --- a return

static void add_figure(struct paragraph *words, const struct papers *papers,
                       const struct papers_figure *figure)
{
    const struct indicator *indicator = indicator_of(papers);
    char digits[OUTPUT_VALUE_BYTES];

    if (figure->of_denominator)
        output_denominator(indicator, figure->figure, digits);
    else
        output_numerator(indicator, figure->figure, digits);
    paragraph_addf(words, "%s%s%s %s", words->used == 0 ? "" : "; ",
                   figure->taken_away ? "less " : "", figure->name,
                   digits[0] == '\0' ? output_status(figure->figure.state) : digits);
}

static void write_figures(const struct papers *papers, const struct papers_return *from, FILE *out)
{
    for (int of_denominator = 0; of_denominator < 2; of_denominator++) {
        struct paragraph words = {.used = 0};

        for (size_t i = 0; i < from->figures_count; i++)
            if (from->figures[i].of_denominator == of_denominator)
                add_figure(&words, papers, &from->figures[i]);
        line(out, of_denominator ? "out of" : "figures", words.text);
    }
}

static void write_said(const struct papers_return *from, FILE *out)
{
    for (size_t i = 0; i < from->said_count; i++) {
        const struct papers_said *said = &from->said[i];
        struct paragraph words = {.used = 0};

        if (said->words == NULL)
            paragraph_addf(&words, "open: %s (%s)", said->rule->title, said->what);
        else if (said->rule == NULL)
            paragraph_addf(&words, "\"%s\"", said->words);
        else
            paragraph_addf(&words, "%s: \"%s\"", said->rule->title, said->words);
        line(out, said->rule == NULL ? "note" : said->rule->id, words.text);
    }
}

static void write_event(const struct history_event *event, const char *lead, FILE *out)
{
    struct paragraph words = {.used = 0};
    char time[CLOCK_TEXT_BYTES];

    clock_format_words(event->unix_ms, time);
    paragraph_addf(&words, "%s, number %llu of the journal", time,
                   (unsigned long long)event->sequence);
    if (event->reason[0] != '\0')
        paragraph_addf(&words, ": \"%s\"", event->reason);
    line(out, lead, words.text);
}

// What was there before it: earlier revisions, and that they were taken back.
static void write_history(const struct papers *papers, int borough,
                          const struct papers_return *from, FILE *out)
{
    const uint32_t key = period_key(&from->period);
    const struct history_event *event = NULL;

    while ((event = history_next(&papers->history, borough, key, event)) != NULL) {
        char lead[LEAD_COLUMNS * 2];

        if (event->revision == from->entry.revision)
            continue;
        snprintf(lead, sizeof lead, "%s %u",
                 event->kind == JOURNAL_RETURN ? "revision" : journal_kind_name(event->kind),
                 event->revision);
        write_event(event, lead, out);
    }
}

static void write_return(const struct papers *papers, const struct papers_borough *borough,
                         const struct papers_return *from, FILE *out)
{
    const struct journal_entry *entry = &from->entry;
    struct paragraph words = {.used = 0};
    char role[PAPERS_ROLE_BYTES], time[CLOCK_TEXT_BYTES];

    papers_role(from, role);
    fprintf(out, "\n%s, %s, revision %u%s\n", table_row_name(papers->table, borough->row), role,
            entry->revision, from->is_used ? "" : ": beside it, and not in the cell");
    clock_format_words(entry->unix_ms, time);
    paragraph_addf(&words, "%s, number %llu of the journal", time,
                   (unsigned long long)entry->sequence);
    line(out, "received", words.text);
    if (from->ended != NULL)
        write_event(from->ended, journal_kind_name(from->ended->kind), out);
    write_figures(papers, from, out);
    hex_line(out, "submission", entry->submission_id, sizeof entry->submission_id);
    hex_line(out, "SHA-256", entry->body_hash, sizeof entry->body_hash);
    hex_line(out, "journal link", entry->link, sizeof entry->link);
    words.used = 0;
    paragraph_addf(&words, "%u in the whole return", entry->queries);
    if (entry->queries > 0)
        line(out, "open queries", words.text);
    write_said(from, out);
    write_history(papers, borough->row, from, out);
}

enum err papers_text(const struct papers *papers, FILE *out)
{
    write_cell(papers, out);
    for (size_t i = 0; i < papers->boroughs_count; i++) {
        const struct papers_borough *borough = &papers->boroughs[i];

        for (size_t j = 0; j < borough->returns_count; j++)
            write_return(papers, borough, &borough->returns[j], out);
        if (borough->returns_count == 0)
            fprintf(out, "\n%s\n  nothing was returned\n",
                    table_row_name(papers->table, borough->row));
    }
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
