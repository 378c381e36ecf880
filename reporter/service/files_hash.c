#include "reporter/service/files_hash.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MAX_BYTES = 4 * 1024 * 1024, NAME_MAX_BYTES = 256 };

// What the hash goes on from, with the next file.
struct link {
    uint8_t before[SHA256_BYTES];
    char name[NAME_MAX_BYTES];
    uint8_t content[SHA256_BYTES];
    struct timespec changed;
    off_t size;
    ino_t number;
};

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void hash_content(uint8_t hash[SHA256_BYTES], const char *path)
{
    FILE *file = fopen(path, "re");
    char *bytes = malloc(FILE_MAX_BYTES);
    size_t length = 0;

    if (file != NULL && bytes != NULL)
        length = fread(bytes, 1, FILE_MAX_BYTES, file);
    sha256(hash, bytes == NULL ? "" : bytes, length);
    if (file != NULL)
        (void)fclose(file);
    free(bytes);
}

static void add(uint8_t hash[SHA256_BYTES], const FTSENT *entry, enum files_hash_of of)
{
    struct link link;

    memset(&link, 0, sizeof link);  // its padding is hashed too
    memcpy(link.before, hash, SHA256_BYTES);
    (void)snprintf(link.name, sizeof link.name, "%s", entry->fts_name);
    if (of == FILES_HASH_BYTES) {
        hash_content(link.content, entry->fts_accpath);
    } else {
        link.changed = entry->fts_statp->st_mtim;
        link.size = entry->fts_statp->st_size;
        link.number = entry->fts_statp->st_ino;
    }
    sha256(hash, &link, sizeof link);
}

void files_hash(uint8_t hash[SHA256_BYTES], const char *const *paths, enum files_hash_of of)
{
    memset(hash, 0, SHA256_BYTES);
    for (; *paths != NULL; paths++) {
        char *const one[] = {(char *)(size_t)*paths, NULL};
        FTS *walk = fts_open(one, FTS_LOGICAL | FTS_NOCHDIR, by_name);
        FTSENT *entry;

        while (walk != NULL && (entry = fts_read(walk)) != NULL)
            if (entry->fts_info == FTS_F)
                add(hash, entry, of);
        if (walk != NULL)
            (void)fts_close(walk);
    }
}
