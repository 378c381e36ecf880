// What the aggregator's log says: one line each for what an operator must know, in key=value so that
// it can be searched, and few enough that a broken collector cannot fill a disk with them:
//
//   event=stored borough=Camden period="2025-26 Q3" revision=2 sequence=17 queries=0
//
// How a line is written: lib/base/log_line.h. Events and their
// keys: operator_log.def and docs/OPERATING.md. Lines are handed to a function; nothing here prints.
#ifndef QD_AGGREGATOR_COMMANDS_OPERATOR_LOG_H
#define QD_AGGREGATOR_COMMANDS_OPERATOR_LOG_H

#include "aggregator/access/listener.h"
#include "aggregator/ingest/ingest.h"
#include "lib/base/log_line.h"
#include "proto/form/boroughs.h"

#include <stdint.h>

enum operator_log_event {
#define EVENT(constant, event) OPERATOR_LOG_##constant,
#include "aggregator/commands/operator_log.def"
#undef EVENT
    OPERATOR_LOG_EVENTS
};

// Gets a line without its end.
typedef void operator_log_write_fn(void *context, const char *line);

enum {
    // Beyond these, refusals are only counted. Strangers and each borough have their own, so that
    // nobody can keep the log from telling about others.
    OPERATOR_LOG_STRANGERS_A_MINUTE = 20,
    OPERATOR_LOG_REFUSALS_A_MINUTE = 10,  // of one borough
};

struct operator_log {
    operator_log_write_fn *write;
    void *context;
    int verbose;  // each new return as well
    unsigned strangers_left;
    unsigned refusals_left[BOROUGHS_COUNT];  // as in `boroughs`
    struct ingest_counters counters;         // as they were at the last summary
    struct monitor_events events;
    uint64_t strangers;  // keys refused since the last summary
    uint64_t crowded;    // connections refused, because their keys had enough
};

void operator_log_open(struct operator_log *log, operator_log_write_fn *write, void *context,
                       int verbose);

// Writes the event and its fields. The last field has no key.
void operator_log_say(struct operator_log *log, enum operator_log_event event,
                      const struct log_field *fields);

// OPERATOR_LOG(log, STORED, LOG_TEXT("borough", name), LOG_NUMBER("revision", 2))
#define OPERATOR_LOG(log, event, ...)                                                              \
    operator_log_say((log), OPERATOR_LOG_##event,                                                  \
                     (const struct log_field[LOG_FIELDS_MAX + 1]){__VA_ARGS__})

// What became of the messages of the last turn.
void operator_log_turn(struct operator_log *log, const struct ingest *ingest);

// Somebody came with a key that is not on the list.
void operator_log_stranger(struct operator_log *log, const uint8_t key[KEYS_BYTES]);

// One more connection of a key of the borough, which has all that it may have.
void operator_log_crowd(struct operator_log *log, Qd__LocalAuthority authority);

// One line with what happened since the last one, when something did. Once a minute.
void operator_log_summary(struct operator_log *log, const struct ingest *ingest,
                          const struct listener *listener);

#endif
