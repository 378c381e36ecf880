#include "reporter/outputs/document.h"

#include "lib/base/clock.h"

void document_schema(struct json_stream *json, const char *name, int version)
{
    char urn[64];

    snprintf(urn, sizeof urn, "urn:quarterday:schema:%s:%d", name, version);
    json_stream_member(json, "schema", urn);
}

void document_as_at(struct json_stream *json, uint64_t sequence, uint64_t received_at_unix_ms)
{
    char received_at[CLOCK_TEXT_BYTES];

    if (sequence == 0) {
        json_stream_member(json, "as_at", NULL);
        return;
    }
    clock_format(received_at_unix_ms, received_at);
    json_stream_key(json, "as_at");
    json_stream_open(json, '{');
    json_stream_count(json, "sequence", sequence);
    json_stream_member(json, "received_at", received_at);
    json_stream_close(json, '}');
}
