// A TCP connection to 127.0.0.1 that gathers what is written until an answer is waited for.
#ifndef QD_BENCH_PEERS_STREAM_H
#define QD_BENCH_PEERS_STREAM_H

#include <stddef.h>
#include <stdint.h>

enum { STREAM_LINE_BYTES = 4096 };

struct bench_load;
struct stream;

// NULL, with words on stderr, when nobody takes the connection.
struct stream *stream_open(const char *port);
void stream_close(struct stream *stream);  // NULL is fine

// 0, or -1 with words on stderr.
int stream_put(struct stream *stream, const void *bytes, size_t size);
int stream_print(struct stream *stream, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Sends what was gathered and reads a line, without its CR and LF: 0, or -1 with words on stderr.
int stream_line(struct stream *stream, char line[STREAM_LINE_BYTES]);

// A collector's end of a server that takes a return's bytes over a stream.
struct stream_end {
    struct stream *stream;
    const uint8_t *bytes;  // the collector's return
    size_t size;
    unsigned collector;
    uint64_t answered;  // so far
};

// Over a stream that is open already, or NULL; takes it over. NULL when there is none, or no memory.
struct stream_end *stream_end_open(struct stream *stream, const struct bench_load *load,
                                   unsigned collector);
void stream_end_close(void *end);  // NULL is fine

#endif
