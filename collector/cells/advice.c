#include "collector/cells/advice.h"

#include "collector/cells/code.h"
#include "collector/cells/number.h"
#include "collector/cells/plain.h"
#include "collector/cells/when.h"
#include "proto/form/codes.h"

#include <assert.h>
#include <regex.h>
#include <string.h>

// The kinds of cell as advice.def names them.
enum {
    FIGURE = CELL_COUNT | CELL_MONEY,
    DIGITS = FIGURE | CELL_NUMBER,
    CODES = CELL_CODE | CELL_BOROUGH,
    DATE = CELL_DATE,
    PERIOD = CELL_PERIOD,
    TEXT = CELL_TEXT,
    VALUE = DIGITS | CODES | DATE | PERIOD,
    ANY = VALUE | TEXT
};

static const struct advice {
    enum rule_id rule;
    unsigned kinds;
    const char *pattern;
    const char *sentence;
} rows[] = {
#define ADVICE(rule, kinds, pattern, sentence) {RULE_CELL_##rule, kinds, pattern, sentence},
#include "collector/cells/advice.def"
#undef ADVICE
};

enum { ROWS = sizeof rows / sizeof rows[0] };

// --- words for a sentence

// The cell format in which a spreadsheet leaves what is written as it is.
static const char *format(const struct cell *cell)
{
    if (cell->kind == CELL_MONEY)
        return "Number (two decimals, no thousands separator)";
    return cell->kind & DIGITS ? "Number (no decimals, no thousands separator)" : "Text";
}

static const char *reasons(const struct cell *cell)
{
    return codes_list(cell->arena, &qd__absence__descriptor);
}

static const char *allowed(const struct cell *cell)
{
    const char *words = cell_allowed(cell->arena, cell->field);

    return words == NULL || !form_may_be_blank(cell->field)
               ? words
               : arena_printf(cell->arena, "%s; or leave the cell blank", words);
}

static const char *strangers(const struct cell *cell)
{
    return plain_strangers(cell->arena, cell->written);
}

static const char *most(const struct cell *cell)
{
    return arena_printf(cell->arena, "%llu", (unsigned long long)number_most(cell->kind));
}

static const struct word {
    const char *name;
    const char *(*make)(const struct cell *cell);  // NULL: there is none, and the row does not fit
    int instead;                                   // it is what to write
} words[] = {
    {"{figure}", number_left_over, 1},
    {"{dates}", when_dates_meant, 1},
    {"{period}", when_period_meant, 1},
    {"{code}", code_meant, 1},
    {"{label}", code_label_meant, 0},
    {"{characters}", strangers, 0},
    {"{reasons}", reasons, 0},
    {"{allowed}", allowed, 0},
    {"{format}", format, 0},
    {"{most}", most, 0},
};

// The sentence with its words filled in; NULL when one of them is missing, or memory is exhausted.
static const char *filled(const struct cell *cell, const char *sentence, const char **instead)
{
    const char *open = strchr(sentence, '{'), *rest, *word;
    const struct word *kind = words;

    if (open == NULL)
        return sentence;
    while (strncmp(open, kind->name, strlen(kind->name)) != 0) {
        kind++;
        assert(kind < words + sizeof words / sizeof words[0]);
    }
    word = kind->make(cell);
    rest = word == NULL ? NULL : filled(cell, open + strlen(kind->name), instead);
    if (rest == NULL)
        return NULL;
    if (kind->instead)
        *instead = word;
    return arena_printf(cell->arena, "%.*s%s%s", (int)(open - sentence), sentence, word, rest);
}

// --- the rows

// Compiled when they are first needed, and kept: a file may hold thousands of bad cells. (No program
// here calls setlocale, so that ranges of characters are those of ASCII.)
static enum err match(size_t row, const char *text, int *fits)
{
    static regex_t compiled[ROWS];
    static char is_compiled[ROWS];

    if (!is_compiled[row] &&
        regcomp(&compiled[row], rows[row].pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB) != 0)
        return ERR_NO_MEMORY;
    is_compiled[row] = 1;
    *fits = regexec(&compiled[row], text, 0, NULL, 0) == 0;
    return ERR_OK;
}

enum err advice_give(const struct cell *cell)
{
    for (size_t i = 0; i < ROWS; i++) {
        const char *fix, *instead = NULL;
        int fits;

        if (!(rows[i].kinds & cell->kind))
            continue;
        if (match(i, cell->text, &fits) != ERR_OK)
            return ERR_NO_MEMORY;
        fix = fits ? filled(cell, rows[i].sentence, &instead) : NULL;
        if (cell->arena->exhausted)
            return ERR_NO_MEMORY;
        if (fix != NULL)
            return cell_fault(cell, rows[i].rule, fix, instead);
    }
    return ERR_OK;
}
