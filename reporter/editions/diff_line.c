// A line of `diff`: what differs in two lines of a CSV, and why.
#include "lib/base/utf8.h"
#include "reporter/editions/diff_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    A = TOLD_NAMES,
    B = A + TOLD_FIGURE,
    OTHER_CELLS = B + TOLD_FIGURE,
    IN_SHORT,  // the same for people
    BECAUSE
};

const struct sheet_column diff_line_columns[DIFF_LINE_COLUMNS] = {
    [TOLD_TABLE] = {"table", NULL, 0},
    [TOLD_PERIOD] = {"period", "period", 0},
    [TOLD_AREA_CODE] = {"area_code", NULL, 0},
    [TOLD_AREA_NAME] = {"area_name", "area", 0},
    [TOLD_LEVEL] = {"geographic_level", NULL, 0},
    [TOLD_MEASURE] = {"measure", NULL, 0},
    [TOLD_LABEL] = {"label", NULL, 0},
    [TOLD_UNIT] = {"unit", NULL, 0},
    [TOLD_ROW] = {"row", NULL, 0},
    [A] = {"value_a", "A", 1},
    [A + 1] = {"status_a", "", 0},
    [A + 2] = {"numerator_a", NULL, 1},
    [A + 3] = {"denominator_a", NULL, 1},
    [A + 4] = {"n_a", NULL, 1},
    [B] = {"value_b", "B", 1},
    [B + 1] = {"status_b", "", 0},
    [B + 2] = {"numerator_b", NULL, 1},
    [B + 3] = {"denominator_b", NULL, 1},
    [B + 4] = {"n_b", NULL, 1},
    [OTHER_CELLS] = {"other_cells", NULL, 0},
    [IN_SHORT] = {NULL, "other columns, A and B", 0},
    [BECAUSE] = {"because", "because", 0},
};

// --- the cells of two lines

// While two lines are compared.
struct cells {
    struct arena *arena;
    struct json_stream json;
    const char *in_short;
    int has_figure, others, unsaid;
};

static const char *in_words(const char *cell)
{
    return cell[0] == '\0' ? "blank" : cell;
}

// As many as there is room for; the rest is counted.
static void shorten(struct cells *cells, const char *column, const char *a, const char *b)
{
    enum { ROOM = 60 };

    a = in_words(a);
    b = in_words(b);
    if (cells->in_short == NULL || cells->unsaid > 0 ||
        (cells->others > 0 &&
         strlen(cells->in_short) + strlen(column) + strlen(a) + strlen(b) > ROOM)) {
        cells->unsaid++;
        return;
    }
    cells->in_short = arena_printf(
        cells->arena, "%s%s%s %.*s, %.*s", cells->in_short, cells->others == 0 ? "" : "; ", column,
        (int)utf8_cut(a, strlen(a), ROOM), a, (int)utf8_cut(b, strlen(b), ROOM), b);
}

static void compare_cells(struct cells *cells, const struct records_line *a,
                          const struct records_line *b)
{
    for (size_t i = 0; i < a->of->columns_count; i++) {
        const char *name = a->of->headings[i];

        if (strcmp(a->cells[i], b->cells[i]) == 0)
            continue;
        if (told_figure(name) >= 0) {
            cells->has_figure = 1;
            continue;
        }
        told_other(&cells->json, name, a->cells[i], b->cells[i]);
        shorten(cells, name, a->cells[i], b->cells[i]);
        cells->others++;
    }
}

static void put_others(const char **row, struct cells *cells, const char *others)
{
    if (cells->others == 0)
        return;
    row[OTHER_CELLS] = arena_strdup(cells->arena, others);
    row[IN_SHORT] = cells->unsaid == 0 ? cells->in_short
                                       : arena_printf(cells->arena, "%s; and %d more",
                                                      cells->in_short, cells->unsaid);
}

static void put_figure(const char **row, struct arena *arena, const struct records_line *line)
{
    for (size_t i = 0; line != NULL && i < line->of->columns_count; i++) {
        const int place = told_figure(line->of->headings[i]);

        if (place >= 0)
            row[place] = arena_strdup(arena, line->cells[i]);
    }
}

// --- two lines

static const char *because(const struct diff_two *two, const char *stem,
                           const struct records_line *a, const struct records_line *b)
{
    const char *table;

    if (a == NULL || b == NULL)
        return b == NULL ? "only in A" : "only in B";
    table = records_cell(a, "table");  // compare-reviews is made of reviews
    return diff_is_redefined(two, table[0] == '\0' ? stem : table, records_cell(a, "measure"))
               ? "definition"
               : "figures";
}

// A heading of its own for what stands in many lines: a measure, and what it is broken down by.
static const char *section_of(struct arena *arena, const char *const *told)
{
    const char *label = told[TOLD_LABEL] == NULL ? "" : told[TOLD_LABEL];
    const char *rest = told[TOLD_ROW] == NULL ? "" : told[TOLD_ROW];

    return arena_printf(arena, "%s%s%s%s%s", told[TOLD_TABLE], label[0] == '\0' ? "" : ": ", label,
                        rest[0] == '\0' ? "" : ": ", rest);
}

static void add_line(struct diff_two *two, const char *stem, const struct records_line *a,
                     const struct records_line *b, struct cells *cells, const char *others)
{
    const char *told[TOLD_NAMES] = {NULL};
    const char **row;
    const char *section;

    told_line(told, diff_line_columns, two->arena, stem, a != NULL ? two->a.period : two->b.period,
              a != NULL ? a : b);
    section = section_of(two->arena, told);
    row = section == NULL ? NULL : sheet_row(&two->diff->sheet, section);
    if (row == NULL)
        return;  // the arena is exhausted, which is said at the end
    memcpy(row, told, sizeof told);
    if (cells->has_figure) {
        put_figure(&row[A], two->arena, a);
        put_figure(&row[B], two->arena, b);
    }
    put_others(row, cells, others);
    row[BECAUSE] = because(two, stem, a, b);
}

enum err diff_line(struct diff_two *two, const char *stem, const struct records_line *a,
                   const struct records_line *b)
{
    struct cells cells = {.arena = two->arena, .in_short = ""};
    char *others = NULL;
    size_t size = 0;
    enum err error = ERR_OK;

    two->diff->compared++;
    if (a != NULL && b != NULL && records_is_same(a, b))
        return ERR_OK;
    cells.has_figure = a == NULL || b == NULL;
    cells.json.out = open_memstream(&others, &size);
    if (cells.json.out == NULL)
        return ERR_NO_MEMORY;
    json_stream_open(&cells.json, '{');
    if (a != NULL && b != NULL)
        compare_cells(&cells, a, b);
    json_stream_close(&cells.json, '}');
    if (fclose(cells.json.out) == 0)
        add_line(two, stem, a, b, &cells, others);
    else
        error = ERR_NO_MEMORY;
    free(others);
    return error;
}

// --- their order

static int by_cell(const char **a, const char **b, int column)
{
    return strcmp(a[column] == NULL ? "" : a[column], b[column] == NULL ? "" : b[column]);
}

int diff_line_order(const void *first, const void *second)
{
    static const int firsts[] = {TOLD_MEASURE, TOLD_ROW, TOLD_PERIOD, TOLD_AREA_CODE};
    const struct sheet_row *a = first, *b = second;
    int order = 0;

    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0] && order == 0; i++)
        order = by_cell(a->cells, b->cells, firsts[i]);
    for (int column = 0; column < DIFF_LINE_COLUMNS && order == 0; column++)
        order = by_cell(a->cells, b->cells, column);
    return order;
}
