// The store's witness (lib/db/db_witness.h): the last entry's sequence and link.
#ifndef QD_AGGREGATOR_STORE_WITNESS_H
#define QD_AGGREGATOR_STORE_WITNESS_H

#include "aggregator/store/journal.h"
#include "lib/base/err.h"

// As db_witness_read and db_witness_write, with words for the operator.
enum err witness_read(struct journal_end *end, const char *directory, struct err_text *text);
enum err witness_write(const struct journal_end *end, const char *directory, struct err_text *text);

// Watches a walk over the journal: call it with each entry, then ask whether the witness was met.
struct witness_watch {
    int is_there;  // 0: there is no witness
    struct journal_end witness;
    int is_met;  // an entry with its sequence and link has come
};
void witness_see(struct witness_watch *watch, const struct journal_entry *entry);

// ERR_CORRUPT with words when the journal, whose last entry was `end`, is not the one that the
// witness saw.
enum err witness_judge(const struct witness_watch *watch, const struct journal_end *end,
                       struct err_text *text);

#endif
