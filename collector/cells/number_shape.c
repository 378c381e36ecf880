#include "collector/cells/number_shape.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

// The first of them are pounds. What begins with another comes before it.
static const char *const currencies[] = {"\u00a3", "GBP",   "\u20ac", "US$", "$",
                                         "\u00a5", "euros", "euro",   "EUR", "dollars",
                                         "dollar", "USD",   "yen",    "JPY"};

enum { POUNDS = 2 };

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

static int is_pounds(const char *currency)
{
    for (size_t i = 0; i < POUNDS; i++)
        if (currency == currencies[i])
            return 1;
    return 0;
}

static void note_currency(struct number_shape *shape, const char *currency)
{
    shape->currency = currency;
    shape->foreign |= !is_pounds(currency);
}

int number_shape_is_foreign(const char *text)
{
    for (size_t i = POUNDS; i < sizeof currencies / sizeof currencies[0]; i++) {
        const char *currency = currencies[i], *at = text;

        for (; (at = strcasestr(at, currency)) != NULL; at++)
            // A sign may touch letters; a name within a longer word is not one.
            if (!isalpha((unsigned char)*currency) ||
                ((at == text || !isalpha((unsigned char)at[-1])) &&
                 !isalpha((unsigned char)at[strlen(currency)])))
                return 1;
    }
    return 0;
}

// Steps over what stands in front of the digits.
static const char *take_in_front(struct number_shape *shape, const char *at)
{
    for (;; at++) {
        const char *currency = currency_at(at);

        if (currency != NULL) {
            note_currency(shape, currency);
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
static const char *take_behind(struct number_shape *shape, const char *begin, const char *end)
{
    for (; end > begin; end--) {
        const char *currency = currency_behind(begin, end);
        char last = end[-1];

        if (currency != NULL) {
            note_currency(shape, currency);
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
static int append(char digits[NUMBER_DIGITS_MAX + 1], const char *from, size_t count)
{
    size_t length = strlen(digits);

    if (count > NUMBER_DIGITS_MAX - length)
        return 0;
    memcpy(digits + length, from, count);
    digits[length + count] = '\0';
    return 1;
}

// Groups of three behind the first one to three digits, all parted by the same sign: steps over
// them.
static int take_groups(struct number_shape *shape, const char **at, const char *end, size_t first)
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
static int take_digits(struct number_shape *shape, const char *at, const char *end)
{
    size_t count = digits_at(at, end);

    if (!append(shape->whole, at, count))
        return 0;
    at += count;
    if (!take_groups(shape, &at, end, count))
        return 0;
    // 1,000,00: nobody knows whether that is 1000.00 or 100000.
    if (shape->grouped && at < end && *at == at[-4])
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

int number_shape_take(struct number_shape *shape, const char *text)
{
    const char *begin, *end;

    *shape = (struct number_shape){.whole = ""};
    begin = take_in_front(shape, text);
    end = take_behind(shape, begin, begin + strlen(begin));
    return take_digits(shape, begin, end);
}

const char *number_shape_trim(const char *digits)
{
    while (digits[0] == '0' && digits[1] != '\0')
        digits++;
    return digits[0] == '\0' ? "0" : digits;
}

int number_shape_is_zero(const char *digits)
{
    return digits[strspn(digits, "0")] == '\0';
}

const char *number_shape_write(const struct cell *cell, const struct number_form *form,
                               const struct number_shape *shape)
{
    const char *whole = number_shape_trim(shape->whole);
    size_t decimals = strlen(shape->fraction);

    if (number_shape_is_zero(shape->fraction))
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
