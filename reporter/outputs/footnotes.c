#include "reporter/outputs/footnotes.h"

#include "reporter/outputs/paragraph.h"

#include <string.h>

enum { MISSING_NOTES_MAX = 8 };

// --- what the signs mean

static void note_states(const struct text_column *column, unsigned char shown[FIGURE_STATES])
{
    const struct table *table = column->table;
    const int ratio = indicators_has_denominator(text_cell_indicator(column));

    for (size_t i = 0; i < table->rows_count; i++) {
        const struct table_cell *cell =
            table_cell(table, column->period, column->column, table->rows[i]);

        shown[cell->value.state] = 1;
        if (ratio)
            shown[cell->numerator.state] = shown[cell->denominator.state] = 1;
    }
}

static void write_signs(const struct text_column *columns, size_t count, FILE *out)
{
    unsigned char shown[FIGURE_STATES] = {0};

    for (size_t i = 0; i < count; i++)
        note_states(&columns[i], shown);
    for (int i = 0; i < FIGURE_STATES; i++) {
        const enum figure_state state = (enum figure_state)i;

        if (shown[i] && output_sign_meaning(state) != NULL)
            paragraph_note(out, output_sign(state), output_sign_meaning(state));
    }
}

// --- what the marks mean

static void write_breaks(const struct table *table, FILE *out)
{
    const char *said = NULL;

    for (size_t i = 0; i < table->periods.count; i++)
        for (size_t j = 0; j < table->periods.count; j++) {
            const char *words =
                marks_break(table->about.part, &table->periods.list[i], &table->periods.list[j]);

            if (words != NULL && words != said)
                paragraph_note(out, "", words);
            said = words == NULL ? said : words;
        }
}

// Of a mark of another day: which day most have, and which boroughs another.
static void write_days(const struct table *table, FILE *out)
{
    for (size_t period = 0; period < table->periods.count; period++) {
        const int32_t usual = table_usual_day(table, period);
        struct paragraph paragraph = {.used = 0};
        uint64_t others = 0;

        for (int row = 0; row < BOROUGHS_COUNT; row++) {
            const int32_t day = table_source_of(table, period, row).as_at;

            others |= (uint64_t)(day != TABLE_NO_DAY && day != usual) << row;
        }
        if (others == 0)
            continue;
        paragraph_add_day(&paragraph, usual);
        paragraph_add(&paragraph, " is the day of most; another one have ", "");
        paragraph_add_boroughs(&paragraph, others);
        paragraph_note(out, "", paragraph.text);
    }
}

static void write_marks(const struct text_column *columns, size_t count, FILE *out)
{
    const struct table *table = columns[0].table;
    marks_set shown = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < table->rows_count; j++)
            shown |= table_cell(table, columns[i].period, columns[i].column, table->rows[j])->marks;
    for (int mark = 0; mark < MARKS; mark++) {
        if ((shown >> mark & 1) == 0)
            continue;
        paragraph_note(out, marks_words[mark].letter, marks_words[mark].meaning);
        if (mark == MARK_BREAK)
            write_breaks(table, out);
        if (mark == MARK_AS_AT)
            write_days(table, out);
    }
}

// --- what a rank says

static const char no_judgement[] =
    "1 is the highest; ties share the better rank. The rank only puts boroughs in order and is no "
    "judgement: neither more nor less is better in itself.";

static const char *const ranked_how[] = {
    [INDICATOR_NONE] = no_judgement,
    [INDICATOR_HIGH] = "1 is the highest, which is best; ties share the better rank",
    [INDICATOR_LOW] = "1 is the lowest, which is best; ties share the better rank",
};

// Names what is ranked so, unless all that is shown is.
static void write_rank_of(const struct text_column *columns, size_t count,
                          enum indicator_direction direction, unsigned char *about, FILE *out)
{
    struct paragraph paragraph = {.used = 0};

    for (size_t i = 0; i < count; i++)
        about[i] = text_cell_indicator(&columns[i])->direction == direction;
    if (memchr(about, 1, count) == NULL)
        return;
    footnotes_labels(&paragraph, columns, count, about);
    paragraph_add(&paragraph, "", ranked_how[direction]);
    paragraph_note(out, "rank", paragraph.text);
}

static void write_ranks(const struct text_column *columns, size_t count, unsigned char *about,
                        FILE *out)
{
    write_rank_of(columns, count, INDICATOR_HIGH, about, out);
    write_rank_of(columns, count, INDICATOR_LOW, about, out);
    write_rank_of(columns, count, INDICATOR_NONE, about, out);
}

// --- who is missing

static uint64_t missing_boroughs(const struct text_column *column)
{
    uint64_t missing = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (!table_cell(column->table, column->period, column->column, row)->n)
            missing |= (uint64_t)1 << row;
    return missing;
}

// Names the boroughs once for all columns that lack the same ones.
static void write_missing_of(const struct text_column *columns, size_t count, size_t first,
                             unsigned char *about, FILE *out)
{
    const uint64_t missing = missing_boroughs(&columns[first]);
    const int covered = BOROUGHS_COUNT - __builtin_popcountll(missing);
    struct paragraph paragraph = {.used = 0};
    char n_of_33[OUTPUT_VALUE_BYTES];

    for (size_t i = 0; i < count; i++)
        about[i] = missing_boroughs(&columns[i]) == missing;
    footnotes_labels(&paragraph, columns, count, about);
    paragraph_add(&paragraph, "", covered == 0 ? "no borough has a figure" : "no figure from ");
    if (covered > 0)
        paragraph_add_boroughs(&paragraph, missing);
    snprintf(n_of_33, sizeof n_of_33, "%d/%d", covered, BOROUGHS_COUNT);
    paragraph_note(out, n_of_33, paragraph.text);
}

