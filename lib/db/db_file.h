// LMDB's files on the disk: room for them before they are written, so that a full disk is an error
// at the start and not a signal or a failed commit later. Codes are errno's or LMDB's, 0 is
// success.
#ifndef QD_LIB_DB_DB_FILE_H
#define QD_LIB_DB_DB_FILE_H

#include "lib/base/err.h"
#include "lib/db/db.h"

#include <lmdb.h>
#include <stddef.h>
#include <sys/stat.h>

size_t db_file_round_up(size_t bytes);  // to whole pages

// ERR_FULL with words when the folder's disk cannot hold `size_bytes`, less what `file` holds
// already.
enum err db_file_check_room(const char *directory, const struct stat *file, size_t size_bytes,
                            struct err_text *text);

// Gives the whole data file of an open environment its blocks, and writes zeros into those that
// were not there. An interrupted call is finished by the next one; after an error the file has the
// length that it had.
int db_file_allocate(MDB_env *env, size_t size_bytes, db_progress_fn *progress, void *context);

// The same for lock.mdb, before the environment is opened.
int db_file_allocate_lock(const char *directory);

// MDB_CORRUPTED when the data file is shorter than its own pages say.
int db_file_check_length(MDB_env *env);

// Makes the files' names survive a power cut.
int db_file_sync_directory(const char *directory);

#endif
