#include "reporter/pages/query.h"

#include "lib/base/utf8.h"
#include "reporter/pages/address.h"

#include <ctype.h>
#include <string.h>

static int digit(char letter)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = letter == '\0' ? NULL : strchr(digits, tolower((unsigned char)letter));

    return found == NULL ? -1 : (int)(found - digits);
}

// What `%` and two digits stand for; '\0' where they are no byte of a text.
static char escaped(const char *text, size_t length)
{
    if (length < 3 || digit(text[1]) < 0 || digit(text[2]) < 0)
        return '\0';
    return (char)(digit(text[1]) * 16 + digit(text[2]));
}

// NULL where it is no text.
static const char *unescape(struct arena *arena, const char *text, size_t length)
{
    char *out = length > (size_t)3 * QUERY_VALUE_MAX_BYTES ? NULL : arena_alloc(arena, length + 1);
    size_t used = 0;

    if (out == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++, used++) {
        out[used] = text[i] == '+' ? ' ' : text[i];
        if (text[i] != '%')
            continue;
        out[used] = escaped(text + i, length - i);
        if (out[used] == '\0')
            return NULL;
        i += 2;
    }
    out[used] = '\0';
    return used <= QUERY_VALUE_MAX_BYTES && utf8_check(out, used, NULL) == UTF8_FINE &&
                   strpbrk(out, "\r\n") == NULL
               ? out
               : NULL;
}

static void add(struct query *query, struct arena *arena, const char *text, size_t length)
{
    const char *equals = memchr(text, '=', length);
    struct query_choice choice;

    if (equals == NULL || equals == text || query->count == QUERY_MOST)
        return;
    choice.name = unescape(arena, text, (size_t)(equals - text));
    choice.value = unescape(arena, equals + 1, length - (size_t)(equals - text) - 1);
    if (choice.name != NULL && choice.value != NULL && query_value(query, choice.name) == NULL)
        query->list[query->count++] = choice;
}

void query_parse(struct query *query, struct arena *arena, const char *text)
{
    *query = (struct query){.count = 0};
    while (text != NULL && *text != '\0') {
        const size_t length = strcspn(text, "&");

        add(query, arena, text, length);
        text += length + (text[length] == '&');
    }
}

const char *query_value(const struct query *query, const char *name)
{
    for (size_t i = 0; i < query->count; i++)
        if (strcmp(query->list[i].name, name) == 0)
            return query->list[i].value;
    return NULL;
}

const char *query_with(const struct query *query, struct arena *arena, const char *address,
                       const char *name, const char *value)
{
    const char *joint = "?";
    int done = value == NULL;

    for (size_t i = 0; i < query->count; i++) {
        const int is_this = strcmp(query->list[i].name, name) == 0;

        if (is_this && value == NULL)
            continue;
        address =
            arena_printf(arena, "%s%s%s=%s", address, joint, address_of(arena, query->list[i].name),
                         is_this ? value : address_of(arena, query->list[i].value));
        joint = "&";
        done |= is_this;
    }
    return done ? address : arena_printf(arena, "%s%s%s=%s", address, joint, name, value);
}
