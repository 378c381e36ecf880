#include "aggregator/store/witness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    WITNESS_MODE = 0660,
    WITNESS_HEX = 2 * CODEC_HASH_BYTES,
    WITNESS_LINES = 2,
};

// "sequence N link HEX ", then "check HEX\n".
#define WITNESS_STATED "sequence %020" PRIu64 " link %s "
#define WITNESS_CHECK "check %s\n"

enum {
    WITNESS_STATED_BYTES = sizeof "sequence 01234567890123456789 link  " - 1 + WITNESS_HEX,
    WITNESS_LINE_BYTES = WITNESS_STATED_BYTES + sizeof "check \n" - 1 + WITNESS_HEX,
};

static enum err make_path(char path[PATH_MAX], const char *directory, struct err_text *text)
{
    if (snprintf(path, PATH_MAX, "%s/" WITNESS_FILE, directory) >= PATH_MAX)
        return err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
    return ERR_OK;
}

static void format_line(char line[WITNESS_LINE_BYTES + 1], const struct journal_end *end)
{
    char link[WITNESS_HEX + 1], check[WITNESS_HEX + 1];
    uint8_t hash[CODEC_HASH_BYTES];

    codec_hex(link, end->link, sizeof end->link);
    (void)snprintf(line, WITNESS_LINE_BYTES + 1, WITNESS_STATED, end->sequence, link);
    codec_hash(hash, line, WITNESS_STATED_BYTES);
    codec_hex(check, hash, sizeof hash);
    (void)snprintf(line + WITNESS_STATED_BYTES, WITNESS_LINE_BYTES + 1 - WITNESS_STATED_BYTES,
                   WITNESS_CHECK, check);
}

static int read_hex(uint8_t *bytes, size_t size, const char *hex)
{
    for (size_t i = 0; i < size; i++)
        if (sscanf(hex + 2 * i, "%2hhx", &bytes[i]) != 1)
            return 0;
    return 1;
}

// 1 when the line is whole: it is what format_line makes of what it says.
static int read_line(struct journal_end *end, const char *line)
{
    char again[WITNESS_LINE_BYTES + 1];

    *end = (struct journal_end){.is_begun = 1};
    if (sscanf(line, "sequence %20" SCNu64, &end->sequence) != 1 ||
        !read_hex(end->link, sizeof end->link, line + WITNESS_STATED_BYTES - 1 - WITNESS_HEX))
        return 0;
    format_line(again, end);
    return memcmp(again, line, WITNESS_LINE_BYTES) == 0;
}

// The whole file's lines: the place of the newest (-1: none is whole) and what it says.
static int newest_line(const char *bytes, size_t size, struct journal_end *end)
{
    int newest = -1;

    for (int i = 0; i < WITNESS_LINES && (size_t)(i + 1) * WITNESS_LINE_BYTES <= size; i++) {
        char line[WITNESS_LINE_BYTES + 1];
        struct journal_end here;

        memcpy(line, bytes + (size_t)i * WITNESS_LINE_BYTES, WITNESS_LINE_BYTES);
        line[WITNESS_LINE_BYTES] = '\0';
        if (!read_line(&here, line) || (newest >= 0 && here.sequence < end->sequence))
            continue;
        *end = here;
        newest = i;
    }
    return newest;
}

// Opens it when it is a file, and reads what is in it.
static enum err open_file(int *file, const char *path, int flags, char *bytes, size_t *size,
                          struct err_text *text)
{
    struct stat identity;
    ssize_t got;

    *size = 0;
    *file = open(path, flags | O_NONBLOCK | O_CLOEXEC, WITNESS_MODE);
    if (*file < 0)
        return err_say_errno(text, errno, "%s: the store's witness cannot be opened", path);
    if (fstat(*file, &identity) != 0 || !S_ISREG(identity.st_mode)) {
        (void)close(*file);
        return err_say(text, ERR_COMMAND, "%s: the store's witness must be a file", path);
    }
    got = pread(*file, bytes, (size_t)WITNESS_LINES * WITNESS_LINE_BYTES, 0);
    if (got < 0) {
        const int error_number = errno;

        (void)close(*file);
        return err_say_errno(text, error_number, "%s: the store's witness cannot be read", path);
    }
    *size = (size_t)got;
    return ERR_OK;
}

