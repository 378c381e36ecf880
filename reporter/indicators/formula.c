#include "reporter/indicators/formula.h"

#include "proto/form/figures.h"
#include "reporter/indicators/sums.h"

#include <stdio.h>
#include <string.h>

static const char total[] = "total";

// A name taken apart: part.column[picks]&given@keeps.
struct name {
    char column[SUMS_WORD_BYTES], picks[SUMS_WORD_BYTES], given[SUMS_WORD_BYTES],
        keeps[SUMS_WORD_BYTES];
    int part;
};

static int part_of(const char *name, size_t length)
{
    for (int part = 0; part < FORM_PARTS; part++) {
        const char *other = form_part((enum form_part)part)->name;

        if (strlen(other) == length && memcmp(other, name, length) == 0)
            return part;
    }
    return -1;
}

// Takes what stands before the first of `ends`, and steps over it; 0 when it is too long.
static int take_word(char word[SUMS_WORD_BYTES], const char **text, const char *ends)
{
    const size_t length = strcspn(*text, ends);

    if (length >= SUMS_WORD_BYTES)
        return 0;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text += length;
    return 1;
}

// The same behind a sign, if that stands there.
static int take_behind(char sign, char word[SUMS_WORD_BYTES], const char **text, const char *ends)
{
    if (**text != sign)
        return 1;
    ++*text;
    return take_word(word, text, ends);
}

static int take_apart(struct name *name, int part, const char *text)
{
    const char *dot = strchr(text, '.');

    *name = (struct name){.part = dot == NULL ? part : part_of(text, (size_t)(dot - text))};
    text = dot == NULL ? text : dot + 1;
    if (name->part < 0 || !take_word(name->column, &text, "[&@"))
        return 0;
    if (*text == '[' &&
        (!take_behind('[', name->picks, &text, "]") || name->picks[0] == '\0' || *text++ != ']'))
        return 0;
    return take_behind('&', name->given, &text, "@") && take_behind('@', name->keeps, &text, "") &&
           *text == '\0';
}

static const ProtobufCFieldDescriptor *figure_column(int part, const char *name)
{
    const ProtobufCFieldDescriptor *column =
        protobuf_c_message_descriptor_get_field_by_name(form_part((enum form_part)part)->row, name);

    return column != NULL && figures_is_figure(column) ? column : NULL;
}

// Which dimensions of the slice count; 0 for a name that is not a dimension.
static int parse_keeps(unsigned *keeps, const struct name *name)
{
    struct dimensions dimensions;
    int place;

    *keeps = name->keeps[0] == '\0' ? ~0U : 0;
    if (name->keeps[0] == '\0' || strcmp(name->keeps, total) == 0)
        return 1;
    dimensions_of(&dimensions, (enum form_part)name->part);
    place = dimensions_find(&dimensions, name->keeps);
    if (place >= 0)
        *keeps = 1U << place;
    return place >= 0;
}

// One pick, "setting=inmss"; 0 for what is no dimension or code.
static int parse_pick(struct slice *picks, const struct dimensions *dimensions, const char *pick)
{
    char dimension[SUMS_WORD_BYTES];
    const struct sums_sub_total *sub_total;
    int place, code;

    if (!take_word(dimension, &pick, "=") || *pick != '=')
        return 0;
    place = dimensions_find(dimensions, dimension);
    if (place < 0)
        return 0;
    sub_total = sums_find_sub_total(&dimensions->list[place], pick + 1);
    code = dimensions_code(&dimensions->list[place], pick + 1);
    if (sub_total != NULL)
        picks->codes[place] = sums_codes(&dimensions->list[place], sub_total);
    else if (code >= 0)
        picks->codes[place] = (uint64_t)1 << code;
    return sub_total != NULL || code >= 0;
}

static int parse_picks(struct slice *picks, const struct name *name)
{
    const char *left = name->picks;
    struct dimensions dimensions;

    *picks = dimensions_all();
    if (left[0] == '\0')
        return 1;
    dimensions_of(&dimensions, (enum form_part)name->part);
    for (;;) {
        char pick[SUMS_WORD_BYTES];

        if (!take_word(pick, &left, ",") || !parse_pick(picks, &dimensions, pick))
            return 0;
        if (*left++ == '\0')
            return 1;
    }
}

