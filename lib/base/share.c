#include "lib/base/share.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The folder that the running program lies in, with the slash at its end; "" if nobody knows.
static void own_folder(char folder[PATH_MAX])
{
    const ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 1);
    char *slash;

    folder[length < 0 ? 0 : length] = '\0';
    slash = strrchr(folder, '/');
    if (slash != NULL)
        slash[1] = '\0';
}

enum err share_path(char path[PATH_MAX], const char *name, struct err_text *text)
{
    const char *given = getenv("QUARTERDAY_SHARE");
    char folder[PATH_MAX];
    int length;

    if (given != NULL && given[0] != '\0') {
        length = snprintf(path, PATH_MAX, "%s/%s", given, name);
    } else {
        own_folder(folder);
        length = snprintf(path, PATH_MAX, "%s" QD_SHARE_FROM_BIN "/%s", folder, name);
    }
    if (length < 0 || length >= PATH_MAX)
        return err_say(text, ERR_NOT_FOUND, "the path of %s is too long", name);
    if (access(path, R_OK) == 0)
        return ERR_OK;
    return err_say(text, ERR_NOT_FOUND,
                   "%s cannot be read: the programs' own files are not where they were installed; "
                   "QUARTERDAY_SHARE says where else they are",
                   path);
}
