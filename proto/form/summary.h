// What a part of a return amounts to, in a few figures by which a person sees whether it is what was
// meant: so many rows, so many plans, so much money. Which figures these are stands in summary.def.
#ifndef QD_PROTO_FORM_SUMMARY_H
#define QD_PROTO_FORM_SUMMARY_H

#include "proto/form/figure.h"
#include "proto/form/form.h"

enum { SUMMARY_FIGURES_MAX = 4 };  // of one part: they stand in one line

struct summary_figure {
    const ProtobufCFieldDescriptor *field;
    const char *words;   // what is counted; "" for money
    struct figure sum;   // of the rows that have a value; FIGURE_BLANK when none has
    size_t rows_absent;  // where there is one that is not given: the sum is without it (promise F)
};

struct summary {
    size_t rows;  // of explanations those that have words
    struct summary_figure figures[SUMMARY_FIGURES_MAX];
    size_t figures_count;
};

// The same part of two returns has the same figures in the same places.
struct summary summary_of(const Qd__Return *returned, enum form_part part);

#endif
