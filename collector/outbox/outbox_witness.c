// The outbox's witness (lib/db/db_witness.h): the number of LMDB's last transaction, and which outbox it is,
// told by its oldest submission. It is written after each commit, so what is read is never older.
#include "collector/outbox/outbox_internal.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// What must be done about data that is gone, in the words of whoever runs the collector.
#define WHAT_NOW                                                                                   \
    "Put the folder back as it was, or from a backup. Where there is none, remove the file "       \
    "%s/" DB_WITNESS_FILE

// Whether LMDB would find nothing there, and make a new file.
static const char *why_lost(const char *directory)
{
    struct stat data;
    char path[PATH_MAX];

    if (snprintf(path, sizeof path, "%s/data.mdb", directory) >= (int)sizeof path)
        return NULL;
    if (stat(path, &data) != 0)
        return errno == ENOENT ? "does not exist" : NULL;
    return data.st_size == 0 ? "is empty" : NULL;
}

enum err outbox_witness_read(struct outbox *outbox, struct err_text *text)
{
    const char *directory = outbox->directory;
    const char *lost = why_lost(directory);
    struct err_text why = {""};
    const enum err error = db_witness_read(&outbox->witness, directory, &why);

    outbox->is_witnessed = error == ERR_OK;
    if (error == ERR_EMPTY)
        return ERR_OK;
    if (error == ERR_CORRUPT && lost == NULL)
        return err_say(text, error,
                       "%s. Remove it: when the outbox beside it is whole, the next command makes "
                       "it again",
                       why.text);
    if (error != ERR_OK && error != ERR_CORRUPT)
        return err_say(text, error, "%s", why.text);
    if (lost == NULL)
        return ERR_OK;
    return err_say(text, ERR_CORRUPT,
                   "the outbox %s has lost its data: %s/data.mdb %s. Receipts were in it, and "
                   "perhaps returns that wait to be sent. " WHAT_NOW
                   ": then a new outbox is begun, and whatever has no receipt on paper must be "
                   "submitted again",
                   directory, directory, lost, directory);
}

// What the witness would say now.
static enum err look(struct outbox *outbox, struct db_witness *now, struct err_text *text)
{
    const struct db_key everything = {.size = 0};
    struct db_txn txn = db_begin_read(outbox->db);
    struct db_value value;
    struct db_key oldest;
    enum err error;

    *now = (struct db_witness){.sequence = db_transaction(&txn)};
    if (db_find_after(&txn, OUTBOX_SUBMISSIONS, &everything, &oldest, &value) == ERR_OK)
        codec_hash(now->link, oldest.bytes, oldest.size);
    error = db_error(&txn, text);
    db_abort(&txn);
    return error;
}

enum err outbox_witness_judge(struct outbox *outbox, struct err_text *text)
{
    static const uint8_t none_yet[SHA256_BYTES];
    const struct db_witness *seen = &outbox->witness;
    const char *directory = outbox->directory;
    struct db_witness now;
    const enum err error = look(outbox, &now, text);

    if (error != ERR_OK || !outbox->is_witnessed)
        return error;
    if (now.sequence < seen->sequence)
        return err_say(text, ERR_CORRUPT,
                       "the outbox %s is older than it was: it ends with change %llu, and its "
                       "witness saw change %llu. Receipts, or returns that wait to be sent, are "
                       "missing. " WHAT_NOW ": then what is there is used, and whatever is missing "
                       "must be submitted again",
                       directory, (unsigned long long)now.sequence,
                       (unsigned long long)seen->sequence, directory);
    if (memcmp(seen->link, none_yet, sizeof none_yet) != 0 &&
        memcmp(seen->link, now.link, sizeof now.link) != 0)
        return err_say(text, ERR_CORRUPT,
                       "the outbox %s is not the one that its witness saw: %s/data.mdb is another "
                       "outbox's, or was emptied. " WHAT_NOW ": then what is there is used",
                       directory, directory, directory);
    return ERR_OK;
}

enum err outbox_witness_write(struct outbox *outbox, struct err_text *text)
{
    struct db_witness now;
    enum err error = look(outbox, &now, text);

    if (error != ERR_OK)
        return error;
    if (outbox->is_witnessed && now.sequence <= outbox->witness.sequence)
        return ERR_OK;
    error = db_witness_write(&now, outbox->directory, text);
    if (error != ERR_OK)
        return error;
    outbox->witness = now;
    outbox->is_witnessed = 1;
    return ERR_OK;
}
