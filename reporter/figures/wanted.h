// What is asked of a return: figures by their column and slice, all of one part; and the answer, in
// one pass over the part's rows.
// How the rows of a slice become its figure: slice_figure.h.
#ifndef QD_REPORTER_FIGURES_WANTED_H
#define QD_REPORTER_FIGURES_WANTED_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "proto/form/figure.h"
#include "reporter/figures/dimensions.h"

#include <stddef.h>

struct wanted {
    const ProtobufCFieldDescriptor *column;
    const ProtobufCFieldDescriptor *given;  // only rows that have this figure too; NULL: all rows
    struct slice slice;
};

struct wanted_plan;

// Lays out what the pass needs, in the arena; the list must outlive it. ERR_NO_MEMORY.
enum err wanted_plan_make(struct wanted_plan **plan, struct arena *arena, enum form_part part,
                          const struct wanted *list, size_t count, struct err_text *text);

// The figures of one return (NULL: none), one for each that is asked, in their order.
void wanted_figures(struct wanted_plan *plan, const Qd__Return *returned, struct figure *figures);

#endif
