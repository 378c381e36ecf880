#include "reporter/pages/line_words.h"

#include "reporter/outputs/output_standing.h"
#include "reporter/pages/figure_words.h"
#include "reporter/statistics/quantile.h"

#include <math.h>
#include <stdlib.h>

// --- a place among the boroughs

static unsigned count_of(const struct subject *subject, int row, int lower)
{
    const int rank = subject_cell(subject, row)->rank;
    unsigned count = 0;

    for (size_t i = 0; i < subject->ordered; i++) {
        const int other = subject_cell(subject, subject->order[i])->rank;

        count += lower ? other > rank : other == rank;
    }
    return count;
}

// Counted from the nearer end where neither is better.
struct place {
    const char *rank;
    unsigned ranked, others;
    int from_lowest, from_highest;
};

static int place_of(const struct subject *subject, int row, struct place *place)
{
    const struct table_cell *cell = subject_cell(subject, row);
    const struct standing *standing = &subject->standings.list[row];
    const int no_best = subject->indicator->direction == INDICATOR_NONE;

    if (cell->rank == 0)
        return 0;
    place->ranked = standing->ranked;
    place->from_lowest = no_best && 2 * cell->rank > standing->ranked + 1;
    place->from_highest = no_best && !place->from_lowest;
    place->others = count_of(subject, row, 0) - 1;
    place->rank = figure_words_ordinal(
        subject->arena, place->from_lowest ? 1 + count_of(subject, row, 1) : cell->rank);
    return 1;
}

const char *line_words_place(const struct subject *subject, int row)
{
    const struct chance_rank chance = subject->standings.list[row].chance;
    struct place place;
    size_t best, worst;

    if (!place_of(subject, row, &place))
        return "";
    best = place.from_lowest ? place.ranked + 1 - chance.worst : chance.best;
    worst = place.from_lowest ? place.ranked + 1 - chance.best : chance.worst;
    return sentences_say(
        subject->sentences, "place", "{s:s, s:b, s:b, s:i, s:s?, s:b, s:b, s:s, s:s}", "rank",
        place.rank, "lowest", place.from_lowest, "highest", place.from_highest, "ranked",
        (int)place.ranked, "others",
        place.others == 0 ? NULL : arena_printf(subject->arena, "%u", place.others), "many",
        place.others > 1, "chance", chance.best > 0, "best",
        figure_words_ordinal(subject->arena, (unsigned)best), "worst",
        figure_words_ordinal(subject->arena, (unsigned)worst));
}

const char *line_words_place_in_short(const struct subject *subject, int row)
{
    struct place place;

    if (!place_of(subject, row, &place))
        return "";
    return sentences_say(subject->sentences, "place_in_short", "{s:s, s:b, s:b, s:i}", "rank",
                         place.rank, "lowest", place.from_lowest, "highest", place.from_highest,
                         "ranked", (int)place.ranked);
}

// --- beside something else

const char *line_words_beside(const struct subject *subject, int row,
                              const struct subject_against *against)
{
    const struct table_cell *cell = subject_cell(subject, row);
    double figure;
    int has, beyond;

    if (!indicators_has_denominator(subject->indicator) || !against->has_figure ||
        !standing_figure(subject->indicator, cell, &figure))
        return "";
    beyond = subject_beyond(subject, cell, against->figure, &has);
    return sentences_say(
        subject->sentences, "beside", "{s:s, s:b, s:s, s:b}", "area", against->name,
        "within_chance", has && beyond == 0, "apart",
        figure_words_apart(subject->arena, subject->indicator, figure, against->figure), "below",
        figure < against->figure);
}

const char *line_words_share(const struct subject *subject, int row)
{
    const struct table_cell *cell = subject_cell(subject, row),
                            *london = subject_cell(subject, subject->london);

    if (!figure_known(cell->value))
        return output_status(cell->value.state);
    if (indicators_has_denominator(subject->indicator))
        return figure_words_share(subject->arena, subject->indicator, cell);
    if (!figure_known(london->value) || london->value.value == 0 || row == subject->london)
        return "";
    return sentences_say(
        subject->sentences, "of_london", "{s:s}", "percent",
        figure_words_rounded(subject->arena,
                             100.0 * (double)cell->value.value / (double)london->value.value, 1));
}

const char *line_words_better(const struct subject *subject)
{
    const enum indicator_direction direction = subject->indicator->direction;

    return sentences_say(subject->sentences, "better", "{s:b, s:b, s:b, s:b}", "more",
                         direction == INDICATOR_HIGH, "less", direction == INDICATOR_LOW, "neither",
                         direction == INDICATOR_NONE, "unranked", direction == INDICATOR_UNRANKED);
}

const char *line_words_did(const struct subject *subject, int row)
{
    if (subject->pack == NULL)
        return NULL;
    return sentences_say(
        subject->sentences, arena_printf(subject->arena, "did_%s", subject->pack->address), "{s:s}",
        "value",
        figure_words_value(subject->arena, subject->indicator, subject_cell(subject, row)));
}

const char *line_words_change(const struct subject *subject, const struct change *change)
{
    const char *by = figure_words_by(subject->arena, subject->indicator, change);
    const int is_down = figure_words_change_number(subject->indicator, change) < 0;

    return sentences_say(subject->sentences, "moved", "{s:b, s:b, s:s?}", "up",
                         by != NULL && !is_down, "down", by != NULL && is_down, "by", by);
}

