#include "collector/reading/stray_words.h"

#include "proto/form/codes.h"
#include "return.pb-c.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static size_t letters_of_word(const char *text)
{
    size_t length = 0;

    while (isalpha((unsigned char)text[length]))
        length++;
    return length;
}

// The letters alone, so that "T O T A L" is a word.
static int is_spelt_out(const char *text, const char *word)
{
    for (; *text != '\0'; text++) {
        if (!isalpha((unsigned char)*text))
            continue;
        if (tolower((unsigned char)*text) != *word)
            return 0;
        word++;
    }
    return *word == '\0';
}

int stray_words_total(const char *text)
{
    static const char *const names[] = {"total", "totals",  "subtotal", "subtotals",
                                        "sum",   "overall", "ttl"};

    if (strpbrk(text, "=@+") != NULL)
        return 0;
    if (is_spelt_out(text, "total"))
        return 1;
    while (*text != '\0') {
        const size_t length = letters_of_word(text);

        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            if (strlen(names[i]) == length && strncasecmp(names[i], text, length) == 0)
                return 1;
        text += length > 0 ? length : 1;
    }
    return 0;
}

int stray_words_all(const char *text)
{
    return letters_of_word(text) == strlen("all") && strncasecmp(text, "all", strlen("all")) == 0;
}

int stray_words_sub_total(const char *text)
{
    static const char *const names[] = {
#define SUB_TOTAL(dimension, name, codes, label, source, ...) #name, label,
#include "proto/form/sums.def"
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(names[i], text) == 0)
            return 1;
    return 0;
}

int stray_words_digit(const char *text)
{
    return strpbrk(text, "123456789") != NULL;
}

int stray_words_word(const char *text)
{
    enum { LETTERS = 2 };

    for (; *text != '\0'; text++)
        if (letters_of_word(text) >= LETTERS)
            return 1;
    return 0;
}

int stray_words_error(const char *text)
{
    return text[0] == '#' || strncasecmp(text, "err:", strlen("err:")) == 0;
}

// What a formula gives that has nothing to work with.
static int is_of_formula(const char *text)
{
    return stray_words_error(text) || strcasecmp(text, "false") == 0 ||
           strcasecmp(text, "true") == 0;
}

int stray_words_nothing(const struct csv_cell *cell)
{
    if (!csv_is_filled(cell) || is_of_formula(cell->text))
        return 1;
    for (const char *at = cell->text; *at != '\0'; at++)
        if (isalpha((unsigned char)*at))
            return 0;
    return !stray_words_digit(cell->text);
}

// In brackets or not: "(no.)".
static int is_short_unit(const char *text)
{
    static const char *const units[] = {"\u00a3", "\u00a3s", "gbp", "no", "nr", "num", "n"};
    const char *start = text + strspn(text, "([ ");
    const size_t length = strcspn(start, ")]. ");

    if (start[length + strspn(start + length, ")]. ")] != '\0')
        return 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strlen(units[i]) == length && strncasecmp(units[i], start, length) == 0)
            return 1;
    return 0;
}

int stray_words_heading_or_unit(const char *text)
{
    enum { LETTERS = 4 };
    size_t letters = 0;
    int value;

    if (stray_words_digit(text) || is_of_formula(text) ||
        codes_read(&qd__absence__descriptor, text, &value))
        return 0;
    for (const char *at = text; *at != '\0'; at++)
        letters += isalpha((unsigned char)*at) != 0;
    return letters >= LETTERS || is_short_unit(text);
}

int stray_words_count_columns(const struct csv_row *row)
{
    enum { COLUMNS_MIN = 3, LETTERS = 26, NUMBER_BYTES = 24 };
    size_t numbers = 0, letters = 0, filled = 0;

    for (size_t i = 0; i < row->count; i++) {
        const char *text = row->cells[i].text;
        char number[NUMBER_BYTES];

        if (!csv_is_filled(&row->cells[i]))
            continue;
        filled++;
        snprintf(number, sizeof number, "%zu", i + 1);
        numbers += strcmp(text, number) == 0;
        letters +=
            i < LETTERS && tolower((unsigned char)text[0]) == (int)('a' + i) && text[1] == '\0';
    }
    return filled >= COLUMNS_MIN && (numbers == filled || letters == filled);
}
