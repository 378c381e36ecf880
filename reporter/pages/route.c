#include "reporter/pages/route.h"

#include <string.h>

const struct route route_list[] = {
#define ROUTE(pattern, maker, template, audience)                                                  \
    {pattern, #maker, page_##maker, "page_" template, PAGES_##audience},
#include "reporter/pages/routes.def"
};
const size_t route_count = sizeof route_list / sizeof *route_list;

static const char *const words[ROUTE_WORDS] = {"period", "table", "indicator", "borough", "other"};
static const char *const endings[ROUTE_ENDINGS] = {"", ".json", ".csv", ".xlsx", ".svg"};

const char *route_word_name(enum route_word word)
{
    return words[word];
}

const char *route_ending_text(enum route_ending ending)
{
    return endings[ending];
}

// Takes the ending off, and says which it is.
static enum route_ending take_ending(char *address)
{
    const size_t length = strlen(address);

    for (int ending = ROUTE_JSON; ending < ROUTE_ENDINGS; ending++) {
        const size_t of_ending = strlen(endings[ending]);

        if (length > of_ending && strcmp(address + length - of_ending, endings[ending]) == 0) {
            address[length - of_ending] = '\0';
            return (enum route_ending)ending;
        }
    }
    return ROUTE_HTML;
}

// The word that a segment of a pattern stands for; ROUTE_WORDS: for itself.
static enum route_word word_of(const char *segment, size_t length)
{
    for (int word = 0; word < ROUTE_WORDS; word++)
        if (length == strlen(words[word]) + 2 && segment[0] == '{' &&
            strncmp(segment + 1, words[word], length - 2) == 0)
            return (enum route_word)word;
    return ROUTE_WORDS;
}

// Walks pattern and address side by side. 1 when they are the same but for words.
static int matches(const char *pattern, const char *address, struct arena *arena,
                   const char *found[ROUTE_WORDS])
{
    for (;;) {
        const size_t wanted = strcspn(pattern, "/"), given = strcspn(address, "/");
        const enum route_word word = word_of(pattern, wanted);

        if (word == ROUTE_WORDS ? wanted != given || strncmp(pattern, address, wanted) != 0
                                : given == 0)
            return 0;
        if (word != ROUTE_WORDS)
            found[word] = arena_strndup(arena, address, given);
        if (pattern[wanted] != address[given])
            return 0;
        if (pattern[wanted] == '\0')
            return 1;
        pattern += wanted + 1;
        address += given + 1;
    }
}

enum err route_find(struct route_found *found, struct arena *arena, const char *path)
{
    static const char taken[] = "abcdefghijklmnopqrstuvwxyz0123456789-./";
    char *address = arena_strdup(arena, path);

    *found = (struct route_found){.route = NULL};
    if (address == NULL)
        return ERR_NO_MEMORY;
    found->ending = take_ending(address);
    found->address = address;
    if (address[strspn(address, taken)] != '\0')
        return ERR_OK;
    for (size_t i = 0; i < route_count; i++) {
        const char *here[ROUTE_WORDS] = {NULL};

        if (matches(route_list[i].pattern, address, arena, here)) {
            found->route = &route_list[i];
            memcpy(found->words, here, sizeof here);
            return arena->exhausted ? ERR_NO_MEMORY : ERR_OK;
        }
    }
    return ERR_OK;
}
