// Findings by their cause: one mapping gone wrong over a thousand rows is one group, and does not
// drown what else there is.
#ifndef QD_COLLECTOR_WORDS_REPORT_GROUPS_H
#define QD_COLLECTOR_WORDS_REPORT_GROUPS_H

#include "lib/base/err.h"
#include "proto/rules/findings.h"

enum report_section {
    REPORT_STOPS,
    REPORT_ASKS,
    REPORT_EXPLAINED,  // it asked, and explanations.csv answers
    REPORT_INFORMS,
    REPORT_SECTIONS
};

enum report_section report_groups_section(const struct finding *finding);

// The findings of one rule in one column of one file that have the same explanation or none, in their
// order.
struct report_group {
    enum report_section section;
    size_t first, last;  // places in the list of findings
    size_t count;
};

struct report_groups {
    struct report_group *list;  // in the order of their first findings
    size_t count;
    size_t *next;  // by finding: the next one of its group
};

enum err report_groups_make(struct report_groups *groups, const struct findings *findings);
void report_groups_free(struct report_groups *groups);  // zeroes are fine

#endif
