#include "lib/db/db_witness.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    WITNESS_MODE = 0660,
    WITNESS_HEX = 2 * SHA256_BYTES,
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
    if (snprintf(path, PATH_MAX, "%s/" DB_WITNESS_FILE, directory) >= PATH_MAX)
        return err_say(text, ERR_COMMAND, "%s: the folder's name is too long", directory);
    return ERR_OK;
}

static void put_hex(char text[WITNESS_HEX + 1], const uint8_t bytes[SHA256_BYTES])
{
    for (size_t i = 0; i < SHA256_BYTES; i++)
        (void)snprintf(text + 2 * i, 3, "%02x", bytes[i]);
}

static void format_line(char line[WITNESS_LINE_BYTES + 1], const struct db_witness *witness)
{
    char link[WITNESS_HEX + 1], check[WITNESS_HEX + 1];
    uint8_t hash[SHA256_BYTES];

    put_hex(link, witness->link);
    (void)snprintf(line, WITNESS_LINE_BYTES + 1, WITNESS_STATED, witness->sequence, link);
    sha256(hash, line, WITNESS_STATED_BYTES);
    put_hex(check, hash);
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
static int read_line(struct db_witness *witness, const char *line)
{
    char again[WITNESS_LINE_BYTES + 1];

    *witness = (struct db_witness){.sequence = 0};
    if (sscanf(line, "sequence %20" SCNu64, &witness->sequence) != 1 ||
        !read_hex(witness->link, sizeof witness->link,
                  line + WITNESS_STATED_BYTES - 1 - WITNESS_HEX))
        return 0;
    format_line(again, witness);
    return memcmp(again, line, WITNESS_LINE_BYTES) == 0;
}

// The whole file's lines: the place of the newest (-1: none is whole) and what it says.
static int newest_line(const char *bytes, size_t size, struct db_witness *witness)
{
    int newest = -1;

    for (int i = 0; i < WITNESS_LINES && (size_t)(i + 1) * WITNESS_LINE_BYTES <= size; i++) {
        char line[WITNESS_LINE_BYTES + 1];
        struct db_witness here;

        memcpy(line, bytes + (size_t)i * WITNESS_LINE_BYTES, WITNESS_LINE_BYTES);
        line[WITNESS_LINE_BYTES] = '\0';
        if (!read_line(&here, line) || (newest >= 0 && here.sequence < witness->sequence))
            continue;
        *witness = here;
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
        return err_say_errno(text, errno, "%s: the witness cannot be opened", path);
    if (fstat(*file, &identity) != 0 || !S_ISREG(identity.st_mode)) {
        (void)close(*file);
        return err_say(text, ERR_COMMAND, "%s: the witness must be a file", path);
    }
    got = pread(*file, bytes, (size_t)WITNESS_LINES * WITNESS_LINE_BYTES, 0);
    if (got < 0) {
        const int error_number = errno;

        (void)close(*file);
        return err_say_errno(text, error_number, "%s: the witness cannot be read", path);
    }
    *size = (size_t)got;
    return ERR_OK;
}

enum err db_witness_read(struct db_witness *witness, const char *directory, struct err_text *text)
{
    char bytes[WITNESS_LINES * WITNESS_LINE_BYTES], path[PATH_MAX];
    struct stat identity;
    size_t size;
    int file;
    enum err error = make_path(path, directory, text);

    *witness = (struct db_witness){0};
    if (error != ERR_OK)
        return error;
    if (stat(path, &identity) != 0 && errno == ENOENT)
        return err_say(text, ERR_EMPTY, "%s: there is no witness", path);
    error = open_file(&file, path, O_RDONLY, bytes, &size, text);
    if (error != ERR_OK)
        return error;
    (void)close(file);
    if (newest_line(bytes, size, witness) < 0)
        return err_say(text, ERR_CORRUPT, "%s: the witness is damaged", path);
    return ERR_OK;
}

static int put_line(int file, int place, const struct db_witness *witness)
{
    char line[WITNESS_LINE_BYTES + 1];

    format_line(line, witness);
    return pwrite(file, line, WITNESS_LINE_BYTES, (off_t)place * WITNESS_LINE_BYTES) ==
           WITNESS_LINE_BYTES;
}

static int sync_folder(const char *directory)
{
    const int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int done = folder >= 0 && fsync(folder) == 0;

    if (folder >= 0)
        (void)close(folder);
    return done;
}

static int put_new(int file, const char *unnamed, const char *path, const char *directory,
                   const struct db_witness *witness)
{
    if (!put_line(file, 0, witness) || !put_line(file, 1, witness) || fsync(file) != 0 ||
        rename(unnamed, path) != 0)
        return 0;
    if (sync_folder(directory))
        return 1;
    (void)rename(path, unnamed);
    return 0;
}

// A new file gets its name when it is whole, with both lines: each then has its bytes on the disk. Where
// two programs make one, it is the first's.
static int make_file(const struct db_witness *witness, const char *path, const char *directory)
{
    char unnamed[PATH_MAX + sizeof ".new"];
    int file, done, error_number;

    (void)snprintf(unnamed, sizeof unnamed, "%s.new", path);
    file = open(unnamed, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, WITNESS_MODE);
    if (file < 0)
        return 0;
    done = flock(file, LOCK_EX) == 0 &&
           (access(path, F_OK) == 0 || put_new(file, unnamed, path, directory, witness));
    error_number = errno;
    (void)unlink(unnamed);
    (void)close(file);
    errno = error_number;
    return done;
}

// In the place of the older line, so that the newer one is there whatever happens meanwhile.
static int write_in_place(int file, const char *bytes, size_t size,
                          const struct db_witness *witness)
{
    struct db_witness before;
    const int newest = newest_line(bytes, size, &before);

    if (newest < 0 && !put_line(file, 1, witness))
        return 0;
    return put_line(file, newest == 0, witness) && fsync(file) == 0;
}

enum err db_witness_write(const struct db_witness *witness, const char *directory,
                          struct err_text *text)
{
    char bytes[WITNESS_LINES * WITNESS_LINE_BYTES], path[PATH_MAX];
    size_t size;
    int file;
    enum err error = make_path(path, directory, text);

    if (error != ERR_OK)
        return error;
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return make_file(witness, path, directory)
                   ? ERR_OK
                   : err_say_errno(text, errno, "%s: the witness cannot be written", path);
    error = open_file(&file, path, O_RDWR, bytes, &size, text);
    if (error != ERR_OK)
        return error;
    if (!write_in_place(file, bytes, size, witness))
        error = err_say_errno(text, errno, "%s: the witness cannot be written", path);
    (void)close(file);
    return error;
}
