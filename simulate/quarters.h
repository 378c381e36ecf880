// Nine quarters of a borough, 2023-24 Q4 to 2025-26 Q4, as it might have returned them. What is known
// of the real ones holds exactly:
//
//   the four quarters of calendar 2024      add up to the flows of DfE's 2024
//   the plans of 2023-24 Q4, by setting     are those of DfE's January 2024, and x where DfE has x
//   the plans of 2024-25 Q4                 are those of DfE's January 2025, by setting and need
//   line 2.1.4 of the quarters of 2024-25   adds up to the section 251 outturn
//   appeals and appealable decisions, by    add up to those of 2024 and of 2025; x where they are x
//   the definition since 2025
//
// The rest is made up: what lies between, and after; phases, locations, providers, prices; lines and
// modes of transport. events.def says who is late, revises, leaves out or explains what.
#ifndef QD_SIMULATE_QUARTERS_H
#define QD_SIMULATE_QUARTERS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdint.h>

enum { QUARTERS = 9, QUARTERS_SENT_MAX = 2 * QUARTERS };

// What is known of the borough, as returns that hold its published figures.
struct quarters_known {
    const Qd__Return *flows_2024;
    const Qd__Return *plans_2024, *plans_2025;  // in January
    const Qd__Return *spending_2023_24, *spending_2024_25;
    const Qd__Return *disputes_2025;  // those of 2024 are in flows_2024
};

// A return, and when it is sent.
struct quarters_sent {
    const Qd__Return *returned;
    unsigned revision;  // of its period: 1, or 2 where it replaces another
    int32_t day;        // since 1970-01-01
};

struct quarters {
    struct quarters_sent sent[QUARTERS_SENT_MAX];  // by period and revision
    size_t count;
};

// ERR_MALFORMED when the known figures contradict each other.
enum err quarters_make(struct quarters *quarters, struct arena *arena, uint64_t seed,
                       const struct quarters_known *known, struct err_text *text);

#endif
