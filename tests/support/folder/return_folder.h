// A return's folder under /tmp, for the tests of the collector's reading: begins as the good one of
// tests/data/folders, is broken by a test, and goes when the test ends.
#ifndef QD_TESTS_SUPPORT_RETURN_FOLDER_RETURN_FOLDER_H
#define QD_TESTS_SUPPORT_RETURN_FOLDER_RETURN_FOLDER_H

#include "collector/reading/folder.h"

#include <stddef.h>

enum { RETURN_FOLDER_PATH_BYTES = 512 };

struct return_folder {
    char path[64];
    struct arena arena;
    struct findings findings;
    Qd__Return *returned;
};

void return_folder_make(struct return_folder *folder);
void return_folder_destroy(struct return_folder *folder);

// --- its files

void return_folder_path(const struct return_folder *folder, const char *name,
                        char path[RETURN_FOLDER_PATH_BYTES]);
void return_folder_write_bytes(const struct return_folder *folder, const char *name,
                               const char *bytes, size_t size);
void return_folder_write(const struct return_folder *folder, const char *name, const char *text);
void return_folder_remove(const struct return_folder *folder, const char *name);
void return_folder_empty(const struct return_folder *folder);

// The files of a folder of tests/data/folders, in place of those of these names.
void return_folder_copy(const struct return_folder *folder, const char *fixture);

// The file's bytes with a NUL behind them; the caller frees them.
char *return_folder_load(const char *path, size_t *size);

// Puts `with` in the place of the first `what` in the file, which must be there.
void return_folder_replace(const struct return_folder *folder, const char *name, const char *what,
                           const char *with);

// --- what is found in it

void return_folder_read(struct return_folder *folder);

// "QD-F10 placements.csv 3 I; QD-F12 transport.csv 3": each finding with its place.
const char *return_folder_found(struct return_folder *folder);

#endif
