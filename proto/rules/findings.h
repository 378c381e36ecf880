// What is wrong with a return, in full: every finding with its place, its value, what is wrong and
// how to fix it. Made by the reading of files and cells, and by rules; shown by the collector, and
// sent back by the aggregator in a Refusal.
#ifndef QD_PROTO_RULES_FINDINGS_H
#define QD_PROTO_RULES_FINDINGS_H

#include "lib/base/arena.h"
#include "proto/rules/rule.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

// A place in a return. `index` is the row within its part, from 0; what a spreadsheet shows (row,
// column letter) is known to the collector alone, which fills sheet_row and sheet_column.
struct finding_place {
    enum form_part part;
    size_t index;
    const ProtobufCFieldDescriptor *field;  // NULL: the whole row
    int whole_part;                         // no row in particular
    const char *file;       // when the part is not known: "plcements.csv"; else NULL
    uint32_t sheet_row;     // as a spreadsheet shows it, the heading is 1; 0: not known
    uint32_t sheet_column;  // 1 is A; 0: not known
    const char *heading;    // when there is no field for it: the heading as it stands in the file
};

// The place of a whole part.
struct finding_place finding_place_part(enum form_part part);

enum { FINDING_LETTERS_BYTES = 8 };
// "A" for 1, "AA" for 27; "" for 0.
void finding_letters(uint32_t column, char text[FINDING_LETTERS_BYTES]);

struct finding {
    const struct rule *rule;
    struct finding_place place;
    const char *value;  // as it stands in the cell; NULL when there is none
    const char *what;   // what is wrong here, with the figures
    const char *fix;    // how to fix this one
    // Of a finding that asks: the row, as explanations.csv names it; "" if none.
    const char *row_key;
    int explained;            // the borough explained it (explanations.csv)
    const char *explanation;  // in these words; NULL when it did not
};

enum { FINDINGS_KEPT_MAX = 1000 };  // all are counted, so many are kept unless kept_max says more

struct findings {
    struct arena *arena;  // owns the texts and the list
    struct finding *list;
    size_t count;  // in `list`
    // FINDINGS_KEPT_MAX at first; the collector, which shows all, sets a larger one.
    size_t kept_max;
    size_t stops, asks, informs;  // all there were, kept or not; asks without explained ones
    size_t found[RULE_COUNT];     // the same by rule; explained ones do count
    // By part: what could not be checked because of other findings, as a sentence; NULL: all was.
    const char *not_checked[FORM_PARTS];
};

void findings_init(struct findings *findings, struct arena *arena);

// Adds one; texts are copied into the arena. `fix` NULL means the rule's own. When the arena is
// exhausted the finding is counted, not kept.
void findings_add(struct findings *findings, enum rule_id rule, struct finding_place place,
                  const char *value, const char *fix, const char *what_format, ...)
    __attribute__((format(printf, 6, 7)));
void findings_vadd(struct findings *findings, enum rule_id rule, struct finding_place place,
                   const char *value, const char *fix, const char *what_format, va_list arguments)
    __attribute__((format(printf, 6, 0)));

// Counts one more without keeping it: one cause over thousands of rows must not drown the rest.
void findings_count(struct findings *findings, enum rule_id rule);

// The finding that asks and was counted, at that place in the list if it was kept, has this explanation,
// which must live as long.
void findings_explain(struct findings *findings, size_t at, const char *words);

// In the order of the files, rows and columns.
void findings_sort(struct findings *findings);

#endif
