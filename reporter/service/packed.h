// gzip (RFC 1952), by zlib.
#ifndef QD_REPORTER_SERVICE_PACKED_H
#define QD_REPORTER_SERVICE_PACKED_H

#include <stddef.h>

// The bytes compressed; the caller frees them. NULL where they would not become fewer, or without memory.
char *packed_make(const char *bytes, size_t length, size_t *packed_length);

#endif
