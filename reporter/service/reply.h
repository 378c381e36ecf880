// An answer's headers, the same on every answer (headers.def).
#ifndef QD_REPORTER_SERVICE_REPLY_H
#define QD_REPORTER_SERVICE_REPLY_H

#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>

// A response with a copy of the bytes, all headers and the type (NULL: it has none). NULL: no memory.
struct MHD_Response *reply_make(const char *type, const void *bytes, size_t length);

// The same; the bytes are the response's, and freed with it, whatever happens.
struct MHD_Response *reply_take(const char *type, char *bytes, size_t length);

// The same of a file of so many bytes, which is closed with the response.
struct MHD_Response *reply_file(const char *type, int file, uint64_t bytes);

// What is made for one reader and one time only, such as a form: nobody keeps it.
void reply_keep_nowhere(struct MHD_Response *response);
// What its reader may keep, but must ask about each time; different for each reader.
void reply_keep_and_ask(struct MHD_Response *response, const char *tag, const char *variant);

void reply_header(struct MHD_Response *response, const char *name, const char *value);

#endif
