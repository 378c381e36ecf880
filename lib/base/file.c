#include "lib/base/file.h"

#include "lib/base/quote.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int belongs_to_us(const struct stat *file)
{
    return file->st_uid == geteuid() || file->st_uid == 0;
}

static enum err check_owner_and_mode(const struct stat *file, const char *path, enum file_kept kept,
                                     struct err_text *text)
{
    const mode_t mode = file->st_mode & 07777;
    struct quote_text quoted;

    if (!belongs_to_us(file))
        return err_say(text, ERR_IO,
                       "%s: this file belongs to another user, who can change it; run this "
                       "command as that user, or fix it with: chown %u %s",
                       path, (unsigned)geteuid(), quote_shell(&quoted, path));
    if (kept == FILE_KEPT_SECRET && (mode & (S_IRWXG | S_IRWXO)) != 0)
        return err_say(text, ERR_IO,
                       "%s: others can read this file, which is secret (mode %04o); fix it with: "
                       "chmod 600 %s",
                       path, (unsigned)mode, quote_shell(&quoted, path));
    if ((mode & (S_IWGRP | S_IWOTH)) != 0)
        return err_say(text, ERR_IO,
                       "%s: others can change this file (mode %04o); fix it with: chmod go-w %s",
                       path, (unsigned)mode, quote_shell(&quoted, path));
    return ERR_OK;
}

// In a folder like /tmp, whose sticky bit is set, nobody replaces another's file.
static enum err check_folder(const char *path, struct err_text *text)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX] = ".";
    struct quote_text quoted;
    struct stat found;

    if (slash != NULL)
        (void)snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path),
                       path);
    if (stat(folder, &found) != 0)
        return err_say_errno(text, errno, "%s: the file's folder cannot be looked at", folder);
    if ((found.st_mode & S_IWOTH) == 0 || (found.st_mode & S_ISVTX) != 0)
        return ERR_OK;
    return err_say(
        text, ERR_IO,
        "%s: anybody can replace this file, because anybody can write to its folder (mode "
        "%04o); fix it with: chmod o-w %s",
        path, (unsigned)(found.st_mode & 07777), quote_shell(&quoted, folder));
}

static enum err look_at(int descriptor, const char *path, enum file_kept kept,
                        struct err_text *text)
{
    struct stat file;
    enum err error;

    if (fstat(descriptor, &file) != 0)
        return err_say_errno(text, errno, "%s: it cannot be looked at", path);
    if (!S_ISREG(file.st_mode))
        return err_say(text, ERR_COMMAND, "%s: this is not a file", path);
    if (kept == FILE_KEPT_BY_ANYBODY)
        return ERR_OK;
    error = check_owner_and_mode(&file, path, kept, text);
    return error == ERR_OK ? check_folder(path, text) : error;
}

enum err file_open(int *descriptor, const char *path, enum file_kept kept, struct err_text *text)
{
    const int opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    enum err error;

    *descriptor = -1;
    if (opened < 0)
        return err_say_errno(text, errno, "%s: it cannot be read", path);
    error = look_at(opened, path, kept, text);
    if (error == ERR_OK)
        *descriptor = opened;
    else
        close(opened);
    return error;
}

// `*size` bytes, or fewer if the file has become shorter.
static enum err read_bytes(int descriptor, char *bytes, size_t *size, const char *path,
                           struct err_text *text)
{
    const size_t most = *size;
    ssize_t got = 1;

    *size = 0;
    while (*size < most && got != 0) {
        got = read(descriptor, bytes + *size, most - *size);
        if (got < 0 && errno != EINTR)
            return err_say_errno(text, errno, "%s: it cannot be read", path);
        *size += got > 0 ? (size_t)got : 0;
    }
    bytes[*size] = '\0';
    return ERR_OK;
}

enum err file_read(char **bytes, size_t *size, size_t size_max, struct arena *arena,
                   const char *path, struct err_text *text)
{
    int descriptor;
    struct stat found;
    enum err error = file_open(&descriptor, path, FILE_KEPT_BY_ANYBODY, text);

    if (error != ERR_OK)
        return error;
    *bytes = NULL;
    if (fstat(descriptor, &found) != 0)
        error = err_say_errno(text, errno, "%s: it cannot be looked at", path);
    else if ((uintmax_t)found.st_size > size_max)
        error =
            err_say(text, ERR_TOO_LARGE, "%s: the file is larger than %zu bytes", path, size_max);
    if (error == ERR_OK) {
        *size = (size_t)found.st_size;
        *bytes = arena_alloc(arena, *size + 1);
        error = *bytes == NULL ? err_say(text, ERR_NO_MEMORY, "there is no memory to read %s", path)
                               : read_bytes(descriptor, *bytes, size, path, text);
    }
    close(descriptor);
    return error;
}

enum err file_make(const char *path, file_write_fn *write, void *context, struct err_text *text)
{
    FILE *out = fopen(path, "wxe");
    enum err error = ERR_OK;

    if (out == NULL)
        return err_say_errno(text, errno, "cannot write %s", path);
    write(out, context);
    errno = 0;
    if (ferror(out) || fflush(out) != 0)
        error = err_say_errno(text, errno == 0 ? EIO : errno, "cannot write %s", path);
    if (fclose(out) != 0 && error == ERR_OK)
        error = err_say_errno(text, errno, "cannot write %s", path);
    if (error != ERR_OK)
        (void)unlink(path);
    return error;
}
