#include "aggregator/notes.h"

#include "proto/boroughs.h"
#include "proto/codec.h"
#include "proto/period.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void notes_open(struct notes *notes, notes_write_fn *write, void *context, int verbose)
{
    *notes = (struct notes){.write = write,
                            .context = context,
                            .verbose = verbose,
                            .refusals_left = NOTES_REFUSALS_A_MINUTE};
    arena_init(&notes->arena, INGEST_ANSWER_CAP_BYTES);
}

void notes_close(struct notes *notes)
{
    arena_free(&notes->arena);
}

void notes_say(struct notes *notes, const char *format, ...)
{
    char line[NOTES_LINE_BYTES];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    notes->write(notes->context, line);
}

// 1 when a refusal may still be told in this minute.
static int may_tell(struct notes *notes)
{
    if (notes->refusals_left == 0)
        return 0;
    if (--notes->refusals_left == 0)
        notes_say(notes, "many refusals: the rest of this minute's are only counted");
    return 1;
}

static const char *borough_name(Qd__LocalAuthority authority)
{
    const struct borough *borough = borough_of(authority);

    return borough == NULL ? "a key that was taken off the list" : borough->la_name;
}

static void tell_refusal(struct notes *notes, const struct ingest_event *event,
                         const Qd__Refusal *refusal)
{
    const ProtobufCEnumValue *code =
        protobuf_c_enum_descriptor_get_value(&qd__refusal_code__descriptor, (int)refusal->code);

    notes_say(notes, "refused %s: %s: %s", borough_name(event->authority), code->name,
              refusal->text);
}

static void tell_receipt(struct notes *notes, const Qd__Receipt *receipt)
{
    char period[PERIOD_TEXT_BYTES];

    period_format(receipt->period, period);
    notes_say(notes, "stored %s, %s, revision %u", borough_name(receipt->new_la_code), period,
              receipt->revision);
}

static void tell(struct notes *notes, const struct ingest_event *event)
{
    Qd__Envelope *envelope;

    arena_reset(&notes->arena);
    if (codec_unpack_envelope(&envelope, &notes->arena, event->answer, event->answer_size, NULL) !=
        ERR_OK)
        return;
    if (envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        tell_refusal(notes, event, envelope->refusal);
    else if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT)
        tell_receipt(notes, envelope->receipt);
}

void notes_turn(struct notes *notes, const struct ingest *ingest)
{
    const size_t count = ingest_events(ingest);

    for (size_t i = 0; i < count; i++) {
        const struct ingest_event event = ingest_event(ingest, i);

        if (event.outcome == INGEST_REFUSED ? may_tell(notes)
                                            : event.outcome == INGEST_STORED && notes->verbose)
            tell(notes, &event);
    }
}

void notes_stranger(struct notes *notes, const uint8_t key[KEYS_BYTES])
{
    char text[KEYS_TEXT_BYTES];

    notes->strangers++;
    if (!may_tell(notes))
        return;
    keys_to_text(key, text);
    notes_say(notes, "refused a key that is not on the allow-list: %s", text);
}

void notes_summary(struct notes *notes, const struct ingest *ingest, const struct door *door)
{
    const struct ingest_counters *now = ingest_counters(ingest);
    const struct ingest_counters *then = &notes->counters;
    const unsigned failed = door->events.protocol_failures + door->events.handshake_failures +
                            door->events.handshake_timeouts;
    const unsigned failed_then = notes->events.protocol_failures +
                                 notes->events.handshake_failures +
                                 notes->events.handshake_timeouts;

    if (now->messages != then->messages || notes->strangers > 0 ||
        door->events.connected != notes->events.connected)
        notes_say(
            notes,
            "since the last such line: %" PRIu64 " stored, %" PRIu64 " sent again, %" PRIu64
            " refused, %" PRIu64 " greeted, %" PRIu64 " dropped, %" PRIu64
            " answers not taken; %" PRIu64 " bytes in %" PRIu64
            " batches; %u connected, %u left, %u let in, %" PRIu64
            " with an unknown key, %u without a proper handshake",
            now->stored - then->stored, now->repeated - then->repeated,
            now->refused - then->refused, now->hellos - then->hellos, now->dropped - then->dropped,
            now->unsent - then->unsent, now->bytes - then->bytes, now->batches - then->batches,
            door->events.connected - notes->events.connected,
            door->events.disconnected - notes->events.disconnected,
            door->events.let_in - notes->events.let_in, notes->strangers, failed - failed_then);
    notes->counters = *now;
    notes->events = door->events;
    notes->strangers = 0;
    notes->refusals_left = NOTES_REFUSALS_A_MINUTE;
}
