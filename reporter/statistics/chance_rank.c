#include "reporter/statistics/chance_rank.h"

#include "reporter/statistics/normal.h"

// 1 when a is higher than b beyond chance, -1 when it is lower, else 0.
static int differs(struct proportion a, struct proportion b, double z)
{
    struct interval interval;

    if (!interval_difference(a, b, z, &interval))
        return 0;
    return (interval.low > 0) - (interval.high < 0);
}

void chance_rank(const struct proportion *areas, size_t count, int highest_first,
                 struct chance_rank *ranks)
{
    size_t ranked = 0;
    double z;

    for (size_t i = 0; i < count; i++)
        ranked += areas[i].of > 0;
    z = ranked > 1 ? normal_quantile(0.05 / (double)(ranked - 1) / 2) : 0;
    for (size_t i = 0; i < count; i++)
        ranks[i] = areas[i].of > 0 ? (struct chance_rank){1, ranked} : (struct chance_rank){0, 0};
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < i; j++) {
            const int i_is_better = differs(areas[i], areas[j], z) * (highest_first ? 1 : -1);

            ranks[j].best += i_is_better > 0;
            ranks[i].worst -= i_is_better > 0;
            ranks[i].best += i_is_better < 0;
            ranks[j].worst -= i_is_better < 0;
        }
}
