#include "collector/cells/number.h"

#include <stdlib.h>
#include <string.h>

static const char digits[] = "0123456789";

uint64_t number_most(enum cell_kind kind)
{
    return kind == CELL_COUNT   ? FORM_COUNT_MAX
           : kind == CELL_MONEY ? FORM_PENCE_MAX_POUNDS
                                : UINT32_MAX;
}

int number_read(const char *text, enum cell_kind kind, uint64_t *number)
{
    enum { PENCE = 100 };
    const size_t whole = strspn(text, digits);
    const char *behind = text + whole;
    uint64_t pence = 0;

    *number = strtoull(text, NULL, 10);  // more than can be counted is more than number_most
    if (kind == CELL_MONEY && *behind == '.') {
        const size_t decimals = strspn(++behind, digits);

        if (decimals < 1 || decimals > 2)
            return 0;
        pence = strtoull(behind, NULL, 10) * (decimals == 1 ? 10 : 1);
        behind += decimals;
    }
    if (whole == 0 || *behind != '\0' || *number > number_most(kind) - (pence > 0))
        return 0;
    if (kind == CELL_MONEY)
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
