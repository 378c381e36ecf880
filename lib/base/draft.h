// A file that is there whole or not at all: it is written beside its place under another name, synced, and
// put into its place in one step. What stood there before is replaced.
#ifndef QD_LIB_BASE_DRAFT_H
#define QD_LIB_BASE_DRAFT_H

#include "lib/base/err.h"

#include <stdio.h>

struct draft {
    FILE *out;         // to write to
    const char *path;  // the caller's
    char *unnamed;     // where it stands until it is kept
};

// Begins one; `path` lives as long as the draft. ERR_COMMAND for a path where something stands that is no
// file (a link, a pipe, a device): that is not replaced.
enum err draft_open(struct draft *draft, const char *path, struct err_text *text);

// Puts it into its place, and ends it. On an error nothing is left of it, and its place is as it was.
enum err draft_keep(struct draft *draft, struct err_text *text);

// Takes it back. Nothing happens to one that was kept, or not opened.
void draft_drop(struct draft *draft);

#endif
