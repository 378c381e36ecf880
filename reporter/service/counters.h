// Counts since the start (counters.def), from any thread.
#ifndef QD_REPORTER_SERVICE_COUNTERS_H
#define QD_REPORTER_SERVICE_COUNTERS_H

#include <stdatomic.h>
#include <stdint.h>

struct counters {
#define COUNTER(name, help) atomic_uint_fast64_t name;
#include "reporter/service/counters.def"
#undef COUNTER
};

#define COUNT(counters, name) ((void)atomic_fetch_add(&(counters)->name, 1))

#endif
