#include "collector/commands/known.h"

#include "lib/base/clock.h"

#include <stdlib.h>
#include <string.h>

void known_begin(struct known *known, const char *folder)
{
    const char *slash;

    *known = (struct known){.beside = {.today = clock_today()}};
    known->path = realpath(folder, NULL);  // "." has a name, too
    slash = known->path == NULL ? NULL : strrchr(known->path, '/');
    if (slash != NULL)
        known->beside.folder = slash + 1;
}

void known_end(struct known *known)
{
    free(known->path);
    known->path = NULL;
}
