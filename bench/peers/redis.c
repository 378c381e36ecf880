// SET key return, answered after its append-only file was flushed (appendfsync always).
#include "bench/load.h"
#include "bench/peers/peers.h"
#include "bench/peers/stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void *link_open(const struct bench_load *load, unsigned collector)
{
    return stream_end_open(stream_open(load->endpoint), load, collector);
}

static int link_post(void *context, uint64_t number)
{
    struct stream_end *connection = context;
    char key[64];

    (void)snprintf(key, sizeof key, "return:%u:%" PRIu64, connection->collector, number);
    if (stream_print(connection->stream, "*3\r\n$3\r\nSET\r\n$%zu\r\n%s\r\n$%zu\r\n", strlen(key),
                     key, connection->size) != 0 ||
        stream_put(connection->stream, connection->bytes, connection->size) != 0 ||
        stream_put(connection->stream, "\r\n", 2) != 0)
        return -1;
    return 1;
}

static int link_take(void *context, uint64_t *number)
{
    struct stream_end *connection = context;
    char line[STREAM_LINE_BYTES];

    if (stream_line(connection->stream, line) != 0)
        return -1;
    if (strcmp(line, "+OK") != 0) {
        fprintf(stderr, "Redis: %s\n", line);
        return -1;
    }
    *number = connection->answered++;
    return 1;
}

// Each measurement begins with nothing stored.
int redis_prepare(const char *port)
{
    struct stream *stream = stream_open(port);
    char line[STREAM_LINE_BYTES] = "";
    int made;

    if (stream == NULL)
        return -1;
    made = stream_print(stream, "FLUSHALL\r\n") == 0 && stream_line(stream, line) == 0 &&
           strcmp(line, "+OK") == 0;
    stream_close(stream);
    return made ? 0 : -1;
}

const struct link link_redis = {.name = "Redis",
                                .open = link_open,
                                .post = link_post,
                                .take = link_take,
                                .close = stream_end_close};
