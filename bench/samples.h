// Returns of a known size for the benchmarks: what a borough could really send, no finding in it.
#ifndef QD_BENCH_SAMPLES_H
#define QD_BENCH_SAMPLES_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

#include <stddef.h>

// A timeliness return for the period, filled up to about `bytes` (at least 500) with its note.
Qd__Return *samples_timeliness(struct arena *arena, const Qd__Period *period,
                               Qd__LocalAuthority authority, size_t bytes);

// Placements as a borough has them, half rows by setting, need and phase, half places that are
// bought, with provider and price: as many rows as make about `bytes`.
Qd__Return *samples_placements(struct arena *arena, const Qd__Period *period,
                               Qd__LocalAuthority authority, size_t bytes);

#endif
