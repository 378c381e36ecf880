#include "collector/cells/number_words.h"

#include "collector/cells/number_shape.h"
#include "collector/cells/spreadsheet.h"
#include "collector/cells/symbols.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const char digit[] = "0123456789";

// --- letters that stand for digits

// A letter O for a zero, an l or I for a one: 1, and the digits that it looks like.
static int letters_for_digits(const char *text, char digits[NUMBER_DIGITS_MAX + 1])
{
    size_t length = 0, real = 0;

    for (; length < NUMBER_DIGITS_MAX && text[length] != '\0'; length++) {
        char character = text[length];

        real += isdigit((unsigned char)character) != 0;
        if (strchr("oO", character) != NULL)
            character = '0';
        else if (strchr("lI", character) != NULL)
            character = '1';
        else if (!isdigit((unsigned char)character))
            return 0;
        digits[length] = character;
    }
    digits[length] = '\0';
    return text[length] == '\0' && real > 0;
}

// --- one number with something around it

// Digits with the signs between them: "63,000.50" in "about £63,000.50 a year".
static size_t number_length(const char *at)
{
    size_t length = strspn(at, digit);

    while (at[length] != '\0' && strchr(".,'", at[length]) != NULL &&
           isdigit((unsigned char)at[length + 1]))
        length += 1 + strspn(at + length + 1, digit);
    return length;
}

// Whether this is the word that stands here, and not the beginning of a longer one.
static int is_word(const char *text, const char *word)
{
    text += strspn(text, " ");
    return strncasecmp(text, word, strlen(word)) == 0 &&
           !isalpha((unsigned char)text[strlen(word)]);
}

static int has_one_of(const char *text, const char *const words[])
{
    for (; *words != NULL; words++)
        if (strcasestr(text, *words) != NULL)
            return 1;
    return 0;
}

// Whether one of the words stands anywhere in the text, and not in a longer one.
static int holds_one_of(const char *text, const char *const words[])
{
    for (const char *at = text; *at != '\0'; at++) {
        if (at > text && isalpha((unsigned char)*at) && isalpha((unsigned char)at[-1]))
            continue;
        for (size_t i = 0; *at != ' ' && words[i] != NULL; i++)
            if (is_word(at, words[i]))
                return 1;
    }
    return 0;
}

static int begins_with_one_of(const char *text, const char *const words[])
{
    for (; *words != NULL; words++)
        if (is_word(text, *words))
            return 1;
    return 0;
}

// A cell with a pound sign is read without its spaces, too: "perweek", "exclVAT".
static int holds_per(const char *text)
{
    static const char *const others[] = {"person", "permanent", "period", NULL};

    for (const char *at = text; (at = strcasestr(at, "per")) != NULL; at++) {
        int other = at > text && isalpha((unsigned char)at[-1]);

        for (size_t i = 0; others[i] != NULL; i++)
            other |= strncasecmp(at, others[i], strlen(others[i])) == 0;
        if (!other)
            return 1;
    }
    return 0;
}

static int holds_vat(const char *text)
{
    for (const char *at = text; (at = strcasestr(at, "VAT")) != NULL; at++)
        if (!isalpha((unsigned char)at[strlen("VAT")]))
            return 1;
    return 0;
}

// Why what stands behind a number makes it another number, as a sentence to fix it; NULL: it does
// not.
static const char *fix_unit(const struct cell *cell, const struct number_form *form,
                            const char *behind)
{
    static const char *const thousands[] = {"k",       "thousand", "m",  "mn",
                                            "million", "millions", "bn", NULL};
    static const char *const rates[] = {"pw",     "pcm",   "pm",     "weekly", "daily",  "monthly",
                                        "termly", "/week", "a week", "/wk",    "/month", "a month",
                                        "/day",   "a day", "/term",  "a term", "aweek",  "amonth",
                                        "aday",   "aterm", "each",   "p/w",    "p.w",    "p/m",
                                        "p.m",    "p/a",   "p.a",    NULL};
    static const char *const multiples[] = {"dozen", "dozens", "hundred", "hundreds", NULL};
    static const char *const taxed[] = {"+", NULL};
    static const char *const terms[] = {"term", "terms", NULL};
    static const char *const pence[] = {"p", "pence", NULL};

    if (begins_with_one_of(behind, thousands) || holds_one_of(behind, multiples))
        return arena_printf(cell->arena,
                            "write the figure in full, with all its digits: %s leaves "
                            "some out",
                            cell->text);
    if (holds_one_of(behind, rates) || holds_per(behind))
        return arena_printf(cell->arena,
                            "write the whole figure that the column asks for, digits only: %s is a "
                            "rate",
                            cell->text);
    if (holds_one_of(behind, taxed) || holds_vat(behind))
        return arena_printf(cell->arena,
                            "write the whole figure that the column asks for, digits only: %s may "
                            "be with or without what is added",
                            cell->text);
    if (begins_with_one_of(behind, terms))
        return arena_printf(cell->arena,
                            "write the figure that the column asks for, digits only: %s is in "
                            "terms",
                            cell->text);
    if (form->decimals > 0 && begins_with_one_of(behind, pence))
        return arena_printf(cell->arena, "give pounds, as 1234.50: %s is in pence", cell->text);
    return NULL;
}

