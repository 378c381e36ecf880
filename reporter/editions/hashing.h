// A FILE that keeps count of what is written to it: how many bytes, and their SHA-256. The bytes go on to
// another file, or nowhere.
#ifndef QD_REPORTER_EDITIONS_HASHING_H
#define QD_REPORTER_EDITIONS_HASHING_H

#include "lib/base/err.h"
#include "lib/base/sha256.h"

#include <stdio.h>

struct hashing {
    FILE *out;    // to write to
    FILE *under;  // where the bytes go; NULL: nowhere
    struct sha256_stream stream;
    uint64_t bytes;
};

// ERR_NO_MEMORY. `hashing` stays where it is until it is closed.
enum err hashing_open(struct hashing *hashing, FILE *under, struct err_text *text);

// Ends it, whatever became of it. ERR_IO when not all was taken.
enum err hashing_close(struct hashing *hashing, uint8_t hash[SHA256_BYTES]);

#endif
