// The rules over providers: one name goes with one number, and one number with one name. A fill handle
// that counts up makes a new school in each row, and prices are compared by number.
#include "proto/rules/rules_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// A row that has both a name and a number.
struct provider {
    const char *name;  // letters and digits only, in lower case
    uint32_t number;
    size_t index;
};

enum by { BY_NAME, BY_NUMBER };

// A URN and a UKPRN are two numbers of one provider, so that each is looked at by itself.
struct kind {
    const char *column, *words;
    int (*get)(const Qd__Placement *row, uint32_t *number);
};

static int urn_of(const Qd__Placement *row, uint32_t *number)
{
    *number = row->urn;
    return row->has_urn;
}

static int ukprn_of(const Qd__Placement *row, uint32_t *number)
{
    *number = row->ukprn;
    return row->has_ukprn;
}

static const struct kind kinds[] = {{"urn", "URN", urn_of}, {"ukprn", "UKPRN", ukprn_of}};

// Spaces, full stops and capitals make no other name. NULL when memory is exhausted.
static const char *plain_name(struct arena *arena, const char *name)
{
    char *plain = arena_strdup(arena, name), *at = plain;

    if (plain == NULL)
        return NULL;
    for (; *name != '\0'; name++)
        if (isalnum((unsigned char)*name) || (unsigned char)*name > 0x7f)
            *at++ = (char)tolower((unsigned char)*name);
    *at = '\0';
    return plain;
}

static size_t collect(const struct rules_run *run, const struct kind *kind,
                      struct provider *providers)
{
    const Qd__Return *returned = run->returned;
    size_t count = 0;

    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];
        struct provider provider = {.index = i};

        if (!kind->get(row, &provider.number) || row->provider_name == NULL)
            continue;
        provider.name = plain_name(run->findings->arena, row->provider_name);
        if (provider.name != NULL && *provider.name != '\0')
            providers[count++] = provider;
    }
    return count;
}

static int compare_by_name(const void *left, const void *right)
{
    const struct provider *a = left, *b = right;
    const int order = strcmp(a->name, b->name);

    if (order != 0)
        return order;
    return (a->index > b->index) - (a->index < b->index);
}

static int compare_by_number(const void *left, const void *right)
{
    const struct provider *a = left, *b = right;

    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static int are_same(const struct provider *a, const struct provider *b, enum by by)
{
    return by == BY_NAME ? strcmp(a->name, b->name) == 0 : a->number == b->number;
}

static void found(struct rules_run *run, const struct kind *kind, enum by by,
                  const struct provider *first, const struct provider *other)
{
    const Qd__Return *returned = run->returned;

    run->index = other->index;
    if (by == BY_NAME)
        rules_found(run, rules_field(run, kind->column), "%s has %s %u here, and %u in %s",
                    returned->placements[other->index]->provider_name, kind->words, other->number,
                    first->number, rules_row_name(run, first->index));
    else
        rules_found(run, rules_field(run, "provider_name"), "%s %u is %s here, and %s in %s",
                    kind->words, other->number, returned->placements[other->index]->provider_name,
                    returned->placements[first->index]->provider_name,
                    rules_row_name(run, first->index));
}

// One finding for each name, or number, however many rows disagree.
static void look(struct rules_run *run, const struct kind *kind, enum by by,
                 const struct provider *providers, size_t count)
{
    const enum by other = by == BY_NAME ? BY_NUMBER : BY_NAME;

    for (size_t first = 0, at = 0; at < count; first = at) {
        int is_told = 0;

        for (; at < count && are_same(&providers[first], &providers[at], by); at++)
            if (!is_told && !are_same(&providers[first], &providers[at], other)) {
                found(run, kind, by, &providers[first], &providers[at]);
                is_told = 1;
            }
    }
}

static void look_by(const struct rules_run *run, enum by by)
{
    const size_t rows = run->returned->n_placements;
    struct provider *providers = arena_alloc(run->findings->arena, rows * sizeof *providers);
    struct rules_run at = *run;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && providers != NULL; i++) {
        const size_t count = collect(run, &kinds[i], providers);

        qsort(providers, count, sizeof *providers,
              by == BY_NAME ? compare_by_name : compare_by_number);
        look(&at, &kinds[i], by, providers, count);
    }
}

void rules_providers_numbers(const struct rules_run *run)
{
    look_by(run, BY_NAME);
}

void rules_providers_names(const struct rules_run *run)
{
    look_by(run, BY_NUMBER);
}
