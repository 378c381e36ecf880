#include "aggregator/access/allow_file.h"

#include "lib/base/file.h"
#include "lib/base/list.h"
#include "proto/form/boroughs.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The list doubles, and what it has grown out of stays in the arena with it.
enum { ALLOW_FILE_MEMORY_MAX_BYTES = 4 * ALLOW_FILE_ENTRIES_MAX * (int)sizeof(struct allow_entry) };

static const char blanks[] = " \t\r\n";

// --- a line

// The words that may stand behind the key, each once: key=value. A word that is not here may change
// what a key is allowed, and is therefore never passed over.
static const struct {
    const char *name;
    size_t at, bytes;  // of its value in struct allow_entry
} words[] = {
#define WORD(name)                                                                                 \
    {                                                                                              \
#name, offsetof(struct allow_entry, name), sizeof((struct allow_entry *)0)->name           \
    }
    WORD(added),
#undef WORD
};

enum { WORDS = sizeof words / sizeof words[0] };

static size_t find_word(const char *word, size_t length)
{
    size_t found = 0;

    while (found < WORDS &&
           (strlen(words[found].name) != length || memcmp(words[found].name, word, length) != 0))
        found++;
    return found;
}

// The rest of a line: 1, or -1 and what is wrong with it.
static int take_words(struct allow_entry *entry, char *rest, struct err_text *text)
{
    int is_given[WORDS] = {0};

    for (const char *word = strtok_r(NULL, blanks, &rest); word != NULL && *word != '#';
         word = strtok_r(NULL, blanks, &rest)) {
        const char *value = strchr(word, '=');
        const size_t which = value == NULL ? WORDS : find_word(word, (size_t)(value - word));

        if (which == WORDS) {
            (void)err_say(text, ERR_MALFORMED,
                          "\"%.40s\" is not known here; behind the key may stand added=TIME, and a "
                          "comment behind #",
                          word);
            return -1;
        }
        if (is_given[which]++ || strlen(value + 1) >= words[which].bytes) {
            (void)err_say(
                text, ERR_MALFORMED,
                "%s= is given twice, or has more than %zu letters: give it once, and short",
                words[which].name, words[which].bytes - 1);
            return -1;
        }
        memcpy((char *)entry + words[which].at, value + 1, strlen(value + 1) + 1);
    }
    return 1;
}

// The line's beginning, in `copy`: as allow_file_line, but for the words, where `rest` then begins.
static int take_whose(struct allow_entry *entry, const char *line,
                      char copy[ALLOW_FILE_LINE_MAX_BYTES], char **rest, struct err_text *text)
{
    const struct borough *borough;
    const char *whose;
    const char *key;

    line += strspn(line, blanks);
    if (*line == '\0' || *line == '#')
        return 0;
    if (strlen(line) >= ALLOW_FILE_LINE_MAX_BYTES) {
        (void)err_say(text, ERR_MALFORMED,
                      "the line is too long: it takes a borough, its key and a short comment");
        return -1;
    }
    memcpy(copy, line, strlen(line) + 1);
    whose = strtok_r(copy, blanks, rest);
    key = strtok_r(NULL, blanks, rest);
    borough = boroughs_find(whose);
    if (borough == NULL) {
        (void)err_say(
            text, ERR_MALFORMED,
            "\"%.40s\" is not a borough; a line begins with DfE's number, as 202 for Camden",
            whose);
        return -1;
    }
    if (key == NULL) {
        (void)err_say(
            text, ERR_MALFORMED,
            "there is no key behind the borough: put its public key there, as keygen printed it");
        return -1;
    }
    *entry = (struct allow_entry){.authority = borough->authority};
    return keys_public_from_text(entry->key, key, text) == ERR_OK ? 1 : -1;
}

int allow_file_whose(struct allow_entry *entry, const char *line)
{
    char copy[ALLOW_FILE_LINE_MAX_BYTES];
    char *rest;

    return take_whose(entry, line, copy, &rest, NULL) == 1;
}

int allow_file_line(struct allow_entry *entry, const char *line, struct err_text *text)
{
    char copy[ALLOW_FILE_LINE_MAX_BYTES];
    char *rest;
    const int taken = take_whose(entry, line, copy, &rest, text);

    return taken == 1 ? take_words(entry, rest, text) : taken;
}

