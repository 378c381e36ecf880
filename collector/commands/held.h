// The outbox, opened by commands that only look into it.
#ifndef QD_COLLECTOR_COMMANDS_HELD_H
#define QD_COLLECTOR_COMMANDS_HELD_H

#include "collector/commands/settings.h"
#include "collector/outbox/outbox.h"

// Opens the outbox that is meant. `*outbox` is NULL, and that is ERR_OK, when there is no such folder:
// nothing was submitted from here yet. `settings` says which it is.
enum err held_open(struct outbox **outbox, struct settings *settings,
                   const struct settings_given *given, struct err_text *text);

// The same for a command that compares a folder with what was returned. `*outbox` is NULL as well, and that
// is ERR_OK, when it cannot be opened and nobody has named an outbox or a settings file: `text` then says
// why nothing is compared, and is empty otherwise. ERR_COMMAND when the one that was named is not there.
enum err held_open_to_compare(struct outbox **outbox, const struct settings_given *given,
                              struct err_text *text);

// The last return of the borough that `returned` is of, in the arena; NULL when there is none, or
// `outbox` or `returned` is NULL. As above, one that cannot be read is an error only where it was named.
enum err held_last_return(const Qd__Return **last, struct outbox *outbox, struct arena *arena,
                          const Qd__Return *returned, const struct settings_given *given,
                          struct err_text *text);

#endif
