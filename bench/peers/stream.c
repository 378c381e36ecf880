#include "bench/peers/stream.h"

#include "bench/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { OUT_BYTES = 256 * 1024, IN_BYTES = 64 * 1024 };

struct stream {
    int socket;
    size_t gathered;
    size_t in_at, in_size;
    char out[OUT_BYTES];
    char in[IN_BYTES];
};

static int failed(const char *what)
{
    perror(what);
    return -1;
}

struct stream *stream_open(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)atoi(port)),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct stream *stream = calloc(1, sizeof *stream);
    const int yes = 1;

    if (stream == NULL)
        return NULL;
    stream->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (stream->socket < 0 ||
        connect(stream->socket, (const struct sockaddr *)&address, sizeof address) != 0 ||
        setsockopt(stream->socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0) {
        (void)failed("connect");
        stream_close(stream);
        return NULL;
    }
    return stream;
}

void stream_close(struct stream *stream)
{
    if (stream == NULL)
        return;
    if (stream->socket >= 0)
        (void)close(stream->socket);
    free(stream);
}

static int put_out(struct stream *stream, const char *bytes, size_t size)
{
    while (size > 0) {
        const ssize_t put = send(stream->socket, bytes, size, MSG_NOSIGNAL);

        if (put <= 0)
            return failed("send");
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

static int flush(struct stream *stream)
{
    const size_t size = stream->gathered;

    stream->gathered = 0;
    return put_out(stream, stream->out, size);
}

int stream_put(struct stream *stream, const void *bytes, size_t size)
{
    if (stream->gathered + size > OUT_BYTES && flush(stream) != 0)
        return -1;
    if (size > OUT_BYTES)
        return put_out(stream, bytes, size);
    memcpy(stream->out + stream->gathered, bytes, size);
    stream->gathered += size;
    return 0;
}

int stream_print(struct stream *stream, const char *format, ...)
{
    char text[STREAM_LINE_BYTES];
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return size < 0 || size >= (int)sizeof text ? -1 : stream_put(stream, text, (size_t)size);
}

static int fill(struct stream *stream)
{
    ssize_t got;

    if (flush(stream) != 0)
        return -1;
    got = recv(stream->socket, stream->in, IN_BYTES, 0);
    if (got <= 0)
        return failed("recv");
    stream->in_at = 0;
    stream->in_size = (size_t)got;
    return 0;
}

int stream_line(struct stream *stream, char line[STREAM_LINE_BYTES])
{
    size_t size = 0;

    for (;;) {
        char byte;

        if (stream->in_at == stream->in_size && fill(stream) != 0)
            return -1;
        byte = stream->in[stream->in_at++];
        if (byte == '\n')
            break;
        if (size == STREAM_LINE_BYTES - 1) {
            fputs("a line that is too long\n", stderr);
            return -1;
        }
        line[size++] = byte;
    }
    if (size > 0 && line[size - 1] == '\r')
        size--;
    line[size] = '\0';
    return 0;
}

struct stream_end *stream_end_open(struct stream *stream, const struct bench_load *load,
                                   unsigned collector)
{
    struct stream_end *end = stream == NULL ? NULL : calloc(1, sizeof *end);

    if (end == NULL) {
        stream_close(stream);
        return NULL;
    }
    *end = (struct stream_end){.stream = stream,
                               .bytes = load->payload->bytes[collector],
                               .size = load->payload->sizes[collector],
                               .collector = collector};
    return end;
}

void stream_end_close(void *context)
{
    struct stream_end *end = context;

    if (end == NULL)
        return;
    stream_close(end->stream);
    free(end);
}
