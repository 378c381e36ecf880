// What a collector of the benchmark talks to. Ours is link_collector.c; bench/peers has the others.
#ifndef QD_BENCH_LINK_H
#define QD_BENCH_LINK_H

#include <stdint.h>

struct bench_load;

struct link {
    const char *name;
    // Connects the collector with this number. NULL, with words on stderr, when it cannot.
    void *(*open)(const struct bench_load *load, unsigned collector);
    // Hands the collector's return over, under this number: 1, 0 when its queue is full, -1 with words.
    int (*post)(void *connection, uint64_t number);
    // Waits until one more is stored, and says which: 1, or -1 with words.
    int (*take)(void *connection, uint64_t *number);
    void (*close)(void *connection);  // NULL is fine
};

// The collector's own end of the wire.
extern const struct link link_collector;

#endif
