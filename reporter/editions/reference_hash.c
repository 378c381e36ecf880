#include "reporter/editions/reference_hash.h"

#include "lib/base/list.h"
#include "proto/reference/reference_file.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

struct listing {
    struct manifest_files *files;
    struct arena *arena;
    const char *root;
    int with_hidden;
    struct err_text *text;
};

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "out of memory");
}

static enum err list_folder(const struct listing *listing, const char *within);

// `path` is within the root.
static enum err list_one(const struct listing *listing, const char *path)
{
    const char *whole =
        path == NULL ? NULL : arena_printf(listing->arena, "%s/%s", listing->root, path);
    struct manifest_file *file;
    struct stat about;

    if (whole == NULL)
        return no_memory(listing->text);
    if (stat(whole, &about) != 0)
        return err_say_errno(listing->text, errno, "%s cannot be looked at", whole);
    if (S_ISDIR(about.st_mode))
        return list_folder(listing, path);
    file = LIST_ADD(listing->arena, listing->files->list, listing->files->count);
    if (file == NULL)
        return no_memory(listing->text);
    *file = (struct manifest_file){.path = path};
    return ERR_OK;
}

// `within` is "" or ends with a slash-less name: "areas".
static enum err list_folder(const struct listing *listing, const char *within)
{
    const char *path =
        arena_printf(listing->arena, "%s%s%s", listing->root, within[0] == '\0' ? "" : "/", within);
    DIR *folder = path == NULL ? NULL : opendir(path);
    const struct dirent *entry;
    enum err error = ERR_OK;

    if (path == NULL)
        return no_memory(listing->text);
    if (folder == NULL)
        return err_say_errno(listing->text, errno, "%s cannot be opened", path);
    while (error == ERR_OK && (entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            (entry->d_name[0] == '.' && !listing->with_hidden))
            continue;
        error = list_one(listing, arena_printf(listing->arena, "%s%s%s", within,
                                               within[0] == '\0' ? "" : "/", entry->d_name));
    }
    closedir(folder);
    return error;
}

enum err reference_hash_list(struct manifest_files *files, struct arena *arena, const char *folder,
                             int with_hidden, struct err_text *text)
{
    const struct listing listing = {
        .files = files, .arena = arena, .root = folder, .with_hidden = with_hidden, .text = text};
    const enum err error = list_folder(&listing, "");

    manifest_sort_files(files);
    return error;
}

enum err reference_hash(struct manifest_files *files, char whole[SHA256_TEXT_BYTES],
                        struct arena *arena, const char *reference, struct err_text *text)
{
    struct sha256_stream stream;
    uint8_t hash[SHA256_BYTES];
    enum err error = reference_hash_list(files, arena, reference, 0, text);

    sha256_begin(&stream);
    for (size_t i = 0; i < files->count && error == ERR_OK; i++) {
        struct manifest_file *file = &files->list[i];
        const char *path = arena_printf(arena, "%s/%s", reference, file->path);

        error = path == NULL ? no_memory(text) : reference_file_hash(hash, path, text);
        if (error != ERR_OK)
            break;
        sha256_text(hash, file->sha256);
        sha256_add(&stream, file->sha256, strlen(file->sha256));
        sha256_add(&stream, "  ", 2);
        sha256_add(&stream, file->path, strlen(file->path));
        sha256_add(&stream, "\n", 1);
    }
    sha256_end(&stream, hash);
    sha256_text(hash, whole);
    return error;
}
