// What the aggregator's log says: one line each for what an operator must know, few enough that a
// broken collector cannot fill a disk with them. What is said is handed to a function; nothing here
// prints.
#ifndef QD_AGGREGATOR_COMMANDS_OPERATOR_LOG_H
#define QD_AGGREGATOR_COMMANDS_OPERATOR_LOG_H

#include "aggregator/access/listener.h"
#include "aggregator/ingest/ingest.h"
#include "lib/base/arena.h"

#include <stdint.h>

// Gets a line without its end.
typedef void operator_log_write_fn(void *context, const char *line);

enum {
    OPERATOR_LOG_REFUSALS_A_MINUTE = 20,  // beyond these they are counted
    OPERATOR_LOG_LINE_BYTES = 2048,
};

struct operator_log {
    operator_log_write_fn *write;
    void *context;
    int verbose;  // each new return as well
    unsigned refusals_left;
    struct ingest_counters counters;  // as they were at the last summary
    struct zsock_events events;
    uint64_t strangers;  // keys refused since the last summary
    struct arena arena;
};

void operator_log_open(struct operator_log *log, operator_log_write_fn *write, void *context,
                       int verbose);
void operator_log_close(struct operator_log *log);

void operator_log_say(struct operator_log *log, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// What became of the messages of the last turn.
void operator_log_turn(struct operator_log *log, const struct ingest *ingest);

// Somebody came with a key that is not on the list.
void operator_log_stranger(struct operator_log *log, const uint8_t key[KEYS_BYTES]);

// One line with what happened since the last one, when something did. Once a minute.
void operator_log_summary(struct operator_log *log, const struct ingest *ingest,
                          const struct listener *listener);

#endif
