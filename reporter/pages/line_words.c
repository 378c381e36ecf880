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

static const char *chance_words(const struct subject *subject, struct chance_rank chance,
                                unsigned ranked, int from_lowest)
{
    const size_t best = from_lowest ? ranked + 1 - chance.worst : chance.best,
                 worst = from_lowest ? ranked + 1 - chance.best : chance.worst;

    if (chance.best == 0)
        return "";
    return arena_printf(subject->arena, "; chance allows %s to %s",
                        figure_words_ordinal(subject->arena, (unsigned)best),
                        figure_words_ordinal(subject->arena, (unsigned)worst));
}

const char *line_words_place(const struct subject *subject, int row)
{
    const struct table_cell *cell = subject_cell(subject, row);
    const struct standing *standing = &subject->standings.list[row];
    const int no_best = subject->indicator->direction == INDICATOR_NONE;
    unsigned rank = cell->rank, others;
    int from_lowest;

    if (rank == 0)
        return "";
    from_lowest = no_best && 2 * rank > standing->ranked + 1;
    if (from_lowest)
        rank = 1 + count_of(subject, row, 1);
    others = count_of(subject, row, 0) - 1;
    return arena_printf(subject->arena, "%s%s of %u%s%s",
                        figure_words_ordinal(subject->arena, rank),
                        !no_best      ? ""
                        : from_lowest ? " lowest"
                                      : " highest",
                        standing->ranked,
                        others == 0 ? ""
                                    : arena_printf(subject->arena, ", with %u other%s", others,
                                                   others == 1 ? "" : "s"),
                        chance_words(subject, standing->chance, standing->ranked, from_lowest));
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
    if (has && beyond == 0)
        return arena_printf(subject->arena, "no different from %s: within chance", against->name);
    return arena_printf(
        subject->arena, "%s %s %s",
        figure_words_apart(subject->arena, subject->indicator, figure, against->figure),
        figure < against->figure ? "below" : "above", against->name);
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
    return arena_printf(subject->arena, "%.1f%% of London\xe2\x80\x99s",
                        100.0 * (double)cell->value.value / (double)london->value.value);
}

const char *line_words_better(const struct indicator *indicator)
{
    static const char *const words[] = {[INDICATOR_NONE] = "no better or worse",
                                        [INDICATOR_HIGH] = "more is better",
                                        [INDICATOR_LOW] = "less is better",
                                        [INDICATOR_UNRANKED] = "not ranked"};

    return words[indicator->direction];
}

const char *line_words_moved(const struct subject *subject, int row)
{
    struct change change;
    const char *words;

    if (!subject_change(subject, row, &change))
        return "";
    words = arena_printf(subject->arena, "%s on %s%s",
                         figure_words_moved(subject->arena, subject->indicator, &change),
                         subject_when(subject, subject->earlier),
                         change.verdict == CHANGE_NO_DIFFERENT ? ", within chance" : "");
    if (row >= BOROUGHS_COUNT && change.now.n < change.now.of)
        words =
            arena_printf(subject->arena, "%s, like for like in %u boroughs", words, change.now.n);
    return words;
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
