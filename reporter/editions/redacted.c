#include "reporter/editions/redacted.h"

#include "lib/base/list.h"

// Whether what an entry removed had arrived by that number.
static int had_arrived(const struct history *history, const struct history_event *removed,
                       uint64_t sequence)
{
    const struct history_event *event = NULL;

    while ((event = history_next(history, removed->borough, removed->period_key, event)) != NULL)
        if (event->kind == JOURNAL_RETURN && event->revision == removed->revision)
            return event->sequence <= sequence;
    return 0;
}

enum err redacted_since(struct redacted_list *redacted, struct arena *arena,
                        const struct history *history, uint64_t sequence, struct err_text *text)
{
    *redacted = (struct redacted_list){.count = 0};
    for (size_t i = 0; i < history->count; i++) {
        const struct history_event *event = &history->list[i];
        struct redacted *place;

        if (event->kind != JOURNAL_REDACTED || event->sequence <= sequence ||
            !had_arrived(history, event, sequence))
            continue;
        place = LIST_ADD(arena, redacted->list, redacted->count);
        if (place == NULL)
            return err_say(text, ERR_NO_MEMORY, "out of memory");
        *place = (struct redacted){event->sequence, event->borough};
    }
    return ERR_OK;
}

int redacted_has(const struct redacted_list *redacted, uint64_t sequence)
{
    for (size_t i = 0; i < redacted->count; i++)
        if (redacted->list[i].sequence == sequence)
            return 1;
    return 0;
}

int redacted_has_all(const struct redacted_list *redacted, const struct redacted_list *others)
{
    for (size_t i = 0; i < others->count; i++)
        if (!redacted_has(redacted, others->list[i].sequence))
            return 0;
    return 1;
}
