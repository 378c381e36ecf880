#include "lib/base/thousands.h"

#include <string.h>

enum { DIGITS_A_GROUP = 3 };

void thousands_group(char *text, size_t size)
{
    char *digits = text + (text[0] == '-');
    const size_t length = strlen(text), whole = strcspn(digits, ".");
    const size_t commas = whole == 0 ? 0 : (whole - 1) / DIGITS_A_GROUP;
    char *from = text + length, *to = from + commas;

    if (length + commas >= size)
        return;
    while (to > from) {  // from the end: the null byte first
        const size_t left = from < digits + whole ? (size_t)(digits + whole - from) : 0;

        *to-- = *from--;
        if (left > 0 && left % DIGITS_A_GROUP == 0)
            *to-- = ',';
    }
}
