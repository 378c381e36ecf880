// Drawn numbers: the same seed, subject and numbers draw the same, on every machine. Each thing that
// is drawn for has a stream of its own, so that one more figure changes no other.
//
// The stream is libsodium's randombytes_buf_deterministic (ChaCha20), whose bytes are fixed for good.
#ifndef QD_SIMULATE_DRAW_H
#define QD_SIMULATE_DRAW_H

#include <stddef.h>
#include <stdint.h>

// What is drawn for. A value that is taken out leaves its number unused: new numbers would make other
// returns of the same seed.
enum draw_subject {
    DRAW_FLOWS = 1,        // the flows of a return
    DRAW_SPLIT = 2,        // of a year over its quarters
    DRAW_OPEN = 3,         // cases open at the end of a quarter
    DRAW_GROWTH = 4,       // from one year to the next
    DRAW_PLACE = 5,        // one child's place
    DRAW_PROVIDER = 6,     // a provider's name, kind and price
    DRAW_CONTRACT = 7,     // what a borough pays a provider
    DRAW_ROWS = 8,         // placements that are listed, row by row
    DRAW_TRANSPORT = 9,    // spending and children by mode
    DRAW_DAY = 10,         // the day on which a return is sent
    DRAW_MAINTAINED = 11,  // what becomes of maintained plans
    DRAW_TRAVEL = 13,      // transport by group and mode
    DRAW_MONEY = 12,       // the high-needs block
};

enum { DRAW_BYTES = 128, DRAW_WEIGHTS_MAX = 64 };

struct draw {
    uint32_t key[8];  // seed, subject, three numbers, and how often `bytes` was filled
    uint8_t bytes[DRAW_BYTES];
    size_t used;
};

void draw_start(struct draw *draw, uint64_t seed, enum draw_subject subject, uint32_t first,
                uint32_t second, uint32_t third);

// 0 to limit - 1, and low to high with both. A limit is at least 1 and at most 2^32.
uint64_t draw_below(struct draw *draw, uint64_t limit);
uint64_t draw_between(struct draw *draw, uint64_t low, uint64_t high);

// The index of a weight: one of twice another is drawn twice as often. Not all may be zero.
size_t draw_weighted(struct draw *draw, const unsigned *weights, size_t count);

// Shares out a total by weights, so that the parts add up to it exactly. Each part is its exact share
// rounded down or up; which, is drawn once for all of them. total x the weights' sum fits 64 bits.
void draw_split(struct draw *draw, uint64_t total, const unsigned *weights, size_t count,
                uint64_t *parts);

#endif
