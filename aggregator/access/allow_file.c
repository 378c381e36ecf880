#include "aggregator/access/allow_file.h"

#include "proto/form/boroughs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\n";

int allow_file_line(struct allow_entry *entry, const char *line, struct err_text *text)
{
    char copy[ALLOW_FILE_LINE_MAX_BYTES];
    char *rest;
    const char *whose;
    const char *key;
    const char *added;
    const struct borough *borough;

    line += strspn(line, blanks);
    if (*line == '\0' || *line == '#')
        return 0;
    if (strlen(line) >= sizeof copy) {
        (void)err_say(text, ERR_MALFORMED, "too long for a line of this file");
        return -1;
    }
    memcpy(copy, line, strlen(line) + 1);
    whose = strtok_r(copy, blanks, &rest);
    key = strtok_r(NULL, blanks, &rest);
    added = strtok_r(NULL, blanks, &rest);
    borough = boroughs_find(whose);
    if (borough == NULL) {
        (void)err_say(text, ERR_MALFORMED,
                      "\"%.40s\" is no borough; a line begins with DfE's number, as 202 for Camden",
                      whose);
        return -1;
    }
    if (key == NULL) {
        (void)err_say(text, ERR_MALFORMED, "there is no key behind the borough");
        return -1;
    }
    *entry = (struct allow_entry){.authority = borough->authority};
    if (keys_public_from_text(entry->key, key, text) != ERR_OK)
        return -1;
    (void)snprintf(entry->added, sizeof entry->added, "%s", added == NULL ? "" : added);
    return 1;
}

int allow_file_compare(const struct allow_entry *a, const struct allow_entry *b)
{
    if (a->authority != b->authority)
        return a->authority < b->authority ? -1 : 1;
    return memcmp(a->key, b->key, sizeof a->key);
}

static int compare_entries(const void *a, const void *b)
{
    return allow_file_compare(a, b);
}

// Takes an entry in; 0, or -1 with words when another borough has the key already.
static int take(struct allow_file *file, const struct allow_entry *entry, struct err_text *text)
{
    for (size_t i = 0; i < file->count; i++) {
        if (memcmp(file->entries[i].key, entry->key, sizeof entry->key) != 0)
            continue;
        if (file->entries[i].authority == entry->authority)
            return 0;
        (void)err_say(text, ERR_MALFORMED, "this key is %s's already, and a key has one borough",
                      boroughs_of(file->entries[i].authority)->la_name);
        return -1;
    }
    file->entries[file->count++] = *entry;
    return 0;
}

// 1 when there is room for one more entry.
static int has_room(struct allow_file *file, size_t *capacity)
{
    struct allow_entry *grown;

    if (file->count < *capacity)
        return 1;
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    grown = reallocarray(file->entries, *capacity, sizeof *grown);
    if (grown != NULL)
        file->entries = grown;
    return grown != NULL;
}

static enum err read_lines(struct allow_file *file, FILE *in, const char *path,
                           struct err_text *text)
{
    enum err result = ERR_OK;
    char *line = NULL;
    size_t line_size = 0;
    size_t capacity = 0;
    ssize_t length;

    for (unsigned number = 1; (length = getline(&line, &line_size, in)) >= 0; number++) {
        struct err_text why = {""};
        struct allow_entry entry;
        int read = -1;

        if (file->count == ALLOW_FILE_ENTRIES_MAX) {
            result =
                err_say(text, ERR_TOO_LARGE, "%s: more than %d keys", path, ALLOW_FILE_ENTRIES_MAX);
            break;
        }
        if (!has_room(file, &capacity)) {
            result = err_say(text, ERR_NO_MEMORY, "%s: out of memory", path);
            break;
        }
        if (strlen(line) != (size_t)length)
            (void)err_say(&why, ERR_MALFORMED, "a NUL byte: this is no text file");
        else
            read = allow_file_line(&entry, line, &why);
        if (read == 1 && take(file, &entry, &why) != 0)
            read = -1;
        if (read < 0 && result == ERR_OK)
            result = err_say(text, ERR_MALFORMED, "%s, line %u: %s", path, number, why.text);
    }
    if (ferror(in))
        result = err_say_errno(text, errno, "%s: it cannot be read", path);
    free(line);
    return result;
}

enum err allow_file_read(struct allow_file *file, const char *path, struct err_text *text)
{
    FILE *in = fopen(path, "re");
    enum err error;

    *file = (struct allow_file){0};
    if (in == NULL)
        return errno == ENOENT
                   ? ERR_OK
                   : err_say_errno(text, errno, "%s: the allow-list cannot be read", path);
    if (fstat(fileno(in), &file->identity) != 0)
        error = err_say_errno(text, errno, "%s: the allow-list cannot be read", path);
    else if (!S_ISREG(file->identity.st_mode))
        error = err_say(text, ERR_COMMAND, "%s: the allow-list must be a file", path);
    else
        error = read_lines(file, in, path, text);
    (void)fclose(in);
    if (error != ERR_OK && error != ERR_MALFORMED)
        allow_file_free(file);
    else if (file->count > 0)
        qsort(file->entries, file->count, sizeof file->entries[0], compare_entries);
    return error;
}

void allow_file_free(struct allow_file *file)
{
    free(file->entries);
    file->entries = NULL;
    file->count = 0;
}
