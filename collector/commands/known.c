#include "collector/commands/known.h"

#include "collector/outbox/outbox_history.h"
#include "lib/base/clock.h"
#include "proto/form/period.h"

#include <stdlib.h>
#include <string.h>

static size_t find_earlier(void *context, const Qd__Header *header, struct arena *arena,
                           const Qd__Return *earlier[RULES_KEPT_MAX])
{
    struct known *known = context;
    Qd__Period period = *header->period;
    size_t count = 0;
    int more = 1;

    for (int i = 0; i < RULES_KEPT_MAX && more; i++) {
        count += outbox_history_find(known->outbox, arena, header->new_la_code, &period, NULL,
                                     &earlier[count], &known->text) == ERR_OK;
        more = period_before(&period, &period);
    }
    return count;
}

void known_begin(struct known *known, const char *folder, struct outbox *outbox)
{
    const char *slash;

    *known = (struct known){.beside = {.today = clock_today()}, .outbox = outbox};
    if (outbox != NULL) {
        known->beside.earlier = find_earlier;
        known->beside.context = known;
    }
    known->path = realpath(folder, NULL);  // "." has a name, too
    slash = known->path == NULL ? NULL : strrchr(known->path, '/');
    if (slash != NULL)
        known->beside.folder = slash + 1;
}

void known_end(struct known *known)
{
    free(known->path);
    known->path = NULL;
}
