// Which boroughs returned what, and when; and who is missing. Read from the store beside an
// aggregator that serves.
#ifndef QD_AGGREGATOR_COMMANDS_STATUS_H
#define QD_AGGREGATOR_COMMANDS_STATUS_H

#include "aggregator/store/store.h"
#include "lib/base/err.h"
#include "proto/form/boroughs.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

// The latest return of one borough for one period.
struct status_return {
    int returned;
    uint32_t revision;
    uint64_t received_at_unix_ms;
    uint64_t sequence;
    uint32_t queries;  // findings that ask for an explanation and have none
    unsigned parts;    // bit 1 << enum form_part
};

struct status_period {
    Qd__Period period;
    unsigned returned;                             // of BOROUGHS_COUNT
    struct status_return returns[BOROUGHS_COUNT];  // as in `boroughs`
};

// In the order of the store: by kind of period, then by time.
struct status {
    struct arena arena;
    struct status_period *periods;
    size_t count;
};

// `only` narrows it to one period, which is there then even when nobody returned; NULL is all.
enum err status_read(struct status *status, struct store *store, const Qd__Period *only,
                     struct err_text *text);
void status_free(struct status *status);

// For a terminal.
enum err status_print(const struct status *status, FILE *out);
// The same for a program.
enum err status_print_json(const struct status *status, FILE *out);

#endif
