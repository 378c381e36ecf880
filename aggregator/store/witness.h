// The witness: a small file beside data.mdb that says how far the journal had come, so that a store
// that went back, was emptied or was copied from elsewhere is told from one that is whole. LMDB cannot
// tell: each of its older states is as valid as the newest.
//
//   sequence 00000000000000000017 link 4f0c...e1 check 9b21...07
//   sequence 00000000000000000015 link 77aa...20 check 310e...5c
//
// Two lines of fixed length, written in turn and in place: a full disk does not matter, and of a line
// that was torn by a power cut the other is left. `check` is SHA-256 of what stands before it.
#ifndef QD_AGGREGATOR_STORE_WITNESS_H
#define QD_AGGREGATOR_STORE_WITNESS_H

#include "aggregator/store/journal.h"
#include "lib/base/err.h"

#define WITNESS_FILE "witness"

// The newest line of the file in the store's folder. ERR_EMPTY when there is no such file, which a
// copy of data.mdb alone does not have; ERR_CORRUPT when neither line is whole.
enum err witness_read(struct journal_end *end, const char *directory, struct err_text *text);

// Writes the end down, and returns when it is on the disk. Makes the file when there is none;
// one that it could not make whole is taken away.
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
