// A reference list: a small CSV file of our own, with a line of headings.
#ifndef QD_PROTO_REFERENCE_REFERENCE_FILE_H
#define QD_PROTO_REFERENCE_REFERENCE_FILE_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "lib/base/sha256.h"

#include <stddef.h>
#include <stdint.h>

enum { REFERENCE_FILE_MAX_BYTES = 4 * 1024 * 1024, REFERENCE_COLUMNS_MAX = 128 };

// One row after the other: the fields under the headings that were asked for; NULL for one that the
// file need not have (it is asked for as "?plans") and has not. An error ends the
// reading; its text is put behind the file and the line.
typedef enum err reference_row_fn(void *context, const char *const *fields, struct err_text *text);

// Reads the whole file; `headings` are `count` names, which stand in any order among others. Fields
// are in the arena. ERR_NOT_FOUND, ERR_TOO_LARGE, ERR_MALFORMED: a heading that is not there, a row
// that is too short or too long, bytes that are not CSV.
enum err reference_file_read(const char *path, struct arena *arena, const char *const *headings,
                             size_t count, reference_row_fn *row, void *context,
                             struct err_text *text);

// The same of bytes that were read already; `name` is what an error calls them.
enum err reference_file_parse(const char *name, const char *bytes, size_t size, struct arena *arena,
                              const char *const *headings, size_t count, reference_row_fn *row,
                              void *context, struct err_text *text);

// The SHA-256 of the whole file. ERR_NOT_FOUND, ERR_TOO_LARGE.
enum err reference_file_hash(uint8_t hash[SHA256_BYTES], const char *path, struct err_text *text);

// A day since 1970-01-01 from its cell, "2022-07-01"; `open` where the cell is blank. ERR_MALFORMED.
enum err reference_file_day(const char *text, int32_t open, int32_t *day, struct err_text *why);

#endif
