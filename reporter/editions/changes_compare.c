#include "reporter/editions/changes_compare.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURES = CHANGES_OTHER_CELLS - CHANGES_BEFORE, REACHES = COLUMN_OF_OTHERS + 1 };

// While the lines of a file are compared.
struct comparing {
    const char *stem;
    struct changes_cells cells;
    struct changes_reach reach;
    int is_gone[REACHES];  // what stood in cells of a reach cannot be made again
};

// --- a line that only one of them has

static void add_whole(struct comparing *comparing, const struct records_line *line, int is_new)
{
    const int is_gone = comparing->is_gone[COLUMN_OF_AREA] || comparing->is_gone[COLUMN_OF_OTHERS];

    changes_reach_find(&comparing->reach, line, COLUMN_OF_AREA);
    if (comparing->reach.count == 0)
        changes_reach_find(&comparing->reach, line, COLUMN_OF_OTHERS);
    changes_cells_because(&comparing->cells, &comparing->reach, 0);
    changes_cells_add(&comparing->cells,
                      is_gone  ? "redacted since"
                      : is_new ? "added"
                               : "removed",
                      NULL, "");
}

// --- the cells of two lines

// Two lines of one key, and the cells of some reaches (a bit each) that are told together.
struct cells {
    const struct comparing *comparing;
    const struct records_line *before, *now;
    unsigned reaches;
    const char *figures[FIGURES];
    int count, marks;  // of cells that are told; of those that a day can change
    int has_gone;
};

// What others' returns are for is blank in many lines, and was.
static int is_told(const struct cells *cells, size_t column)
{
    const enum column_reach reach = cells->now->of->columns[column].reach;
    const char *now = cells->now->cells[column];

    if (cells->now->of->columns[column].is_key || (cells->reaches >> reach & 1) == 0)
        return 0;
    return strcmp(cells->before->cells[column], now) != 0 ||
           (cells->comparing->is_gone[reach] &&
            (cells->comparing->is_gone[COLUMN_OF_AREA] || now[0] != '\0'));
}

static void take_figure(struct cells *cells, size_t column, int place)
{
    const enum column_reach reach = cells->now->of->columns[column].reach;

    if ((cells->reaches >> reach & 1) == 0)
        return;
    if (!cells->comparing->is_gone[reach])
        cells->figures[place] = cells->before->cells[column];
    cells->figures[CHANGES_NOW - CHANGES_BEFORE + place] = cells->now->cells[column];
}

// A figure is told whole; every other cell as a member of the object.
static void take_cells(struct cells *cells, struct json_stream *json)
{
    for (size_t i = 0; i < cells->now->of->columns_count; i++) {
        const char *name = cells->now->of->headings[i];
        const int place = told_figure(name);
        const int is_gone = cells->comparing->is_gone[cells->now->of->columns[i].reach];

        if (place >= 0)
            take_figure(cells, i, place);
        if (!is_told(cells, i))
            continue;
        cells->count++;
        cells->marks += strcmp(name, "marks") == 0;
        cells->has_gone |= is_gone;
        if (place >= 0)
            continue;
        told_other(json, name, is_gone ? NULL : cells->before->cells[i], cells->now->cells[i]);
    }
}

static int has_figure(const struct cells *cells)
{
    for (size_t i = 0; i < cells->now->of->columns_count; i++)
        if (told_figure(cells->now->of->headings[i]) >= 0 && is_told(cells, i))
            return 1;
    return 0;
}

static void tell(struct comparing *comparing, struct cells *cells)
{
    char *others = NULL;
    size_t size = 0;
    struct json_stream json = {.out = open_memstream(&others, &size)};

    if (json.out == NULL)
        return;
    json_stream_open(&json, '{');
    take_cells(cells, &json);
    json_stream_close(&json, '}');
    if (fclose(json.out) == 0 && cells->count > 0) {
        changes_reach_find(&comparing->reach, cells->now,
                           (cells->reaches >> COLUMN_OF_AREA & 1) ? COLUMN_OF_AREA
                                                                  : COLUMN_OF_OTHERS);
        changes_cells_because(&comparing->cells, &comparing->reach, cells->marks == cells->count);
        changes_cells_add(&comparing->cells, cells->has_gone ? "redacted since" : "changed",
                          has_figure(cells) ? cells->figures : NULL,
                          strcmp(others, "{}") == 0 ? "" : others);
    }
    free(others);
}

// --- two lines

// Whether the line's own cells and those that are made of others' have the same causes.
static int look_for_causes(struct comparing *comparing, const struct records_line *line)
{
    struct changes_reach *reach = &comparing->reach;
    size_t own_count;
    int is_same;

    changes_reach_find(reach, line, COLUMN_OF_AREA);
    comparing->is_gone[COLUMN_OF_AREA] = reach->hides_before;
    own_count = reach->count;
    for (size_t i = 0; i < own_count; i++)
        reach->kept[i] = reach->found[i];
    changes_reach_find(reach, line, COLUMN_OF_OTHERS);
    comparing->is_gone[COLUMN_OF_OTHERS] = reach->hides_before;
    is_same = own_count == reach->count;
    for (size_t i = 0; i < own_count && is_same; i++)
        is_same = reach->kept[i] == reach->found[i];
    return is_same;
}

static void compare_lines(struct comparing *comparing, const struct records_line *before,
                          const struct records_line *now)
{
    enum { OWN = 1 << COLUMN_OF_AREA | 1 << COLUMN_OF_LINE, OTHERS = 1 << COLUMN_OF_OTHERS };
    const struct records_line *line = now != NULL ? now : before;
    const int is_one = look_for_causes(comparing, line);
    struct cells own = {comparing, before, now, is_one ? OWN | OTHERS : OWN, {NULL}, 0, 0, 0};
    struct cells others = {comparing, before, now, OTHERS, {NULL}, 0, 0, 0};

    changes_cells_name(&comparing->cells, comparing->stem, line);
    if (before == NULL || now == NULL) {
        add_whole(comparing, line, before == NULL);
        return;
    }
    tell(comparing, &own);
    if (!is_one)
        tell(comparing, &others);
}

// --- two files

// Whether cells of these reaches differ.
static int differs(const struct records_line *before, const struct records_line *now,
                   enum column_reach last)
{
    if (before == NULL || now == NULL)
        return 1;
    for (size_t i = 0; i < now->of->columns_count; i++)
        if (now->of->columns[i].reach <= last && strcmp(before->cells[i], now->cells[i]) != 0)
            return 1;
    return 0;
}

static int some_has_gone(const struct changes *changes)
{
    for (size_t i = 0; i < changes->count; i++)
        if (changes->causes[i].hides_before)
            return 1;
    return 0;
}

void changes_compare(struct changes *changes, const char *stem, const struct view *view,
                     const struct records *before, const struct records *now, struct arena *arena)
{
    struct comparing comparing = {.stem = stem, .cells = {.changes = changes}};
    const int all = some_has_gone(changes);
    const struct records_line *first, *second;
    struct records_walk walk = {before, now, 0, 0};

    changes_reach_begin(&comparing.reach, changes, view, arena);
    while (records_next(&walk, &first, &second))
        if (differs(first, second, COLUMN_OF_LINE))
            changes_reach_move(&comparing.reach, second != NULL ? second : first);
    walk = (struct records_walk){before, now, 0, 0};
    while (records_next(&walk, &first, &second))
        if (all || differs(first, second, COLUMN_OF_OTHERS))
            compare_lines(&comparing, first, second);
}
