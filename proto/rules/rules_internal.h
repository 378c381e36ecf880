// What rules.c gives to the functions that rules.def names, and what they share. Rules
// judge the figures that are known, and leave out those that are not.
#ifndef QD_PROTO_RULES_RULES_INTERNAL_H
#define QD_PROTO_RULES_RULES_INTERNAL_H

#include "proto/form/figure.h"
#include "proto/rules/explanation_target.h"
#include "proto/rules/rules.h"

// The explanations of a return, so that the one for a finding is found among thousands.
struct rules_explanation {
    size_t index;       // in the return
    const char *words;  // or those of another for the same place; NULL: none
    int met;            // something was found there
};
struct rules_explanations {
    const Qd__Return *returned;
    struct rules_explanation *list;  // by rule and place
    size_t count;                    // 0 as well when they were not all read
    unsigned char has[RULE_COUNT];   // there is one for the rule
};

// The columns that a rule has asked for by name, so that it looks for each once and not in every row. A
// name is known by its place, because rules write them down.
enum { RULES_NAMED_MAX = 12 };
struct rules_named {
    struct {
        const ProtobufCMessageDescriptor *row;
        const char *name;
        const ProtobufCFieldDescriptor *column;
    } list[RULES_NAMED_MAX];
    size_t count;
};

// One rule at work.
struct rules_run {
    const struct rules_input *input;
    const Qd__Return *returned;  // input->returned
    enum rule_id rule;           // findings are of this rule
    enum form_part part;         // of ROW and PART rules; its rows are there
    size_t index;                // of a ROW rule: which row
    struct findings *findings;
    struct rules_named *named;
    const struct rules_explanations *explanations;
    void (*judge)(const struct rules_input *input,
                  struct findings *findings);  // another return: rules_check
};

typedef void rules_fn(const struct rules_run *run);

// Each function that rules.def names.
#define RULES_FUNCTION_FILE
#define RULES_FUNCTION_HEADING
#define RULES_FUNCTION_CELL
#define RULES_FUNCTION_ROW(parts, function) rules_fn function;
#define RULES_FUNCTION_PART(parts, function) rules_fn function;
#define RULES_FUNCTION_RETURN(parts, function) rules_fn function;
#define RULES_FUNCTION_CLOCK(parts, function) rules_fn function;
#define RULES_FUNCTION_FOLDER(parts, function) rules_fn function;
#define RULES_FUNCTION_HISTORY(parts, function) rules_fn function;
#define RULE(name, id, class, scope, ...) RULES_FUNCTION_##scope
#include "proto/rules/rules.def"
#undef RULE

// In the arena of the findings, of which those that are there already are marked as explained.
void rules_explanations_begin(struct rules_explanations *explanations,
                              const struct rules_input *input, struct findings *findings);

// Looks whether there is an explanation for what the rule found in that place, which was counted, and
// if it was kept stands in the findings at `kept_at`.
void rules_explanations_look(const struct rules_explanations *explanations, enum rule_id rule,
                             const struct finding_place *place, struct findings *findings,
                             size_t kept_at);

// The words for exactly this target; NULL when there are none.
const char *rules_explanations_words(const struct rules_explanations *explanations,
                                     const struct explanation_target *target);

// The words that one of them has for this place, or for more than it: those for the fewest places.
// NULL when there are none.
const char *rules_explanations_answer(const struct rules_explanations *explanations,
                                      const struct explanation_target *place);

// Finds what the collector alone asked (asked.h).
void asked_find(const struct rules_explanations *explanations, struct findings *findings);

// The plans of the total row, of placements or new plans.
struct figure rules_settings_total(const Qd__Return *returned, enum form_part part);

// Their place. The return must have a total row.
struct finding_place rules_settings_total_row(const Qd__Return *returned, enum form_part part);

// The place of the row that a ROW rule looks at, and of a field in it.
struct finding_place rules_row(const struct rules_run *run);
struct finding_place rules_field(const struct rules_run *run, const char *field);

// The figure in a column of the row that a ROW rule looks at.
struct figure rules_figure(const struct rules_run *run, const char *column);

// A row of the run's part, in words, in the arena of the findings: "row 14" of the spreadsheet, or
// "row 13 of figures" where nothing is known of one.
const char *rules_row_name(const struct rules_run *run, size_t index);

// The borough's own earlier return for exactly this period; NULL where none is known.
const Qd__Return *rules_earlier(const struct rules_run *run, const Qd__Period *period);

// Adds a finding of the run's rule, with its general fix, and with what stands in the place's field.
void rules_found(const struct rules_run *run, struct finding_place place, const char *what_format,
                 ...) __attribute__((format(printf, 3, 4)));

// Pence as pounds, in the arena of the findings.
const char *rules_pounds(const struct rules_run *run, int64_t pence);

#endif
