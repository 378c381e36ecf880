#include "lib/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum err_kind kind;
    const char *words;
} err_table[] = {
#define ERR_AS_ROW(name, kind, words) [name] = {#name, ERR_KIND_##kind, words},
    ERR_LIST(ERR_AS_ROW)
#undef ERR_AS_ROW
};

enum { ERR_COUNT = sizeof err_table / sizeof err_table[0] };

// Composed beside it first: a caller may put its own words around what the text already says.
__attribute__((format(printf, 2, 0))) static void put(struct err_text *text, const char *format,
                                                      va_list arguments)
{
    struct err_text draft;

    if (text == NULL)
        return;
    vsnprintf(draft.text, sizeof draft.text, format, arguments);
    *text = draft;
}

enum err err_say(struct err_text *text, enum err error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put(text, format, arguments);
    va_end(arguments);
    return error;
}

enum err err_say_errno(struct err_text *text, int error_number, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    put(text, format, arguments);
    va_end(arguments);
    if (text != NULL) {
        size_t used = strlen(text->text);

        snprintf(text->text + used, sizeof text->text - used, ": %s", strerror(error_number));
    }
    return err_errno(error_number);
}

enum err err_errno(int error_number)
{
    switch (error_number) {
    case 0:
        return ERR_OK;
    case ENOSPC:
    case EDQUOT:
        return ERR_FULL;
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case EEXIST:
        return ERR_EXISTS;
    case EISDIR:
    case ELOOP:
    case ENAMETOOLONG:
        return ERR_COMMAND;
    case ENOMEM:
    case EMFILE:
    case ENFILE:
        return ERR_NO_MEMORY;
    case EAGAIN:
    case EBUSY:
        return ERR_BUSY;
    case ETIMEDOUT:
        return ERR_TIMEOUT;
    default:
        return ERR_IO;
    }
}

const char *err_name(enum err error)
{
    return (unsigned)error < ERR_COUNT ? err_table[error].name : "ERR_?";
}

const char *err_words(enum err error)
{
    return (unsigned)error < ERR_COUNT ? err_table[error].words : "an unknown error";
}

const char *err_program(void)
{
    return program_invocation_short_name;
}

int err_exit_status(enum err error)
{
    return (unsigned)error < ERR_COUNT ? (int)err_table[error].kind : ERR_KIND_ENVIRONMENT;
}
