// How two editions differ: a line for each cell that is another, as a sheet, with why.
//
//   table, period, area_code, area_name, measure, label,
//   value_a, status_a, numerator_a, denominator_a, value_b, status_b, numerator_b, denominator_b, because
//
//   because   definition         the measure has another definition in the two manifests
//             only in a, only in b
//             figures            all else: what boroughs returned, or the lists that it was made with
//
// Its notes say in what the manifests differ, and which definitions changed.
#ifndef QD_REPORTER_EDITIONS_DIFF_H
#define QD_REPORTER_EDITIONS_DIFF_H

#include "lib/base/arena.h"
#include "reporter/outputs/sheet.h"

enum { DIFF_ARENA_CAP_BYTES = 512 * 1000 * 1000 };  // the figures of two editions

struct diff {
    struct sheet sheet;
    size_t cells, compared;  // that differ, of how many
    size_t definitions;      // of measures that changed
};

// Of the editions in two folders, in the arena. Errors as manifest_read and figures_read.
enum err diff_make(struct diff *diff, struct arena *arena, const char *a, const char *b,
                   struct err_text *text);

#endif
