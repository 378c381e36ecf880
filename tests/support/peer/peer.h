// For the aggregator's tests: a folder of their own, returns that nothing is wrong with, and a
// borough's end of the wire that says exactly what it is told to say.
#ifndef QD_TESTS_SUPPORT_PEER_PEER_H
#define QD_TESTS_SUPPORT_PEER_PEER_H

#include "lib/base/clock.h"
#include "lib/net/keys.h"
#include "lib/net/zsock.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "tests/support/envelopes/envelopes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

// Long, for a sanitizer build on a busy machine; nothing waits for its end but a failure.
enum { PEER_DEADLINE_MS = 60 * 1000, PEER_PATH_BYTES = 128 };

// --- a folder

struct peer_folder {
    char path[64];
};

struct peer_folder peer_folder_make(void);

// With what the aggregator leaves in it: store/, copy/, the allow-list and the key.
void peer_folder_remove(const struct peer_folder *folder);

const char *peer_path(const struct peer_folder *folder, const char *name,
                      char path[PEER_PATH_BYTES]);

// --- returns

// A quarter's timeliness. `issued` tells one return from another.
struct peer_return {
    Qd__LocalAuthority authority;
    uint32_t year, quarter;
    unsigned issued, within;  // more within 20 weeks than issued breaks a rule
    size_t bytes;             // about how long it shall be; 0: as it comes
    int simulated;            // says so
};

void peer_pack_return(struct arena *arena, const struct peer_return *given, const uint8_t **bytes,
                      size_t *size);

// A Submit of these bytes, whatever they are, under the id that begins with `id`'s two bytes.
struct peer_submit {
    uint16_t id;
    uint32_t schema_version;
    uint8_t hash_flip;        // xor-ed into the hash's first byte
    const uint8_t *replaces;  // as in struct envelopes_submit
    size_t replaces_size;
};

void peer_pack_submit(struct arena *arena, const struct peer_submit *given,
                      const uint8_t *return_bytes, size_t return_size, const uint8_t **bytes,
                      size_t *size);

// --- the wire

void *peer_connect(void *context, const char *endpoint, const struct keys_pair *key,
                   const uint8_t server_key[KEYS_BYTES]);

void peer_send(void *socket, const uint8_t *bytes, size_t size);

// Takes an answer that is there: its bytes, in the arena, or NULL.
const uint8_t *peer_take(void *socket, struct arena *arena, size_t *size);

#endif
