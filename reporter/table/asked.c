#include "reporter/table/asked.h"

#include "lib/base/list.h"

#include <assert.h>
#include <string.h>

void asked_init(struct asked *asked, struct arena *arena)
{
    *asked = (struct asked){.arena = arena};
}

// --- each figure once

static int is_same(const struct wanted *a, const struct wanted *b)
{
    return a->column == b->column && a->given == b->given &&
           memcmp(&a->slice, &b->slice, sizeof a->slice) == 0;
}

// FNV-1a over the slice, and where the column stands.
static size_t hash_of(const struct wanted *wanted)
{
    enum { START = 0x811c9dc5, PRIME = 0x01000193, COLUMNS_APART = 64 };
    uint32_t hash = START ^ (wanted->column->id * COLUMNS_APART);

    for (unsigned i = 0; i < DIMENSIONS_MAX; i++) {
        const uint64_t codes = wanted->slice.codes[i];

        hash = (hash ^ (uint32_t)(codes ^ codes >> 32)) * PRIME;
        hash ^= hash >> 15;
    }
    return hash;
}

// The place for a figure: that of the same one, or a free one.
static uint32_t *find_place(const struct asked_part *part, const struct wanted *wanted)
{
    size_t at = hash_of(wanted) & (part->places_count - 1);

    while (part->places[at] != 0 && !is_same(&part->list[part->places[at] - 1], wanted))
        at = (at + 1) & (part->places_count - 1);
    return &part->places[at];
}

// Keeps the places half empty at least; their number is a power of two.
static int grow(struct asked *asked, struct asked_part *part)
{
    enum { FIRST_PLACES = 64 };

    if (part->places_count > 2 * part->count)
        return 1;
    part->places_count = part->places_count == 0 ? FIRST_PLACES : 2 * part->places_count;
    part->places = arena_zalloc(asked->arena, part->places_count * sizeof *part->places);
    for (size_t i = 0; part->places != NULL && i < part->count; i++)
        *find_place(part, &part->list[i]) = (uint32_t)i + 1;
    return part->places != NULL;
}

static unsigned ask(struct asked *asked, struct asked_part *part, const struct wanted *wanted)
{
    struct wanted *added;
    uint32_t *place;

    if (asked->failed || !grow(asked, part)) {
        asked->failed = 1;
        return 0;
    }
    place = find_place(part, wanted);
    if (*place != 0)
        return *place - 1;
    added = LIST_ADD(asked->arena, part->list, part->count);
    if (added == NULL) {
        asked->failed = 1;
        return 0;
    }
    *added = *wanted;
    *place = (uint32_t)part->count;
    return *place - 1;
}

// Whether no code of some dimension is in it.
static int is_empty(const struct slice *slice)
{
    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        if (slice->codes[i] == 0)
            return 1;
    return 0;
}

struct asked_sum asked_add(struct asked *asked, const struct formula *formula,
                           const struct slice *slice)
{
    struct asked_sum sum = {.count = formula->count};

    for (unsigned i = 0; i < formula->count; i++) {
        const struct formula_term *term = &formula->terms[i];
        const struct wanted wanted = {term->column, term->given, formula_slice(term, slice)};

        sum.terms[i].part = term->part;
        sum.terms[i].taken_away = term->taken_away;
        sum.terms[i].is_none = term->part != RECEIPT_PART && is_empty(&wanted.slice);
        if (sum.terms[i].is_none)
            continue;
        sum.terms[i].index = term->part == RECEIPT_PART
                                 ? term->receipt
                                 : ask(asked, &asked->parts[term->part], &wanted);
    }
    return sum;
}

enum err asked_plan(struct asked *asked, struct err_text *text)
{
    if (asked->failed)
        return err_say(text, ERR_NO_MEMORY, "the table needs more memory than there is");
    for (int i = 0; i < FORM_PARTS; i++) {
        struct asked_part *part = &asked->parts[i];
        enum err error = ERR_OK;

        if (part->count > 0)
            error = wanted_plan_make(&part->plan, asked->arena, (enum form_part)i, part->list,
                                     part->count, text);
        if (error != ERR_OK)
            return error;
    }
    return ERR_OK;
}

// --- the answer

size_t asked_count(const struct asked *asked, int part)
{
    return part == RECEIPT_PART ? receipt_figures() : asked->parts[part].count;
}

void asked_answer(const struct asked *asked, int part, const struct receipt *receipt,
                  struct figure *answers)
{
    const size_t count = asked_count(asked, part);

    if (part == RECEIPT_PART) {
        for (unsigned i = 0; i < count; i++)
            answers[i] = receipt_figure(receipt, i);
    } else if (count > 0 && receipt->redacted) {
        for (size_t i = 0; i < count; i++)
            answers[i] = figure_missing((receipt->parts >> part & 1) != 0 ? FIGURE_NOT_AVAILABLE
                                                                          : FIGURE_NOT_RETURNED);
    } else if (count > 0) {
        assert((receipt->left >> part & 1) == 0);
        wanted_figures(asked->parts[part].plan, receipt->returned, answers);
    }
}

struct figure asked_value(const struct asked_sum *sum, struct figure *const *answers)
{
    struct figure value = figure_of(0);

    for (unsigned i = 0; i < sum->count; i++) {
        const struct asked_figure *asked = &sum->terms[i];
        struct figure term = asked->is_none ? figure_missing(FIGURE_NOT_APPLICABLE)
                                            : answers[asked->part][asked->index];

        if (asked->taken_away)
            term.value = -term.value;  // nothing that is returned is below 0
        figure_add(&value, term);
    }
    return value;
}
