// A table as a workbook: all values at a glance, then a sheet for each measure with a row for each period, area
// and code.
#include "proto/form/period.h"
#include "reporter/indicators/formula.h"
#include "reporter/outputs/glance_sheet.h"
#include "reporter/outputs/measure_sheet.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/output_columns.h"
#include "reporter/outputs/sheet_xlsx.h"

enum { MEASURE_ARENA_CAP_BYTES = 512 * 1000 * 1000 };

static void add_notes(struct book *book, struct arena *arena)
{
    for (int i = 0; i < FIGURE_STATES; i++) {
        const enum figure_state state = (enum figure_state)i;
        const char *sign = arena_printf(arena, "[%s]", output_sign(state));

        if (output_sign_meaning(state) != NULL && sign != NULL)
            book_note(book, sign, output_sign_meaning(state));
    }
    for (int mark = 0; mark < MARKS; mark++)
        book_note(book, marks_words[mark].word, marks_words[mark].meaning);
}

// --- above a table

static const char *formula_line(struct arena *arena, const struct indicator *indicator)
{
    const char *numerator = formula_words(arena, indicator->part, indicator->numerator);
    const char *denominator = formula_words(arena, indicator->part, indicator->denominator);
    const char *source = indicator->source[0] == '\0' ? "" : " Source: ";

    if (numerator == NULL || denominator == NULL)
        return NULL;
    return arena_printf(arena, "Formula: %s%s%s.%s%s", numerator,
                        denominator[0] == '\0' ? "" : " / ", denominator, source,
                        indicator->source);
}

static const char *rank_line(struct arena *arena, const struct indicator *indicator)
{
    static const char *const ends[] = {[INDICATOR_NONE] = ", and neither end is best",
                                       [INDICATOR_HIGH] = ", which is best",
                                       [INDICATOR_LOW] = ", which is best",
                                       [INDICATOR_UNRANKED] = ""};
    const char *from = indicators_ranked_from(indicator->direction);

    return from == NULL
               ? NULL
               : arena_printf(arena, "Rank 1 is the %s%s.", from, ends[indicator->direction]);
}

static void add_line(struct book_sheet *about, size_t *count, const char *line)
{
    if (line != NULL && line[0] != '\0' && *count + 1 < BOOK_LINES_MAX)
        about->lines[(*count)++] = line;
}

static struct book_sheet about_measure(struct arena *arena, const struct table *table,
                                       const struct table_column *column)
{
    const struct indicator *indicator = column->indicator;
    const char *within = table->breakdown.label;
    char periods[OUTPUT_PERIODS_BYTES];
    struct book_sheet about = {.table = indicator->name};
    size_t count = 0;

    output_periods(table, periods);
    about.title =
        arena_printf(arena, "%s%s%s (%s), %s", within, within[0] == '\0' ? "" : ": ",
                     column->measure_label, indicators_unit_name(indicator->unit), periods);
    add_line(&about, &count, indicator->definition);
    add_line(&about, &count, formula_line(arena, indicator));
    add_line(&about, &count, indicator->note);
    add_line(&about, &count, rank_line(arena, indicator));
    add_line(&about, &count, "One table. The sheet Notes says what signs, columns and words mean.");
    return about;
}

// --- the whole

// Of one measure of one code there is nothing to see but its own sheet; and a sheet has room for so many areas.
static int has_glance(const struct table *table)
{
    return table->count > 1 && table->rows_count + OUTPUT_COLUMNS_MAX <= BOOK_COLUMNS_MAX;
}

static enum err add_glance(struct book *book, const struct table *table)
{
    static const char meaning[] = "the value of the area; the sheet of the measure has its parts";
    char title[OUTPUT_TITLE_BYTES];
    struct book_sheet about = {
        .table = "at_a_glance",
        .lines = {"One table: the values of all measures. A sheet for each of them has numerator, "
                  "denominator, rank and more."}};
    struct sheet sheet;
    struct arena arena;
    enum err error;
    size_t rows;

    arena_init(&arena, MEASURE_ARENA_CAP_BYTES);
    output_title(table, title);
    about.title = arena_printf(&arena, "At a glance: %s", title);
    rows = glance_sheet(&sheet, &arena, table);
    for (size_t i = 0; i < table->rows_count && rows > 0; i++)
        book_note(book, table_row_name(table, table->rows[i]), meaning);
    error = arena.exhausted ? ERR_NO_MEMORY : ERR_OK;
    if (rows > 0 && error == ERR_OK)
        sheet_xlsx_add(book, &sheet, &about);
    arena_free(&arena);
    return error;
}

// A measure at a time is in memory, beside what the workbook keeps.
static enum err add_measures(struct book *book, const struct table *table,
                             struct standings *standings)
{
    enum err error = ERR_OK;
    size_t next = 0;

    while (next < table->count && error == ERR_OK) {
        struct arena arena;
        struct sheet sheet;
        struct book_sheet about;

        arena_init(&arena, MEASURE_ARENA_CAP_BYTES);
        about = about_measure(&arena, table, &table->columns[next]);
        next = measure_sheet(&sheet, &arena, table, next, standings);
        if (arena.exhausted)
            error = ERR_NO_MEMORY;
        else
            sheet_xlsx_add(book, &sheet, &about);
        arena_free(&arena);
    }
    return error;
}

enum err output_xlsx(const struct table *table, FILE *out)
{
    char title[OUTPUT_TITLE_BYTES];
    const struct sheet_about about = {.title = title,
                                      .about = table->about.about,
                                      .simulated = output_is_simulated(table),
                                      .sequence = table->sequence,
                                      .received_at_unix_ms = table->received_at_unix_ms};
    struct book_about cover;
    struct standings standings;
    struct book *book;
    enum err error;

    output_title(table, title);
    cover = sheet_xlsx_about(table->arena, &about);
    if (standing_make(&standings, table->arena, table) != 0)
        return ERR_NO_MEMORY;
    book = book_new(&cover);
    if (book == NULL)
        return ERR_NO_MEMORY;
    add_notes(book, table->arena);
    error = has_glance(table) ? add_glance(book, table) : ERR_OK;
    if (error == ERR_OK)
        error = add_measures(book, table, &standings);
    if (error == ERR_OK)
        error = book_write(book, out);
    book_free(book);
    return error;
}
