#include "reporter/editions/manifest.h"

#include "lib/base/list.h"

#include <stdlib.h>
#include <string.h>

enum err manifest_add_file(struct manifest_files *files, struct arena *arena, const char *path,
                           uint64_t bytes, const uint8_t hash[SHA256_BYTES])
{
    struct manifest_file *file = LIST_ADD(arena, files->list, files->count);

    if (file == NULL)
        return ERR_NO_MEMORY;
    *file = (struct manifest_file){.path = arena_strdup(arena, path), .bytes = bytes};
    sha256_text(hash, file->sha256);
    return file->path == NULL ? ERR_NO_MEMORY : ERR_OK;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct manifest_file *)a)->path, ((const struct manifest_file *)b)->path);
}

void manifest_sort_files(struct manifest_files *files)
{
    if (files->count > 0)
        qsort(files->list, files->count, sizeof *files->list, by_path);
}

const struct manifest_file *manifest_find_file(const struct manifest_files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->list[i].path, path) == 0)
            return &files->list[i];
    return NULL;
}
