// The rule over figures of a row of which some are part of another: held of due, upheld of decided.
#include "proto/rules/rules_internal.h"

#include <string.h>

enum { PARTS_MAX = 5 };

// Columns of one row. Parts that are several exclude each other: together they are within the whole.
static const struct whole {
    enum form_part part;
    const char *whole;
    const char *parts[PARTS_MAX];
} wholes[] = {
    {FORM_REVIEWS, "reviews_due", {"reviews_held"}},
    {FORM_REVIEWS, "reviews_held", {"reviews_decided_within_4_weeks"}},
    {FORM_REVIEWS, "phase_transfers_due", {"phase_transfers_final_in_time"}},
    {FORM_REVIEWS, "phase_transfers_post_16_due", {"phase_transfers_post_16_final_in_time"}},
    {FORM_PLACEMENTS, "plans", {"matched_places"}},
    {FORM_DISPUTES, "appeals_decided", {"appeals_upheld"}},
    {FORM_ADULTHOOD,
     "young_people",
     {"supported_internships", "apprenticeships", "traineeships", "young_people_neet",
      "activity_not_known"}},
    {FORM_CASELOAD, "plans_maintained", {"personal_budgets"}},
    {FORM_CASELOAD, "personal_budgets", {"direct_payments"}},
};

// The parts that are known, added up.
static int64_t sum_of_parts(const struct rules_run *run, const struct whole *whole)
{
    int64_t sum = 0;

    for (size_t i = 0; i < PARTS_MAX && whole->parts[i] != NULL; i++) {
        const struct figure part = rules_figure(run, whole->parts[i]);

        sum += figure_known(part) ? part.value : 0;
    }
    return sum;
}

// The same in words: "apprenticeships is 5, neet is 3".
static const char *words_of_parts(const struct rules_run *run, const struct whole *whole)
{
    const char *words = "";

    for (size_t i = 0; i < PARTS_MAX && whole->parts[i] != NULL && words != NULL; i++) {
        const struct figure part = rules_figure(run, whole->parts[i]);

        if (figure_known(part))
            words =
                arena_printf(run->findings->arena, "%s%s%s is %lld", words,
                             *words == '\0' ? "" : ", ", whole->parts[i], (long long)part.value);
    }
    return words == NULL ? "the parts" : words;
}

void rules_wholes(const struct rules_run *run)
{
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++) {
        const struct whole *whole = &wholes[i];
        struct figure all;
        int64_t parts;

        if (whole->part != run->part)
            continue;
        parts = sum_of_parts(run, whole);
        if (parts == 0)
            continue;
        all = rules_figure(run, whole->whole);
        if (figure_known(all) && parts > all.value)
            rules_found(run, rules_field(run, whole->parts[0]), "%s, but %s is only %lld",
                        words_of_parts(run, whole), whole->whole, (long long)all.value);
    }
}
