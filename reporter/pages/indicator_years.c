// The periods: a small graph for London, its two halves and each borough, all on one scale, and their table.
#include "reporter/charts/tiles.h"
#include "reporter/charts/trend.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/indicator_internal.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/movers.h"
#include "reporter/pages/papers_link.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOVED_SHOWN = 3, MISSING_SHOWN = 8 };

// --- the scale that all have

// What adds up is London's sum: its line would be far above every borough's.
static int has_back(const struct subject *subject)
{
    return indicators_has_denominator(subject->indicator);
}

static struct scale scale_for(const struct subject *subject)
{
    double lowest = 0, highest = 0;
    struct scale scale;

    if (subject->indicator->kind == INDICATOR_PROPORTION) {
        scale = scale_between(0, 100, 4);
        scale.behind = "%";
        return scale;
    }
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        struct trend_point points[SUBJECT_PERIODS_MAX];

        line_words_points(subject, row, points);
        for (size_t i = 0; i < subject->line_count; i++)
            if (points[i].is_known) {
                lowest = fmin(lowest, points[i].figure);
                highest = fmax(highest, points[i].figure);
            }
    }
    scale = scale_of(lowest, highest, 1, 2);
    if (subject->indicator->unit == INDICATOR_POUNDS)
        scale.before = "\xc2\xa3";
    return scale;
}

// --- cells

static const char *short_name(const struct subject *subject, int row)
{
    const struct tiles_place *place =
        row < BOROUGHS_COUNT ? tiles_find(table_row_code(subject->table, row)) : NULL;

    return place == NULL ? table_row_name(subject->table, row) : place->name;
}

static void add_cell(struct indicator_page *of, json_t *list, int row, struct scale scale,
                     int with_axis)
{
    const struct subject *subject = &of->subject;
    struct trend_point own[SUBJECT_PERIODS_MAX], back[SUBJECT_PERIODS_MAX];
    const struct trend trend = {.points = own,
                                .back = row != subject->london && has_back(subject) ? back : NULL,
                                .count = subject->line_count,
                                .first = subject_when(subject, subject->line[0]),
                                .last =
                                    subject_when(subject, subject->line[subject->line_count - 1])};
    json_t *item = page_item(of->page, list);
    struct scene scene;

    line_words_points(subject, row, own);
    line_words_points(subject, subject->london, back);
    page_say(of->page, item, "name", "%s", short_name(subject, row));
    page_say(of->page, item, "value", "%s",
             figure_words_plain(subject->arena, subject->indicator, subject_cell(subject, row)));
    page_set(of->page, item, "is_mine", json_boolean(row == subject->mine));
    scene_begin(&scene, subject->arena, arena_printf(subject->arena, "year-%d", row),
                table_row_name(subject->table, row), line_words_spoken(subject, row));
    trend_draw(&scene, &trend, scale, TREND_WIDTH, with_axis);
    page_draw_once(of->page, item, "svg", &scene);
}

static int by_name(const void *a, const void *b, void *context)
{
    const struct subject *subject = context;

    return strcmp(table_row_name(subject->table, *(const int *)a),
                  table_row_name(subject->table, *(const int *)b));
}

// London and its halves, then A to Z.
static size_t rows_of(struct subject *subject, int rows[BOROUGHS_COUNT + 3])
{
    static const char *const codes[] = {"E12000007", "E13000001", "E13000002"};
    size_t count = 0;

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        const int area = areas_find(&subject->table->areas, codes[i]);

        if (area >= 0 && indicators_sums(subject->indicator))
            rows[count++] = BOROUGHS_COUNT + area;
    }
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        rows[count + (size_t)row] = row;
    qsort_r(rows + count, BOROUGHS_COUNT, sizeof *rows, by_name, subject);
    return count + BOROUGHS_COUNT;
}

// --- the table of the periods

static void add_row(struct indicator_page *of, json_t *list, int row)
{
    const struct subject *subject = &of->subject;
    json_t *item = page_item(of->page, list), *values;

    page_say(of->page, item, "name", "%s", table_row_name(subject->table, row));
    page_set(of->page, item, "is_mine", json_boolean(row == subject->mine));
    values = page_list(of->page, item, "values");
    for (size_t i = 0; i < subject->line_count; i++) {
        const struct table_cell *cell =
            table_cell(subject->table, subject->line[i], subject->column, row);
        const char *shown = figure_words_plain(subject->arena, subject->indicator, cell);

        if (row >= BOROUGHS_COUNT && cell->n < cell->of && figure_known(cell->value))
            shown = arena_printf(subject->arena, "%s [%u/%u]", shown, cell->n, cell->of);
        papers_link_add(of->page, values, shown,
                        papers_link(of->page, subject, subject->line[i], row));
    }
}

