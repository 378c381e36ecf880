// Making data.mdb again from the journal.
#include "aggregator/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    FOLDER_MODE = 0770,
    // Of one transaction: LMDB holds the pages that it writes in memory.
    BATCH_BYTES = 8 * 1024 * 1024,
};

struct paths {
    char data[PATH_MAX], lock[PATH_MAX], kept[PATH_MAX];
    char folder[PATH_MAX];  // in which the new file is made
    char new_data[PATH_MAX], new_lock[PATH_MAX], new_serving[PATH_MAX];
};

static int join(char path[PATH_MAX], const char *folder, const char *name)
{
    return snprintf(path, PATH_MAX, "%s/%s", folder, name) < PATH_MAX;
}

static enum err make_paths(struct paths *paths, const char *directory, struct err_text *text)
{
    if (join(paths->data, directory, "data.mdb") && join(paths->lock, directory, "lock.mdb") &&
        join(paths->kept, directory, STORE_KEPT_FILE) &&
        join(paths->folder, directory, "rebuilding") &&
        join(paths->new_data, paths->folder, "data.mdb") &&
        join(paths->new_lock, paths->folder, "lock.mdb") &&
        join(paths->new_serving, paths->folder, "serving.lock"))
        return ERR_OK;
    return err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
}

static void remove_new(const struct paths *paths)
{
    (void)unlink(paths->new_data);
    (void)unlink(paths->new_lock);
    (void)unlink(paths->new_serving);
    (void)rmdir(paths->folder);
}

// --- copying

struct copy {
    struct store *to;
    struct store_batch batch;
    int has_batch;
    size_t bytes;  // in the batch
    struct err_text *text;
};

static enum err finish_batch(struct copy *copy)
{
    if (!copy->has_batch)
        return ERR_OK;
    copy->has_batch = 0;
    copy->bytes = 0;
    return store_commit(&copy->batch, copy->text);
}

// Appends the entry as it is; its link is the one that it had.
static enum err copy_entry(void *context, const struct journal_entry *entry)
{
    const struct db_key key = journal_key(entry->sequence);
    struct copy *copy = context;
    uint8_t *room;

    if (!copy->has_batch) {
        store_begin(copy->to, &copy->batch);
        copy->has_batch = 1;
    }
    room = db_append_reserve(&copy->batch.txn, STORE_JOURNAL, &key, journal_size(entry));
    if (room != NULL)
        journal_write(room, entry);
    if (journal_is_submission(entry->kind))
        store_index(&copy->batch, entry);
    copy->batch.end = (struct journal_end){.is_begun = 1, .sequence = entry->sequence};
    memcpy(copy->batch.end.link, entry->link, sizeof entry->link);
    copy->bytes += journal_size(entry);
    return copy->bytes >= BATCH_BYTES ? finish_batch(copy) : ERR_OK;
}

// A store in the new folder with everything that the reading has, and verified.
static enum err fill(const struct paths *paths, size_t size_bytes, struct store_reading *reading,
                     struct store_report *report, struct err_text *text)
{
    const struct store_options options = {.size_bytes = size_bytes};
    struct copy copy = {.text = text};
    enum err error;

    if (mkdir(paths->folder, FOLDER_MODE) != 0)
        return err_say_errno(text, errno, "%s: the folder cannot be made", paths->folder);
    error = store_open_unwitnessed(&copy.to, paths->folder, &options, text);
    if (error != ERR_OK)
        return error;
    error = store_each_entry(reading, copy_entry, &copy);
    if (error == ERR_OK)
        error = finish_batch(&copy);
    else if (copy.has_batch)
        store_abort(&copy.batch);
    if (error == ERR_OK)
        error = store_verify_unwitnessed(copy.to, text);
    if (error == ERR_OK && copy.to->end.sequence != reading->end.sequence)
        error = err_say(text, ERR_CORRUPT, "%s: the new file lacks entries", paths->folder);
    if (report != NULL)
        *report = reading->report;
    store_close(copy.to);
    return error;
}

// --- putting it in place

// The old file keeps a name, and the new one takes its place at once. The lock file belongs to the old
// one: whoever still reads that has both open.
static enum err put_in_place(const struct paths *paths, const char *directory,
                             struct err_text *text)
{
    enum err error = ERR_OK;
    int folder;

    (void)unlink(paths->kept);
    if (link(paths->data, paths->kept) != 0 || rename(paths->new_data, paths->data) != 0 ||
        (unlink(paths->lock) != 0 && errno != ENOENT))
        return err_say_errno(text, errno, "%s: the new file cannot be put in place", paths->data);
    folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0 || fsync(folder) != 0)
        error =
            err_say_errno(text, errno, "%s: the folder cannot be written to the disk", directory);
    if (folder >= 0)
        (void)close(folder);
    return error;
}

enum err store_rebuild(const char *directory, struct store_report *report,
                       store_progress_fn *progress, void *context, struct err_text *text)
{
    const struct store_walk_options walk = {
        .as_of = STORE_NOW, .check_bodies = 1, .progress = progress, .progress_context = context};
    struct store_reading reading;
    struct paths paths;
    struct stat file;
    struct store *old;
    enum err error = make_paths(&paths, directory, text);

    if (error == ERR_OK)
        error = store_open_journal(&old, directory, text);
    if (error != ERR_OK)
        return error;
    error = store_walk(old, &reading, &walk, text);
    if (error == ERR_OK) {
        remove_new(&paths);  // of a call that was cut short
        error = stat(paths.data, &file) == 0
                    ? fill(&paths, (size_t)file.st_size, &reading, report, text)
                    : err_say_errno(text, errno, "%s: it cannot be looked at", paths.data);
        store_read_end(&reading);
        if (error == ERR_OK)
            error = put_in_place(&paths, directory, text);
        remove_new(&paths);
    }
    store_close(old);
    return error;
}
