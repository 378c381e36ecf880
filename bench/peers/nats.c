// A message into a JetStream stream that is kept in a file; its acknowledgement comes to an inbox.
#include "bench/load.h"
#include "bench/peers/peers.h"
#include "bench/peers/stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// A line that is for us; what the server asks in between is answered.
static int take_line(struct stream *stream, char line[STREAM_LINE_BYTES])
{
    for (;;) {
        if (stream_line(stream, line) != 0)
            return -1;
        if (strcmp(line, "PING") == 0 && stream_print(stream, "PONG\r\n") != 0)
            return -1;
        if (strncmp(line, "-ERR", 4) == 0) {
            fprintf(stderr, "NATS: %s\n", line);
            return -1;
        }
        if (strncmp(line, "MSG ", 4) == 0)
            return 0;
    }
}

static struct stream *greet(const char *port, unsigned collector)
{
    struct stream *stream = stream_open(port);

    if (stream != NULL &&
        stream_print(stream,
                     "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\"}\r\n"
                     "SUB inbox.%u.* 1\r\n",
                     collector) == 0)
        return stream;
    stream_close(stream);
    return NULL;
}

static void *link_open(const struct bench_load *load, unsigned collector)
{
    return stream_end_open(greet(load->endpoint, collector), load, collector);
}

static int link_post(void *context, uint64_t number)
{
    struct stream_end *connection = context;

    if (stream_print(connection->stream, "PUB returns.%u inbox.%u.%" PRIu64 " %zu\r\n",
                     connection->collector, connection->collector, number, connection->size) != 0 ||
        stream_put(connection->stream, connection->bytes, connection->size) != 0 ||
        stream_put(connection->stream, "\r\n", 2) != 0)
        return -1;
    return 1;
}

static int link_take(void *context, uint64_t *number)
{
    struct stream_end *connection = context;
    char line[STREAM_LINE_BYTES], said[STREAM_LINE_BYTES];
    unsigned collector;

    if (take_line(connection->stream, line) != 0 || stream_line(connection->stream, said) != 0)
        return -1;
    if (sscanf(line, "MSG inbox.%u.%" SCNu64, &collector, number) != 2 ||
        strstr(said, "\"seq\"") == NULL) {
        fprintf(stderr, "NATS: %s: %s\n", line, said);
        return -1;
    }
    return 1;
}

static int ask(struct stream *stream, const char *what, const char *settings, char *said)
{
    char line[STREAM_LINE_BYTES];

    if (stream_print(stream, "PUB $JS.API.STREAM.%s.RETURNS inbox.0.0 %zu\r\n%s\r\n", what,
                     strlen(settings), settings) != 0 ||
        take_line(stream, line) != 0 || stream_line(stream, said) != 0)
        return -1;
    return 0;
}

int nats_prepare(const char *port)
{
    static const char settings[] =
        "{\"name\":\"RETURNS\",\"subjects\":[\"returns.*\"],\"storage\":\"file\"}";
    struct stream *stream = greet(port, 0);
    char said[STREAM_LINE_BYTES] = "";
    int made = -1;

    // There is none the first time, and that is told; nothing else can go wrong in deleting it.
    if (stream != NULL && ask(stream, "DELETE", "", said) == 0 &&
        ask(stream, "CREATE", settings, said) == 0)
        made = strstr(said, "\"error\"") == NULL ? 0 : -1;
    if (made != 0)
        fprintf(stderr, "NATS: %s\n", said);
    stream_close(stream);
    return made;
}

const struct link link_nats = {.name = "NATS",
                               .open = link_open,
                               .post = link_post,
                               .take = link_take,
                               .close = stream_end_close};
