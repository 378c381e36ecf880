#include "aggregator/access/descriptors.h"

void descriptors_keep(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max > DESCRIPTORS_KEPT)
        limit.rlim_cur -= DESCRIPTORS_KEPT;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

struct rlimit descriptors_lend(void)
{
    struct rlimit before = {0};
    struct rlimit all;

    if (getrlimit(RLIMIT_NOFILE, &before) == 0) {
        all = before;
        all.rlim_cur = all.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &all);
    }
    return before;
}

void descriptors_take_back(struct rlimit lent)
{
    if (lent.rlim_max != 0)
        (void)setrlimit(RLIMIT_NOFILE, &lent);
}
