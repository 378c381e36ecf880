#include "reporter/editions/changes.h"

#include "lib/base/clock.h"
#include "proto/form/period.h"
#include "reporter/editions/changes_causes.h"
#include "reporter/outputs/csvw.h"
#include "reporter/outputs/figure_cells.h"
#include "reporter/outputs/output.h"

enum {
    TABLE,
    PERIOD,
    MEASURE,
    LABEL,
    UNIT,
    AREA_CODE,
    AREA_NAME,
    LEVEL,
    BEFORE,  // the cells of a figure, in the order of put_cell
    NOW = BEFORE + 5,
    OF = NOW + 5,
    REASON,
    BOROUGH,
    RETURN_PERIOD,
    REVISION,
    SEQUENCE,
    AT,
    WORDS,
    COLUMNS
};

static const struct sheet_column columns[COLUMNS] = {
    [TABLE] = {"table", NULL, 0},
    [PERIOD] = {"period", NULL, 0},
    [MEASURE] = {"measure", NULL, 0},
    [LABEL] = {"label", NULL, 0},
    [UNIT] = {"unit", NULL, 0},
    [AREA_CODE] = {"area_code", NULL, 0},
    [AREA_NAME] = {"area_name", NULL, 0},
    [LEVEL] = {"geographic_level", NULL, 0},
    [BEFORE] = {"value_before", NULL, 1},
    [BEFORE + 1] = {"status_before", NULL, 0},
    [BEFORE + 2] = {"numerator_before", NULL, 1},
    [BEFORE + 3] = {"denominator_before", NULL, 1},
    [BEFORE + 4] = {"n_before", NULL, 1},
    [NOW] = {"value", NULL, 1},
    [NOW + 1] = {"status", NULL, 0},
    [NOW + 2] = {"numerator", NULL, 1},
    [NOW + 3] = {"denominator", NULL, 1},
    [NOW + 4] = {"n", NULL, 1},
    [OF] = {"of", NULL, 1},
    [REASON] = {"reason", NULL, 0},
    [BOROUGH] = {"borough", NULL, 0},
    [RETURN_PERIOD] = {"return_period", NULL, 0},
    [REVISION] = {"revision", NULL, 1},
    [SEQUENCE] = {"sequence", NULL, 1},
    [AT] = {"at", NULL, 0},
    [WORDS] = {"words", NULL, 0},
};

// Two editions of one table. The one before is NULL where nobody had returned anything for it.
struct two {
    struct changes *changes;
    const struct table *before, *now;
};

// --- a line

static const char *count(struct arena *arena, uint64_t number)
{
    return arena_printf(arena, "%llu", (unsigned long long)number);
}

static void put_cell(struct arena *arena, const struct indicator *indicator,
                     const struct table_cell *cell, const char **cells)
{
    cells[0] = figure_cells_value(arena, indicator, cell);
    cells[1] = output_status(cell->value.state);
    cells[2] = figure_cells_numerator(arena, indicator, cell->numerator);
    if (indicators_has_denominator(indicator))
        cells[3] = figure_cells_denominator(arena, indicator, cell->denominator);
    cells[4] = count(arena, cell->n);
}

static void put_cause(struct arena *arena, const struct changes_cause *cause, const char **cells)
{
    const struct history_event *event = cause->event;
    char *period = arena_alloc(arena, PERIOD_TEXT_BYTES);
    char *at = arena_alloc(arena, CLOCK_TEXT_BYTES);
    Qd__Period known;

    if (period == NULL || at == NULL)
        return;  // the arena is exhausted, which is said at the end
    cells[REASON] = cause->reason;
    cells[BOROUGH] = boroughs[event->borough].la_name;
    if (period_from_key(&known, event->period_key)) {
        period_format(&known, period);
        cells[RETURN_PERIOD] = period;
    }
    cells[REVISION] = count(arena, event->revision);
    cells[SEQUENCE] = count(arena, event->sequence);
    clock_format(event->unix_ms, at);
    cells[AT] = at;
    cells[WORDS] = cause->words;
}

// The label and the indicator may lie in the view's arena, which the sheet outlives. `before` is NULL where what
// stood there has gone with a body.
static void add_line(const struct two *two, size_t column, int row, const struct table_cell *before,
                     const struct table_cell *now, const struct changes_cause *cause)
{
    struct arena *arena = two->changes->sheet.arena;
    const struct table_column *of = &two->now->columns[column];
    const char **cells = sheet_row(&two->changes->sheet, "");

    if (cells == NULL)
        return;
    cells[TABLE] = two->now->about.name;
    cells[PERIOD] = two->changes->edition->manifest.period;
    cells[MEASURE] = arena_strdup(arena, of->indicator->name);
    cells[LABEL] = arena_strdup(arena, of->label);
    cells[UNIT] = indicators_unit_name(of->indicator->unit);
    cells[AREA_CODE] = arena_strdup(arena, table_row_code(two->now, row));
    cells[AREA_NAME] = arena_strdup(arena, table_row_name(two->now, row));
    cells[LEVEL] = arena_strdup(arena, output_level(two->now, row));
    if (before != NULL)
        put_cell(arena, of->indicator, before, &cells[BEFORE]);
    else
        cells[BEFORE + 1] = "redacted since";
    put_cell(arena, of->indicator, now, &cells[NOW]);
    cells[OF] = count(arena, now->of);
    if (cause == NULL)
        cells[REASON] = "not known";
    else
        put_cause(arena, cause, cells);
}

