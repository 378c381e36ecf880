// Opening a file that somebody else has put there, and making one that others will read. A file is opened
// without blocking and looked at before anything is read, so that a pipe, a folder or a device in its place
// is refused and never waited for.
#ifndef QD_LIB_BASE_FILE_H
#define QD_LIB_BASE_FILE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdio.h>

// Who else may have a hand in the file. A file that is not kept so is refused: whoever may write a key
// or a list of keys decides who is let in.
enum file_kept {
    FILE_KEPT_BY_ANYBODY,    // figures, settings
    FILE_KEPT_FROM_WRITERS,  // only its owner may write it, and nobody may put another in its place
    FILE_KEPT_SECRET,        // and only its owner may read it
};

// A descriptor to read from; the caller closes it. The last two kinds must belong to root or to whoever
// runs this. ERR_NOT_FOUND; ERR_COMMAND for what is not a file; ERR_IO with the command that fixes it
// for a file that is not kept as it should be; -1 and no descriptor on any error.
enum err file_open(int *descriptor, const char *path, enum file_kept kept, struct err_text *text);

// A whole file, in the arena, with a NUL behind it that `size` does not count. As file_open of a file that
// anybody may keep; ERR_TOO_LARGE where it has more than `size_max` bytes.
enum err file_read(char **bytes, size_t *size, size_t size_max, struct arena *arena,
                   const char *path, struct err_text *text);

// Makes a new file of what `write` writes to it: whole, or nothing of it is left. ERR_EXISTS when something
// has its name already; else as the disk says.
typedef void file_write_fn(FILE *out, void *context);
enum err file_make(const char *path, file_write_fn *write, void *context, struct err_text *text);

#endif
