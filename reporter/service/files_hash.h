// Whether files have changed: those of a folder with all that is below it, or a single one.
#ifndef QD_REPORTER_SERVICE_FILES_HASH_H
#define QD_REPORTER_SERVICE_FILES_HASH_H

#include "lib/base/sha256.h"

enum files_hash_of {
    FILES_HASH_LOOKS,  // names, sizes and times: cheap, and other when a file was written
    FILES_HASH_BYTES,  // names and what stands in them
};

// Of the paths, NULL behind the last. What cannot be read is hashed as not there.
void files_hash(uint8_t hash[SHA256_BYTES], const char *const *paths, enum files_hash_of of);

#endif
