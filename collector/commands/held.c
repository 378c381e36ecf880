#include "collector/commands/held.h"

#include "collector/outbox/outbox_history.h"

#include <errno.h>
#include <unistd.h>

enum err held_open(struct outbox **outbox, struct settings *settings,
                   const struct settings_given *given, struct err_text *text)
{
    const enum err error = settings_load(settings, given, text);

    *outbox = NULL;
    if (error != ERR_OK || (access(settings->outbox, F_OK) != 0 && errno == ENOENT))
        return error;
    return outbox_open(outbox, settings->outbox, text);
}

static int is_named(const struct settings_given *given)
{
    return given->config != NULL || given->values[SETTINGS_NAME_OUTBOX] != NULL;
}

enum err held_open_to_compare(struct outbox **outbox, const struct settings_given *given,
                              struct err_text *text)
{
    struct settings settings;
    enum err error = held_open(outbox, &settings, given, text);

    if (error == ERR_OK && *outbox == NULL && given->values[SETTINGS_NAME_OUTBOX] != NULL)
        error = err_say(text, ERR_COMMAND,
                        "there is no outbox folder %s: give another with --outbox, or leave it out",
                        settings.outbox);
    return is_named(given) ? error : ERR_OK;
}

enum err held_last_return(const Qd__Return **last, struct outbox *outbox, struct arena *arena,
                          const Qd__Return *returned, const struct settings_given *given,
                          struct err_text *text)
{
    enum err error = ERR_OK;

    *last = NULL;
    if (outbox != NULL && returned->header != NULL)
        error = outbox_history_before(outbox, arena, returned, NULL, last, text);
    return is_named(given) ? error : ERR_OK;
}
