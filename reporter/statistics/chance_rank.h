// Between which ranks a borough may stand by chance alone: two that do not differ beyond chance
// might as well stand the other way round.
#ifndef QD_REPORTER_STATISTICS_CHANCE_RANK_H
#define QD_REPORTER_STATISTICS_CHANCE_RANK_H

#include "reporter/statistics/interval.h"

#include <stddef.h>

struct chance_rank {
    size_t best, worst;  // 0 and 0 for an area that is not ranked
};

// For each area the ranks from 1 + the number that are better beyond chance to k - the number that
// are worse beyond chance; k are ranked: those with something to divide by. Two differ beyond chance
// when Newcombe's interval at the level 1 - 0.05 / (k - 1) leaves out 0 (Bonferroni over the k - 1
// comparisons of one area). Rank 1 is the highest or the lowest.
void chance_rank(const struct proportion *areas, size_t count, int highest_first,
                 struct chance_rank *ranks);

#endif
