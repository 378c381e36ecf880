// How often a password may be tried: so many times in a quarter of an hour for an account, and for an address.
// Counts stand in a table of a fixed size, at the place that a keyed hash of the name gives; two names that share
// a place share its count. So memory is bounded, and nobody pushes another's count out by trying many names.
// An address stands for its network (network.h).
//
// Thread-safe.
#ifndef QD_REPORTER_READERS_TRIES_H
#define QD_REPORTER_READERS_TRIES_H

#include <stdint.h>

enum {
    TRIES_OF_AN_ACCOUNT = 10,
    TRIES_OF_AN_ADDRESS = 30,  // an office may share one
    TRIES_WINDOW_MS = 15 * 60 * 1000,
    TRIES_PLACES = 16384,
};

enum tries_kind { TRIES_ACCOUNT, TRIES_ADDRESS, TRIES_KINDS };

struct tries;

// NULL: no memory.
struct tries *tries_open(void);
void tries_close(struct tries *tries);

// Milliseconds until it may be tried again; 0: now. `is_news` is set where this is the first time that somebody has to
// wait, so that a log tells it once.
uint64_t tries_wait_ms(struct tries *tries, enum tries_kind kind, const char *name, uint64_t now_ms,
                       int *is_news);

// A try begins: it counts until it is known to have been the right password.
void tries_count(struct tries *tries, enum tries_kind kind, const char *name, uint64_t now_ms);

// It was right: this one try was none.
void tries_forgive(struct tries *tries, enum tries_kind kind, const char *name);

#endif
