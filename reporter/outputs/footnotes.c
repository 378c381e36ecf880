#include "reporter/outputs/footnotes.h"

#include "lib/base/clock.h"
#include "lib/base/wrap.h"
#include "proto/form/period.h"
#include "reporter/outputs/output.h"

#include <string.h>

enum {
    PARAGRAPH_BYTES = 4096,  // the longest names all 33 boroughs and every headline
    LEAD_COLUMNS = 9,        // of what a note is about
};

// A paragraph that is put together from pieces; what does not fit is cut off.
struct paragraph {
    char text[PARAGRAPH_BYTES];
    size_t used;
};

static void add(struct paragraph *paragraph, const char *separator, const char *piece)
{
    const size_t room = sizeof paragraph->text - paragraph->used;
    const int wrote = snprintf(paragraph->text + paragraph->used, room, "%s%s", separator, piece);

    if (wrote > 0)
        paragraph->used += (size_t)wrote < room ? (size_t)wrote : room - 1;
}

static void note(FILE *out, const char *lead, const char *text)
{
    char padded[OUTPUT_TEXT_COLUMNS];

    snprintf(padded, sizeof padded, "%-*s", LEAD_COLUMNS, lead);
    wrap_paragraph(out, padded, text, OUTPUT_TEXT_COLUMNS);
}

// Says which columns it is about (a bit each), unless it is all of them.
static void add_labels(struct paragraph *paragraph, const struct table_column *const *columns,
                       size_t count, uint64_t about)
{
    const char *separator = "";

    if (about == ((uint64_t)1 << count) - 1)
        return;
    for (size_t i = 0; i < count; i++) {
        if ((about >> i & 1) == 0)
            continue;
        add(paragraph, separator, columns[i]->indicator->label);
        separator = "; ";
    }
    add(paragraph, ": ", "");
}

// --- what the signs mean
static int shows(const struct table_column *const *columns, size_t count, const char *sign)
{
    char value[OUTPUT_VALUE_BYTES];

    for (size_t i = 0; i < count; i++)
        for (int row = 0; row < TABLE_ROWS; row++) {
            output_value(columns[i], row, value);
            if (strcmp(value, sign) == 0)
                return 1;
        }
    return 0;
}

static void write_signs(const struct table_column *const *columns, size_t count, FILE *out)
{
    if (shows(columns, count, "x"))
        note(out, "x",
             "not available: there is no figure, or it would be divided by 0. It is not 0.");
    if (shows(columns, count, "z"))
        note(out, "z",
             "not applicable: what boroughs have here does not add up to a figure of an area");
}

// --- what a rank says
static const char no_judgement[] =
    "1 is the highest; ties share the better rank. The rank only puts boroughs in order and is no "
    "judgement: neither more nor less is better in itself.";

static const char *const ranked_how[] = {
    [POLARITY_NONE] = no_judgement,
    [POLARITY_HIGH] = "1 is the highest, which is best; ties share the better rank",
    [POLARITY_LOW] = "1 is the lowest, which is best; ties share the better rank",
};

// Names what is ranked so, unless all that is shown is.
static void write_rank_of(const struct table_column *const *columns, size_t count,
                          enum indicator_polarity polarity, FILE *out)
{
    struct paragraph paragraph = {.used = 0};
    uint64_t about = 0;

    for (size_t i = 0; i < count; i++)
        if (columns[i]->indicator->polarity == polarity)
            about |= (uint64_t)1 << i;
    if (about == 0)
        return;
    add_labels(&paragraph, columns, count, about);
    add(&paragraph, "", ranked_how[polarity]);
    note(out, "rank", paragraph.text);
}

static void write_ranks(const struct table_column *const *columns, size_t count, FILE *out)
{
    write_rank_of(columns, count, POLARITY_HIGH, out);
    write_rank_of(columns, count, POLARITY_LOW, out);
    write_rank_of(columns, count, POLARITY_NONE, out);
}

