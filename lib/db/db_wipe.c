// Wiping what is free: LMDB leaves in a page what was in it until it is used again.
#include "lib/db/db_check.h"
#include "lib/db/db_internal.h"

#include <errno.h>
#include <unistd.h>

// Pages that became free before the newest state belong neither to it nor to the one before it, with
// which the file can be opened when the newest is damaged. Nothing is written before everything was
// looked at.
static int wipe(struct db *db, size_t newest, struct err_text *text)
{
    struct db_check_options options = {.path = db->path};
    MDB_txn *reading;
    int file;
    int code = mdb_env_get_fd(db->env, &file);

    if (code == MDB_SUCCESS)
        code = DB_CALL(db, mdb_txn_begin(db->env, NULL, MDB_RDONLY, &reading));
    if (code != MDB_SUCCESS)
        return code;
    code = db_check_pages(reading, file, &options, text);
    options.wipe_before = newest;
    if (code == MDB_SUCCESS)
        code = db_check_pages(reading, file, &options, text);
    mdb_txn_abort(reading);
    if (code == MDB_SUCCESS && fdatasync(file) != 0)
        code = errno;
    return code;
}

enum err db_wipe_free(struct db *db, struct err_text *text)
{
    struct db_readers readers;
    MDB_txn *alone;
    size_t newest;
    int code = DB_CALL(db, mdb_txn_begin(db->env, NULL, 0, &alone));

    if (code != MDB_SUCCESS)
        return db_error_say(text, db_error_code(code), code, db);
    newest = mdb_txn_id(alone) - 1;  // the last one that was committed
    // Whoever begins to read now reads the newest.
    readers = db_readers(db);
    if (readers.oldest < newest) {
        mdb_txn_abort(alone);
        return err_say(text, ERR_BUSY,
                       "%s: process %ld still reads what is to be removed: end it, and run this "
                       "again",
                       db->path, readers.process);
    }
    code = wipe(db, newest, text);
    mdb_txn_abort(alone);
    return code == MDB_SUCCESS ? ERR_OK : db_error_say(text, db_error_code(code), code, db);
}