// --- the file

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

// Takes an entry in, once. ERR_MALFORMED when another borough has the key already.
static enum err take(struct allow_file *file, const struct allow_entry *entry,
                     struct err_text *text)
{
    struct allow_entry *place;

    for (size_t i = 0; i < file->count; i++) {
        if (memcmp(file->entries[i].key, entry->key, sizeof entry->key) != 0)
            continue;
        if (file->entries[i].authority == entry->authority)
            return ERR_OK;
        return err_say(
            text, ERR_MALFORMED,
            "this key is %s's already, and a key has one borough: take out the line that is wrong",
            boroughs_of(file->entries[i].authority)->la_name);
    }
    if (file->count == ALLOW_FILE_ENTRIES_MAX)
        return err_say(text, ERR_TOO_LARGE,
                       "there are more than %d keys: take out those that nobody uses any more",
                       ALLOW_FILE_ENTRIES_MAX);
    place = LIST_ADD(&file->arena, file->entries, file->count);
    if (place == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    *place = *entry;
    return ERR_OK;
}

// Takes in what a line says; what is wrong with it, without a place.
static enum err take_line(struct allow_file *file, const char *line, size_t length,
                          struct err_text *text)
{
    struct allow_entry entry;
    int read;

    if (strlen(line) != length)
        return err_say(
            text, ERR_MALFORMED,
            "there is a NUL byte in it, so this is no text file: restore it from a backup");
    read = allow_file_line(&entry, line, text);
    if (read < 0)
        return ERR_MALFORMED;
    return read == 0 ? ERR_OK : take(file, &entry, text);
}

ssize_t allow_file_next(char **line, size_t *size, FILE *in)
{
    const ssize_t length = getline(line, size, in);

    if (length >= 0)
        return length;
    return feof(in) && !ferror(in) ? 0 : -1;
}

// A line that is wrong is told, the first of them, and the others are read.
static enum err read_lines(struct allow_file *file, FILE *in, const char *path,
                           struct err_text *text)
{
    enum err result = ERR_OK;
    char *line = NULL;
    size_t line_size = 0;
    ssize_t length = 0;

    for (unsigned number = 1; result == ERR_OK || result == ERR_MALFORMED; number++) {
        struct err_text why = {""};
        enum err error;

        length = allow_file_next(&line, &line_size, in);
        if (length <= 0)
            break;
        error = take_line(file, line, (size_t)length, &why);
        if (error != ERR_OK && error != result)
            result = err_say(text, error, "%s, line %u: %s", path, number, why.text);
    }
    if (length < 0)
        result = err_say_errno(text, errno, "%s: it cannot be read", path);
    free(line);
    return result;
}

static enum err read_open_file(struct allow_file *file, int descriptor, const char *path,
                               struct err_text *text)
{
    FILE *in = fdopen(descriptor, "r");
    enum err error;

    if (in == NULL) {
        error = err_say_errno(text, errno, "%s: the allow-list cannot be read", path);
        (void)close(descriptor);
        return error;
    }
    if (fstat(descriptor, &file->identity) != 0)
        error = err_say_errno(text, errno, "%s: the allow-list cannot be read", path);
    else
        error = read_lines(file, in, path, text);
    (void)fclose(in);
    return error;
}

enum err allow_file_read(struct allow_file *file, const char *path, struct err_text *text)
{
    int descriptor;
    enum err error = file_open(&descriptor, path, FILE_KEPT_FROM_WRITERS, text);

    *file = (struct allow_file){0};
    arena_init(&file->arena, ALLOW_FILE_MEMORY_MAX_BYTES);
    if (error != ERR_OK)
        return error;
    error = read_open_file(file, descriptor, path, text);
    if (error != ERR_OK && error != ERR_MALFORMED)
        allow_file_free(file);
    else if (file->count > 0)
        qsort(file->entries, file->count, sizeof file->entries[0], compare_entries);
    return error;
}

void allow_file_free(struct allow_file *file)
{
    arena_free(&file->arena);
    file->entries = NULL;
    file->count = 0;
}
