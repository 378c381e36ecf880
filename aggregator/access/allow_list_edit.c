// The operator's two commands on the allow-list: the file is replaced as a whole.
#include "aggregator/access/allow_file.h"
#include "aggregator/access/allow_list.h"
#include "lib/base/clock.h"
#include "lib/base/file.h"
#include "proto/form/boroughs.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

// Public keys: the service's user must read what root wrote.
enum { ALLOW_LIST_NEW_FILE_MODE = 0644 };

// One change of the file, from its lock to its sync.
struct edit {
    char path[PATH_MAX];   // of the file itself, where `allow.list` is a symbolic link
    char draft[PATH_MAX];  // what becomes the file
    int folder;            // open and locked: a lock on the file would be lost with the file
    FILE *in;              // NULL when there is no file yet
    FILE *out;
};

static enum err edit_fails(const struct edit *edit, struct err_text *text)
{
    return err_say_errno(text, errno, "%s: the allow-list cannot be changed", edit->path);
}

static void edit_close(struct edit *edit)
{
    if (edit->in != NULL)
        (void)fclose(edit->in);
    if (edit->out != NULL) {
        (void)fclose(edit->out);
        (void)unlink(edit->draft);
    }
    if (edit->folder >= 0)
        (void)close(edit->folder);  // and with it the lock
}

// Opens the draft with the mode and the owner of the file that it will replace.
static enum err open_draft(struct edit *edit, struct err_text *text)
{
    struct stat old;
    int fd;

    if (snprintf(edit->draft, sizeof edit->draft, "%s.new", edit->path) >= (int)sizeof edit->draft)
        return err_say(text, ERR_COMMAND, "%s: the name is too long", edit->path);
    // Under the lock, so a draft that is there was left by a program that was killed.
    (void)unlink(edit->draft);
    fd = open(edit->draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, ALLOW_LIST_NEW_FILE_MODE);
    if (fd < 0)
        return edit_fails(edit, text);
    edit->out = fdopen(fd, "w");
    if (edit->out == NULL) {
        (void)close(fd);
        (void)unlink(edit->draft);
        return edit_fails(edit, text);
    }
    if (edit->in == NULL)
        return ERR_OK;
    if (fstat(fileno(edit->in), &old) != 0 || fchmod(fd, old.st_mode & 07777) != 0)
        return edit_fails(edit, text);
    // Only root can give a file away, and only root's file would otherwise change its owner.
    if (geteuid() == 0 && fchown(fd, old.st_uid, old.st_gid) != 0)
        return edit_fails(edit, text);
    return ERR_OK;
}

// The file as it is, if there is one: what stands in its place may be a pipe.
static enum err open_file(struct edit *edit, struct err_text *text)
{
    int descriptor;
    const enum err error = file_open(&descriptor, edit->path, FILE_KEPT_BY_ANYBODY, text);

    if (error != ERR_OK)
        return error == ERR_NOT_FOUND ? ERR_OK : error;
    edit->in = fdopen(descriptor, "r");
    if (edit->in != NULL)
        return ERR_OK;
    (void)edit_fails(edit, text);
    (void)close(descriptor);
    return ERR_NO_MEMORY;
}

static enum err edit_open(struct edit *edit, const char *path, struct err_text *text)
{
    char folder[PATH_MAX];
    enum err error;

