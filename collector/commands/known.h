// What check and submit know beside a folder's files: the day, and the folder's own name.
#ifndef QD_COLLECTOR_COMMANDS_KNOWN_H
#define QD_COLLECTOR_COMMANDS_KNOWN_H

#include "collector/reading/return_check.h"

struct known {
    struct return_known beside;  // for folder_read
    char *path;                  // the folder's whole path, whose last piece is its name
};

// Of a folder that cannot be found the name is not known: folder_read says so.
void known_begin(struct known *known, const char *folder);
void known_end(struct known *known);

#endif
