#include "proto/number.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// More digits than any number that is taken; longer ones are too large, or no number.
enum { DIGITS_MAX = 40 };

// A number taken apart: what it would be if it were written plainly, and what else stands there.
struct shape {
    char whole[DIGITS_MAX + 1];
    char fraction[DIGITS_MAX + 1];
    const char *currency;
    int percent;
    int negative;
    int plus;
    int apostrophe;
    int grouped;        // 1,234
    int decimal_comma;  // 12,50
    int point;
    int exponent;
};

static const char *const currencies[] = {"\u00a3", "\u20ac", "$", "GBP", "EUR"};

static const char *currency_at(const char *text)
{
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++)
        if (strncasecmp(text, currencies[i], strlen(currencies[i])) == 0)
            return currencies[i];
    return NULL;
}

static const char *currency_behind(const char *begin, const char *end)
{
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++) {
        size_t length = strlen(currencies[i]);

        if ((size_t)(end - begin) > length && currency_at(end - length) == currencies[i])
            return currencies[i];
    }
    return NULL;
}

// Steps over what stands in front of the digits.
static const char *take_in_front(struct shape *shape, const char *at)
{
    for (;; at++) {
        const char *currency = currency_at(at);

        if (currency != NULL) {
            shape->currency = currency;
            at += strlen(currency) - 1;
        } else if (*at == '-' || *at == '(') {
            shape->negative = 1;
        } else if (*at == '+') {
            shape->plus = 1;
        } else if (*at == '\'') {
            shape->apostrophe = 1;
        } else if (*at != ' ') {
            return at;
        }
    }
}

// Steps back over what stands behind them.
static const char *take_behind(struct shape *shape, const char *begin, const char *end)
{
    for (; end > begin; end--) {
        const char *currency = currency_behind(begin, end);
        char last = end[-1];

        if (currency != NULL) {
            shape->currency = currency;
            end -= strlen(currency) - 1;
        } else if (last == '%') {
            shape->percent = 1;
        } else if (last != ' ' && !(last == ')' && shape->negative)) {
            return end;
        }
    }
    return end;
}

static size_t digits_at(const char *at, const char *end)
{
    size_t count = 0;

    while (at + count < end && isdigit((unsigned char)at[count]))
        count++;
    return count;
}

// Appends digits; 0 when there are more than any number has.
static int append(char digits[DIGITS_MAX + 1], const char *from, size_t count)
{
    size_t length = strlen(digits);

    if (count > DIGITS_MAX - length)
        return 0;
    memcpy(digits + length, from, count);
    digits[length + count] = '\0';
    return 1;
}

// Groups of three behind the first one to three digits, all parted by the same sign: steps over
// them.
static int take_groups(struct shape *shape, const char **at, const char *end, size_t first)
{
    const char *next = *at;
    char sign;

    if (next == end || strchr(", '_.", *next) == NULL || first < 1 || first > 3)
        return 1;
    sign = *next;
    // 1.234 alone is a fraction; 1.234.567 and 1.234,50 are not.
    if (sign == '.' &&
        !(digits_at(next + 1, end) == 3 && next + 4 < end && (next[4] == '.' || next[4] == ',')))
        return 1;
    while (next < end && *next == sign && digits_at(next + 1, end) == 3) {
        if (!append(shape->whole, next + 1, 3))
            return 0;
        shape->grouped = 1;
        next += 4;
    }
    *at = next;
    return 1;
}

// The digits between what is in front and what is behind: 1 when they are a number of some kind.
static int take_digits(struct shape *shape, const char *at, const char *end)
{
    size_t count = digits_at(at, end);

    if (!append(shape->whole, at, count))
        return 0;
    at += count;
    if (!take_groups(shape, &at, end, count))
        return 0;
    if (at < end && (*at == '.' || *at == ',')) {
        shape->decimal_comma = *at == ',';
        shape->point = !shape->decimal_comma;
        at++;
        count = digits_at(at, end);
        if (!append(shape->fraction, at, count) || (shape->decimal_comma && count == 0))
            return 0;
        at += count;
    }
    if (shape->whole[0] == '\0' && shape->fraction[0] == '\0')
        return 0;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        if (at < end && (*at == '+' || *at == '-'))
            at++;
        count = digits_at(at, end);
        if (count == 0)
            return 0;
        shape->exponent = 1;
        at += count;
    }
    return at == end;
}

