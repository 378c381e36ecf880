// Why does sending not work? Tries one thing after the other, and tells each apart: settings, key,
// outbox, name, network, server key, being let in. Sends no figures.
#ifndef QD_COLLECTOR_COMMANDS_DOCTOR_H
#define QD_COLLECTOR_COMMANDS_DOCTOR_H

#include "collector/commands/settings.h"
#include "lib/base/err.h"

enum doctor_verdict {
    DOCTOR_OK,
    DOCTOR_NOT_OK,
    DOCTOR_NOT_TRIED,  // something that it needs is not right
};

// Called once for each thing, in order; `words` say what was found, or what is wrong and how to
// fix it.
typedef void doctor_tell(void *context, const char *what, enum doctor_verdict verdict,
                         const char *words);

enum { DOCTOR_CONNECT_MS = 5 * 1000 };

// ERR_OK, or the first thing's error.
enum err doctor_run(const struct settings_given *given, doctor_tell *tell, void *context);

#endif
