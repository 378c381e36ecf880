#include "aggregator/commands/operator_log.h"

#include "proto/form/period.h"

#include <string.h>

static const char *const event_names[OPERATOR_LOG_EVENTS] = {
#define EVENT(constant, event) event,
#include "aggregator/commands/operator_log.def"
#undef EVENT
};

static void give_new_minute(struct operator_log *log)
{
    log->strangers_left = OPERATOR_LOG_STRANGERS_A_MINUTE;
    for (size_t i = 0; i < BOROUGHS_COUNT; i++)
        log->refusals_left[i] = OPERATOR_LOG_REFUSALS_A_MINUTE;
}

void operator_log_open(struct operator_log *log, operator_log_write_fn *write, void *context,
                       int verbose)
{
    *log = (struct operator_log){.write = write, .context = context, .verbose = verbose};
    give_new_minute(log);
}

void operator_log_say(struct operator_log *log, enum operator_log_event event,
                      const struct log_field *fields)
{
    struct log_line line;

    log_line_make(&line, event_names[event], fields);
    log->write(log->context, line.text);
}

// --- what is told

// 1 when one more may be told in this minute. The last one is followed by ONLY_COUNTED.
static int may_tell(unsigned *left)
{
    if (*left == 0)
        return 0;
    --*left;
    return 1;
}

static void tell_withdrawn(struct operator_log *log, const struct ingest_event *event)
{
    char period[PERIOD_TEXT_BYTES];

    OPERATOR_LOG(log, WITHDRAWN, LOG_TEXT("borough", boroughs_of(event->authority)->la_name),
                 LOG_TEXT("period", period_format_key(event->period_key, period)),
                 LOG_NUMBER("revision", event->revision), LOG_NUMBER("sequence", event->sequence));
}

static void tell_stored(struct operator_log *log, const struct ingest_event *event)
{
    char period[PERIOD_TEXT_BYTES];

    OPERATOR_LOG(log, STORED, LOG_TEXT("borough", boroughs_of(event->authority)->la_name),
                 LOG_TEXT("period", period_format_key(event->period_key, period)),
                 LOG_NUMBER("revision", event->revision), LOG_NUMBER("sequence", event->sequence),
                 LOG_NUMBER("queries", event->queries));
}

static void tell_refused(struct operator_log *log, const struct ingest_event *event)
{
    const int place = boroughs_index(event->authority);
    unsigned *left = place < 0 ? &log->strangers_left : &log->refusals_left[place];
    const char *whose = place < 0 ? "not on the allow-list" : boroughs[place].la_name;
    const ProtobufCEnumValue *code =
        protobuf_c_enum_descriptor_get_value(&qd__refusal_code__descriptor, (int)event->code);

    if (!may_tell(left))
        return;
    OPERATOR_LOG(log, REFUSED, LOG_TEXT("borough", whose), LOG_TEXT("code", code->name),
                 LOG_TEXT("why", event->why));
    if (*left == 0)
        OPERATOR_LOG(log, ONLY_COUNTED, LOG_TEXT("borough", whose));
}

void operator_log_turn(struct operator_log *log, const struct ingest *ingest)
{
    const size_t count = ingest_events(ingest);

    for (size_t i = 0; i < count; i++) {
        const struct ingest_event *event = ingest_event(ingest, i);

        if (event->outcome == INGEST_REFUSED)
            tell_refused(log, event);
        else if (event->outcome == INGEST_WITHDRAWN)
            tell_withdrawn(log, event);
        else if (event->outcome == INGEST_STORED && log->verbose)
            tell_stored(log, event);
    }
}

void operator_log_stranger(struct operator_log *log, const uint8_t key[KEYS_BYTES])
{
    char text[KEYS_TEXT_BYTES];

    log->strangers++;
    if (!may_tell(&log->strangers_left))
        return;
    keys_to_text(key, text);
    OPERATOR_LOG(log, STRANGER, LOG_TEXT("key", text));
    if (log->strangers_left == 0)
        OPERATOR_LOG(log, ONLY_COUNTED, LOG_TEXT("borough", "not on the allow-list"));
}

void operator_log_crowd(struct operator_log *log, Qd__LocalAuthority authority)
{
    const int place = boroughs_index(authority);

    log->crowded++;
    if (place < 0 || !may_tell(&log->refusals_left[place]))
        return;
    OPERATOR_LOG(log, CROWD, LOG_TEXT("borough", boroughs[place].la_name),
                 LOG_NUMBER("connections", CONNECTIONS_OF_A_KEY));
    if (log->refusals_left[place] == 0)
        OPERATOR_LOG(log, ONLY_COUNTED, LOG_TEXT("borough", boroughs[place].la_name));
}

static unsigned handshakes_failed(const struct monitor_events *events)
{
    return events->protocol_failures + events->handshake_failures + events->handshake_timeouts;
}

void operator_log_summary(struct operator_log *log, const struct ingest *ingest,
                          const struct listener *listener)
{
    const struct ingest_counters *now = ingest_counters(ingest);
    const struct ingest_counters *then = &log->counters;
    const struct monitor_events *events = &listener->events;
    const struct monitor_events *before = &log->events;

    if (now->messages != then->messages || log->strangers > 0 ||
        events->connected != before->connected)
        OPERATOR_LOG(
            log, MINUTE, LOG_NUMBER("stored", now->stored - then->stored),
            LOG_NUMBER("withdrawn", now->withdrawn - then->withdrawn),
            LOG_NUMBER("repeated", now->repeated - then->repeated),
            LOG_NUMBER("refused", now->refused - then->refused),
            LOG_NUMBER("welcomed", now->hellos - then->hellos),
            LOG_NUMBER("fetched", now->fetched - then->fetched),
            LOG_NUMBER("unanswered", now->unacknowledged - then->unacknowledged),
            LOG_NUMBER("unsent", now->unsent - then->unsent),
            LOG_NUMBER("dropped", now->dropped - then->dropped),
            LOG_NUMBER("bytes", now->bytes - then->bytes),
            LOG_NUMBER("batches", now->batches - then->batches),
            LOG_NUMBER("connected", events->connected - before->connected),
            LOG_NUMBER("disconnected", events->disconnected - before->disconnected),
            LOG_NUMBER("let_in", events->let_in - before->let_in),
            LOG_NUMBER("strangers", log->strangers), LOG_NUMBER("crowded", log->crowded),
            LOG_NUMBER("handshakes_failed", handshakes_failed(events) - handshakes_failed(before)));
    log->counters = *now;
    log->events = *events;
    log->strangers = 0;
    log->crowded = 0;
    give_new_minute(log);
}
