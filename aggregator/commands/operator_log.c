#include "aggregator/commands/operator_log.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void operator_log_open(struct operator_log *log, operator_log_write_fn *write, void *context,
                       int verbose)
{
    *log = (struct operator_log){.write = write,
                                 .context = context,
                                 .verbose = verbose,
                                 .refusals_left = OPERATOR_LOG_REFUSALS_A_MINUTE};
    arena_init(&log->arena, INGEST_ANSWER_CAP_BYTES);
}

void operator_log_close(struct operator_log *log)
{
    arena_free(&log->arena);
}

void operator_log_say(struct operator_log *log, const char *format, ...)
{
    char line[OPERATOR_LOG_LINE_BYTES];
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    log->write(log->context, line);
}

// 1 when a refusal may still be told in this minute.
static int may_tell(struct operator_log *log)
{
    if (log->refusals_left == 0)
        return 0;
    if (--log->refusals_left == 0)
        operator_log_say(log, "many refusals: the rest of this minute's are only counted");
    return 1;
}

static const char *borough_name(Qd__LocalAuthority authority)
{
    const struct borough *borough = boroughs_of(authority);

    return borough == NULL ? "a key that was taken off the list" : borough->la_name;
}

static void tell_refusal(struct operator_log *log, const struct ingest_event *event,
                         const Qd__Refusal *refusal)
{
    const ProtobufCEnumValue *code =
        protobuf_c_enum_descriptor_get_value(&qd__refusal_code__descriptor, (int)refusal->code);

    operator_log_say(log, "refused %s: %s: %s", borough_name(event->authority), code->name,
                     refusal->text);
}

static void tell_receipt(struct operator_log *log, const Qd__Receipt *receipt)
{
    char period[PERIOD_TEXT_BYTES];

    period_format(receipt->period, period);
    operator_log_say(log, "stored %s, %s, revision %u", borough_name(receipt->new_la_code), period,
                     receipt->revision);
}

static void tell(struct operator_log *log, const struct ingest_event *event)
{
    Qd__Envelope *envelope;

    arena_reset(&log->arena);
    if (codec_unpack_envelope(&envelope, &log->arena, event->answer, event->answer_size, NULL) !=
        ERR_OK)
        return;
    if (envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        tell_refusal(log, event, envelope->refusal);
    else if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT)
        tell_receipt(log, envelope->receipt);
}

void operator_log_turn(struct operator_log *log, const struct ingest *ingest)
{
    const size_t count = ingest_events(ingest);

    for (size_t i = 0; i < count; i++) {
        const struct ingest_event event = ingest_event(ingest, i);

        if (event.outcome == INGEST_REFUSED ? may_tell(log)
                                            : event.outcome == INGEST_STORED && log->verbose)
            tell(log, &event);
    }
}

void operator_log_stranger(struct operator_log *log, const uint8_t key[KEYS_BYTES])
{
    char text[KEYS_TEXT_BYTES];

    log->strangers++;
    if (!may_tell(log))
        return;
    keys_to_text(key, text);
    operator_log_say(log, "refused a key that is not on the allow-list: %s", text);
}

void operator_log_summary(struct operator_log *log, const struct ingest *ingest,
                          const struct listener *listener)
{
    const struct ingest_counters *now = ingest_counters(ingest);
    const struct ingest_counters *then = &log->counters;
    const unsigned failed = listener->events.protocol_failures +
                            listener->events.handshake_failures +
                            listener->events.handshake_timeouts;
    const unsigned failed_then = log->events.protocol_failures + log->events.handshake_failures +
                                 log->events.handshake_timeouts;

    if (now->messages != then->messages || log->strangers > 0 ||
        listener->events.connected != log->events.connected)
        operator_log_say(
            log,
            "since the last such line: %" PRIu64 " stored, %" PRIu64 " sent again, %" PRIu64
            " refused, %" PRIu64 " greeted, %" PRIu64 " dropped, %" PRIu64
            " answers not taken; %" PRIu64 " bytes in %" PRIu64
            " batches; %u connected, %u left, %u let in, %" PRIu64
            " with an unknown key, %u without a proper handshake",
            now->stored - then->stored, now->repeated - then->repeated,
            now->refused - then->refused, now->hellos - then->hellos, now->dropped - then->dropped,
            now->unsent - then->unsent, now->bytes - then->bytes, now->batches - then->batches,
            listener->events.connected - log->events.connected,
            listener->events.disconnected - log->events.disconnected,
            listener->events.let_in - log->events.let_in, log->strangers, failed - failed_then);
    log->counters = *now;
    log->events = listener->events;
    log->strangers = 0;
    log->refusals_left = OPERATOR_LOG_REFUSALS_A_MINUTE;
}
