// An edition as a folder that is there whole or not at all.
#include "reporter/editions/edition_internal.h"
#include "reporter/editions/reference_hash.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// --- folders

static mode_t mode_of_new_folders(void)
{
    const mode_t mask = umask(0);

    (void)umask(mask);
    return 0777 & ~mask;
}

enum err edition_folder_beside(const char **folder, struct arena *arena, const char *out,
                               struct err_text *text)
{
    size_t length = strlen(out);
    const char *name = out;
    char *made;

    while (length > 1 && out[length - 1] == '/')
        length--;
    for (size_t i = 0; i + 1 < length; i++)
        if (out[i] == '/')
            name = out + i + 1;
    made = arena_printf(arena, "%.*s.%.*s.making.XXXXXX", (int)(name - out), out,
                        (int)(out + length - name), name);
    if (made == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    if (mkdtemp(made) == NULL)
        return err_say_errno(text, errno, "no folder can be made beside %s", out);
    if (chmod(made, mode_of_new_folders()) != 0)
        return err_say_errno(text, errno, "%s cannot be made", made);
    *folder = made;
    return ERR_OK;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
    (void)about;
    (void)type;
    (void)place;
    (void)remove(path);
    return 0;
}

void edition_folder_remove(const char *folder)
{
    enum { DESCRIPTORS = 8 };

    (void)nftw(folder, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

static enum err sync_one(const char *path, struct err_text *text)
{
    const int opened = open(path, O_RDONLY | O_CLOEXEC);
    enum err error = ERR_OK;

    if (opened < 0 || fsync(opened) != 0)
        error = err_say_errno(text, errno, "%s could not be written in full", path);
    if (opened >= 0)
        (void)close(opened);
    return error;
}

// Everything is on disk before the folder has its name. All files are written then, so that the first commit
// of the file system's journal serves the others too.
static enum err sync_edition(const struct edition *edition, const char *folder,
                             struct err_text *text)
{
    struct manifest_files files = {.count = 0};
    enum err error = reference_hash_list(&files, edition->arena, folder, 1, text);

    for (size_t i = 0; i < files.count && error == ERR_OK; i++) {
        const char *path = arena_printf(edition->arena, "%s/%s", folder, files.list[i].path);

        error = path == NULL ? err_say(text, ERR_NO_MEMORY, "out of memory") : sync_one(path, text);
    }
    return error == ERR_OK ? sync_one(folder, text) : error;
}

static void sync_parent(const char *path)
{
    char *copy = strdup(path);
    char *slash = copy == NULL ? NULL : strrchr(copy, '/');

    if (slash != NULL && slash[1] == '\0') {
        *slash = '\0';
        slash = strrchr(copy, '/');
    }
    if (slash != NULL)
        slash[slash == copy] = '\0';
    (void)sync_one(slash == NULL ? "." : copy,
                   NULL);  // it has its name; a power cut may take it again
    free(copy);
}

// --- the edition

static enum err write_manifest(const void *what, FILE *out)
{
    return manifest_write(what, out);
}

static enum err is_there(const char *out, struct err_text *text)
{
    return err_say(text, ERR_EXISTS,
                   "%s is there already: an edition is never written over, so name a new folder, "
                   "or take that one away",
                   out);
}

// One step: the folder has its name, and is whole, or does not have it.
static enum err put_in_place(const char *folder, const char *out, int replaced,
                             struct err_text *text)
{
    if (rename(folder, out) == 0)
        return ERR_OK;
    if ((errno == EEXIST || errno == ENOTEMPTY) && replaced &&
        renameat2(AT_FDCWD, folder, AT_FDCWD, out, RENAME_EXCHANGE) == 0) {
        edition_folder_remove(folder);  // what stood there before
        return ERR_OK;
    }
    if (errno == EEXIST || errno == ENOTEMPTY || errno == ENOTDIR)
        return is_there(out, text);
    return err_say_errno(text, errno, "%s cannot get its name", out);
}

// Before it is made, which takes longer than looking.
static enum err check_place(const char *out, struct err_text *text)
{
    DIR *folder = opendir(out);
    const struct dirent *entry;
    int is_empty = 1;

    if (folder == NULL)
        return errno == ENOENT ? ERR_OK : is_there(out, text);
    while ((entry = readdir(folder)) != NULL)
        is_empty &= strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    (void)closedir(folder);
    return is_empty ? ERR_OK : is_there(out, text);
}

enum err edition_make(struct edition *edition, const char *out, int replaced, struct err_text *text)
{
    const char *folder = "";
    enum err error = replaced ? ERR_OK : check_place(out, text);

    if (error == ERR_OK)
        error = edition_folder_beside(&folder, edition->arena, out, text);
    if (error != ERR_OK)
        return error;
    error = edition_write(edition, folder, text);
    if (error == ERR_OK)
        error =
            edition_file(edition, folder, MANIFEST_FILE, write_manifest, &edition->manifest, text);
    if (error == ERR_OK)
        error = sync_edition(edition, folder, text);
    if (error == ERR_OK)
        error = put_in_place(folder, out, replaced, text);
    if (error == ERR_OK)
        sync_parent(out);
    else
        edition_folder_remove(folder);
    return error;
}
