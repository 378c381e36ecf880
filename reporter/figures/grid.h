// A return's placements as a grid of figures. A row is all plans, a setting or a sub-total; a
// column is all needs, a need, or the one that DfE folds:
//
//   rows      0: the return's `total`; then the settings in the form's order; then the sub-totals
//   columns   0: whatever the need; then the needs in the form's order; then `oth` as DfE has it
//
// What is zero and what is missing (promise F): a setting with rows is their sum. One without is
// zero if all rows add up to the total, because counts are not negative; else it is not
// available. A setting whose rows are x is not available; if all other rows add up to the total it
// adds nothing to a sub-total, else the sub-total is not available either. A return in which plans
// stand without their need has no breakdown by need at all. A need of which a setting's rows say x
// may be counted within another one: it is x in every sum, and `oth` without `ds` is where `ds` is.
#ifndef QD_REPORTER_INDICATORS_GRID_H
#define QD_REPORTER_INDICATORS_GRID_H

#include "proto/form/figure.h"

#include <stddef.h>

// Row 0 and column 0.
enum { GRID_ALL = 0, GRID_ANY = 0 };

// Room for what the form may grow to (tests/unit/test_grid.c holds it against the form).
enum { GRID_SETTINGS_MAX = 64, GRID_NEEDS_MAX = 32 };

// DfE's sub-totals, and one that people ask for: settings by their numbers in the form.
struct grid_sub_total {
    const char *name, *label, *source;
    int first, last;
    int left_out;  // a setting between the two that does not count; 0: none
    int headline;  // its percentage is one
    int crossed;   // by need as well
};
enum { GRID_SUB_TOTALS = 7 };
extern const struct grid_sub_total grid_sub_totals[GRID_SUB_TOTALS];

// Where things are.
int grid_setting_row(Qd__Setting setting);
int grid_sub_total_row(int index);
int grid_need_column(Qd__Need need);
int grid_folded_column(
    void);  // DfE's `oth`, which holds Down syndrome, a need of its own since 2025
int grid_columns(void);
int grid_place(int row, int column);  // in the array of figures
size_t grid_size(void);

// Fills an array of grid_size figures; all of them none for NULL, or without placements.
void grid_fill(const Qd__Return *returned, struct figure *figures);

#endif
