// What may be wrong with a return: the rules, as proto/rules/rules.def lists them, each once.
#ifndef QD_PROTO_RULES_RULE_H
#define QD_PROTO_RULES_RULE_H

#include "proto/form/form.h"

// What a finding does to the return.
enum rule_class {
    RULE_STOPS,   // the return is not taken until it is fixed
    RULE_ASKS,    // the return is taken; the borough is asked to fix or explain it
    RULE_INFORMS  // nothing to do
};

// What a rule looks at, and so who judges by it:
//
//   FILE, HEADING, CELL      the collector, as it reads
//   ROW, PART, RETURN        rules.c, at both ends alike (promise E)
//   CLOCK, FOLDER, HISTORY   rules.c, where there is what they look at: at the collector
enum rule_scope {
    RULE_SCOPE_FILE,     // the files: which there are, their bytes, how rows are laid out in them
    RULE_SCOPE_HEADING,  // the headings of a file
    RULE_SCOPE_CELL,     // one cell
    RULE_SCOPE_ROW,      // one row of the return
    RULE_SCOPE_PART,     // all rows of one part
    RULE_SCOPE_RETURN,   // several parts
    RULE_SCOPE_CLOCK,    // the return, and what day it is
    RULE_SCOPE_FOLDER,   // the return, and the name of its folder
    RULE_SCOPE_HISTORY,  // the return, and the borough's earlier ones
    RULE_SCOPES
};

// Sets of parts.
enum rule_parts {
    RULE_IN_HEADER = 1 << FORM_HEADER,
    RULE_IN_TIMELINESS = 1 << FORM_TIMELINESS,
    RULE_IN_PLACEMENTS = 1 << FORM_PLACEMENTS,
    RULE_IN_TRANSPORT = 1 << FORM_TRANSPORT,
    RULE_IN_EXPLANATIONS = 1 << FORM_EXPLANATIONS,
    RULE_IN_REVIEWS = 1 << FORM_REVIEWS,
    RULE_IN_DISPUTES = 1 << FORM_DISPUTES,
    RULE_IN_ADULTHOOD = 1 << FORM_ADULTHOOD,
    RULE_IN_MONEY = 1 << FORM_MONEY,
    RULE_IN_CASELOAD = 1 << FORM_CASELOAD,
    RULE_IN_NEW_PLANS = 1 << FORM_NEW_PLANS,
    RULE_IN_TRAVEL = 1 << FORM_TRAVEL,
    RULE_IN_ALL = (1 << FORM_PARTS) - 1,
    RULE_IN_FIGURES = RULE_IN_ALL & ~(RULE_IN_HEADER | RULE_IN_EXPLANATIONS)
};

struct rule {
    const char *id;  // "QD-R02"; never reused
    enum rule_class class;
    enum rule_scope scope;
    const char *title;  // what is wrong, in a few words
    const char *why;    // why it matters, or where the rule comes from
    const char *fix;    // how to fix it, in general
};

// The rules' ids as constants: RULE_CELL_BLANK and so on.
enum rule_id {
#define RULE(name, ...) RULE_##name,
#include "proto/rules/rules.def"
#undef RULE
    RULE_COUNT
};

const struct rule *rule_get(enum rule_id id);

// By its id, in any case, and as a finding shows it: [QD-R02]. NULL if there is none.
const struct rule *rule_find(const char *id);

// Orders ids; 0 for two ways to write the same.
int rule_compare_ids(const char *a, const char *b);

enum rule_id rule_id(const struct rule *rule);

// Whether collector and aggregator both judge by rules of this scope.
int rule_is_of_both_ends(enum rule_scope scope);

#endif
