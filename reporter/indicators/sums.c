#include "reporter/indicators/sums.h"

#include <assert.h>
#include <string.h>

const struct sums_sub_total sums_sub_totals[] = {
#define SUB_TOTAL(dimension_, name_, codes_, label_, source_, ...)                                 \
    {.dimension = #dimension_,                                                                     \
     .name = #name_,                                                                               \
     .codes = (codes_),                                                                            \
     .label = (label_),                                                                            \
     .source = (source_),                                                                          \
     __VA_ARGS__},
#include "proto/form/sums.def"
};
const size_t sums_sub_totals_count = sizeof sums_sub_totals / sizeof sums_sub_totals[0];

const struct sums_columns sums_of_columns[] = {
#define SUM(part, name, columns, label, source) {FORM_##part, #name, columns, label, source},
#include "proto/form/sums.def"
};
const size_t sums_of_columns_count = sizeof sums_of_columns / sizeof sums_of_columns[0];

const struct sums_sub_total *sums_find_sub_total(const struct dimension *dimension,
                                                 const char *name)
{
    for (size_t i = 0; i < sums_sub_totals_count; i++)
        if (strcmp(sums_sub_totals[i].dimension, dimension->name) == 0 &&
            strcmp(sums_sub_totals[i].name, name) == 0)
            return &sums_sub_totals[i];
    return NULL;
}

int sums_next_word(const char **words, char word[SUMS_WORD_BYTES])
{
    const char *start = *words + strspn(*words, " ");
    const size_t length = strcspn(start, " ");

    if (length == 0)
        return 0;
    assert(length < SUMS_WORD_BYTES);
    memcpy(word, start, length);
    word[length] = '\0';
    *words = start + length;
    return 1;
}

int sums_next_column(const char **columns, char column[SUMS_WORD_BYTES], int *taken_away)
{
    *columns += strspn(*columns, " ");
    *taken_away = **columns == '-';
    *columns += *taken_away;
    return sums_next_word(columns, column);
}

uint64_t sums_codes(const struct dimension *dimension, const struct sums_sub_total *sub_total)
{
    const char *left = sub_total->codes;
    char code[SUMS_WORD_BYTES];
    uint64_t bits = 0;

    while (sums_next_word(&left, code)) {
        const int place = dimensions_code(dimension, code);

        assert(place >= 0);  // a test looks at each
        bits |= (uint64_t)1 << place;
    }
    return bits;
}

const struct sums_columns *sums_find_columns(int part, const char *name)
{
    for (size_t i = 0; i < sums_of_columns_count; i++)
        if ((int)sums_of_columns[i].part == part && strcmp(sums_of_columns[i].name, name) == 0)
            return &sums_of_columns[i];
    return NULL;
}
