#include "reporter/pages/address.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static char letter_of(char letter)
{
    return isalnum((unsigned char)letter) ? (char)tolower((unsigned char)letter) : '-';
}

const char *address_of(struct arena *arena, const char *name)
{
    char *address = arena_strdup(arena, name);

    for (char *letter = address; letter != NULL && *letter != '\0'; letter++)
        *letter = letter_of(*letter);
    return address;
}

int address_is(const char *word, const char *name)
{
    while (*name != '\0' && *word == letter_of(*name)) {
        word++;
        name++;
    }
    return *name == '\0' && *word == '\0';
}

const char *address_period(struct arena *arena, const Qd__Period *period)
{
    char text[PERIOD_TEXT_BYTES];

    period_format(period, text);
    return address_of(arena, text);
}

int address_read_period(Qd__Period *period, const char *word)
{
    char text[PERIOD_TEXT_BYTES];
    const char *quarter = strstr(word, "-q");
    const int length = snprintf(text, sizeof text, "%.*s%s%s",
                                quarter == NULL ? (int)strlen(word) : (int)(quarter - word), word,
                                quarter == NULL ? "" : " Q", quarter == NULL ? "" : quarter + 2);

    if (length < 0 || length >= (int)sizeof text || period_parse(period, text, NULL) != ERR_OK)
        return 0;
    period_format(period, text);
    return address_is(word, text);
}

int address_borough(const char *word)
{
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (address_is(word, boroughs[row].la_name))
            return row;
    return -1;
}
