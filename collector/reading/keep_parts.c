#include "collector/reading/keep_parts.h"

#include "lib/base/list.h"
#include "proto/form/figures.h"
#include "proto/rules/explanation_target.h"

#include <string.h>
#include <strings.h>

struct keeping {
    struct arena *arena;
    Qd__Return *returned;
    const Qd__Return *before;
    ProtobufCMessage **explanations;  // to be added
    size_t count;
};

static int keep_rows(const struct keeping *keeping, enum form_part part)
{
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(keeping->before, part, &rows);
    ProtobufCMessage **copy = arena_alloc(keeping->arena, (count + 1) * sizeof(ProtobufCMessage *));

    if (copy == NULL)
        return -1;
    memcpy(copy, rows, count * sizeof(ProtobufCMessage *));
    return form_set_rows(keeping->arena, keeping->returned, part, copy, count);
}

static int is_target_of(const Qd__Explanation *row, const struct explanation_target *target)
{
    const struct explanation_target other = explanation_target_of(row);

    return explanation_target_compare(&other, target) == 0;
}

// What the officer says in the folder counts; and of what is kept the first, because two rows for the same
// stop the return.
static int is_said(const struct keeping *keeping, const struct explanation_target *target)
{
    for (size_t i = 0; i < keeping->returned->n_explanations; i++)
        if (is_target_of(keeping->returned->explanations[i], target))
            return 1;
    for (size_t i = 0; i < keeping->count; i++)
        if (is_target_of((const Qd__Explanation *)(const void *)keeping->explanations[i], target))
            return 1;
    return 0;
}

static int keep_explanation(struct keeping *keeping, enum form_part part,
                            const Qd__Explanation *said)
{
    Qd__Explanation *copy = arena_alloc(keeping->arena, sizeof *copy);
    struct explanation_target target;
    ProtobufCMessage **place;

    if (copy == NULL)
        return -1;
    *copy = *said;
    copy->part = arena_strdup(keeping->arena, form_part(part)->name);
    if (copy->part == NULL)
        return -1;
    target = explanation_target_of(copy);
    if (is_said(keeping, &target))
        return 0;
    place = LIST_ADD(keeping->arena, keeping->explanations, keeping->count);
    if (place == NULL)
        return -1;
    *place = &copy->base;
    return 0;
}

static int is_about(const struct explanation_target *target, enum form_part part,
                    const struct leaving_figure *figure)
{
    return explanation_target_is_in(target, part) &&
           (figure == NULL ||
            (strcasecmp(target->column, figure->kept->name) == 0 &&
             (*target->row == '\0' || strcasecmp(target->row, figure->row) == 0)));
}

// Of the whole part where there is no figure. What was said of this very part comes before what was said of all, as
// it answered before that.
static int keep_explanations(struct keeping *keeping, enum form_part part,
                             const struct leaving_figure *figure)
{
    for (int of_all = 0; of_all <= 1; of_all++)
        for (size_t i = 0; i < keeping->before->n_explanations; i++) {
            const Qd__Explanation *said = keeping->before->explanations[i];
            const struct explanation_target target = explanation_target_of(said);

            if ((*target.part == '\0') == of_all && is_about(&target, part, figure) &&
                keep_explanation(keeping, part, said) != 0)
                return -1;
        }
    return 0;
}

static int put_explanations(const struct keeping *keeping)
{
    return form_set_rows(keeping->arena, keeping->returned, FORM_EXPLANATIONS,
                         keeping->explanations, keeping->count);
}

int keep_parts(struct arena *arena, Qd__Return *returned, const Qd__Return *before,
               const struct leaving *leaving)
{
    struct keeping keeping = {.arena = arena, .returned = returned, .before = before};

    for (int i = 0; i < FORM_PARTS; i++)
        if ((leaving->parts >> i & 1) != 0 &&
            (keep_rows(&keeping, (enum form_part)i) != 0 ||
             keep_explanations(&keeping, (enum form_part)i, NULL) != 0))
            return -1;
    return put_explanations(&keeping);
}

// --- single figures

int keep_parts_figures(struct arena *arena, Qd__Return *returned, const Qd__Return *before,
                       const struct leaving *leaving)
{
    struct keeping keeping = {.arena = arena, .returned = returned, .before = before};

    for (size_t i = 0; i < leaving->count; i++) {
        const struct leaving_figure *figure = &leaving->figures[i];
        ProtobufCMessage *const *rows;

        if (figure->kept == NULL)
            continue;
        (void)form_all_rows(returned, figure->part, &rows);
        figures_set_value(rows[figure->index], figure->kept, figure->value);
        if (keep_explanations(&keeping, figure->part, figure) != 0)
            return -1;
    }
    return put_explanations(&keeping);
}
