// Progress of what takes long, on a terminal. Both fit what they are for; the context is not used.
#ifndef QD_AGGREGATOR_COMMANDS_PROGRESS_H
#define QD_AGGREGATOR_COMMANDS_PROGRESS_H

#include <stdint.h>

// Of writing the store's file (db_progress_fn).
void progress_making(void *context, uint64_t done_bytes, uint64_t total_bytes);

// Of walking the journal (store_progress_fn).
void progress_checking(void *context, uint64_t done, uint64_t total);

#endif