static int add_term(struct formula *formula, const struct name *name, const char *column,
                    int taken_away)
{
    struct formula_term term = {
        .part = name->part, .column = figure_column(name->part, column), .taken_away = taken_away};

    if (term.column == NULL || formula->count == FORMULA_TERMS_MAX ||
        !parse_keeps(&term.keeps, name) || !parse_picks(&term.picks, name))
        return 0;
    if (name->given[0] != '\0') {
        term.given = figure_column(name->part, name->given);
        if (term.given == NULL)
            return 0;
    }
    formula->terms[formula->count++] = term;
    return 1;
}

static int add_receipt(struct formula *formula, const char *text)
{
    const int figure = receipt_find(text);

    if (figure < 0)
        return 0;
    formula->terms[formula->count++] =
        (struct formula_term){.part = RECEIPT_PART, .receipt = (unsigned)figure};
    return 1;
}

int formula_parse(struct formula *formula, int part, const char *text)
{
    const struct sums_columns *sum;
    char column[SUMS_WORD_BYTES];
    const char *left;
    struct name name;
    int taken_away;

    *formula = (struct formula){.count = 0};
    if (text[0] == '\0')
        return 1;
    if (part == RECEIPT_PART)
        return add_receipt(formula, text);
    if (!take_apart(&name, part, text))
        return 0;
    sum = sums_find_columns(name.part, name.column);
    if (sum == NULL)
        return add_term(formula, &name, name.column, 0);
    left = sum->columns;
    while (sums_next_column(&left, column, &taken_away))
        if (!add_term(formula, &name, column, taken_away))
            return 0;
    return 1;
}

struct slice formula_slice(const struct formula_term *term, const struct slice *asked)
{
    struct slice slice = term->picks;

    for (unsigned i = 0; i < DIMENSIONS_MAX; i++)
        if ((term->keeps >> i & 1) != 0)
            slice.codes[i] &= asked->codes[i];
    return slice;
}

unsigned formula_picks(const struct formula *formula)
{
    unsigned picks = 0;

    for (unsigned i = 0; i < formula->count; i++)
        for (unsigned j = 0; j < DIMENSIONS_MAX; j++)
            if (formula->terms[i].column != NULL && formula->terms[i].picks.codes[j] != SLICE_ANY)
                picks |= 1U << j;
    return picks;
}

const char *formula_words(struct arena *arena, int part, const char *text)
{
    const struct sums_columns *sum;
    const char *words;
    struct name name;

    if (part == RECEIPT_PART || text[0] == '\0' || !take_apart(&name, part, text))
        return text;
    sum = sums_find_columns(name.part, name.column);
    words = arena_strdup(arena, name.column);
    if (sum != NULL) {
        char column[SUMS_WORD_BYTES];
        const char *left = sum->columns;
        int taken_away;

        words = "";
        while (words != NULL && sums_next_column(&left, column, &taken_away))
            words = arena_printf(arena, "%s%s%s", words,
                                 words[0] == '\0' ? "("
                                 : taken_away     ? " - "
                                                  : " + ",
                                 column);
        words = words == NULL ? NULL : arena_printf(arena, "%s)", words);
    }
    if (words != NULL && name.picks[0] != '\0')
        words = arena_printf(arena, "%s [%s]", words, name.picks);
    if (words != NULL && name.given[0] != '\0')
        words = arena_printf(arena, "%s of the rows with %s", words, name.given);
    if (words != NULL && name.part != part)
        words = arena_printf(arena, "%s in the %s of the stock", words,
                             form_part((enum form_part)name.part)->name);
    if (words == NULL || name.keeps[0] == '\0')
        return words;
    if (strcmp(name.keeps, total) == 0)
        return arena_printf(arena, "all %s", words);
    return arena_printf(arena, "%s of the whole %s", words, name.keeps);
}
