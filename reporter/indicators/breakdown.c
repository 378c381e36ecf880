#include "reporter/indicators/breakdown.h"

#include "lib/base/commas.h"
#include "lib/base/list.h"
#include "lib/base/spelling.h"
#include "proto/form/codes.h"
#include "reporter/figures/receipt.h"
#include "reporter/indicators/sums.h"

#include <stdio.h>
#include <string.h>

// One name that a dimension can have in a slice.
struct value {
    const char *name, *label;  // the label of everything is ""
    uint64_t codes;
};

// What is asked of a dimension: its values, one or more.
struct values {
    struct value *list;
    size_t count;
};

struct making {
    struct breakdown *breakdown;
    struct arena *arena;
    struct values values[DIMENSIONS_MAX];
    unsigned order[DIMENSIONS_MAX];  // of the dimensions of --by, then the others
    unsigned broken_down;            // a bit for each of --by
    struct err_text *text;
};

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the table needs more memory than there is");
}

// --- the values of a dimension

static const struct value everything = {BREAKDOWN_TOTAL, "", SLICE_ANY};

static int add_value(struct making *making, unsigned dimension, struct value value)
{
    struct values *values = &making->values[dimension];
    struct value *place = value.name == NULL || value.label == NULL
                              ? NULL
                              : LIST_ADD(making->arena, values->list, values->count);

    if (place == NULL)
        return -1;
    *place = value;
    return 0;
}

static struct value of_sub_total(const struct dimension *dimension,
                                 const struct sums_sub_total *sub_total)
{
    return (struct value){sub_total->name, sub_total->label, sums_codes(dimension, sub_total)};
}

// The codes that are parts of this one, and itself.
static uint64_t with_parts(const struct dimension *dimension, unsigned place)
{
    const int whole = dimension->codes->values[place].value;
    uint64_t codes = (uint64_t)1 << place;

    for (unsigned i = 0; i < dimension_size(dimension); i++)
        if (codes_whole_of(dimension->codes, dimension->codes->values[i].value) == whole)
            codes |= (uint64_t)1 << i;
    return codes;
}

static struct value of_code(struct arena *arena, const struct dimension *dimension, unsigned place)
{
    const int number = dimension->codes->values[place].value;
    char code[CODES_WRITTEN_BYTES];

    codes_write(dimension->codes, number, code);
    return (struct value){arena_strdup(arena, code), codes_label(dimension->codes, number),
                          with_parts(dimension, place)};
}

static int is_broken_down_by(const struct dimension *dimension, unsigned place)
{
    return (int)place != dimension->total && (int)place != dimension->not_known;
}

// Codes in the form's order, each sub-total in front of its first code; those within `within`, whose
// own value stands first. Codes that are never added up have no value of everything.
static int add_values(struct making *making, unsigned place, struct value within)
{
    const struct dimension *dimension = &making->breakdown->dimensions.list[place];

    if (!(dimension->apart && within.codes == SLICE_ANY) && add_value(making, place, within) != 0)
        return -1;
    for (unsigned i = 0; i < dimension_size(dimension); i++) {
        const uint64_t bit = (uint64_t)1 << i;

        for (size_t j = 0; j < sums_sub_totals_count; j++) {
            const struct sums_sub_total *sub_total = &sums_sub_totals[j];
            struct value value;

            if (strcmp(sub_total->dimension, dimension->name) != 0)
                continue;
            value = of_sub_total(dimension, sub_total);
            if ((value.codes & -value.codes) == bit && (value.codes & ~within.codes) == 0 &&
                strcmp(value.name, within.name) != 0 && add_value(making, place, value) != 0)
                return -1;
        }
        if (is_broken_down_by(dimension, i) && (within.codes & bit) != 0 && within.codes != bit &&
            add_value(making, place, of_code(making->arena, dimension, i)) != 0)
            return -1;
    }
    return 0;
}

// --- what may be asked, for an error

