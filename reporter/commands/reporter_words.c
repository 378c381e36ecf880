#include "reporter/commands/reporter_words.h"

#include <stdlib.h>
#include <string.h>

enum { REPORTER_NUMBER_MAX = 1000 * 1000 };

enum err reporter_words_take_where(void *field, const char *value, struct err_text *text)
{
    struct reporter_where *where = field;

    if (where->count == REPORTER_WHERE_MAX)
        return err_say(text, ERR_COMMAND, "--where can be said %d times at most",
                       REPORTER_WHERE_MAX);
    where->words[where->count++] = value;
    return ERR_OK;
}

enum err reporter_words_take_as_of(void *field, const char *value, struct err_text *text)
{
    return as_of_parse(field, value, text);
}

enum err reporter_words_take_as_at(void *field, const char *value, struct err_text *text)
{
    struct as_of *as_at = field;

    if (as_of_parse(as_at, value, NULL) == ERR_OK && as_at->sequence == UINT64_MAX &&
        strchr(value, 'T') == NULL)
        return ERR_OK;
    return err_say(text, ERR_COMMAND, "\"%.40s\" is not a day: write it as in 2026-11-23", value);
}

enum err reporter_words_take_since(void *field, const char *value, struct err_text *text)
{
    struct as_of since;

    if (as_of_parse(&since, value, NULL) != ERR_OK || since.sequence == UINT64_MAX)
        return err_say(text, ERR_COMMAND,
                       "\"%.40s\" is no number of the journal: write it as in 1234", value);
    *(uint64_t *)field = since.sequence;
    return ERR_OK;
}

// 1 to 1,000,000.
enum err reporter_words_take_number(void *field, const char *value, struct err_text *text)
{
    const size_t digits = strspn(value, "0123456789");
    const unsigned long number = strtoul(value, NULL, 10);

    if (digits == 0 || value[digits] != '\0' || number == 0 || number > REPORTER_NUMBER_MAX)
        return err_say(text, ERR_COMMAND, "a whole number from 1 to %d is wanted, and not: %s",
                       REPORTER_NUMBER_MAX, value);
    *(unsigned *)field = (unsigned)number;
    return ERR_OK;
}

enum err reporter_words_open_store(struct store **store, const struct reporter_words *words,
                                   struct err_text *text)
{
    const struct store_options options = {.read_only = 1};
    struct err_text why = {""};
    const enum err error = store_open(store, words->store, &options, &why);

    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_COMMAND, "%s; --store FOLDER says where the aggregator's store is",
                       why.text);
    return error == ERR_OK ? ERR_OK : err_say(text, error, "%s", why.text);
}
