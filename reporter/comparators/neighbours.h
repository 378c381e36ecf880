// Statistical neighbours: for each borough the ten authorities in England that are most like it, by DfE's
// Local Authority Interactive Tool. Only those in London return anything here.
#ifndef QD_REPORTER_COMPARATORS_NEIGHBOURS_H
#define QD_REPORTER_COMPARATORS_NEIGHBOURS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/boroughs.h"

#include <stdint.h>

#define NEIGHBOURS_FILE "statistical_neighbours_london_lait_may2025.csv"

struct neighbours {
    uint64_t in_london[BOROUGHS_COUNT];  // a bit for each borough, by its place
    uint16_t all[BOROUGHS_COUNT];        // neighbours in England; 0: the list has none
};

// Reads NEIGHBOURS_FILE in the folder of the reference lists. Without the file nobody has neighbours.
// ERR_MALFORMED says which line is not as it must be.
enum err neighbours_read(struct neighbours *neighbours, struct arena *arena, const char *reference,
                         struct err_text *text);

#endif
