// A return's folder: CSV files in, a return and findings out, in one pass over all files; and the
// other way, empty files to fill in.
#ifndef QD_COLLECTOR_READING_FOLDER_H
#define QD_COLLECTOR_READING_FOLDER_H

#include "collector/reading/return_check.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/rules/findings.h"
#include "return.pb-c.h"

enum {
    FOLDER_ARENA_CAP_BYTES = 256 * 1000 * 1000,
    // The officer sees them all: a thousand of each cause (PART_CAUSE_KEPT_MAX), and many causes.
    FOLDER_FINDINGS_KEPT_MAX = 50 * 1000,
};

// Reads every file of the return, then runs the rules if what they need could be read. All findings
// are in `findings` (made again here, in the arena), placed as a spreadsheet shows them (sheet_row,
// sheet_column, file). What could not be checked because of another error is named in
// findings->not_checked.
// `*returned` lives in the arena; its header is NULL when return.csv could not be read, and then something
// stops it.
// `known` is what rules of the clock, the folder and earlier returns look at; NULL: they do not run.
// ERR_OK even with findings: look at findings->stops. ERR_NOT_FOUND, ERR_IO: the folder itself;
// ERR_NO_MEMORY.
enum err folder_read(const char *path, const struct return_known *known, struct arena *arena,
                     Qd__Return **returned, struct findings *findings, struct err_text *text);

#endif
