// The witness: a small file beside data.mdb that says how far what is kept there had come, so that a file
// that went back, was emptied or was copied from elsewhere is told from one that is whole. LMDB cannot
// tell: each of its older states is as valid as the newest.
//
//   sequence 00000000000000000017 link 4f0c...e1 check 9b21...07
//   sequence 00000000000000000015 link 77aa...20 check 310e...5c
//
// Two lines of fixed length, written in turn and in place: a full disk does not matter, and of a line
// that was torn by a power cut the other is left. `check` is SHA-256 of what stands before it.
#ifndef QD_LIB_DB_DB_WITNESS_H
#define QD_LIB_DB_DB_WITNESS_H

#include "lib/base/err.h"
#include "lib/base/sha256.h"

#include <stdint.h>

#define DB_WITNESS_FILE "witness"

// What both say is for whoever writes it: a number that only grows, and a hash of what it is the number of.
struct db_witness {
    uint64_t sequence;
    uint8_t link[SHA256_BYTES];
};

// The newest line of the file in the folder. ERR_EMPTY when there is no such file, which a copy of
// data.mdb alone does not have; ERR_CORRUPT when neither line is whole.
enum err db_witness_read(struct db_witness *witness, const char *directory, struct err_text *text);

// Writes it down, and returns when it is on the disk. Makes the file when there is none: it is there when it
// is whole.
enum err db_witness_write(const struct db_witness *witness, const char *directory,
                          struct err_text *text);

#endif
