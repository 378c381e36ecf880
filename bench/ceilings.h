// What the machine allows at best, measured in the same folder.
#ifndef QD_BENCH_CEILINGS_H
#define QD_BENCH_CEILINGS_H

#include "bench/load.h"

// Median of writing 4 KiB into an allocated file and flushing it with fdatasync.
double ceilings_flush_us(const char *folder);

// Returns a second when their bytes go straight into LMDB, `group` in one transaction, ascending
// keys.
double ceilings_lmdb_per_second(const char *folder, const struct bench_payload *payload,
                                unsigned group, double seconds);

#endif
