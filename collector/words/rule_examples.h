// An example for each rule: what it finds, and the same as it should be. They are shown by
// `qd-collector rules RULE`; tests/flow/test_rules.py holds the rules to them.
#ifndef QD_COLLECTOR_WORDS_RULE_EXAMPLES_H
#define QD_COLLECTOR_WORDS_RULE_EXAMPLES_H

#include "proto/rules/rule.h"

struct rule_example {
    const char *file;   // "timeliness.csv"; NULL: `found` and `right` are words
    const char *found;  // lines of the file, or words
    const char *right;
};

const struct rule_example *rule_example(enum rule_id id);

#endif
