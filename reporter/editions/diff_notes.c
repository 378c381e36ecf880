// In what the manifests of two editions differ, and which definitions changed.
#include "reporter/editions/diff_internal.h"

#include <string.h>

// --- manifests

static void note(struct diff_two *two, const char *lead, const char *a, const char *b)
{
    if (strcmp(a, b) != 0)
        sheet_note(&two->diff->sheet, lead,
                   arena_printf(two->arena, "%s in A, %s in B", a[0] == '\0' ? "none" : a,
                                b[0] == '\0' ? "none" : b));
}

static const char *number(struct arena *arena, uint64_t value)
{
    const char *text = arena_printf(arena, "%llu", (unsigned long long)value);

    return text == NULL ? "" : text;
}

static void note_manifests(struct diff_two *two)
{
    const struct manifest *a = &two->a, *b = &two->b;

    note(two, "period", a->period, b->period);
    note(two, "audience", a->audience, b->audience);
    note(two, "journal", number(two->arena, a->journal.sequence),
         number(two->arena, b->journal.sequence));
    note(two, "as at", a->as_at, b->as_at);
    note(two, "calendar", a->calendar, b->calendar);
    note(two, "program", a->version, b->version);
    note(two, "form", number(two->arena, a->form), number(two->arena, b->form));
    note(two, "rules", a->rules, b->rules);
}

static void note_lists(struct diff_two *two)
{
    const struct manifest_files *a = &two->a.reference_files, *b = &two->b.reference_files;

    for (size_t i = 0; i < a->count; i++) {
        const struct manifest_file *other = manifest_find_file(b, a->list[i].path);

        if (other == NULL || strcmp(other->sha256, a->list[i].sha256) != 0)
            sheet_note(&two->diff->sheet, "list",
                       arena_printf(two->arena, "%s %s", a->list[i].path,
                                    other == NULL ? "is in A alone" : "is another in B"));
    }
    for (size_t i = 0; i < b->count; i++)
        if (manifest_find_file(a, b->list[i].path) == NULL)
            sheet_note(&two->diff->sheet, "list",
                       arena_printf(two->arena, "%s is in B alone", b->list[i].path));
}

// --- definitions

static const struct manifest_indicator *find(const struct manifest *manifest, const char *table,
                                             const char *measure)
{
    for (size_t i = 0; i < manifest->indicators_count; i++)
        if (strcmp(manifest->indicators[i].table, table) == 0 &&
            strcmp(manifest->indicators[i].measure, measure) == 0)
            return &manifest->indicators[i];
    return NULL;
}

static int is_defined_alike(const struct manifest_indicator *a, const struct manifest_indicator *b)
{
    return strcmp(a->unit, b->unit) == 0 && strcmp(a->numerator, b->numerator) == 0 &&
           strcmp(a->denominator, b->denominator) == 0 &&
           strcmp(a->definition, b->definition) == 0 && strcmp(a->since, b->since) == 0;
}

int diff_is_redefined(const struct diff_two *two, const char *table, const char *measure)
{
    const struct manifest_indicator *a = find(&two->a, table, measure);
    const struct manifest_indicator *b = find(&two->b, table, measure);

    return a != NULL && b != NULL && !is_defined_alike(a, b);
}

static const char *formula(struct arena *arena, const struct manifest_indicator *indicator)
{
    return arena_printf(arena, "%s%s%s, in %s (%s)", indicator->numerator,
                        indicator->denominator[0] == '\0' ? "" : " / ", indicator->denominator,
                        indicator->unit, indicator->definition);
}

static void note_definitions(struct diff_two *two)
{
    for (size_t i = 0; i < two->a.indicators_count; i++) {
        const struct manifest_indicator *a = &two->a.indicators[i];
        const struct manifest_indicator *b = find(&two->b, a->table, a->measure);

        if (b == NULL || is_defined_alike(a, b))
            continue;
        two->diff->definitions++;
        sheet_note(&two->diff->sheet, "defined",
                   arena_printf(two->arena, "%s of %s has another definition: %s in A; %s in B",
                                a->measure, a->table, formula(two->arena, a),
                                formula(two->arena, b)));
    }
}

void diff_notes(struct diff_two *two)
{
    note_manifests(two);
    note_lists(two);
    note_definitions(two);
}
