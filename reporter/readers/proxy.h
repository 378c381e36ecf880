// A reverse proxy that knows who reads, and says so in headers:
//
//   X-Quarterday-Secret   the secret that it shares with the service
//   X-Quarterday-Reader   panel, borough:Camden or public
//   X-Quarterday-Name     who it is, for the log; may be missing
//   X-Forwarded-For       the reader's address last: for the log, and for the limit on tries
//
// It is believed only where it comes from the proxy's address and with the secret, and where it says each of the first
// three once: of two, one may be what the reader sent.
#ifndef QD_REPORTER_READERS_PROXY_H
#define QD_REPORTER_READERS_PROXY_H

#include "lib/base/err.h"

#include <netinet/in.h>
#include <stddef.h>

enum {
    PROXY_SECRET_MIN_BYTES = 32,
    PROXY_SECRET_MAX_BYTES = 200,
    PROXY_ADDRESS_BYTES = INET6_ADDRSTRLEN,
};

#define PROXY_SECRET "X-Quarterday-Secret"
#define PROXY_READER "X-Quarterday-Reader"
#define PROXY_NAME "X-Quarterday-Name"
#define PROXY_FORWARDED "X-Forwarded-For"

struct proxy {
    // As a peer's is written (reporter/service/listen.h): 127.0.0.1; "": there is no proxy.
    char address[PROXY_ADDRESS_BYTES];
    char secret[PROXY_SECRET_MAX_BYTES + 2];
};

// Reads the secret, the first line of a file that only its owner can read. The address may be written in any way:
// "::ffff:127.0.0.1" is 127.0.0.1. ERR_COMMAND where it is no address, or the secret is too short.
enum err proxy_read(struct proxy *proxy, const char *address, const char *secret_file,
                    struct err_text *text);

// Whether a request came from it: `secret` is what its header said, or NULL.
int proxy_is_it(const struct proxy *proxy, const char *address, const char *secret);

// The reader's address by the last X-Forwarded-For: the last in it, which the proxy itself added; what stands before is
// whatever the reader sent. It is written without brackets and port, and "::ffff:192.0.2.7" as 192.0.2.7. 0, and
// `address` is as it was: none stands there.
int proxy_forwarded(const char *forwarded, char *address, size_t room);

#endif
