// The collector's connection to the aggregator: opened again, with back-off, for as long as anybody
// waits, and able to say why it does not come about. Inside the sender.
#ifndef QD_COLLECTOR_SENDING_CONNECTION_H
#define QD_COLLECTOR_SENDING_CONNECTION_H

#include "lib/base/err.h"
#include "lib/net/keys.h"
#include "lib/net/monitor.h"

#include <stdint.h>
#include <zmq.h>

enum {
    CONNECTION_BACK_OFF_MIN_MS = 100,  // before a failed connection is opened again; then doubled
    CONNECTION_BACK_OFF_MAX_MS = 5 * 1000,
    // As often in a row must it fail in the same way before we believe that it will go on: an
    // aggregator that is being restarted looks like a wrong key for a moment.
    CONNECTION_ATTEMPTS = 3,
    CONNECTION_PROBE_MS = 3 * 1000,  // for a server to greet
};

struct connection {
    void *zmq_context;  // borrowed, as is `aggregator`
    const char *aggregator;
    struct keys_pair key;
    uint8_t server_key[KEYS_BYTES];

    void *dealer;  // NULL while it waits to be opened again
    void *monitor;
    struct monitor_events events;  // of this dealer
    int alive;                     // let in, and not cut off since
    unsigned let_in;               // times, over all dealers: what was sent before may be lost
    uint64_t down_since_ms;        // when not alive; monotonic
    unsigned attempts;             // that came to nothing since then

    enum err failure;   // why the last one failed; ERR_OK
    unsigned failures;  // in a row, in that way
    int back_off_ms;
    uint64_t open_at_ms;
};

// The fields up to server_key are the caller's to fill; the rest is zero. ERR_COMMAND for an
// address that is not right.
enum err connection_open(struct connection *connection, struct err_text *text);
void connection_close(struct connection *connection);

// Waits for at most `wait_ms` until a message can be taken or something changes, and opens again
// what has failed. ERR_NOT_LET_IN, ERR_WRONG_SERVER_KEY or ERR_UNREACHABLE (something else listens
// there) when it is certain that going on will not help.
enum err connection_turn(struct connection *connection, int wait_ms, struct err_text *text);

// Hands a message over, without waiting. ERR_BUSY when the queue is full or there is no connection.
enum err connection_send(struct connection *connection, const uint8_t *bytes, size_t size,
                         struct err_text *text);

// Takes a frame, without waiting: an answer, of which a message may hold several. ERR_TIMEOUT, without
// words, when none is there.
enum err connection_take(struct connection *connection, zmq_msg_t *message, struct err_text *text);

// What to say when nobody wants to wait any longer for a connection that is not alive.
enum err connection_give_up(const struct connection *connection, struct err_text *text);

#endif
