#include "reporter/service/packed.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum {
    WINDOW_BITS = 15 + 16,  // gzip's header, and not zlib's
    MEMORY_LEVEL = 8,
    LEVEL = 6,
    SMALLEST_BYTES = 512,  // a packet holds it in any case
};

char *packed_make(const char *bytes, size_t length, size_t *packed_length)
{
    z_stream stream = {.next_in = (Bytef *)(size_t)bytes};
    char *out = NULL;

    if (length < SMALLEST_BYTES || length > UINT_MAX ||
        deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) !=
            Z_OK)
        return NULL;
    out = malloc(length);
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)length;
    if (out == NULL || deflate(&stream, Z_FINISH) != Z_STREAM_END) {
        free(out);
        out = NULL;
    }
    *packed_length = stream.total_out;
    (void)deflateEnd(&stream);
    return out;
}
