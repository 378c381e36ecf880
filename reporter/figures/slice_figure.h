// The figure of one slice of a cube.
//
// How the rows of a slice become its figure. The slice is cut into cells: one for each combination
// of the codes that it names; where a dimension may be anything, a cell takes whatever there is.
//
//   no return, or no row of the part           not returned
//   a part, a column, or every code of the     not collected
//     slice is younger than the return
//   a row that may belong to the slice, because  not available; or its reason, where it has one: the
//     it leaves open (not_known) what the slice    return has no such breakdown
//     tells apart, and is not known to be of 0
//   a code that is a part of another one, of   not available
//     which as a whole the return has rows
//   the slice goes over a dimension of which   not available: a section 251 line that is left out is
//     every code has a row (labels.def), and      missing, and one without spending has a row of 0
//     one has none
//   a cell without a row                       not available: nothing proves that it is zero
//   a row with a reason in place of a figure   that reason, the first of them
//   otherwise                                  the sum of the rows
//
// A price may be blank, and most are: a row without one is not looked at, and neither is a cell
// without one. A slice in which no row has a price is not available.
//
// Where the part has a row `total`, its counts are proved by it, and the dimension of the total is
// always cut into its codes. The slice of everything is the total row. If all other rows add up to
// it, every cell without a row is zero, because counts are not negative, and a row with a reason adds
// nothing to a sum in which something is known. Two things are not proved zero by that:
//
//   - a cell whose rows all have a reason is missing itself; and if it is broken down by more than
//     the total's dimension, it takes every sum, because its plans may be counted within another code
//     (Down syndrome within `oth`);
//   - a cell within a code that is missing as a whole.
//
// Rows that make less than the total, some of them with a reason, prove less: a cell without a row has
// nothing all the same, because a row is left out only where there is nothing (labels.def), and what the
// total has more is in the rows with a reason. So one plan in a setting that is x takes the sub-totals
// that the setting is in, and no others. A slice without any row is not available then.
#ifndef QD_REPORTER_FIGURES_SLICE_FIGURE_H
#define QD_REPORTER_FIGURES_SLICE_FIGURE_H

#include "reporter/figures/cube.h"

// `column` is its place in the cube.
struct figure slice_figure(const struct cube *cube, size_t column, const struct slice *slice);

#endif
