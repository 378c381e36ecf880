// How two editions differ: a line for each line of a CSV that is another, as a sheet, with why. The CSV files
// that either manifest has in csv/ are compared by the rule of changes.csv (records.h, told.h): lines are told
// apart by the keys of their metadata, whatever the table.
//
//   table, period, area_code, area_name, geographic_level, measure, label, unit, row
//                      the file in csv/, and the line in it: `row` has what else tells it apart
//   value_a, status_a, numerator_a, denominator_a, n_a, value_b, status_b, numerator_b, denominator_b, n_b
//                      of a line whose figure differs, or that one of them does not have; else blank
//   other_cells        {"rank": ["5", "6"]}: what stands in A and in B in other columns; "" where only one has
//                      the line
//   because            definition         the measure has another definition in the two manifests
//                      only in A, only in B
//                      figures            all else: what boroughs returned, or the lists that it was made with
//
// The tables of figures stand first. Notes say in what the manifests differ, which definitions changed, and
// which columns only one of them has: these are not compared.
#ifndef QD_REPORTER_EDITIONS_DIFF_H
#define QD_REPORTER_EDITIONS_DIFF_H

#include "lib/base/arena.h"
#include "reporter/outputs/sheet.h"

// What differs; and, one after the other, a CSV of both.
enum { DIFF_ARENA_CAP_BYTES = 512 * 1000 * 1000 };

struct diff {
    struct sheet sheet;
    size_t lines, compared;  // that differ, of how many
    size_t definitions;      // of measures that changed
};

// Of the editions in two folders, in the arena. Errors as manifest_read, file_read and records_read.
enum err diff_make(struct diff *diff, struct arena *arena, const char *a, const char *b,
                   struct err_text *text);

#endif
