#include "reporter/editions/changes_reach.h"

#include "lib/base/list.h"
#include "proto/form/period.h"

#include <string.h>

static const uint64_t all_boroughs = (1ULL << BOROUGHS_COUNT) - 1;

void changes_reach_begin(struct changes_reach *reach, const struct changes *changes,
                         const struct view *view, struct arena *arena)
{
    const size_t bytes = (changes->count + 1) * sizeof(const struct changes_cause *);

    *reach = (struct changes_reach){.changes = changes,
                                    .view = view,
                                    .arena = arena,
                                    .found = arena_alloc(arena, bytes),
                                    .kept = arena_alloc(arena, bytes)};
}

// --- whose returns

// A line without an area is made of everybody's returns.
static uint64_t boroughs_in(const struct changes_reach *reach, const struct records_line *line)
{
    const char *code = records_cell(line, "area_code");
    const int borough = boroughs_index_of_code(code);
    const int area = borough >= 0 ? -1 : areas_find(&reach->view->areas, code);
    const struct table *table = reach->view->table;

    if (borough >= 0)
        return 1ULL << borough;
    if (area < 0 || table == NULL || table->periods.count == 0)
        return all_boroughs;
    return areas_boroughs(&reach->view->areas.list[area],
                          period_last_day(&table->periods.list[table->periods.count - 1]));
}

// --- for which periods and parts

static int takes(const struct table *table, size_t column, enum table_role role)
{
    const unsigned own = 1U << table->about.part;
    const unsigned parts = table->columns[column].takes_parts;

    return ((role == TABLE_STOCK ? parts & ~own : parts & own)) != 0;
}

static int wants(const struct table *table, size_t period, size_t column, uint32_t key)
{
    for (int i = 0; i < TABLE_ROLES; i++) {
        const enum table_role role = (enum table_role)i;
        Qd__Period which;

        if (takes(table, column, role) && table_wants(table, period, role, &which) &&
            period_key(&which) == key)
            return 1;
    }
    return 0;
}

// Whether a line is about a period of its table: one of its cells names it.
static int is_about(const struct records_line *line, const Qd__Period *period)
{
    const struct records *of = line->of;
    char name[PERIOD_TEXT_BYTES];

    period_format(period, name);
    for (size_t i = 0; i < of->columns_count; i++)
        if (of->columns[i].type == COLUMN_PERIOD && strcmp(line->cells[i], name) == 0)
            return 1;
    return 0;
}

// The first column of the line's measure: all its slices are made of the same parts. table->count: the table does not
// have it.
static size_t column_of(const struct table *table, const char *measure)
{
    size_t column = 0;

    while (column < table->count && strcmp(table->columns[column].indicator->name, measure) != 0)
        column++;
    return column;
}

static int is_taken(const struct changes_reach *reach, const struct records_line *line,
                    size_t column, uint32_t key)
{
    const struct table *table = reach->view->table;

    if (table == NULL)
        return period_key(&reach->view->period) == key;
    for (size_t period = 0; period < table->periods.count; period++)
        if (column < table->count && is_about(line, &table->periods.list[period]) &&
            wants(table, period, column, key))
            return 1;
    return 0;
}

// --- what has moved

static struct changes_moved *moved_of(const struct changes_reach *reach, const char *measure)
{
    for (size_t i = 0; i < reach->moved_count; i++)
        if (strcmp(reach->moved[i].measure, measure) == 0)
            return &reach->moved[i];
    return NULL;
}

void changes_reach_move(struct changes_reach *reach, const struct records_line *line)
{
    const char *measure = records_cell(line, "measure");
    const int borough = boroughs_index_of_code(records_cell(line, "area_code"));
    struct changes_moved *moved = moved_of(reach, measure);

    if (moved == NULL) {
        moved = LIST_ADD(reach->arena, reach->moved, reach->moved_count);
        if (moved == NULL)
            return;  // the arena is exhausted, which is said at the end
        *moved = (struct changes_moved){measure, 0};
    }
    if (borough >= 0)
        moved->boroughs |= 1ULL << borough;
}

// --- the causes

static void find(struct changes_reach *reach, const struct records_line *line, uint64_t in)
{
    const struct changes *changes = reach->changes;
    const size_t column = reach->view->table == NULL
                              ? 0
                              : column_of(reach->view->table, records_cell(line, "measure"));

    reach->count = 0;
    for (size_t i = 0; i < changes->count && reach->found != NULL; i++) {
        const struct changes_cause *cause = &changes->causes[i];

        if ((in >> cause->event->borough & 1) != 0 &&
            is_taken(reach, line, column, cause->event->period_key))
            reach->found[reach->count++] = cause;
    }
}

// Leaves those whose boroughs' own figures have moved, or are not known; all where there is no such one.
static void narrow(struct changes_reach *reach, const struct records_line *line)
{
    const struct changes_moved *moved = moved_of(reach, records_cell(line, "measure"));
    size_t left = 0;

    for (size_t i = 0; i < reach->count; i++) {
        const struct changes_cause *cause = reach->found[i];

        reach->hides_before |= cause->hides_before;
        if (!cause->hides_before &&
            (moved == NULL || (moved->boroughs >> cause->event->borough & 1) == 0))
            continue;
        reach->found[i] = reach->found[left];
        reach->found[left++] = cause;
    }
    if (left > 0)
        reach->count = left;
}

void changes_reach_find(struct changes_reach *reach, const struct records_line *line,
                        enum column_reach of)
{
    const uint64_t in = of == COLUMN_OF_OTHERS ? all_boroughs : boroughs_in(reach, line);

    reach->hides_before = 0;
    find(reach, line, in);
    narrow(reach, line);
}
