#include "reporter/service/reply.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TAG_HEADER_BYTES = 128 };

// MHD refuses a value with a line end in it, and then the answer is without that header.
void reply_header(struct MHD_Response *response, const char *name, const char *value)
{
    if (response != NULL)
        (void)MHD_add_response_header(response, name, value);
}

static struct MHD_Response *with_headers(struct MHD_Response *response, const char *type)
{
#define HEADER(name, value) reply_header(response, name, value);
#include "reporter/service/headers.def"
#undef HEADER
    if (type != NULL)
        reply_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    return response;
}

struct MHD_Response *reply_make(const char *type, const void *bytes, size_t length)
{
    return with_headers(
        MHD_create_response_from_buffer(length, (void *)(size_t)bytes, MHD_RESPMEM_MUST_COPY),
        type);
}

struct MHD_Response *reply_take(const char *type, char *bytes, size_t length)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(length, bytes, MHD_RESPMEM_MUST_FREE);

    if (response == NULL)
        free(bytes);
    return with_headers(response, type);
}

struct MHD_Response *reply_file(const char *type, int file, uint64_t bytes)
{
    struct MHD_Response *response = MHD_create_response_from_fd64(bytes, file);

    if (response == NULL)
        (void)close(file);
    return with_headers(response, type);
}

void reply_keep_nowhere(struct MHD_Response *response)
{
    reply_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
}

void reply_keep_and_ask(struct MHD_Response *response, const char *tag, const char *variant)
{
    char value[TAG_HEADER_BYTES];

    (void)snprintf(value, sizeof value, "\"%s%s\"", tag, variant);
    reply_header(response, MHD_HTTP_HEADER_ETAG, value);
    reply_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "private, no-cache");
    reply_header(response, MHD_HTTP_HEADER_VARY, "Accept-Encoding, Cookie");
}
