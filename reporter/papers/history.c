#include "reporter/papers/history.h"

#include "lib/base/list.h"
#include "wire.pb-c.h"

struct reading {
    struct history *history;
    struct arena *arena;
    struct as_of as_of;
};

static int stood(const struct reading *reading, const struct journal_entry *entry)
{
    return entry->sequence <= reading->as_of.sequence && entry->unix_ms <= reading->as_of.unix_ms;
}

// The operator's words, from the body of the entry; a walk over the journal has checked it.
static const char *reason_of(const struct reading *reading, const struct journal_entry *entry)
{
    const ProtobufCMessageDescriptor *kind = entry->kind == JOURNAL_WITHDRAWN
                                                 ? &qd__withdrawal__descriptor
                                                 : &qd__journal_redacted__descriptor;
    ProtobufCMessage *message =
        entry->body == NULL ? NULL
                            : protobuf_c_message_unpack(kind, NULL, entry->body_bytes, entry->body);
    const char *words = NULL;
    const char *reason;

    if (message == NULL)
        return "";
    if (entry->kind == JOURNAL_WITHDRAWN)
        words = ((const Qd__Withdrawal *)(const void *)message)->reason;
    else
        words = ((const Qd__JournalRedacted *)(const void *)message)->reason;
    reason = words == NULL ? "" : arena_strdup(reading->arena, words);
    protobuf_c_message_free_unpacked(message, NULL);
    return reason == NULL ? "" : reason;
}

static enum err see(void *context, const struct journal_entry *entry)
{
    struct reading *reading = context;
    struct history *history = reading->history;
    const int ends = entry->kind == JOURNAL_WITHDRAWN || entry->kind == JOURNAL_REDACTED;
    struct history_event *event;

    if (!ends && entry->kind != JOURNAL_RETURN)
        return ERR_OK;
    if (!stood(reading, entry) && entry->kind != JOURNAL_REDACTED)
        return ERR_OK;
    event = LIST_ADD(reading->arena, history->list, history->count);
    if (event == NULL)
        return ERR_NO_MEMORY;
    *event = (struct history_event){.kind = entry->kind,
                                    .period_key = entry->period_key,
                                    .borough = boroughs_index(entry->authority),
                                    .revision = entry->revision,
                                    .sequence = entry->sequence,
                                    .unix_ms = entry->unix_ms,
                                    .reason = ends ? reason_of(reading, entry) : ""};
    return ERR_OK;
}

enum err history_read(struct history *history, struct arena *arena, struct store_reading *from,
                      struct as_of as_of, struct err_text *text)
{
    struct reading reading = {.history = history, .arena = arena, .as_of = as_of};
    enum err error;

    *history = (struct history){.count = 0};
    error = store_each_entry(from, see, &reading);
    return error == ERR_OK ? ERR_OK
                           : err_say(text, error, "the journal could not be read to its end");
}

const struct history_event *history_next(const struct history *history, int borough,
                                         uint32_t period_key, const struct history_event *event)
{
    const struct history_event *end = history->list + history->count;

    if (history->count == 0)
        return NULL;
    for (event = event == NULL ? history->list : event + 1; event < end; event++)
        if (event->borough == borough && event->period_key == period_key)
            return event;
    return NULL;
}

const struct history_event *history_ended(const struct history *history, int borough,
                                          uint32_t period_key, uint32_t revision,
                                          enum journal_kind kind)
{
    const struct history_event *found = NULL;
    const struct history_event *event = NULL;

    while ((event = history_next(history, borough, period_key, event)) != NULL)
        if (event->kind == kind && event->revision == revision)
            found = event;
    return found;
}