enum err number_words_percent(const struct cell *cell, const struct number_form *form)
{
    return cell_fault(cell, RULE_CELL_PERCENT,
                      arena_printf(cell->arena, "give the %s, not %s",
                                   form->decimals == 0 ? "count" : "amount", cell->text));
}

enum err number_words_foreign(const struct cell *cell, const struct number_form *form)
{
    return cell_fault(cell, RULE_CELL_CURRENCY,
                      form->decimals == 0
                          ? arena_printf(cell->arena, "give the count, not %s", cell->text)
                          : arena_printf(cell->arena,
                                         "give the amount in pounds: %s is in another currency",
                                         cell->text));
}

static const char *fix_several(const struct cell *cell)
{
    return arena_printf(cell->arena, "write one number, digits only, and nothing else");
}

// Whether "not" stands in front of the number.
static int is_denied(const char *text, const char *number)
{
    static const char *const not [] = {"not", NULL};

    return text < number && begins_with_one_of(text, not );
}

static enum err one_number(const struct cell *cell, const struct number_form *form, const char *at)
{
    static const char *const percent[] = {"percent", "per cent", "pct", NULL};
    static const char *const minus[] = {"-", "CR", NULL};
    size_t length = number_length(at);
    const char *number = arena_strndup(cell->arena, at, length), *fix;
    struct number_shape shape;

    if (number == NULL)
        return ERR_NO_MEMORY;
    if (has_one_of(cell->text, percent))
        return number_words_percent(cell, form);
    if (number_shape_is_foreign(cell->text))
        return number_words_foreign(cell, form);
    if (is_denied(cell->text, at))
        fix = arena_printf(
            cell->arena, "write the figure that there is: %s does not say what it is", cell->text);
    else
        fix = fix_unit(cell, form, at + length);
    if (fix == NULL && !cell->arena->exhausted) {
        if (!number_shape_take(&shape, number))
            fix = fix_several(cell);
        else if (strlen(shape.fraction) > form->decimals && !number_shape_is_zero(shape.fraction))
            fix = number_shape_write(cell, form, &shape);
        else if (begins_with_one_of(at + length, minus))
            fix = arena_printf(
                cell->arena, "%s if nothing is to be taken off; a negative figure is not accepted",
                number_shape_write(cell, form, &shape));
        else
            fix = arena_printf(cell->arena,
                               "%s if that is the number: digits only, with nothing around them",
                               number_shape_write(cell, form, &shape));
    }
    return cell_fault(cell, RULE_CELL_NOT_A_NUMBER, fix);
}

// --- no number

static const char *fix_no_digits(const struct cell *cell, const struct number_form *form)
{
    const char *reasons;

    if (!figures_is_figure(cell->field))
        return arena_printf(cell->arena, "write digits only%s",
                            form_may_be_blank(cell->field) ? ", or leave the cell blank" : "");
    reasons = codes_list(cell->arena, &qd__absence__descriptor);
    return reasons == NULL ? NULL
                           : arena_printf(cell->arena,
                                          "write digits only, as %s; or why there is no figure: %s",
                                          form->decimals == 0 ? "1234" : "1234.50", reasons);
}

enum err number_words(const struct cell *cell, const struct number_form *form)
{
    const char *first = strpbrk(cell->text, digit);
    char digits[NUMBER_DIGITS_MAX + 1];
    enum err error = symbols_check(cell);

    if (error != ERR_OK)
        return error;
    if (spreadsheet_is_date(cell->text))
        return spreadsheet_made_a_date(cell);
    if (letters_for_digits(cell->text, digits))
        return cell_fault(cell, RULE_CELL_LOOK_ALIKE,
                          arena_printf(cell->arena,
                                       "write %s with digits alone: a letter O or l stands in it",
                                       digits));
    if (first == NULL)
        return cell_fault(cell, RULE_CELL_NOT_A_NUMBER, fix_no_digits(cell, form));
    if (strpbrk(first + number_length(first), digit) != NULL)
        return cell_fault(cell, RULE_CELL_NOT_A_NUMBER, fix_several(cell));
    return one_number(cell, form, first);
}
