// The allow-list's file as it stands on the disk: allow_list.c keeps a live copy of it,
// allow_list_edit.c changes it. allow_list.h shows what a line looks like.
#ifndef QD_AGGREGATOR_ACCESS_ALLOW_FILE_H
#define QD_AGGREGATOR_ACCESS_ALLOW_FILE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "return.pb-c.h"

#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>

enum {
    // A line is below 200 bytes; one that is much longer is not one of ours.
    ALLOW_FILE_LINE_MAX_BYTES = 1024,
    // 33 boroughs with a few keys each. More is a mistake, and would only cost memory.
    ALLOW_FILE_ENTRIES_MAX = 2000,
};

struct allow_entry {
    Qd__LocalAuthority authority;
    uint8_t key[KEYS_BYTES];
    char added[32];
};

// The entries of a file, in the order of their user ids, each once.
struct allow_file {
    struct allow_entry *entries;
    size_t count;
    struct arena arena;    // of the entries
    struct stat identity;  // which file, and as of when
};

// What one line says: 1 and the entry, 0 when it is blank or a comment, -1 when it cannot be read,
// and then `text` says what is wrong with it, without a place.
int allow_file_line(struct allow_entry *entry, const char *line, struct err_text *text);

// 1 when the line begins with a borough and a key, whatever is wrong with the rest of it.
int allow_file_whose(struct allow_entry *entry, const char *line);

// The next line of a file, as getline gives it: its length; 0 at the end; -1 when it cannot be read, and
// out of memory is no end.
ssize_t allow_file_next(char **line, size_t *size, FILE *in);

// Reads the file. ERR_NOT_FOUND when it does not exist; ERR_MALFORMED names the first line that is
// wrong, and `file` holds all the others; any other error leaves it empty. Refused as file_open does:
// what is not a file, and a file that others can change.
enum err allow_file_read(struct allow_file *file, const char *path, struct err_text *text);

void allow_file_free(struct allow_file *file);

// By borough, then by key: the order of user ids.
int allow_file_compare(const struct allow_entry *a, const struct allow_entry *b);

#endif
