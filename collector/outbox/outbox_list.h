// All that an outbox holds, written out: for a person, or as a JSON list (receipt_text.h says of
// what).
#ifndef QD_COLLECTOR_OUTBOX_OUTBOX_LIST_H
#define QD_COLLECTOR_OUTBOX_OUTBOX_LIST_H

#include "collector/outbox/outbox.h"
#include "lib/base/err.h"

#include <stdio.h>

struct outbox_list_counts {
    size_t pending, acknowledged, refused;
};

// Every submission with its state, oldest first. ERR_IO when `out` does not take it.
enum err outbox_list_status(FILE *out, struct outbox *outbox, int as_json,
                            struct outbox_list_counts *counts, struct err_text *text);

// Every receipt, oldest first, each with those that came before it for the same submission.
enum err outbox_list_receipts(FILE *out, struct outbox *outbox, int as_json,
                              struct outbox_list_counts *counts, struct err_text *text);

#endif
