#include "collector/cells/number.h"

#include <string.h>

static const char digits[] = "0123456789";

uint64_t number_most(enum cell_kind kind)
{
    return kind == CELL_COUNT   ? FORM_COUNT_MAX
           : kind == CELL_MONEY ? FORM_PENCE_MAX_POUNDS
                                : UINT32_MAX;
}

// Reads `count` digits; 0 if they are more than `most`.
static int read_digits(const char *text, size_t count, uint64_t most, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < count; i++) {
        const uint64_t digit = (uint64_t)(text[i] - '0');

        if (*number > (most - digit) / 10)
            return 0;
        *number = *number * 10 + digit;
    }
    return 1;
}

int number_read(const char *text, enum cell_kind kind, uint64_t *number)
{
    enum { PENCE = 100 };
    const size_t whole = strspn(text, digits);
    const char *behind = text + whole;
    size_t decimals = 0;
    uint64_t pence = 0;

    if (kind == CELL_MONEY && *behind == '.') {
        decimals = strspn(behind + 1, digits);
        if (decimals < 1 || decimals > 2)
            return 0;
        read_digits(behind + 1, decimals, PENCE, &pence);
        behind += 1 + decimals;
    }
    if (whole == 0 || *behind != '\0' || !read_digits(text, whole, number_most(kind), number))
        return 0;
    if (kind != CELL_MONEY)
        return 1;
    pence *= decimals == 1 ? 10 : 1;
    if (pence > 0 && *number == number_most(kind))
        return 0;
    *number = *number * PENCE + pence;
    return 1;
}

const char *number_left_over(const struct cell *cell)
{
    char *left = arena_alloc(cell->arena, strlen(cell->text) + 1), *to = left;
    uint64_t number;

    if (left == NULL)
        return NULL;
    for (const char *at = cell->text; *at != '\0'; at++)
        if (*at == '.' || strchr(digits, *at) != NULL)
            *to++ = *at;
    *to = '\0';
    return number_read(left, cell->kind, &number) ? left : NULL;
}
