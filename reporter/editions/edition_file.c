// One file of an edition, hashed as it is written.
#include "reporter/editions/edition_internal.h"
#include "reporter/editions/hashing.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

// The folder of the file within the edition, unless it is there.
static enum err make_folder_of(struct edition *edition, const char *path, struct err_text *text)
{
    const char *slash = strrchr(path, '/');
    const char *folder = arena_printf(edition->arena, "%.*s", (int)(slash - path), path);

    if (folder == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return err_say_errno(text, errno, "%s cannot be made", folder);
    return ERR_OK;
}

static enum err open_file(struct edition *edition, FILE **file, const char *whole,
                          struct err_text *text)
{
    enum err error = make_folder_of(edition, whole, text);

    if (error != ERR_OK)
        return error;
    *file = fopen(whole, "wxe");
    return *file == NULL ? err_say_errno(text, errno, "%s cannot be written", whole) : ERR_OK;
}

enum err edition_file(struct edition *edition, const char *folder, const char *path,
                      edition_write_fn *write, const void *what, struct err_text *text)
{
    const char *whole = arena_printf(edition->arena, "%s/%s", folder == NULL ? "" : folder, path);
    struct hashing hashing;
    uint8_t hash[SHA256_BYTES];
    FILE *file = NULL;
    enum err error = ERR_OK, closed;

    if (whole == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    if (folder != NULL)
        error = open_file(edition, &file, whole, text);
    if (error != ERR_OK)
        return error;
    error = hashing_open(&hashing, file, text);
    if (error == ERR_OK) {
        errno = 0;
        error = write(what, hashing.out);
        closed = hashing_close(&hashing, hash);
        if (error == ERR_OK)
            error = closed;
    }
    if (file != NULL && fclose(file) != 0 && error == ERR_OK)
        error = ERR_IO;
    if (error == ERR_OK && strcmp(path, MANIFEST_FILE) != 0)
        error =
            manifest_add_file(&edition->manifest.files, edition->arena, path, hashing.bytes, hash);
    if (error == ERR_IO)
        return err_say_errno(text, errno == 0 ? EIO : errno, "%s could not be written in full",
                             path);
    return error == ERR_OK ? ERR_OK : err_say(text, error, "%s: %s", path, err_words(error));
}
