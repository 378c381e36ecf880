// The rule that tells which sub-totals of a return have no figure.
#include "proto/form/codes.h"
#include "proto/rules/rules_internal.h"

#include <string.h>

enum { NAMED_MAX = 4 };  // settings that a finding names

static const struct sub_total {
    const char *dimension, *name, *codes;
} sub_totals[] = {
#define SUB_TOTAL(dimension, name, codes, label, source, ...) {#dimension, #name, codes},
#include "proto/form/sums.def"
};

static int holds(const char *codes, const char *code)
{
    const size_t length = strlen(code);

    for (const char *at = strstr(codes, code); at != NULL; at = strstr(at + 1, code))
        if ((at == codes || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return 1;
    return 0;
}

// Whether some row of the setting has a reason in place of its plans.
static int is_withheld(const Qd__Return *returned, int setting)
{
    for (size_t i = 0; i < returned->n_placements; i++)
        if ((int)returned->placements[i]->setting == setting &&
            !figure_known(FIGURE_VALUE(returned->placements[i], plans)))
            return 1;
    return 0;
}

static int64_t known_plans(const Qd__Return *returned)
{
    int64_t sum = 0;

    for (size_t i = 0; i < returned->n_placements; i++)
        if (returned->placements[i]->setting != QD__SETTING__TOTAL)
            sum += FIGURE_VALUE(returned->placements[i], plans).value;
    return sum;
}

static const char *add(const struct rules_run *run, const char *list, const char *name)
{
    return arena_printf(run->findings->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", name);
}

// Where the rows with a figure make the total, those without one hold nothing, and no sum is lost.
void rules_sub_totals(const struct rules_run *run)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    const struct figure total = rules_settings_total(run->returned, FORM_PLACEMENTS);
    const int64_t left = total.value - known_plans(run->returned);
    unsigned char lost[sizeof sub_totals / sizeof sub_totals[0]] = {0};
    const char *withheld = "", *names = "";
    unsigned count = 0;

    if (!figure_known(total) || left <= 0)
        return;
    for (unsigned i = 0; i < settings->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        if (settings->values[i].value == QD__SETTING__TOTAL ||
            !is_withheld(run->returned, settings->values[i].value) ||
            !codes_write(settings, settings->values[i].value, code))
            continue;
        for (size_t j = 0; j < sizeof lost; j++)
            lost[j] |=
                strcmp(sub_totals[j].dimension, "setting") == 0 && holds(sub_totals[j].codes, code);
        if (count++ < NAMED_MAX && withheld != NULL)
            withheld = add(run, withheld, code);
    }
    for (size_t j = 0; j < sizeof lost && names != NULL; j++)
        if (lost[j])
            names = add(run, names, sub_totals[j].name);
    if (count == 0 || withheld == NULL || names == NULL)
        return;
    if (count > NAMED_MAX)
        withheld =
            arena_printf(run->findings->arena, "%s and %u more", withheld, count - NAMED_MAX);
    rules_found(run, finding_place_part(FORM_PLACEMENTS),
                "%lld of the total's plans are only in settings without a figure (%s)%s%s",
                (long long)left, withheld == NULL ? "others" : withheld,
                *names == '\0' ? "" : ", so that these cannot be added up: ", names);
}
