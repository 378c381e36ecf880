#include "simulate/draw.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

_Static_assert(sizeof((struct draw *)0)->key == randombytes_SEEDBYTES,
               "the key is libsodium's seed");

enum { KEY_FILLED = 6 };  // the word that counts how often `bytes` was filled

static void fill(struct draw *draw)
{
    uint8_t seed[randombytes_SEEDBYTES];

    for (size_t i = 0; i < sizeof seed; i++)
        seed[i] = (uint8_t)(draw->key[i / 4] >> 8 * (i % 4));
    randombytes_buf_deterministic(draw->bytes, sizeof draw->bytes, seed);
    draw->key[KEY_FILLED]++;
    draw->used = 0;
}

void draw_start(struct draw *draw, uint64_t seed, enum draw_subject subject, uint32_t first,
                uint32_t second, uint32_t third)
{
    *draw = (struct draw){
        .key = {(uint32_t)seed, (uint32_t)(seed >> 32), (uint32_t)subject, first, second, third},
        .used = DRAW_BYTES};
}

static uint64_t next(struct draw *draw)
{
    uint64_t number = 0;

    if (draw->used + sizeof number > sizeof draw->bytes)
        fill(draw);
    for (size_t i = 0; i < sizeof number; i++)
        number |= (uint64_t)draw->bytes[draw->used++] << 8 * i;
    return number;
}

// The remainder of 64 bits favours small numbers by less than 2^-32: nobody can tell.
uint64_t draw_below(struct draw *draw, uint64_t limit)
{
    assert(limit >= 1 && limit <= (uint64_t)1 << 32);
    return next(draw) % limit;
}

uint64_t draw_between(struct draw *draw, uint64_t low, uint64_t high)
{
    assert(low <= high);
    return low + draw_below(draw, high - low + 1);
}

static uint64_t sum_of(const unsigned *weights, size_t count)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    assert(sum > 0);
    return sum;
}

size_t draw_weighted(struct draw *draw, const unsigned *weights, size_t count)
{
    uint64_t left = draw_below(draw, sum_of(weights, count));
    size_t i = 0;

    while (left >= weights[i])
        left -= weights[i++];
    return i;
}

// Parts end where the exact shares end, moved by one drawn fraction and rounded down.
void draw_split(struct draw *draw, uint64_t total, const unsigned *weights, size_t count,
                uint64_t *parts)
{
    const uint64_t sum = sum_of(weights, count), fraction = draw_below(draw, sum);
    uint64_t reached = 0, end = 0;

    assert(total < UINT64_MAX / sum - 1);
    for (size_t i = 0; i < count; i++) {
        const uint64_t start = end;

        reached += weights[i];
        end = (total * reached + fraction) / sum;
        parts[i] = end - start;
    }
    assert(end == total);
}
