// The rules over what could be read of a return. What could not be read hides nothing in the rest:
// parts that were read as a whole are judged as such, rows of the others each by itself.
#ifndef QD_COLLECTOR_READING_RETURN_CHECK_H
#define QD_COLLECTOR_READING_RETURN_CHECK_H

#include "collector/reading/part.h"
#include "proto/rules/findings.h"
#include "proto/rules/rules.h"
#include "return.pb-c.h"

// Finds the returns of a borough for a period and those before, the latest first: how many of them there
// are. They live in the arena.
typedef size_t return_earlier_fn(void *context, const Qd__Header *header, struct arena *arena,
                                 const Qd__Return *earlier[RULES_KEPT_MAX]);

// What the collector knows beside the files.
struct return_known {
    int32_t today;               // since 1970-01-01
    const char *folder;          // its name; NULL: not known
    return_earlier_fn *earlier;  // NULL: none are known
    void *context;               // of `earlier`
};

// Adds what the rules find, placed as a spreadsheet shows it, and says in findings->not_checked
// what could not be looked at. `*returned` is the return as far as it was read as a whole, with what
// only the collector asks (asked.h), in the findings' arena; its header is NULL when return.csv was not.
// ERR_NO_MEMORY.
// `known` may be NULL: then the rules that need it do not run.
enum err return_check(const struct part parts[FORM_PARTS], const struct return_known *known,
                      struct findings *findings, Qd__Return **returned);

#endif
