#include "proto/rules/explanation_target.h"

#include <string.h>
#include <strings.h>

static const char *or_blank(const char *text)
{
    return text == NULL ? "" : text;
}

struct explanation_target explanation_target_of(const Qd__Explanation *row)
{
    return (struct explanation_target){row->rule, or_blank(row->part), or_blank(row->row),
                                       or_blank(row->column)};
}

struct explanation_target explanation_target_of_place(const struct rule *rule,
                                                      const struct finding_place *place,
                                                      const char *row)
{
    return (struct explanation_target){.rule = rule->id,
                                       .part = place->file != NULL ? place->file
                                                                   : form_part(place->part)->name,
                                       .row = row,
                                       .column = place->field == NULL ? "" : place->field->name};
}

int explanation_target_is_answered(const Qd__Explanation *row)
{
    return row->explanation[strspn(row->explanation, " \r\n")] != '\0';
}

// A part by its name, or by its file's.
static size_t part_length(const char *part)
{
    static const char ending[] = ".csv";
    const size_t length = strlen(part), without = length - strlen(ending);

    return length > strlen(ending) && strcasecmp(part + without, ending) == 0 ? without : length;
}

static int compare_parts(const char *a, const char *b)
{
    const size_t length_a = part_length(a), length_b = part_length(b);
    const int order = strncasecmp(a, b, length_a < length_b ? length_a : length_b);

    return order != 0 ? order : (length_a > length_b) - (length_a < length_b);
}

int explanation_target_compare(const struct explanation_target *a,
                               const struct explanation_target *b)
{
    int order = rule_compare_ids(a->rule, b->rule);

    if (order == 0)
        order = compare_parts(a->part, b->part);
    if (order == 0)
        order = strcasecmp(a->row, b->row);
    return order != 0 ? order : strcasecmp(a->column, b->column);
}

int explanation_target_is_in(const struct explanation_target *target, enum form_part part)
{
    return *target->part == '\0' || compare_parts(target->part, form_part(part)->name) == 0;
}
