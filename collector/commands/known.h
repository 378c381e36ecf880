// What check and submit know beside a folder's files: the day, the folder's own name, and what the borough
// returned before, for the same period too.
#ifndef QD_COLLECTOR_COMMANDS_KNOWN_H
#define QD_COLLECTOR_COMMANDS_KNOWN_H

#include "collector/outbox/outbox.h"
#include "collector/reading/return_check.h"

struct known {
    struct return_known beside;  // for folder_read
    char *path;                  // the folder's whole path, whose last piece is its name
    struct outbox *outbox;       // NULL: nothing is known of earlier returns
    struct err_text text;        // why an earlier return could not be read; empty: all could
};

// Of a folder that cannot be found the name is not known: folder_read says so. The outbox is the
// caller's; `known` must stay where it is until folder_read is done.
void known_begin(struct known *known, const char *folder, struct outbox *outbox);
void known_end(struct known *known);

#endif
