// Inside the outbox: its four tables, a transaction, and how a record is laid.
#ifndef QD_COLLECTOR_OUTBOX_OUTBOX_INTERNAL_H
#define QD_COLLECTOR_OUTBOX_OUTBOX_INTERNAL_H

#include "collector/outbox/outbox.h"
#include "lib/db/db.h"
#include "lib/db/db_witness.h"

struct outbox {
    struct db *db;
    char *directory;            // for messages
    struct db_witness witness;  // what it says, when it is there
    int is_witnessed;
};

enum outbox_table { OUTBOX_SUBMISSIONS, OUTBOX_RETURNS, OUTBOX_LATEST, OUTBOX_EARLIER };

struct outbox_view {
    struct outbox *outbox;
    struct db_txn txn;
    int writes;
};

struct outbox_view outbox_view_read(struct outbox *outbox);
struct outbox_view outbox_view_write(struct outbox *outbox);

// Ends it: with an error, without a trace; with ERR_OK by a commit. An error of the transaction
// gets its words here.
enum err outbox_view_end(struct outbox_view *view, enum err error, struct err_text *text);

struct db_key outbox_view_id_key(const uint8_t *submission_id);
struct db_key outbox_view_latest_key(const struct outbox_entry *entry);

// ERR_CORRUPT, with what can still be said of the entry (NULL: nothing), and how to go on.
enum err outbox_view_say_damaged(const struct outbox_view *view, const struct outbox_entry *entry,
                                 struct err_text *text);

// The entry, its pointers into the transaction. ERR_NOT_FOUND; ERR_CORRUPT when it is not what was
// written.
enum err outbox_view_load(struct outbox_view *view, const uint8_t *submission_id,
                          struct outbox_entry *entry, struct err_text *text);

// The same from `submissions` alone: without the return's bytes, and without `newest`.
enum err outbox_view_load_record(struct outbox_view *view, const uint8_t *submission_id,
                                 struct outbox_entry *entry, struct err_text *text);

// An earlier receipt: writes it under the entry's next number, which it counts; reads it from a value.
// 0 when it is not what was written.
enum err outbox_view_store_earlier(struct outbox_view *view, struct outbox_entry *entry,
                                   struct err_text *text);
int outbox_view_read_earlier(const struct db_value *key, const struct db_value *value,
                             const uint8_t **receipt, size_t *receipt_size);

// Looks through all tables (outbox_check.c): ERR_CORRUPT as above.
enum err outbox_view_check(struct outbox_view *view, struct err_text *text);

// Reads the witness, before the outbox is opened: ERR_CORRUPT when there is one, and what it saw is gone.
// Then holds what was opened to it; and writes it when there is none, or more has been committed.
enum err outbox_witness_read(struct outbox *outbox, struct err_text *text);
enum err outbox_witness_judge(struct outbox *outbox, struct err_text *text);
enum err outbox_witness_write(struct outbox *outbox, struct err_text *text);

// Copies what the entry points to into the arena, so that it outlives the transaction.
enum err outbox_view_keep(struct outbox_entry *entry, struct arena *arena, struct err_text *text);

// Writes the entry's record again, with this answer and without the return's bytes.
void outbox_view_store(struct outbox_view *view, const struct outbox_entry *entry,
                       const uint8_t *answer, size_t answer_size);

#endif