static int take_apart(struct shape *shape, const char *text)
{
    const char *begin, *end;

    *shape = (struct shape){.whole = ""};
    begin = take_in_front(shape, text);
    end = take_behind(shape, begin, begin + strlen(begin));
    return take_digits(shape, begin, end);
}

static const char *without_zeroes_in_front(const char *digits)
{
    while (digits[0] == '0' && digits[1] != '\0')
        digits++;
    return digits[0] == '\0' ? "0" : digits;
}

static int only_zeroes(const char *digits)
{
    return digits[strspn(digits, "0")] == '\0';
}

// The number as it should be written: "write 1234.50". A fraction that has no place is left out
// when it is nought.
static const char *write_plainly(const struct cell *cell, const struct number_form *form,
                                 const struct shape *shape)
{
    const char *whole = without_zeroes_in_front(shape->whole);
    size_t decimals = strlen(shape->fraction);

    if (only_zeroes(shape->fraction))
        return arena_printf(cell->arena, "write %s", whole);
    if (decimals > form->decimals && form->decimals == 0)
        return arena_printf(cell->arena, "write a whole number instead of %s.%s", whole,
                            shape->fraction);
    if (decimals > form->decimals)
        return arena_printf(cell->arena, "round %s.%s to whole pence: two digits after the point",
                            whole, shape->fraction);
    return arena_printf(cell->arena, "write %s.%s%s", whole, shape->fraction,
                        decimals == 1 ? "0" : "");
}

static const char *mend_fraction(const struct cell *cell, const struct number_form *form,
                                 const struct shape *shape)
{
    // "1.234" may be 1234 with a separator, as elsewhere in Europe.
    if (strlen(shape->fraction) == 3 && !only_zeroes(shape->whole) && strlen(shape->whole) <= 3)
        return arena_printf(
            cell->arena, "write %s%s if the %s only separates thousands; otherwise %s",
            without_zeroes_in_front(shape->whole), shape->fraction,
            shape->decimal_comma ? "comma" : "point",
            form->decimals == 0 ? "give a whole number" : "round it to whole pence");
    return write_plainly(cell, form, shape);
}

// A letter O for a nought, an l or I for a one: 1, and the digits that it looks like.
static int letters_for_digits(const char *text, char digits[DIGITS_MAX + 1])
{
    size_t length = 0, real = 0;

    for (; length < DIGITS_MAX && text[length] != '\0'; length++) {
        char character = text[length];

        real += isdigit((unsigned char)character) != 0;
        if (strchr("oO", character) != NULL)
            character = '0';
        else if (strchr("lI|", character) != NULL)
            character = '1';
        else if (!isdigit((unsigned char)character))
            return 0;
        digits[length] = character;
    }
    digits[length] = '\0';
    return text[length] == '\0' && real > 0;
}

static enum form_cell_error not_a_number(const struct cell *cell, const struct number_form *form)
{
    const char *first = strpbrk(cell->text, "0123456789");
    char digits[DIGITS_MAX + 1];

    if (letters_for_digits(cell->text, digits))
        return cell_fault(cell, FORM_CELL_LOOK_ALIKE,
                          arena_printf(cell->arena,
                                       "write %s with digits alone: a letter O or l stands in it",
                                       digits));
    if (first != NULL) {
        size_t count = strspn(first, "0123456789");

        if (count < DIGITS_MAX && strpbrk(first + count, "0123456789") == NULL)
            return cell_fault(cell, FORM_CELL_NOT_A_NUMBER,
                              arena_printf(cell->arena,
                                           "write %.*s if that is the number: digits "
                                           "only, with nothing around them",
                                           (int)count, first));
    }
    return cell_fault(cell, FORM_CELL_NOT_A_NUMBER,
                      arena_printf(cell->arena, "write digits only, as %s",
                                   form->decimals == 0 ? "1234" : "1234.50"));
}

