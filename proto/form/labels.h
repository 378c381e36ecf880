// What stands beside a column of the form in labels.def.
#ifndef QD_PROTO_FORM_LABELS_H
#define QD_PROTO_FORM_LABELS_H

#include "proto/form/form.h"

#include <stdint.h>

struct labels {
    const char *label;  // "EHC plans issued within 20 weeks, without exceptions"
    const char *unit;   // "plans", "£"; "" for what is not a figure
    const char *dfe;    // what DfE's published files call it: "plans_issued_20_weeks_ex"; or ""
    const char *help;   // what to write, in sentences
    uint32_t since;     // the version of the form in which the column came
};

// Never NULL. A field that is not a column has empty words and is as old as the form; a column
// without words fails a test.
const struct labels *labels_of(const ProtobufCFieldDescriptor *field);

// Whether a figure is what there is on a day, and not what happened in the period: such figures of
// four quarters do not add up to a year.
int labels_is_stock(const ProtobufCFieldDescriptor *field);

// Whether rows with different codes in this column are never added up: each code is a definition of its
// own, by which the same things are counted again.
int labels_is_apart(const ProtobufCFieldDescriptor *field);

// Whether every code of the column has a row, so that a sum over the column needs one for each.
int labels_is_whole(const ProtobufCFieldDescriptor *field);

#endif
