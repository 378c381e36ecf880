// What is known of a return from its receipt, and how many rows it has: the figures of the table of
// submissions, which are of no part.
//
//   returned                        1, or 0 where the borough has not returned: never missing
//   revision, received_at, queries  of the latest revision; seconds since the start of 1970
//   <part>_rows                     of each part but the header, which is there always; not available
//                                   of a return that the operator removed
#ifndef QD_REPORTER_FIGURES_RECEIPT_H
#define QD_REPORTER_FIGURES_RECEIPT_H

#include "proto/form/figure.h"
#include "proto/form/form.h"

#include <stdint.h>

// Stands for a part where figures of receipts are meant.
enum { RECEIPT_PART = FORM_PARTS };

struct receipt {
    const Qd__Return *returned;  // NULL: the borough has not returned for the period
    int redacted;                // it has, and the operator removed what it returned
    int withdrawn;               // it has not: its return was taken back
    unsigned parts;              // that it had then: bit 1 << enum form_part
    // Parts of `returned` that were not read and look empty, a bit each. Nothing is asked of them.
    unsigned left;
    uint64_t received_at_unix_ms;
    uint64_t sequence;
    uint32_t revision;
    uint32_t queries;
};

enum { RECEIPT_NAME_BYTES = 64 };

// How many figures a receipt has, and the name of each.
unsigned receipt_figures(void);
void receipt_name(unsigned figure, char name[RECEIPT_NAME_BYTES]);

// By its name; -1.
int receipt_find(const char *name);

struct figure receipt_figure(const struct receipt *receipt, unsigned figure);

#endif