static int has_areas(const struct table *table)
{
    for (size_t i = 0; i < table->rows_count; i++)
        if (table_area(table, table->rows[i]) != NULL)
            return 1;
    return 0;
}

static void write_missing(const struct text_column *columns, size_t count, unsigned char *about,
                          FILE *out)
{
    size_t notes = 0;

    if (!has_areas(columns[0].table))
        return;
    paragraph_note(out, "n/33",
                   "how many of an area's boroughs (33 in London) a sum is made of: those that "
                   "have its figures");
    for (size_t i = 0; i < count; i++) {
        const uint64_t missing = missing_boroughs(&columns[i]);
        int said = missing == 0;

        for (size_t j = 0; j < i && !said; j++)
            said = missing_boroughs(&columns[j]) == missing;
        if (said)
            continue;
        if (notes++ == MISSING_NOTES_MAX) {
            paragraph_note(out, "", "--format csv says of the other columns who is missing");
            return;
        }
        write_missing_of(columns, count, i, about, out);
    }
}

// --- how to get more

static void write_formula(const struct table *table, FILE *out)
{
    const struct indicator *indicator = table->columns[0].indicator;
    const char *numerator = formula_words(table->arena, indicator->part, indicator->numerator);
    const char *denominator = formula_words(table->arena, indicator->part, indicator->denominator);
    struct paragraph paragraph = {.used = 0};

    if (numerator == NULL || denominator == NULL)
        return;
    paragraph_add(&paragraph, "", numerator);
    if (denominator[0] != '\0')
        paragraph_add(&paragraph, " / ", denominator);
    if (indicator->source[0] != '\0')
        paragraph_addf(&paragraph, " (%s)", indicator->source);
    paragraph_note(out, "formula", paragraph.text);
    paragraph_note(out, "note", indicator->note);
}

// Slices of one measure follow each other.
static int is_first_of_measure(const struct table *table, size_t column)
{
    return column == 0 || strcmp(table->columns[column].indicator->name,
                                 table->columns[column - 1].indicator->name) != 0;
}

static void write_shown(const struct table *table, FILE *out)
{
    struct paragraph paragraph = {.used = 0};

    for (size_t i = 0; i < table->count; i++)
        if (is_first_of_measure(table, i))
            paragraph_add(&paragraph, i == 0 ? "" : ", ", table->columns[i].indicator->name);
    paragraph_note(out, "shown", paragraph.text);
}

// What a reader must know of the ratios: a count's note is what an officer is told to count. Measures
// with the same note have it once.
static void write_notes(const struct table *table, FILE *out)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct indicator *indicator = table->columns[i].indicator;
        struct paragraph paragraph = {.used = 0};
        int said = indicator->note[0] == '\0' || !indicators_has_denominator(indicator);

        for (size_t j = 0; j < i && !said; j++)
            said = strcmp(table->columns[j].indicator->note, indicator->note) == 0;
        for (size_t j = i; j < table->count && !said; j++)
            if (is_first_of_measure(table, j) &&
                strcmp(table->columns[j].indicator->note, indicator->note) == 0)
                paragraph_add(&paragraph, paragraph.used == 0 ? "" : ", ",
                              table->columns[j].indicator->name);
        if (said)
            continue;
        paragraph_add(&paragraph, ": ", indicator->note);
        paragraph_note(out, "note", paragraph.text);
    }
}

static void write_more(const struct table *table, FILE *out)
{
    const struct dimensions *dimensions = &table->breakdown.dimensions;
    struct paragraph paragraph = {.used = 0};

    paragraph_addf(&paragraph,
                   "--measure NAME shows another measure (`qd-reporter indicators %s` lists them)",
                   table->about.name);
    for (unsigned i = 0; i < dimensions->count; i++)
        paragraph_addf(&paragraph, "%s%s", i == 0 ? "; --by breaks it down by " : ", ",
                       dimensions->list[i].name);
    paragraph_add(&paragraph, "; ", "--format csv or json gives all measures");
    if (table->about.part != RECEIPT_PART)
        paragraph_addf(&paragraph,
                       "; `qd-reporter compare %s` has the 95 %% intervals, "
                       "ranks by chance, quartiles and comparisons",
                       table->about.name);
    paragraph_note(out, "more", paragraph.text);
}

void footnotes_write(const struct table *table, const struct text_column *columns, size_t count,
                     FILE *out)
{
    unsigned char *about = arena_alloc(table->arena, count);

    write_signs(columns, count, out);
    write_marks(columns, count, out);
    if (about != NULL) {
        write_ranks(columns, count, about, out);
        write_missing(columns, count, about, out);
        footnotes_notes(columns, count, about, out);
    }
    footnotes_source(table, out);
    if (table->count == 1) {
        write_formula(table, out);
    } else {
        write_shown(table, out);
        write_notes(table, out);
    }
    write_more(table, out);
}