static void say_table(struct indicator_page *of, json_t *years, const int *rows, size_t count)
{
    const struct subject *subject = &of->subject;
    json_t *heads = page_list(of->page, years, "heads"), *list;

    for (size_t i = 0; i < subject->line_count; i++)
        page_add(of->page, heads, subject_when(subject, subject->line[i]));
    list = page_list(of->page, years, "rows");
    for (size_t i = count - BOROUGHS_COUNT; i < count; i++)
        add_row(of, list, rows[i]);
    list = page_list(of->page, years, "sums");
    for (size_t i = count - BOROUGHS_COUNT; i-- > 0;)
        add_row(of, list, rows[i]);
}

// --- sentences

static json_t *point_of(const struct subject *subject, size_t place)
{
    return json_pack("{s:s, s:s}", "when", subject_when(subject, subject->line[place]), "value",
                     figure_words_value(subject->arena, subject->indicator,
                                        table_cell(subject->table, subject->line[place],
                                                   subject->column, subject->london)));
}

// Where London's line began, turned and ended: each figure that is an extreme of the line, and the last.
static void say_finding(struct indicator_page *of, json_t *years)
{
    const struct subject *subject = &of->subject;
    struct trend_point points[SUBJECT_PERIODS_MAX];
    size_t first = 0, last = subject->line_count;
    json_t *pieces, *turns, *point;

    line_words_points(subject, subject->london, points);
    while (last > 0 && !points[last - 1].is_known)
        last--;
    while (first < last && !points[first].is_known)
        first++;
    if (first == last)
        return;
    pieces = point_of(subject, first);
    turns = page_list(of->page, pieces, "turns");
    for (size_t i = first + 1; i + 1 < last; i++) {
        const int rose = points[i].figure > points[i - 1].figure;

        if (!points[i - 1].is_known || !points[i].is_known || !points[i + 1].is_known ||
            rose == (points[i + 1].figure > points[i].figure))
            continue;
        point = point_of(subject, i);
        page_set(of->page, point, "rose", json_boolean(rose));
        if (json_array_append_new(turns, point) != 0)
            of->page->failed = 1;
    }
    if (last > first + 1) {
        point = point_of(subject, last - 1);
        page_set(of->page, point, "comma", json_boolean(json_array_size(turns) > 0));
        page_set(of->page, pieces, "last", point);
    }
    page_sentence(of->page, years, "finding", "years_london", "o", pieces);
}

// Who has no figure, and when: "Hackney (2023)".
static void say_missing(struct indicator_page *of, json_t *years)
{
    const struct subject *subject = &of->subject;
    const char *names[BOROUGHS_COUNT];
    size_t count = 0;

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        const char *when[SUBJECT_PERIODS_MAX];
        size_t missing = 0;

        for (size_t i = 0; i < subject->line_count; i++)
            if (!figure_known(
                    table_cell(subject->table, subject->line[i], subject->column, row)->value))
                when[missing++] = subject_when(subject, subject->line[i]);
        if (missing > 0)
            names[count++] =
                arena_printf(subject->arena, "%s (%s)", table_row_name(subject->table, row),
                             figure_words_list(subject->arena, when, missing));
    }
    if (count > 0 && count <= MISSING_SHOWN)
        page_sentence(of->page, years, "missing", "years_missing", "{s:s}", "boroughs",
                      figure_words_list(subject->arena, names, count));
}

static void say_moved(struct indicator_page *of, json_t *years)
{
    const struct subject *subject = &of->subject;
    struct movers movers;

    movers_find(&movers, subject);
    if (movers.count == 0)
        return;
    page_say(of->page, years, "since", "%s", subject_when(subject, subject->earlier));
    page_say(of->page, years, "up", "%s", movers_words(&movers, subject, 0, MOVED_SHOWN, 1));
    page_say(of->page, years, "down", "%s", movers_words(&movers, subject, 1, MOVED_SHOWN, 1));
    page_say(of->page, years, "unit", "%s",
             figure_words_is_share(subject->indicator) ? "In points" : "In per cent");
}

void indicator_years(struct indicator_page *of)
{
    struct subject *subject = &of->subject;
    json_t *years = page_object(of->page, of->page->data, "years"), *cells;
    const struct scale scale = scale_for(subject);
    int rows[BOROUGHS_COUNT + 3];
    const size_t count = rows_of(subject, rows);

    page_say(of->page, years, "first", "%s", subject_when(subject, subject->line[0]));
    page_say(of->page, years, "last", "%s", subject_when(subject, subject->period));
    page_set(of->page, years, "has_london", json_boolean(has_back(subject)));
    if (subject->line_count > 1) {
        page_say(of->page, years, "scale", "%s to %s",
                 scale_label(&scale, subject->arena, scale.from),
                 scale_label(&scale, subject->arena, scale.to));
        say_finding(of, years);
        say_missing(of, years);
        say_moved(of, years);
        cells = page_list(of->page, years, "cells");
        for (size_t i = 0; i < count; i++)
            add_cell(of, cells, rows[i], scale, i < count - BOROUGHS_COUNT);
    }
    if (subject->line_count == 1)
        page_sentence(of->page, years, "alone", "years_alone", "{}");
    say_table(of, years, rows, count);
}
