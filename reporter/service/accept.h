// What a reader takes, by its headers (RFC 9110).
#ifndef QD_REPORTER_SERVICE_ACCEPT_H
#define QD_REPORTER_SERVICE_ACCEPT_H

#include "lib/base/sha256.h"

// Accept-Encoding: whether it takes gzip.
int accept_gzip(const char *header);

// If-None-Match: whether the ETag of that key (shelf.h) is in it, in whichever form of the page.
int accept_tag(const char *header, const uint8_t key[SHA256_BYTES]);

#endif
