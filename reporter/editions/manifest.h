// manifest.json of an edition: what it is of, what it was made from, and the SHA-256 of each of its files. By
// it the edition is made again (promise G).
//
//   manifest_version   1
//   edition            {period, audience}
//   journal            {sequence, link}: the last entry that counts
//   as_at              the day by which it is judged what is provisional
//   since              the same as `journal`, of the edition before; null: changes.csv has headings only
//   calendar           {sha256}; null: there was none
//   redacted_since     [sequence]: the entries that removed bodies which it would have (redacted.h); not there
//                      in an edition of before they were named: it names none
//   program            {name, version}
//   form, rules        the form's version; the SHA-256 of the list of rules
//   reference          {sha256, files: [{path, sha256}]}: the reference lists
//   indicators         [{table, measure, unit, numerator, denominator, definition, since}]
//   left_out           [{view, why}]: what the audience may see, and nobody has returned
//   files              [{path, bytes, sha256}], by their paths, without the manifest
#ifndef QD_REPORTER_EDITIONS_MANIFEST_H
#define QD_REPORTER_EDITIONS_MANIFEST_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/base/sha256.h"
#include "reporter/editions/redacted.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define MANIFEST_FILE "manifest.json"

enum { MANIFEST_VERSION = 1, MANIFEST_MAX_BYTES = 16 * 1024 * 1024 };

struct manifest_file {
    const char *path;  // within the edition: "csv/timeliness.csv"
    uint64_t bytes;    // of a reference list: not counted
    char sha256[SHA256_TEXT_BYTES];
};

struct manifest_files {
    struct manifest_file *list;
    size_t count;
};

struct manifest_indicator {
    const char *table, *measure, *unit, *numerator, *denominator, *definition;
    const char *since;  // "" for all that the form has
};

struct manifest_left_out {
    const char *view, *why;
};

struct manifest_entry {
    uint64_t sequence;
    char link[SHA256_TEXT_BYTES];
};

struct manifest {
    const char *period, *audience;
    struct manifest_entry journal, since;
    int has_since;
    int names_redacted;                // as it was read: the member is there
    struct redacted_list redacted;     // as it is read, without boroughs
    const char *as_at;                 // "2026-11-27"
    char calendar[SHA256_TEXT_BYTES];  // "": there was none
    const char *program, *version;
    unsigned form;
    char rules[SHA256_TEXT_BYTES], reference[SHA256_TEXT_BYTES];
    struct manifest_files reference_files, files;
    struct manifest_indicator *indicators;
    size_t indicators_count;
    struct manifest_left_out *left_out;
    size_t left_out_count;
};

// One more file; ERR_NO_MEMORY.
enum err manifest_add_file(struct manifest_files *files, struct arena *arena, const char *path,
                           uint64_t bytes, const uint8_t hash[SHA256_BYTES]);
void manifest_sort_files(struct manifest_files *files);

// NULL: there is no file of that path.
const struct manifest_file *manifest_find_file(const struct manifest_files *files,
                                               const char *path);

// Always the same bytes for the same manifest. ERR_IO, ERR_NO_MEMORY.
enum err manifest_write(const struct manifest *manifest, FILE *out);

// Reads that of the edition in a folder, in the arena. ERR_NOT_FOUND: it is no edition; ERR_MALFORMED,
// ERR_UNKNOWN_VERSION.
enum err manifest_read(struct manifest *manifest, struct arena *arena, const char *folder,
                       struct err_text *text);

#endif
