#include "proto/rules/rules_internal.h"

// What judges by each rule; no function where files are read.
struct check {
    unsigned parts;  // a set of enum rule_parts
    rules_fn *function;
};

// FILE is {0, NULL}, ROW(parts, function) is {parts, function}.
#define CHECK_FILE 0, NULL
#define CHECK_HEADING 0, NULL
#define CHECK_CELL 0, NULL
#define CHECK_ROW(parts, function) parts, function
#define CHECK_PART(parts, function) parts, function
#define CHECK_RETURN(parts, function) parts, function
#define CHECK_CLOCK(parts, function) parts, function
#define CHECK_FOLDER(parts, function) parts, function
#define CHECK_HISTORY(parts, function) parts, function

static const struct check checks[RULE_COUNT] = {
#define RULE(name, id, class, scope, ...) {CHECK_##scope},
#include "proto/rules/rules.def"
#undef RULE
};

static int holds(unsigned parts, int part)
{
    return (parts >> part & 1) != 0;
}

// --- one rule

static void run_rows(struct rules_run *run, const struct check *check)
{
    size_t rows = form_rows(run->returned, run->part);

    if (run->input->read[run->part] == RULES_READ_NOTHING)
        return;
    for (run->index = 0; run->index < rows; run->index++)
        check->function(run);
}

static void run_part(struct rules_run *run, const struct check *check)
{
    if (run->input->read[run->part] == RULES_READ_WHOLE && form_rows(run->returned, run->part) > 0)
        check->function(run);
}

static void run_each_part(struct rules_run *run, const struct check *check,
                          void (*run_one)(struct rules_run *, const struct check *))
{
    for (int part = 0; part < FORM_PARTS; part++) {
        run->part = (enum form_part)part;
        if (holds(check->parts, part))
            run_one(run, check);
    }
}

static void run_return(struct rules_run *run, const struct check *check)
{
    for (int part = 0; part < FORM_PARTS; part++)
        if (holds(check->parts, part) && run->input->read[part] != RULES_READ_WHOLE)
            return;
    check->function(run);
}

static void run_if(int known, struct rules_run *run, const struct check *check)
{
    if (known)
        run_return(run, check);
}

static void run_rule(const struct rules_input *input, enum rule_id rule,
                     const struct rules_explanations *explanations, struct findings *findings)
{
    struct rules_named named;
    struct rules_run run = {.input = input,
                            .returned = input->returned,
                            .rule = rule,
                            .findings = findings,
                            .named = &named,
                            .explanations = explanations,
                            .judge = rules_check};
    const struct check *check = &checks[rule];

    named.count = 0;  // and nothing else: there are many rules, and most are about another part
    switch (rule_get(rule)->scope) {
    case RULE_SCOPE_ROW:
        run_each_part(&run, check, run_rows);
        break;
    case RULE_SCOPE_PART:
        run_each_part(&run, check, run_part);
        break;
    case RULE_SCOPE_RETURN:
        run_return(&run, check);
        break;
    case RULE_SCOPE_CLOCK:
        run_if(input->today != NULL, &run, check);
        break;
    case RULE_SCOPE_FOLDER:
        run_if(input->folder != NULL, &run, check);
        break;
    case RULE_SCOPE_HISTORY:
        if (input->earlier_count > 0 && input->returned->header != NULL)
            run_each_part(&run, check, run_part);
        break;
    case RULE_SCOPE_FILE:
    case RULE_SCOPE_HEADING:
    case RULE_SCOPE_CELL:
    case RULE_SCOPES:
        break;
    }
}

// --- all of them

void rules_check(const struct rules_input *input, struct findings *findings)
{
    struct rules_explanations explanations;

    rules_explanations_begin(&explanations, input, findings);
    for (int rule = 0; rule < RULE_COUNT; rule++)
        run_rule(input, (enum rule_id)rule, &explanations, findings);
    asked_find(&explanations, findings);
}
