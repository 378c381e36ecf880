// Which boroughs moved furthest since the earlier period of a subject.
#ifndef QD_REPORTER_PAGES_MOVERS_H
#define QD_REPORTER_PAGES_MOVERS_H

#include "reporter/pages/subject.h"

struct mover {
    int row;
    double number;  // in the change's own unit
    struct change change;
};

struct movers {
    struct mover list[BOROUGHS_COUNT];  // the furthest up first
    size_t count;                       // those that have both figures
};

void movers_find(struct movers *movers, const struct subject *subject);

// "Barnet +48.9 and Brent +42.0": `most` of those that went up, or down, the furthest first; "" for none. With
// stars behind those that moved beyond chance.
const char *movers_words(const struct movers *movers, const struct subject *subject, int down,
                         size_t most, int with_stars);

#endif
