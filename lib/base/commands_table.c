// The tables of programs, commands and options, and what an option may take.
#include "lib/base/commands_internal.h"

#include <string.h>

// --- taking values

enum err command_take_text(void *field, const char *value, struct err_text *text)
{
    (void)text;
    *(const char **)field = value;
    return ERR_OK;
}

enum err command_take_flag(void *field, const char *value, struct err_text *text)
{
    (void)value;
    (void)text;
    *(int *)field = 1;
    return ERR_OK;
}

// --- looking up

const char *commands_word(const char **words, size_t *length)
{
    const char *word = *words + strspn(*words, " ");

    *length = strcspn(word, " ");
    *words = word + *length;
    return *length == 0 ? NULL : word;
}

const struct command_option *commands_find_option(const struct commands_program *program,
                                                  const char *name, size_t length)
{
    for (const struct command_option *option = program->options; option->name != NULL; option++)
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return option;
    return NULL;
}

const struct command_option *commands_option(const struct commands_program *program,
                                             const struct command *command, size_t index)
{
    const char *words = command->options;
    const char *word;
    size_t length;

    do {
        word = commands_word(&words, &length);
    } while (word != NULL && index-- > 0);
    return word == NULL ? NULL : commands_find_option(program, word, length);
}