static const char *list_dimensions(const struct making *making)
{
    const struct dimensions *dimensions = &making->breakdown->dimensions;
    const char *list = "";

    for (unsigned i = 0; i < dimensions->count && list != NULL; i++)
        list = arena_printf(making->arena, "%s%s%s", list, i == 0 ? "" : ", ",
                            dimensions->list[i].name);
    return list == NULL ? "" : list;
}

static enum err no_dimension(const struct making *making, const char *word)
{
    if (making->breakdown->dimensions.count == 0)
        return err_say(making->text, ERR_COMMAND,
                       "the table has no dimensions, so it cannot be broken down by \"%.40s\": "
                       "leave out --by and --where",
                       word);
    return err_say(making->text, ERR_COMMAND, "the table has no dimension \"%.40s\": they are %s",
                   word, list_dimensions(making));
}

// The name of a dimension's value that was probably meant; NULL if nothing comes near.
static const char *nearest_of(const struct values *values, const char *word)
{
    size_t best = spelling_slips_allowed(word) + 1;
    const char *nearest = NULL;

    for (size_t i = 0; i < values->count; i++) {
        const size_t slips = spelling_slips(word, values->list[i].name);

        if (slips < best) {
            best = slips;
            nearest = values->list[i].name;
        }
    }
    return nearest;
}

static enum err no_code(struct making *making, unsigned place, const char *word)
{
    const char *dimension = making->breakdown->dimensions.list[place].name;
    const struct values *values = &making->values[place];
    const char *nearest, *list = "";

    if (add_values(making, place, everything) != 0)
        return no_memory(making->text);
    nearest = nearest_of(values, word);
    if (nearest != NULL)
        return err_say(making->text, ERR_COMMAND, "%s has no code \"%.60s\": is %s meant?",
                       dimension, word, nearest);
    for (size_t i = 0; i < values->count && list != NULL; i++)
        list =
            arena_printf(making->arena, "%s%s%s", list, i == 0 ? "" : ", ", values->list[i].name);
    return err_say(making->text, ERR_COMMAND, "%s has no code \"%.60s\": they are %s", dimension,
                   word, list == NULL ? "" : list);
}

// --- --where

static enum err find_value(struct making *making, unsigned dimension, const char *word,
                           struct value *value)
{
    const struct dimension *about = &making->breakdown->dimensions.list[dimension];
    const struct sums_sub_total *sub_total = sums_find_sub_total(about, word);
    int place;

    if (strcmp(word, BREAKDOWN_TOTAL) == 0 && !about->apart) {
        *value = everything;
        return ERR_OK;
    }
    if (sub_total != NULL) {
        *value = of_sub_total(about, sub_total);
        return ERR_OK;
    }
    place = dimensions_code(about, word);
    if (place < 0)
        return no_code(making, dimension, word);
    *value = of_code(making->arena, about, (unsigned)place);
    return value->name == NULL ? no_memory(making->text) : ERR_OK;
}

static enum err take_where(struct making *making, const char *word,
                           struct value within[DIMENSIONS_MAX])
{
    const char *equals = strchr(word, '=');
    const char *name =
        equals == NULL ? NULL : arena_strndup(making->arena, word, (size_t)(equals - word));
    int place;

    if (equals == NULL)
        return err_say(making->text, ERR_COMMAND,
                       "--where \"%.60s\" does not say which code: write it as in %s=CODE", word,
                       making->breakdown->dimensions.count > 0
                           ? making->breakdown->dimensions.list[0].name
                           : "dimension");
    if (name == NULL)
        return no_memory(making->text);
    place = dimensions_find(&making->breakdown->dimensions, name);
    if (place < 0)
        return no_dimension(making, name);
    if (within[place].name != everything.name)
        return err_say(making->text, ERR_COMMAND,
                       "--where says twice which %s is meant: say it once", name);
    return find_value(making, (unsigned)place, equals + 1, &within[place]);
}

// --- --by

