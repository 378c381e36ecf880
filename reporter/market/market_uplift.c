#include "reporter/market/market_uplift.h"

#include <stdlib.h>

enum { HUNDRED = 100 };

// What a row's matched places cost now over what they did.
struct ratio {
    int64_t places, before, now;
};

static int by_ratio(const void *first, const void *second)
{
    const struct ratio *a = first, *b = second;
    const __int128 left = (__int128)a->now * b->before, right = (__int128)b->now * a->before;

    return (left > right) - (left < right);
}

static double percent_of(int64_t now, int64_t before)
{
    return HUNDRED * ((double)now / (double)before - 1);
}

static double ratio_at(const struct ratio *ratios, int64_t place)
{
    for (; place >= ratios->places; ratios++)
        place -= ratios->places;
    return percent_of(ratios->now, ratios->before);
}

static int is_matched(const Qd__Placement *row)
{
    return row->has_matched_places && row->matched_places > 0 && row->has_matched_cost_before &&
           row->has_matched_cost_now && row->matched_cost_before > 0 && row->matched_cost_now > 0;
}

int market_uplift(struct market_uplift *uplift, struct arena *arena, const struct market_row *rows,
                  size_t count)
{
    struct ratio *ratios = arena_alloc(arena, (count + 1) * sizeof *ratios);
    size_t ratios_count = 0;

    *uplift = (struct market_uplift){.places = 0};
    if (ratios == NULL)
        return -1;
    for (size_t i = 0; i < count; i++) {
        const Qd__Placement *row = rows[i].row;

        if (!is_matched(row))
            continue;
        ratios[ratios_count++] = (struct ratio){(int64_t)row->matched_places,
                                                row->matched_cost_before, row->matched_cost_now};
        uplift->places += (int64_t)row->matched_places;
        uplift->before += row->matched_cost_before;
        uplift->now += row->matched_cost_now;
    }
    if (uplift->places == 0)
        return 0;
    qsort(ratios, ratios_count, sizeof ratios[0], by_ratio);
    uplift->percent = percent_of(uplift->now, uplift->before);
    uplift->median_percent =
        (ratio_at(ratios, (uplift->places - 1) / 2) + ratio_at(ratios, uplift->places / 2)) / 2;
    return 0;
}
