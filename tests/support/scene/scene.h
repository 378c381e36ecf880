// An aggregator's socket and one client in one process, over real sockets on 127.0.0.1.
#ifndef QD_TESTS_SUPPORT_SCENE_SCENE_H
#define QD_TESTS_SUPPORT_SCENE_SCENE_H

#include "lib/base/clock.h"
#include "lib/net/keys.h"
#include "lib/net/monitor.h"
#include "lib/net/zap.h"
#include "lib/net/zsock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DEADLINE_MS = 30 * 1000, TURN_MS = 20, ENDPOINT_BYTES = 64, SHORT_MS = 200 };

extern const char scene_borough[];  // whose key it is that the handler knows

// An aggregator's socket with its handler, and one client that is watched.
struct scene {
    void *context;
    struct keys_pair server;
    struct keys_pair known;     // the handler knows this key
    struct keys_pair stranger;  // and not this one
    struct zap *zap;
    void *router;
    void *router_monitor;
    struct monitor_events at_router;
    char endpoint[ENDPOINT_BYTES];
    void *dealer;
    void *dealer_monitor;
    void *other;  // a test's own; here, so that it is closed when the test fails
    struct monitor_events at_dealer;
    // What reached the router: counted, and the last payload's user id and first bytes.
    unsigned received;
    size_t received_size;
    char received_from[64];
    char received_text[64];
};

// cmocka's set-up and tear-down: the socket serves, and no client is there yet.
int scene_make(void **state);
int scene_remove(void **state);

// A watched client in place of the one that is there.
void scene_open_client(struct scene *scene, const char *endpoint, const struct keys_pair *client,
                       const uint8_t server_key[KEYS_BYTES]);
void scene_close_client(struct scene *scene);
void scene_close_server(struct scene *scene);

void scene_send(void *socket, const char *text);

// One turn of both ends' loops.
void scene_turn(struct scene *scene);

#define SCENE_TURN_UNTIL(scene, condition)                                                         \
    do {                                                                                           \
        const uint64_t begun_ms = clock_monotonic_ms();                                            \
                                                                                                   \
        while (!(condition)) {                                                                     \
            if (clock_monotonic_ms() - begun_ms > DEADLINE_MS)                                     \
                fail_msg("never came true: %s", #condition);                                       \
            scene_turn(scene);                                                                     \
        }                                                                                          \
    } while (0)

// Fails unless the payload that a client with the known key sends is all that arrives.
void scene_lets_in_the_known_key_alone(struct scene *scene);

// A listening socket that is no aggregator's, and a port at which nobody listens.
int scene_listen(char endpoint[ENDPOINT_BYTES], int backlog);
void scene_free_port(char endpoint[ENDPOINT_BYTES]);

// Takes a connection if one waits, says the words and hangs up, unless it is to be kept.
void scene_serve_one(int listener, const char *words, int *kept);

#endif
