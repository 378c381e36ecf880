// The figures of an edition's tables, read back from its CSV files, and how those of two editions differ:
// for what another version of the program made again (verify.h).
#ifndef QD_REPORTER_EDITIONS_FIGURES_H
#define QD_REPORTER_EDITIONS_FIGURES_H

#include "reporter/editions/manifest.h"

struct figures_row {
    const char *table, *period, *area_code, *area_name, *measure, *label;
    const char *value, *status, *numerator, *denominator;
};

struct figures {
    struct figures_row *list;  // by table, measure, period and area
    size_t count;
};

// The same cell in two editions; NULL: one of them does not have it.
struct figures_difference {
    const struct figures_row *a, *b;
};

struct figures_differences {
    struct figures_difference *list;
    size_t count;
    size_t compared;  // cells that one or both have
};

// Of the tables of which the manifest has indicators. ERR_NOT_FOUND, ERR_MALFORMED for what is not as an
// edition's files are.
enum err figures_read(struct figures *figures, struct arena *arena, const char *folder,
                      const struct manifest *manifest, struct err_text *text);

// ERR_NO_MEMORY.
enum err figures_compare(struct figures_differences *differences, struct arena *arena,
                         const struct figures *a, const struct figures *b);

#endif
