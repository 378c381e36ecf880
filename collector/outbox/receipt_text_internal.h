// What is said of a submission for a person (receipt_text.c) and for a program (receipt_text_json.c) is made
// of these.
#ifndef QD_COLLECTOR_OUTBOX_RECEIPT_TEXT_INTERNAL_H
#define QD_COLLECTOR_OUTBOX_RECEIPT_TEXT_INTERNAL_H

#include "collector/outbox/outbox.h"
#include "proto/wire/codec.h"

enum {
    RECEIPT_TEXT_HASH_BYTES = 2 * CODEC_HASH_BYTES + 1,
    RECEIPT_TEXT_ID_BYTES = 2 * CODEC_SUBMISSION_ID_BYTES + 1,
};

// "pending".
const char *receipt_text_state(enum outbox_state state);

// The answer decoded, in the arena; NULL when it is not of that kind.
const Qd__Receipt *receipt_text_given(struct arena *arena, const uint8_t *answer,
                                      size_t answer_size);
const Qd__Refusal *receipt_text_refused(struct arena *arena, const struct outbox_entry *entry);

// Gives `text` back.
const char *receipt_text_hex(char *text, const ProtobufCBinaryData *bytes);

// The row of a finding as a spreadsheet shows it.
//
// The wire counts the rows of a part from 0, below the headings. Blank rows, which the collector
// passes over, it does not know of: with some above, the row is further down. A finding with
// neither row nor column may be of the whole part. 0: not known.
uint32_t receipt_text_row(const Qd__WireFinding *wire);

#endif
