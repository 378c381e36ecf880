// Causes of what was found. One setting of a spreadsheet can be a finding in hundreds of cells, and one wrong
// figure can break a rule and a sum: an officer fixes causes.
//
//   findings                                                 are one cause where
//   of one rule in one column                                report_groups.h says so
//   of one rule in several columns of a file                 they have the same explanation, or none
//   of a rule over named columns (rule_columns.def)          another rule over rows has found something in
//                                                            one of these columns of the same row
#ifndef QD_COLLECTOR_PAGE_CAUSES_H
#define QD_COLLECTOR_PAGE_CAUSES_H

#include "collector/words/report_groups.h"
#include "lib/base/arena.h"

struct cause {
    enum report_section section;
    const struct finding *first;  // of the list
    const struct finding **list;  // in their order, but what another rule found stands last
    size_t count;
    size_t not_listed;  // so many more of its rule were counted, and not kept
};

struct causes {
    struct cause *list;  // by section; in it the one with the most findings first
    size_t count;
    size_t in_section[REPORT_SECTIONS];
};

// All of it in the arena; the findings are the caller's. ERR_NO_MEMORY.
enum err causes_make(struct causes *causes, struct arena *arena, const struct findings *findings);

enum { CAUSES_ROWS_SHOWN = 3 };

// The first rows of its file that have a finding: how many, CAUSES_ROWS_SHOWN at most, in their order.
size_t causes_rows(const struct cause *cause, uint32_t rows[CAUSES_ROWS_SHOWN]);

// How many rows have one.
size_t causes_rows_count(const struct cause *cause);

// Whether the rule judges some of its part's figures, which rule_columns.def names, and no others.
int causes_names_columns(const struct rule *rule, enum form_part part);

// Columns that such a rule names, where the finding has no column of its own.
int causes_is_over(const struct finding *finding, const ProtobufCFieldDescriptor *column);

#endif
