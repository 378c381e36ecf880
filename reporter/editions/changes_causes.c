#include "reporter/editions/changes_causes.h"

#include "lib/base/list.h"
#include "proto/form/period.h"
#include "reporter/table/table_notes.h"

#include <string.h>

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the changes need more memory than there is");
}

// --- finding them

// Whether an event changes what counts after another one. The redaction of a revision that does not count
// does not.
static int matters(const struct history_event *counted, const struct history_event *event)
{
    return event->kind != JOURNAL_REDACTED || (counted != NULL && counted->kind == JOURNAL_RETURN &&
                                               counted->revision == event->revision);
}

// The event that says what counted of a return at a number of the journal; NULL: nothing had
// happened to it by then.
static const struct history_event *counted_at(const struct history *history,
                                              const struct history_event *like, uint64_t sequence)
{
    const struct history_event *found = NULL;
    const struct history_event *event = NULL;

    while ((event = history_next(history, like->borough, like->period_key, event)) != NULL)
        if (event->sequence <= sequence && matters(found, event))
            found = event;
    return found;
}

// Whether the body of the return that counted is gone now: whenever it was redacted, and whatever came after.
static int has_gone(const struct history *history, const struct history_event *counted)
{
    return counted != NULL && counted->kind == JOURNAL_RETURN &&
           history_ended(history, counted->borough, counted->period_key, counted->revision,
                         JOURNAL_REDACTED) != NULL;
}

static const char *reason_of(const struct history_event *before, const struct history_event *event)
{
    if (event->kind == JOURNAL_WITHDRAWN)
        return "withdrawn";
    if (event->kind == JOURNAL_REDACTED)
        return "redacted";
    return before == NULL || before->kind == JOURNAL_WITHDRAWN ? "late return" : "revision";
}

// The note of the return that counts now.
static enum err note_of(const char **note, struct arena *arena, struct store_reading *reading,
                        const struct history_event *event, struct err_text *text)
{
    const struct store_return *latest;
    struct arena scratch;
    Qd__Period period;
    Qd__Return *returned;
    enum err error;

    *note = "";
    if (!period_from_key(&period, event->period_key))
        return ERR_OK;
    latest = store_latest(reading, &period, boroughs[event->borough].authority);
    if (latest == NULL)
        return ERR_OK;
    arena_init(&scratch, CODEC_ARENA_CAP_BYTES);
    error = table_read_return(&returned, &scratch, latest, text);
    if (error == ERR_OK && returned != NULL && returned->header->note != NULL)
        *note = table_notes_line(arena, returned->header->note);
    arena_free(&scratch);
    return error;
}

// A borough's words are for the panel and for itself.
static int may_read(const struct audience *audience, int borough)
{
    return audience->is_panel || strcmp(audience->borough, boroughs[borough].la_name) == 0;
}

static enum err add(struct changes *changes, struct store_reading *reading,
                    const struct history_event *event, struct err_text *text)
{
    const struct edition *edition = changes->edition;
    const struct history_event *before = counted_at(&changes->history, event, edition->asked.since);
    struct changes_cause *cause = LIST_ADD(edition->arena, changes->causes, changes->count);
    enum err error = ERR_OK;

    if (cause == NULL)
        return no_memory(text);
    *cause = (struct changes_cause){.event = event,
                                    .reason = reason_of(before, event),
                                    .words = event->reason,
                                    .hides_before = has_gone(&changes->history, before)};
    if (event->kind == JOURNAL_RETURN)
        error = note_of(&cause->words, edition->arena, reading, event, text);
    if (!may_read(&edition->audience, event->borough))
        cause->words = "";
    return error;
}

static enum err find(struct changes *changes, struct store_reading *reading, struct err_text *text)
{
    const struct edition *edition = changes->edition;
    const struct history *history = &changes->history;
    enum err error = history_read(&changes->history, edition->arena, reading, edition->as_of, text);

    for (size_t i = 0; i < history->count && error == ERR_OK; i++) {
        const struct history_event *event = &history->list[i];

        if (event->sequence > edition->asked.since &&
            event == counted_at(history, event, edition->as_of.sequence))
            error = add(changes, reading, event, text);
    }
    return error;
}

enum err changes_causes_find(struct changes *changes, struct err_text *text)
{
    const struct edition *edition = changes->edition;
    struct store_reading reading;
    enum err error = store_read_begin(
        edition->store, (struct store_as_of){edition->as_of.sequence, edition->as_of.unix_ms},
        &reading, text);

    if (error != ERR_OK)
        return error;
    error = find(changes, &reading, text);
    store_read_end(&reading);
    return error;
}
