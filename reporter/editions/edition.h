// An edition: every view that an audience may see, of one period, in every format; changes.csv, and
// manifest.json. It is made from the store as of a number of the journal and a day, and from nothing that
// another machine, day, folder or language has otherwise: what is the same in the manifest is the same in
// every byte (promise G). But for a return whose body the operator removed since: its figures are x then,
// and whatever shows them says so.
//
//   <format>/<table>.<ending>          "csv/timeliness.csv", "ees/placements.meta.csv"
//   <format>/<kind>-<table>.<ending>   "csv/compare-timeliness.csv"
//   changes.csv                        changes.h
//   manifest.json                      manifest.h
#ifndef QD_REPORTER_EDITIONS_EDITION_H
#define QD_REPORTER_EDITIONS_EDITION_H

#include "reporter/editions/manifest.h"
#include "reporter/views/view.h"

enum {
    EDITION_ARENA_CAP_BYTES = 256 * 1000 * 1000,
    EDITION_KEPT_BYTES = 16 * 1000 * 1000,  // the returns of three periods, whole
};
#define EDITION_NO_SINCE UINT64_MAX

struct edition_asked {
    const char *period;    // "2025-26 Q3"
    const char *audience;  // "panel", "borough:Camden"
    struct as_of as_of;    // the number of the journal, and the end of the as-at day; AS_OF_NOW
    uint64_t since;  // the number of the journal of the edition before; EDITION_NO_SINCE: none
    const char *calendar;   // a file; NULL: that of the reference lists, if there is one
    const char *reference;  // a folder
    const char *program, *version;
};

struct edition {
    struct edition_asked asked;
    struct audience audience;
    struct as_of as_of;  // as it is in the manifest
    struct manifest manifest;
    struct store *store;
    struct kept *kept;  // returns, while the edition is written: each is in many views
    struct arena *arena;
};

// Judges what is asked for and pins it: number and link of the journal, as-at day, hashes of calendar and
// reference lists stand in the manifest then. ERR_COMMAND for a word that is not right, for the public, and
// for a `since` that is not in the journal or behind it. What `asked` points to outlives the edition.
enum err edition_begin(struct edition *edition, struct arena *arena,
                       const struct edition_asked *asked, struct store *store,
                       struct err_text *text);

// Makes every file, and puts it into a folder (NULL: nowhere); the manifest then has their hashes, and what was
// left out. ERR_EMPTY when nobody has returned anything for the period.
enum err edition_write(struct edition *edition, const char *folder, struct err_text *text);

// The same as a new folder `out`, which is there whole or not at all: it is written beside under a name that
// begins with a dot, and renamed. ERR_EXISTS when `out` is there and not empty, unless it is to be `replaced`.
enum err edition_make(struct edition *edition, const char *out, int replaced,
                      struct err_text *text);

// Makes an empty folder beside `out`, in the arena, for an edition in the making.
enum err edition_folder_beside(const char **folder, struct arena *arena, const char *out,
                               struct err_text *text);

// Takes a folder away with everything in it. Errors are not told: what is left looks like no edition.
void edition_folder_remove(const char *folder);

#endif