    *edit = (struct edit){.folder = -1};
    if (strlen(path) >= sizeof edit->path)
        return err_say(text, ERR_COMMAND, "%s: the name is too long", path);
    if (realpath(path, edit->path) == NULL) {
        const int error_number = errno;

        (void)snprintf(edit->path, sizeof edit->path, "%s", path);
        if (error_number != ENOENT)
            return err_say_errno(text, error_number, "%s: the allow-list cannot be changed", path);
    }
    (void)snprintf(folder, sizeof folder, "%s", edit->path);
    edit->folder = open(dirname(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    error = edit->folder < 0 || flock(edit->folder, LOCK_EX) != 0 ? edit_fails(edit, text) : ERR_OK;
    if (error == ERR_OK)
        error = open_file(edit, text);
    if (error == ERR_OK)
        error = open_draft(edit, text);
    if (error != ERR_OK)
        edit_close(edit);
    return error;
}

// The draft takes the place of the file; both its contents and its name are on the disk then.
static enum err edit_finish(struct edit *edit, struct err_text *text)
{
    if (fflush(edit->out) != 0 || ferror(edit->out) || fsync(fileno(edit->out)) != 0 ||
        rename(edit->draft, edit->path) != 0)
        return edit_fails(edit, text);
    (void)fclose(edit->out);
    edit->out = NULL;
    if (fsync(edit->folder) != 0)
        return err_say_errno(
            text, errno,
            "%s: the allow-list is changed, and may be as it was before after a power cut",
            edit->path);
    return ERR_OK;
}

// Copies the file, but for the lines that are `unwanted` (NULL: all are wanted); how many those were.
typedef int unwanted_fn(const struct allow_entry *entry, const struct allow_entry *wanted);

static enum err copy_lines(struct edit *edit, unwanted_fn *unwanted,
                           const struct allow_entry *entry, size_t *left_out, struct err_text *text)
{
    char *line = NULL;
    size_t line_size = 0;
    ssize_t length = 0;
    enum err error = ERR_OK;

    *left_out = 0;
    while (edit->in != NULL && (length = allow_file_next(&line, &line_size, edit->in)) > 0) {
        struct allow_entry here;

        if (unwanted != NULL && allow_file_whose(&here, line) && unwanted(&here, entry)) {
            ++*left_out;
            continue;
        }
        (void)fwrite(line, 1, (size_t)length, edit->out);
        if (line[length - 1] != '\n')
            (void)fputc('\n', edit->out);
    }
    if (length < 0)
        error = edit_fails(edit, text);
    free(line);
    return error;
}

static int is_same_key(const struct allow_entry *entry, const struct allow_entry *wanted)
{
    return memcmp(entry->key, wanted->key, sizeof entry->key) == 0;
}

static int is_same_borough(const struct allow_entry *entry, const struct allow_entry *wanted)
{
    return entry->authority == wanted->authority;
}

// ERR_EXISTS when another borough has the key; `*known` becomes 1 when this one has it already.
static enum err check_key_is_free(const struct edit *edit, const struct allow_entry *entry,
                                  int *known, struct err_text *text)
{
    struct allow_file file = {0};
    enum err error = edit->in == NULL ? ERR_OK : allow_file_read(&file, edit->path, text);

    *known = 0;
    for (size_t i = 0; error == ERR_OK && i < file.count; i++) {
        if (!is_same_key(&file.entries[i], entry))
            continue;
        *known = 1;
        if (!is_same_borough(&file.entries[i], entry))
            error = err_say(text, ERR_EXISTS,
                            "%s: this key is %s's already, and a key has one borough; ask for a "
                            "new key, or revoke this one first",
                            edit->path, boroughs_of(file.entries[i].authority)->la_name);
    }
    allow_file_free(&file);
    return error;
}

enum err allow_list_allow(const char *path, Qd__LocalAuthority authority,
                          const uint8_t key[KEYS_BYTES], struct err_text *text)
{
    const struct borough *borough = boroughs_of(authority);
    struct allow_entry entry = {.authority = authority};
    struct edit edit;
    char key_text[KEYS_TEXT_BYTES];
    char now[CLOCK_TEXT_BYTES];
    size_t left_out;
    enum err error;
    int known = 0;

    if (borough == NULL)
        return err_say(text, ERR_COMMAND, "%d is not one of the 33 authorities", (int)authority);
    memcpy(entry.key, key, sizeof entry.key);
    error = edit_open(&edit, path, text);
    if (error != ERR_OK)
        return error;
    error = check_key_is_free(&edit, &entry, &known, text);
    if (error != ERR_OK || known)
        goto close_edit;
    if (edit.in == NULL)
        (void)fputs("# old_la_code  public key (64 hexadecimal digits)  words  # comment\n",
                    edit.out);
    error = copy_lines(&edit, NULL, NULL, &left_out, text);
    if (error != ERR_OK)
        goto close_edit;
    keys_to_text(key, key_text);
    clock_format(clock_unix_ms(), now);
    (void)fprintf(edit.out, "%d  %s  added=%s  # %s\n", (int)authority, key_text, now,
                  borough->la_name);
    error = edit_finish(&edit, text);
close_edit:
    edit_close(&edit);
    return error;
}

enum err allow_list_revoke(const char *path, Qd__LocalAuthority authority, const uint8_t *key,
                           size_t *removed, struct err_text *text)
{
    struct allow_entry entry = {.authority = authority};
    struct edit edit;
    enum err error;

    *removed = 0;
    if (key != NULL)
        memcpy(entry.key, key, sizeof entry.key);
    error = edit_open(&edit, path, text);
    if (error != ERR_OK)
        return error;
    // A line that cannot be read stands in nobody's way here: taking a key off must always work.
    error = copy_lines(&edit, key != NULL ? is_same_key : is_same_borough, &entry, removed, text);
    if (error == ERR_OK && *removed > 0)
        error = edit_finish(&edit, text);
    else if (error != ERR_OK)
        *removed = 0;
    else if (key != NULL)
        error = err_say(text, ERR_NOT_FOUND,
                        "%s: this key is not on the list, so nothing was changed", edit.path);
    else
        error =
            err_say(text, ERR_NOT_FOUND, "%s: no key of %s is on the list, so nothing was changed",
                    edit.path, boroughs_of(authority)->la_name);
    edit_close(&edit);
    return error;
}
