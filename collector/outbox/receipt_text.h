// What the outbox holds of a submission, for a person and for a program: its state, and the receipt
// or the refusal.
#ifndef QD_COLLECTOR_OUTBOX_RECEIPT_TEXT_H
#define QD_COLLECTOR_OUTBOX_RECEIPT_TEXT_H

#include "collector/outbox/outbox.h"
#include "collector/words/understood.h"
#include "lib/base/err.h"
#include "proto/rules/findings.h"

#include <jansson.h>
#include <stdio.h>

// A receipt, in full, with what it is for: what was understood of the return's bytes
// (outbox_history_understood). `is_earlier`: it was given before the return had to be sent again.
// ERR_CORRUPT when the bytes are not a receipt; ERR_IO when `out` does not take it.
enum err receipt_text_receipt(FILE *out, struct arena *arena, const uint8_t *answer,
                              size_t answer_size, const struct understood *understood,
                              int is_earlier);

// One line: borough, period, state, and what came of it; `is_withdrawn`: a withdrawal in the outbox takes it
// back. Errors as above.
enum err receipt_text_line(FILE *out, struct arena *arena, const struct outbox_entry *entry,
                           int is_withdrawn);

// A refusal: `*words` in the arena, with what to do about it, and its findings with their places as far
// as they are known here. Nothing when the entry was not refused.
enum err receipt_text_refusal(struct arena *arena, const struct outbox_entry *entry,
                              const char **words, struct findings *findings);

// An object with the members
//   submission_id, kind (return or withdrawal), new_la_code, old_la_code, la_name, period, return_hash, made_at, state
// and, when it is acknowledged,
//   revision, received_at, received_at_unix_ms, sequence, link, queries
// or when it is refused,
//   refusal: code, text, again, findings: rule, file, row, column, heading, value, what, fix, as
//   check --json has them; but the row is the one of a file without blank rows (null when there is
//   none), and the column's letter is null, since the wire names the heading alone
// and, unless that is NULL, `understood` (collector/words/understood.h).
// New; NULL when memory ran out or the answer is damaged.
json_t *receipt_text_json(struct arena *arena, const struct outbox_entry *entry,
                          const struct understood *understood);

// Adds an earlier receipt to the object's list `earlier`. 0, or -1 as above.
int receipt_text_json_earlier(json_t *object, struct arena *arena, const uint8_t *answer,
                              size_t answer_size);

#endif