static enum form_cell_error too_large(const struct cell *cell, const struct number_form *form)
{
    return cell_fault(cell, FORM_CELL_TOO_LARGE,
                      arena_printf(cell->arena,
                                   "check the figure and its unit: no more than %llu is "
                                   "taken",
                                   (unsigned long long)form->max_whole));
}

// What stands there beside the digits, the gravest first.
static enum form_cell_error judge(const struct cell *cell, const struct number_form *form,
                                  const struct shape *shape)
{
    if (shape->percent)
        return cell_fault(cell, FORM_CELL_PERCENT,
                          arena_printf(cell->arena, "give the %s, not %s",
                                       form->decimals == 0 ? "count" : "amount", cell->text));
    if (shape->exponent)
        return cell_fault(cell, FORM_CELL_SCIENTIFIC,
                          arena_printf(cell->arena,
                                       "%s has lost its last digits: format the column as a number "
                                       "without decimals, put in the figure again and save",
                                       cell->text));
    if (shape->negative && only_zeroes(shape->whole) && only_zeroes(shape->fraction))
        return cell_fault(cell, FORM_CELL_NEGATIVE, arena_printf(cell->arena, "write 0"));
    if (shape->negative)
        return cell_fault(cell, FORM_CELL_NEGATIVE,
                          arena_printf(cell->arena,
                                       "give what there was: %s cannot be, and "
                                       "corrections of earlier periods belong into "
                                       "those periods",
                                       cell->text));
    if (shape->currency != NULL)
        return cell_fault(cell, FORM_CELL_CURRENCY, write_plainly(cell, form, shape));
    if (shape->grouped)
        return cell_fault(cell, FORM_CELL_THOUSANDS, write_plainly(cell, form, shape));
    if (strlen(shape->fraction) > form->decimals)
        return cell_fault(cell, FORM_CELL_FRACTION, mend_fraction(cell, form, shape));
    if (shape->decimal_comma || shape->plus || shape->apostrophe ||
        (shape->point && (shape->fraction[0] == '\0' || shape->whole[0] == '\0')))
        return cell_fault(cell, FORM_CELL_NOT_A_NUMBER, write_plainly(cell, form, shape));
    return FORM_CELL_OK;
}

// Digits as a number, 0 when it is more than `max`.
static int value_of(const char *digits, uint64_t max, uint64_t *value)
{
    *value = 0;
    for (; *digits != '\0'; digits++) {
        uint64_t digit = (uint64_t)(*digits - '0');

        if (*value > (max - digit) / 10)
            return 0;
        *value = *value * 10 + digit;
    }
    return 1;
}

// Digits alone, as nearly every cell is.
static enum form_cell_error read_digits(const struct cell *cell, const struct number_form *form,
                                        uint64_t *number)
{
    if (!value_of(cell->text, form->max_whole, number))
        return too_large(cell, form);
    for (unsigned i = 0; i < form->decimals; i++)
        *number *= 10;
    return FORM_CELL_OK;
}

enum form_cell_error number_read(const struct cell *cell, const struct number_form *form,
                                 uint64_t *number)
{
    enum form_cell_error error;
    struct shape shape;
    uint64_t whole, pence = 0;

    if (cell->text[strspn(cell->text, "0123456789")] == '\0')
        return read_digits(cell, form, number);
    if (!take_apart(&shape, cell->text))
        return not_a_number(cell, form);
    error = judge(cell, form, &shape);
    if (error != FORM_CELL_OK)
        return error;
    if (!value_of(shape.whole, form->max_whole, &whole))
        return too_large(cell, form);
    for (unsigned i = 0; i < form->decimals; i++) {
        whole *= 10;
        pence = pence * 10;
        if (i < strlen(shape.fraction))
            pence += (uint64_t)(shape.fraction[i] - '0');
    }
    *number = whole + pence;
    return pence > 0 && whole / (form->decimals == 2 ? 100 : 1) == form->max_whole
               ? too_large(cell, form)
               : FORM_CELL_OK;
}