static enum err take_by(struct making *making, const char *by,
                        const struct value within[DIMENSIONS_MAX])
{
    unsigned ordered = 0;
    const char *name;

    while (by != NULL && (name = commas_next(making->arena, &by)) != NULL) {
        const int place = dimensions_find(&making->breakdown->dimensions, name);
        if (place < 0)
            return no_dimension(making, name);
        if ((making->broken_down >> place & 1) != 0)
            return err_say(making->text, ERR_COMMAND, "--by names %s twice: name it once", name);
        making->broken_down |= 1U << place;
        making->order[ordered++] = (unsigned)place;
        if (add_values(making, (unsigned)place, within[place]) != 0)
            return no_memory(making->text);
    }
    if (making->arena->exhausted)
        return no_memory(making->text);
    for (unsigned i = 0; i < making->breakdown->dimensions.count; i++) {
        const int apart = making->breakdown->dimensions.list[i].apart;

        if ((making->broken_down >> i & 1) != 0)
            continue;
        making->order[ordered++] = i;
        making->broken_down |= apart ? 1U << i : 0;
        if ((apart ? add_values : add_value)(making, i, within[i]) != 0)
            return no_memory(making->text);
    }
    return ERR_OK;
}

// --- the slices

static const char *add_label(struct arena *arena, const char *label, const char *more)
{
    if (label == NULL || more[0] == '\0')
        return label;
    return label[0] == '\0' ? more : arena_printf(arena, "%s, %s", label, more);
}

// Every value of the dimensions from `at` on, beside those that the slice has already.
static int add_slices(struct making *making, struct breakdown_slice *slice, unsigned at)
{
    struct breakdown *breakdown = making->breakdown;
    const struct breakdown_slice before = *slice;
    unsigned dimension;

    if (at == breakdown->dimensions.count) {
        struct breakdown_slice *place =
            slice->label == NULL ? NULL
                                 : LIST_ADD(making->arena, breakdown->list, breakdown->count);

        if (place != NULL)
            *place = *slice;
        return place == NULL ? -1 : 0;
    }
    dimension = making->order[at];
    for (size_t i = 0; i < making->values[dimension].count; i++) {
        const struct value *value = &making->values[dimension].list[i];

        slice->slice.codes[dimension] = value->codes;
        slice->names[dimension] = value->name;
        slice->labels[dimension] = value->label;
        if ((making->broken_down >> dimension & 1) != 0)
            slice->label = add_label(making->arena, before.label, value->label);
        if (add_slices(making, slice, at + 1) != 0)
            return -1;
    }
    *slice = before;
    return 0;
}

static enum err check_number(const struct making *making)
{
    size_t number = 1;

    for (unsigned i = 0; i < making->breakdown->dimensions.count; i++)
        if (__builtin_mul_overflow(number, making->values[i].count, &number) ||
            number > BREAKDOWN_SLICES_MAX)
            return err_say(making->text, ERR_COMMAND,
                           "--by asks for more than %d combinations: name fewer dimensions, or say "
                           "with --where which codes are meant",
                           BREAKDOWN_SLICES_MAX);
    return ERR_OK;
}

enum err breakdown_make(struct breakdown *breakdown, struct arena *arena, int part, const char *by,
                        const char *const *where, size_t count, struct err_text *text)
{
    struct making making = {.breakdown = breakdown, .arena = arena, .text = text};
    struct breakdown_slice slice = {.slice = dimensions_all(), .label = ""};
    struct value within[DIMENSIONS_MAX];
    enum err error = ERR_OK;

    *breakdown = (struct breakdown){.label = ""};
    if (part != RECEIPT_PART)
        dimensions_of(&breakdown->dimensions, (enum form_part)part);
    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        within[i] = everything;
    for (size_t i = 0; i < count && error == ERR_OK; i++)
        error = take_where(&making, where[i], within);
    if (error == ERR_OK)
        error = take_by(&making, by, within);
    if (error == ERR_OK)
        error = check_number(&making);
    if (error == ERR_OK && add_slices(&making, &slice, 0) != 0)
        error = no_memory(text);
    for (unsigned i = 0; i < breakdown->dimensions.count; i++)
        if ((making.broken_down >> i & 1) == 0)
            breakdown->label = add_label(arena, breakdown->label, within[i].label);
    return error == ERR_OK && breakdown->label == NULL ? no_memory(text) : error;
}