enum err witness_read(struct journal_end *end, const char *directory, struct err_text *text)
{
    char bytes[WITNESS_LINES * WITNESS_LINE_BYTES], path[PATH_MAX];
    struct stat identity;
    size_t size;
    int file;
    enum err error = make_path(path, directory, text);

    *end = (struct journal_end){0};
    if (error != ERR_OK)
        return error;
    if (stat(path, &identity) != 0 && errno == ENOENT)
        return err_say(text, ERR_EMPTY, "%s: there is no witness", path);
    error = open_file(&file, path, O_RDONLY, bytes, &size, text);
    if (error != ERR_OK)
        return error;
    (void)close(file);
    if (newest_line(bytes, size, end) < 0)
        return err_say(text, ERR_CORRUPT,
                       "%s: the store's witness is damaged. When `qd-aggregator verify` finds "
                       "nothing wrong without it, take it away and run `qd-aggregator init "
                       "--restored`",
                       path);
    return ERR_OK;
}

// In the place of the older line, so that the newer one is there whatever happens meanwhile.
static int write_in_place(int file, const char *bytes, size_t size, const struct journal_end *end)
{
    char line[WITNESS_LINE_BYTES + 1];
    struct journal_end before;
    const int newest = newest_line(bytes, size, &before);
    const off_t at = newest == 0 ? WITNESS_LINE_BYTES : 0;

    format_line(line, end);
    // A new file gets both lines at once: each then has its bytes on the disk.
    if (newest < 0 && pwrite(file, line, WITNESS_LINE_BYTES, WITNESS_LINE_BYTES) < 0)
        return 0;
    return pwrite(file, line, WITNESS_LINE_BYTES, at) == WITNESS_LINE_BYTES && fsync(file) == 0;
}

static int sync_folder(const char *directory)
{
    const int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int done = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        (void)close(folder);
    return done;
}

enum err witness_write(const struct journal_end *end, const char *directory, struct err_text *text)
{
    char bytes[WITNESS_LINES * WITNESS_LINE_BYTES], path[PATH_MAX];
    size_t size;
    int file;
    enum err error = make_path(path, directory, text);

    if (error == ERR_OK)
        error = open_file(&file, path, O_RDWR | O_CREAT, bytes, &size, text);
    if (error != ERR_OK)
        return error;
    if (!write_in_place(file, bytes, size, end) || (size == 0 && !sync_folder(directory))) {
        error = err_say_errno(text, errno, "%s: the store's witness cannot be written", path);
        if (size == 0)
            (void)unlink(path);
    }
    (void)close(file);
    return error;
}

// --- watching a walk

void witness_see(struct witness_watch *watch, const struct journal_entry *entry)
{
    if (entry->sequence == watch->witness.sequence &&
        memcmp(entry->link, watch->witness.link, sizeof entry->link) == 0)
        watch->is_met = 1;
}

enum err witness_judge(const struct witness_watch *watch, const struct journal_end *end,
                       struct err_text *text)
{
    if (!watch->is_there || watch->is_met)
        return ERR_OK;
    if (end->sequence < watch->witness.sequence)
        return err_say(
            text, ERR_CORRUPT,
            "the store ends with entry %llu, and its witness saw entry %llu: returns that "
            "were acknowledged are missing. Restore the last backup; if this is it, "
            "`qd-aggregator init --restored` says so in the journal",
            (unsigned long long)end->sequence, (unsigned long long)watch->witness.sequence);
    return err_say(
        text, ERR_CORRUPT,
        "entry %llu is not the one that the store's witness saw: this is another store's "
        "data. Restore the last backup; if this is it, `qd-aggregator init --restored` "
        "says so in the journal",
        (unsigned long long)watch->witness.sequence);
}
