#include "lib/base/spelling.h"

#include <ctype.h>
#include <string.h>

static void letters_of(char letters[SPELLING_NAME_BYTES], const char *name)
{
    size_t length = 0;

    for (; *name != '\0' && length < SPELLING_NAME_BYTES - 1; name++)
        if (isalnum((unsigned char)*name))
            letters[length++] = (char)tolower((unsigned char)*name);
    letters[length] = '\0';
}

size_t spelling_letters(const char *name)
{
    char letters[SPELLING_NAME_BYTES];

    letters_of(letters, name);
    return strlen(letters);
}

int spelling_same(const char *a, const char *b)
{
    char letters_a[SPELLING_NAME_BYTES], letters_b[SPELLING_NAME_BYTES];

    letters_of(letters_a, a);
    letters_of(letters_b, b);
    return letters_a[0] != '\0' && strcmp(letters_a, letters_b) == 0;
}

int spelling_holds(const char *long_name, const char *name)
{
    char letters_long[SPELLING_NAME_BYTES], letters[SPELLING_NAME_BYTES];

    letters_of(letters_long, long_name);
    letters_of(letters, name);
    return letters[0] != '\0' && strstr(letters_long, letters) != NULL;
}

static size_t least(size_t a, size_t b, size_t c)
{
    size_t less = a < b ? a : b;

    return less < c ? less : c;
}

size_t spelling_slips_within(const char *a, const char *b, size_t most)
{
    char letters_a[SPELLING_NAME_BYTES], letters_b[SPELLING_NAME_BYTES];
    size_t row[SPELLING_NAME_BYTES];
    size_t length_a, length_b;

    letters_of(letters_a, a);
    letters_of(letters_b, b);
    length_a = strlen(letters_a);
    length_b = strlen(letters_b);
    if (length_a > length_b ? length_a - length_b > most : length_b - length_a > most)
        return most + 1;
    for (size_t j = 0; j <= length_b; j++)
        row[j] = j;
    for (size_t i = 0; i < length_a; i++) {
        size_t diagonal = row[0];

        row[0] = i + 1;
        for (size_t j = 1; j <= length_b; j++) {
            size_t changed = diagonal + (letters_a[i] != letters_b[j - 1]);

            diagonal = row[j];
            row[j] = least(changed, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[length_b] <= most ? row[length_b] : most + 1;
}

size_t spelling_slips(const char *a, const char *b)
{
    return spelling_slips_within(a, b, SPELLING_NAME_BYTES);
}

size_t spelling_slips_allowed(const char *name)
{
    enum { LETTERS_A_SLIP = 3, SLIPS_MAX = 4 };
    const size_t allowed = (spelling_letters(name) + 1) / LETTERS_A_SLIP;

    return allowed < SLIPS_MAX ? allowed : SLIPS_MAX;
}
