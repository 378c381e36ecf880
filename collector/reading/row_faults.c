#include "collector/reading/row_faults.h"

#include "collector/words/printable.h"

#include <string.h>

void row_faults_add(struct row_faults *faults, const struct row_fault *fault)
{
    if (faults->count < HEADING_FIELDS_MAX)
        faults->list[faults->count++] = *fault;
}

static int are_alike(const struct row_fault *a, const struct row_fault *b)
{
    return a->fault.rule == b->fault.rule && a->cell->length == b->cell->length &&
           memcmp(a->cell->text, b->cell->text, a->cell->length) == 0;
}

struct alike {
    size_t count;       // of those like it, itself too
    int is_first;       // none before it is
    int has_one_fix;    // all of them have the same
    const char *names;  // of the first columns: "routes, solo, passenger_assistants"
};

static struct alike alike_of(const struct row_faults *faults, size_t index, struct arena *arena)
{
    const struct row_fault *fault = &faults->list[index];
    struct alike alike = {.is_first = 1, .has_one_fix = 1, .names = ""};

    for (size_t i = 0; i < faults->count; i++) {
        const struct row_fault *other = &faults->list[i];

        if (!are_alike(fault, other))
            continue;
        alike.is_first &= i >= index;
        alike.has_one_fix &= strcmp(fault->fault.fix, other->fault.fix) == 0;
        if (alike.count++ < ROW_FAULTS_ALIKE_MAX && alike.names != NULL)
            alike.names = arena_printf(arena, "%s%s%s", alike.names, alike.count > 1 ? ", " : "",
                                       other->field->name);
    }
    return alike;
}

int row_faults_tell(const struct row_faults *faults, size_t index, struct arena *arena,
                    const char **words, const char **fix)
{
    const struct row_fault *fault = &faults->list[index];
    const struct alike alike = alike_of(faults, index, arena);
    const char *cell = fault->cell->length == 0
                           ? "the cell"
                           : printable_quote(arena, fault->cell->text, fault->cell->length);

    *fix = fault->fault.fix;
    *words = arena_printf(arena, "%s %s", cell, fault->fault.what);
    if (alike.count <= ROW_FAULTS_ALIKE_MAX || *words == NULL || alike.names == NULL)
        return 1;
    if (!alike.is_first)
        return 0;
    *words = arena_printf(arena, "%s: in %zu cells (%s and %zu more)", *words, alike.count,
                          alike.names, alike.count - ROW_FAULTS_ALIKE_MAX);
    if (!alike.has_one_fix)
        *fix = "fill in each of them as its column asks; `qd-collector template` explains them";
    return 1;
}
