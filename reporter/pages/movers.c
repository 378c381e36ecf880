#include "reporter/pages/movers.h"

#include "proto/form/boroughs.h"
#include "reporter/pages/figure_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIKE 1e9

static int by_number(const void *a, const void *b)
{
    const struct mover *one = a, *two = b;
    // Equal fractions can differ in the last bits: what is this near is one number.
    const double first = round(one->number * ALIKE), second = round(two->number * ALIKE);

    if (first != second)
        return first < second ? 1 : -1;
    return strcmp(boroughs[one->row].la_name, boroughs[two->row].la_name);
}

void movers_find(struct movers *movers, const struct subject *subject)
{
    movers->count = 0;
    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        struct mover *mover = &movers->list[movers->count];

        if (!subject_change(subject, row, &mover->change))
            continue;
        mover->row = row;
        mover->number = figure_words_change_number(subject->indicator, &mover->change);
        movers->count++;
    }
    qsort(movers->list, movers->count, sizeof *movers->list, by_number);
}

const char *movers_words(const struct movers *movers, const struct subject *subject, int down,
                         size_t most, int with_stars)
{
    const char *words[BOROUGHS_COUNT];
    size_t shown = 0;

    for (size_t i = 0; i < movers->count && shown < most; i++) {
        const struct mover *mover = &movers->list[down ? movers->count - 1 - i : i];
        const int is_beyond =
            mover->change.verdict == CHANGE_HIGHER || mover->change.verdict == CHANGE_LOWER;

        if (down ? mover->number >= 0 : mover->number <= 0)
            break;
        words[shown++] = arena_printf(
            subject->arena, "%s\xc2\xa0%s%s", table_row_name(subject->table, mover->row),
            figure_words_change(subject->arena, subject->indicator, &mover->change),
            with_stars && is_beyond ? "*" : "");
    }
    return figure_words_list(subject->arena, words, shown);
}
