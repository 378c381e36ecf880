// Which boroughs returned what, and when; and who is missing. Read from the store beside an
// aggregator that serves.
#ifndef QD_AGGREGATOR_COMMANDS_STATUS_H
#define QD_AGGREGATOR_COMMANDS_STATUS_H

#include "aggregator/commands/status_said.h"
#include "aggregator/store/store.h"
#include "lib/base/err.h"
#include "proto/form/period.h"
#include "proto/reference/calendar.h"

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
    const struct calendar_row *calendar;      // NULL: the calendar does not have it
    uint64_t first_unix_ms[BOROUGHS_COUNT];   // when it was first returned, and not taken back; 0
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
    struct calendar calendar;
    int32_t today;
};

struct status_asked {
    // This period, which is there then even when nobody returned; NULL is all.
    const Qd__Period *only;
    // A file; its periods are there from the day on which they open. NULL: no calendar.
    const char *calendar;
    int32_t today;  // in days since 1970
};

// ERR_MALFORMED for a calendar that is not right.
enum err status_read(struct status *status, struct store *store, const struct status_asked *asked,
                     struct err_text *text);
void status_free(struct status *status);

// What both ways of printing it share: the period, "" where this program does not know it; the
// operator's reason for a return that was taken back, NULL when the borough did it.
const char *status_period_words(const struct store_period *period, char words[PERIOD_TEXT_BYTES]);
const char *status_reason(const struct status *status, const struct store_return *latest);

// By how many days the first return came after the day on which it was due; 0: it did not, or nothing is due.
int32_t status_days_late(const struct status_period *shown, int borough);

// For a terminal.
enum err status_print(const struct status *status, FILE *out);
// The same for a program.
enum err status_print_json(const struct status *status, FILE *out);

#endif
