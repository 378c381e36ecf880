// The process that keeps a worker (page_worker.h): begins it, ends one that takes too long, and answers for one that is
// not there.
#ifndef QD_REPORTER_COMMANDS_PAGE_KEEPER_H
#define QD_REPORTER_COMMANDS_PAGE_KEEPER_H

#include "reporter/commands/page_maker.h"

#include <stdatomic.h>

// What the service waits for, and until when; in memory that it shares with the keeper.
struct page_keeper_wait {
    atomic_uint_fast64_t number;    // of the order; 0: for none
    atomic_uint_fast64_t until_ms;  // clock_monotonic_ms()
};

// Comes back when the service is gone. The worker ends with it.
void page_keeper_run(int socket, const struct pages_places *places, struct page_keeper_wait *wait);

#endif
