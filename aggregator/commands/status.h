// Which boroughs returned what, and when; and who is missing. Read from the store beside an
// aggregator that serves.
#ifndef QD_AGGREGATOR_COMMANDS_STATUS_H
#define QD_AGGREGATOR_COMMANDS_STATUS_H

#include "aggregator/commands/status_said.h"
#include "aggregator/store/store.h"
#include "lib/base/err.h"
#include "proto/form/period.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// A backup was put in place of the store: receipts with these numbers are of what it did not hold.
struct status_restore {
    uint64_t unix_ms;
    uint64_t first_lost, last_lost;
};

// A return was taken back by the operator.
struct status_withdrawal {
    uint64_t sequence;  // of its entry
    const char *reason;
};

struct status_period {
    const struct store_period *stored;
    struct status_said said[BOROUGHS_COUNT];  // as in `boroughs`
};

// What there is to show; the store's pages are let go of already.
struct status {
    struct store_reading reading;
    struct status_period *periods;  // in the order of the store: by kind, then by time
    size_t count;
    struct status_restore *restores;
    size_t restores_count;
    struct status_withdrawal *withdrawals;
    size_t withdrawals_count;
    int takes_simulated;
};

// `only` narrows it to one period, which is there then even when nobody returned; NULL is all.
enum err status_read(struct status *status, struct store *store, const Qd__Period *only,
                     struct err_text *text);
void status_free(struct status *status);

// What both ways of printing it share: the period, "" where this program does not know it; the
// operator's reason for a return that was taken back, NULL when the borough did it.
const char *status_period_words(const struct store_period *period, char words[PERIOD_TEXT_BYTES]);
const char *status_reason(const struct status *status, const struct store_return *latest);

// For a terminal.
enum err status_print(const struct status *status, FILE *out);
// The same for a program.
enum err status_print_json(const struct status *status, FILE *out);

#endif
