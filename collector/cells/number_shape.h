// A number taken apart: what it would be if it were written plainly, and what else stands there.
#ifndef QD_COLLECTOR_CELLS_NUMBER_SHAPE_H
#define QD_COLLECTOR_CELLS_NUMBER_SHAPE_H

#include "collector/cells/number.h"

// More digits than any number that is taken; longer ones are too large, or no number.
enum { NUMBER_DIGITS_MAX = 40 };

struct number_shape {
    char whole[NUMBER_DIGITS_MAX + 1];
    char fraction[NUMBER_DIGITS_MAX + 1];
    const char *currency;
    int foreign;  // a currency that is not pounds
    int percent;
    int negative;
    int plus;
    int apostrophe;
    int grouped;        // 1,234
    int decimal_comma;  // 12,50
    int point;
    int exponent;
};

// 1 when the text is a number of some kind, with nothing else around it.
int number_shape_take(struct number_shape *shape, const char *text);

// How to write it: "write 1234.50". A fraction that has no place is left out when it is zero.
const char *number_shape_write(const struct cell *cell, const struct number_form *form,
                               const struct number_shape *shape);

// Whether the text names a currency that is not pounds.
int number_shape_is_foreign(const char *text);

// Digits without the zeros in front; one is left.
const char *number_shape_trim(const char *digits);

// Whether there is no digit but zeros.
int number_shape_is_zero(const char *digits);

#endif