// --- a cell

static int is_same_figure(struct figure a, struct figure b)
{
    return a.state == b.state && (!figure_known(a) || a.value == b.value);
}

static int is_same(const struct table_cell *a, const struct table_cell *b)
{
    return a->n == b->n && is_same_figure(a->value, b->value) &&
           is_same_figure(a->numerator, b->numerator) &&
           is_same_figure(a->denominator, b->denominator);
}

static struct table_cell before_of(const struct two *two, size_t column, int row)
{
    struct table_cell cell = {.n = 0};

    if (two->before != NULL)
        return *table_cell(two->before, 0, column, row);
    cell.numerator = cell.value = figure_missing(FIGURE_NOT_RETURNED);
    if (indicators_has_denominator(two->now->columns[column].indicator))
        cell.denominator = cell.numerator;
    return cell;
}

static int differs(const struct two *two, size_t column, int row)
{
    const struct table_cell before = before_of(two, column, row);

    return !is_same(&before, table_cell(two->now, 0, column, row));
}

static uint64_t boroughs_in(const struct two *two, int row)
{
    const struct area *area = table_area(two->now, row);

    return area == NULL ? 1ULL << row
                        : areas_boroughs(area, period_last_day(&two->now->periods.list[0]));
}

// Whether what stood in a cell has gone: a body that is needed for it, of any of its boroughs.
static int has_gone(const struct two *two, size_t column, uint64_t in)
{
    for (int borough = 0; borough < BOROUGHS_COUNT; borough++) {
        const struct changes_cause *cause = NULL;

        while ((in >> borough & 1) != 0 &&
               (cause = changes_causes_next(two->changes, two->now, column, borough, cause)) !=
                   NULL)
            if (cause->hides_before)
                return 1;
    }
    return 0;
}

static void compare_cell(const struct two *two, size_t column, int row)
{
    const struct table_cell before = before_of(two, column, row);
    const struct table_cell *now = table_cell(two->now, 0, column, row);
    const uint64_t in = boroughs_in(two, row);
    const int gone = has_gone(two, column, in);
    const int is_other = gone || differs(two, column, row);
    int lines = 0;

    for (int borough = 0; borough < BOROUGHS_COUNT; borough++) {
        const struct changes_cause *cause = NULL;

        if ((in >> borough & 1) == 0)
            continue;
        while ((cause = changes_causes_next(two->changes, two->now, column, borough, cause)) !=
               NULL) {
            if (!cause->hides_before && (!is_other || !differs(two, column, borough)))
                continue;
            add_line(two, column, row, gone ? NULL : &before, now, cause);
            lines++;
        }
    }
    // In a table that is new, what no event explains was as it is: there only was no edition to say so.
    if (is_other && lines == 0 && two->before != NULL)
        add_line(two, column, row, &before, now, NULL);
}

// --- a table

static enum err make_before(struct view *before, const struct view *now,
                            const struct edition *edition, struct arena *arena,
                            struct err_text *text)
{
    struct view_asked asked = now->asked;
    enum err error;

    asked.as_of = (struct as_of){edition->asked.since, UINT64_MAX};
    error = view_begin(before, arena, &asked, now->reference, text);
    return error == ERR_OK ? view_make(before, edition->store, text) : error;
}

enum err changes_add(struct changes *changes, const struct view *view, struct err_text *text)
{
    struct two two = {.changes = changes, .now = view->table};
    struct err_text why = {""};
    struct view before;
    struct arena arena;
    enum err error;

    if (!changes->edition->manifest.has_since || changes->count == 0)
        return ERR_OK;
    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = make_before(&before, view, changes->edition, &arena, &why);
    two.before = error == ERR_OK ? before.table : NULL;
    if (error == ERR_OK || error == ERR_EMPTY) {
        error = ERR_OK;
        for (size_t column = 0; column < view->table->count; column++)
            for (size_t i = 0; i < view->table->rows_count; i++)
                compare_cell(&two, column, view->table->rows[i]);
    } else {
        err_say(text, error, "%s", why.text);
    }
    arena_free(&arena);
    return error;
}

// --- the whole

enum err changes_begin(struct changes *changes, const struct edition *edition,
                       struct err_text *text)
{
    const struct sheet_about about = {
        .kind = "changes",
        .name = "changes",
        .title = "What has changed since the edition before",
        .about = "Each cell that differs from the edition before, and why.",
        .sequence = edition->manifest.journal.sequence};

    *changes = (struct changes){.edition = edition};
    sheet_init(&changes->sheet, edition->arena, &about, columns, COLUMNS);
    return edition->manifest.has_since ? changes_causes_find(changes, text) : ERR_OK;
}

enum err changes_write(const void *what, FILE *out)
{
    const struct changes *changes = what;

    return sheet_csv(&changes->sheet, out);
}

enum err changes_write_metadata(const void *what, FILE *out)
{
    const struct changes *changes = what;

    return csvw_sheet(&changes->sheet, CHANGES_FILE, out);
}