// --- who is missing
static uint64_t missing_boroughs(const struct table_column *column)
{
    uint64_t missing = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (!column->cells[row].covered)
            missing |= (uint64_t)1 << row;
    return missing;
}

// Names the boroughs once for all columns that lack the same ones.
static void write_missing_of(const struct table_column *const *columns, size_t count, size_t first,
                             FILE *out)
{
    const uint64_t missing = missing_boroughs(columns[first]);
    const int covered = columns[first]->cells[TABLE_LONDON].covered;
    struct paragraph paragraph = {.used = 0};
    char n_of_33[OUTPUT_VALUE_BYTES];
    const char *separator = " ";
    uint64_t alike = 0;

    for (size_t i = first; i < count; i++)
        if (missing_boroughs(columns[i]) == missing)
            alike |= (uint64_t)1 << i;
    add_labels(&paragraph, columns, count, alike);
    add(&paragraph, "", covered == 0 ? "no borough has a figure" : "no figure from");
    for (int row = 0; covered > 0 && row < BOROUGHS_COUNT; row++) {
        if ((missing >> row & 1) == 0)
            continue;
        add(&paragraph, separator, table_row_name(row));
        separator = ", ";
    }
    snprintf(n_of_33, sizeof n_of_33, "%d/%d", covered, BOROUGHS_COUNT);
    note(out, n_of_33, paragraph.text);
}

static void write_missing(const struct table_column *const *columns, size_t count, FILE *out)
{
    note(out, "n/33",
         "how many of an area's boroughs (33 in London) a sum is made of: those that have its "
         "figures");
    for (size_t i = 0; i < count; i++) {
        const uint64_t missing = missing_boroughs(columns[i]);
        int said = missing == 0;

        for (size_t j = 0; j < i; j++)
            said |= missing_boroughs(columns[j]) == missing;
        if (!said)
            write_missing_of(columns, count, i, out);
    }
}

// --- where from, and how to get more
// A borough's plans may come from another of its returns than what is divided by them.
static void write_stock(const struct table *table, FILE *out)
{
    struct paragraph paragraph = {.used = 0};
    char period[PERIOD_TEXT_BYTES];
    Qd__Period stock;

    if (!table->about->uses_stock)
        return;
    period_of_stock(&stock, &table->period);
    period_format(&stock, period);
    add(&paragraph, "an amount over EHC plans is over those in the placements of ", period);
    note(out, "plans", paragraph.text);
}

static void write_source(const struct table *table, FILE *out)
{
    struct paragraph paragraph = {.used = 0};
    char received_at[CLOCK_TEXT_BYTES];

    clock_format_words(table->received_at_unix_ms, received_at);
    add(&paragraph,
        "the boroughs' own returns, the latest revision of each; the newest was received ",
        received_at);
    note(out, "source", paragraph.text);
}

static void write_more(const struct table *table, const struct table_column *const *columns,
                       size_t count, int single, FILE *out)
{
    struct paragraph shown = {.used = 0}, more = {.used = 0};
    char measures[OUTPUT_VALUE_BYTES];

    if (single) {
        add(&shown, columns[0]->indicator->formula, " (");
        add(&shown, columns[0]->indicator->source, ")");
        note(out, "formula", shown.text);
    } else {
        for (size_t i = 0; i < count; i++)
            add(&shown, i == 0 ? "" : ", ", columns[i]->indicator->measure);
        note(out, "shown", shown.text);
    }
    snprintf(measures, sizeof measures, "%zu", table->count);
    add(&more, "--measure NAME shows one of the ", measures);
    add(&more, " measures of this table (`qd-reporter indicators` lists them); ",
        "--format csv or json gives all of them");
    note(out, "more", more.text);
}

void footnotes_write(const struct table *table, const struct table_column *const *columns,
                     size_t count, int single, FILE *out)
{
    write_signs(columns, count, out);
    write_ranks(columns, count, out);
    write_missing(columns, count, out);
    write_stock(table, out);
    write_source(table, out);
    write_more(table, columns, count, single, out);
}