const char *line_words_moved(const struct subject *subject, int row)
{
    struct change change;
    int is_partial;

    if (!subject_change(subject, row, &change))
        return "";
    is_partial = row >= BOROUGHS_COUNT && change.now.n < change.now.of;
    return sentences_say(subject->sentences, "moved_on", "{s:s, s:s, s:b, s:s?}", "moved",
                         line_words_change(subject, &change), "then",
                         subject_when(subject, subject->earlier), "within_chance",
                         change.verdict == CHANGE_NO_DIFFERENT, "boroughs",
                         is_partial ? arena_printf(subject->arena, "%u", change.now.n) : NULL);
}

// --- drawings

double line_words_in_unit(const struct subject *subject, const struct table_cell *cell)
{
    double figure = 0;

    standing_figure(subject->indicator, cell, &figure);
    return output_in_unit(subject->indicator, figure);
}

static struct strip_mark mark_of(const struct subject *subject, const struct table_cell *cell,
                                 const char *label)
{
    struct strip_mark mark = {.label = NULL};

    if (figure_known(cell->value)) {
        mark.label = label;
        mark.figure = line_words_in_unit(subject, cell);
    }
    return mark;
}

static int ascending(const void *a, const void *b, void *context)
{
    const double *figures = context;
    const double one = figures[*(const size_t *)a], two = figures[*(const size_t *)b];

    return (one > two) - (one < two);
}

// Figures in ascending order, with what stands out.
static void fill_ticks(const struct subject *subject, struct strip *strip)
{
    double figures[BOROUGHS_COUNT], *sorted = arena_alloc(subject->arena, sizeof figures);
    int *out = arena_alloc(subject->arena, BOROUGHS_COUNT * sizeof *out);
    size_t places[BOROUGHS_COUNT];

    strip->count = 0;
    if (sorted == NULL || out == NULL)
        return;
    for (size_t i = 0; i < subject->ordered; i++) {
        figures[i] = line_words_in_unit(subject, subject_cell(subject, subject->order[i]));
        places[i] = i;
    }
    qsort_r(places, subject->ordered, sizeof *places, ascending, figures);
    for (size_t i = 0; i < subject->ordered; i++) {
        sorted[i] = figures[places[i]];
        out[i] = subject->standings.list[subject->order[places[i]]].stands_out != 0;
    }
    strip->figures = sorted;
    strip->stands_out = out;
    strip->count = subject->ordered;
}

static const char *end_words(const struct subject *subject, int highest)
{
    int row = subject->order[0];

    for (size_t i = 1; i < subject->ordered; i++) {
        const double one = line_words_in_unit(subject, subject_cell(subject, subject->order[i])),
                     best = line_words_in_unit(subject, subject_cell(subject, row));

        if (highest ? one > best : one < best)
            row = subject->order[i];
    }
    return figure_words_plain(subject->arena, subject->indicator, subject_cell(subject, row));
}

int line_words_strip(const struct subject *subject, int row, struct strip *strip)
{
    const struct table_cell *london =
        subject->london < 0 ? NULL : subject_cell(subject, subject->london);

    *strip = (struct strip){.count = 0};
    if (subject->ordered < 2)
        return 0;
    fill_ticks(subject, strip);
    if (strip->count < 2)
        return 0;
    strip->lower = quantile(strip->figures, strip->count, 0.25);
    strip->upper = quantile(strip->figures, strip->count, 0.75);
    strip->lowest = end_words(subject, 0);
    strip->highest = end_words(subject, 1);
    if (row >= 0)
        strip->mine = mark_of(
            subject, subject_cell(subject, row),
            figure_words_value(subject->arena, subject->indicator, subject_cell(subject, row)));
    if (london != NULL && indicators_has_denominator(subject->indicator))
        strip->london =
            mark_of(subject, london,
                    arena_printf(subject->arena, "London %s",
                                 figure_words_plain(subject->arena, subject->indicator, london)));
    return 1;
}

void line_words_points(const struct subject *subject, int row, struct trend_point *points)
{
    for (size_t i = 0; i < subject->line_count; i++) {
        const struct table_cell *cell =
            table_cell(subject->table, subject->line[i], subject->column, row);

        points[i] = (struct trend_point){.figure = line_words_in_unit(subject, cell),
                                         .is_known = figure_known(cell->value),
                                         .begins = (cell->marks & marks_one(MARK_BREAK)) != 0};
    }
}

int line_words_trend(const struct subject *subject, int row, struct trend *trend,
                     struct trend_point *points, struct trend_point *back)
{
    size_t first = 0;

    line_words_points(subject, row, points);
    *trend = (struct trend){.points = points, .count = subject->line_count};
    if (!trend_has_spark(trend))
        return 0;
    if (row != subject->london && indicators_has_denominator(subject->indicator)) {
        line_words_points(subject, subject->london, back);
        trend->back = back;
    }
    while (!points[first].is_known)
        first++;
    trend->first = subject_when_short(subject, subject->line[0]);
    trend->last = subject_when_short(subject, subject->line[subject->line_count - 1]);
    trend->first_value = arena_printf(
        subject->arena, "%s: %s", subject_when_short(subject, subject->line[first]),
        figure_words_plain(subject->arena, subject->indicator,
                           table_cell(subject->table, subject->line[first], subject->column, row)));
    trend->last_value = figure_words_plain(
        subject->arena, subject->indicator,
        table_cell(subject->table, subject->line[subject->line_count - 1], subject->column, row));
    return 1;
}

const char *line_words_spoken(const struct subject *subject, int row)
{
    const char *words = arena_printf(subject->arena, "%s:", table_row_name(subject->table, row));

    for (size_t i = 0; i < subject->line_count; i++)
        words = arena_printf(
            subject->arena, "%s%s %s %s", words, i == 0 ? "" : ",",
            subject_when(subject, subject->line[i]),
            figure_words_plain(subject->arena, subject->indicator,
                               table_cell(subject->table, subject->line[i], subject->column, row)));
    return words;
}
