#include "collector/sending/connection.h"

#include "lib/base/clock.h"
#include "lib/net/zsock.h"

#include <errno.h>
#include <poll.h>
#include <zmq.h>

// --- words for each way to fail: what it is, and how to fix it

static enum err say_not_let_in(const struct connection *connection, struct err_text *text)
{
    char key[KEYS_TEXT_BYTES];

    keys_to_text(connection->key.public_key, key);
    return err_say(
        text, ERR_NOT_LET_IN,
        "the aggregator at %s is there, but does not let this key in. Send the public key "
        "%s to the region's operator and ask to be let in (the operator types: "
        "qd-aggregator allow BOROUGH %s); if that was done, check that --key names the "
        "key file it was done for, and that not many programs use it at once",
        connection->aggregator, key, key);
}

static enum err say_wrong_server_key(const struct connection *connection, struct err_text *text)
{
    char key[KEYS_TEXT_BYTES];

    keys_to_text(connection->server_key, key);
    return err_say(text, ERR_WRONG_SERVER_KEY,
                   "the server at %s is not the one whose key was given: it cannot read what is "
                   "encrypted for server key %s. Nothing was sent. Compare server_key (or "
                   "--server-key) with what the region's operator gives; if they are the same, do "
                   "not go on, and tell the operator: something else may be answering in the "
                   "aggregator's place",
                   connection->aggregator, key);
}

static enum err say_other_service(const struct connection *connection, struct err_text *text)
{
    return err_say(
        text, ERR_UNREACHABLE,
        "something answers at %s, but it is not an aggregator. Check the address, and the "
        "port above all, with the region's operator",
        connection->aggregator);
}

enum err connection_give_up(const struct connection *connection, struct err_text *text)
{
    const uint64_t seconds = (clock_monotonic_ms() - connection->down_since_ms) / 1000;

    if (connection->failure == ERR_NOT_LET_IN)
        return say_not_let_in(connection, text);
    if (!connection->alive && connection->events.connected > connection->events.let_in)
        return err_say(
            text, ERR_UNREACHABLE,
            "something at %s takes the connection and then does not go on with it. Either "
            "the aggregator is too busy or being restarted: try again in a minute; or "
            "another program listens at that address: check it, and the port above all, "
            "with the region's operator",
            connection->aggregator);
    return err_say(
        text, ERR_UNREACHABLE,
        "the aggregator at %s cannot be reached: nobody has answered there for %llu s. "
        "Check the address and port, and that this machine's network and firewall let it "
        "out; if they are right, the aggregator may be down: ask the region's operator. "
        "`qd-collector doctor` says which of these it is",
        connection->aggregator, (unsigned long long)seconds);
}

// --- opening and closing

static enum err dial(struct connection *connection, struct err_text *text)
{
    connection->events = (struct monitor_events){0};
    return zsock_connect_watched(&connection->dealer, &connection->monitor, connection->zmq_context,
                                 connection->aggregator, &connection->key, connection->server_key,
                                 text);
}

static void hang_up(struct connection *connection)
{
    zsock_close(connection->dealer);
    zsock_close(connection->monitor);  // only after the socket it watches
    connection->dealer = NULL;
    connection->monitor = NULL;
}

enum err connection_open(struct connection *connection, struct err_text *text)
{
    connection->down_since_ms = clock_monotonic_ms();
    connection->back_off_ms = CONNECTION_BACK_OFF_MIN_MS;
    return dial(connection, text);
}

void connection_close(struct connection *connection)
{
    hang_up(connection);
    keys_wipe(&connection->key);
}

// --- a turn

static void went_down(struct connection *connection)
{
    if (connection->alive)
        connection->down_since_ms = clock_monotonic_ms();
    connection->alive = 0;
}

// Where a server refuses, libzmq either tries for ever or never again, and says nothing: the socket is
// closed instead, and opened again after a while.
static void failed(struct connection *connection, enum err failure)
{
    went_down(connection);
    hang_up(connection);
    connection->attempts++;
    connection->failures = connection->failure == failure ? connection->failures + 1 : 1;
    connection->failure = failure;
    connection->open_at_ms = clock_monotonic_ms() + (uint64_t)connection->back_off_ms;
    connection->back_off_ms *= 2;
    if (connection->back_off_ms > CONNECTION_BACK_OFF_MAX_MS)
        connection->back_off_ms = CONNECTION_BACK_OFF_MAX_MS;
}

static void let_in(struct connection *connection)
{
    connection->alive = 1;
    connection->let_in++;
    connection->attempts = 0;
    connection->failure = ERR_OK;
    connection->failures = 0;
    connection->back_off_ms = CONNECTION_BACK_OFF_MIN_MS;
}

static void take_note(struct connection *connection)
{
    const struct monitor_events before = connection->events;
    struct monitor_events *events = &connection->events;

    monitor_count(connection->monitor, events);
    connection->attempts += events->retried - before.retried;
    if (events->refused > 0)
        failed(connection, ERR_NOT_LET_IN);
    else if (events->protocol_failures > 0)
        failed(connection, ERR_UNREACHABLE);
    else if (events->handshake_failures > 0)
        failed(connection, ERR_WRONG_SERVER_KEY);
    else if (events->let_in > before.let_in)
        let_in(connection);
    else if (events->disconnected > before.disconnected)
        went_down(connection);
}

// A server that cannot read us hangs up without a reason, and so does one that is being killed, and
// many a program that is not an aggregator. Only a ZeroMQ server greets a stranger.
static enum err judge_cut_off(struct connection *connection, struct err_text *text)
{
    if (zsock_probe(connection->zmq_context, connection->aggregator, CONNECTION_PROBE_MS, NULL) ==
        ERR_OK)
        return say_wrong_server_key(connection, text);
    connection->failures = 0;
    return ERR_OK;
}

static enum err judge(struct connection *connection, struct err_text *text)
{
    enum err error = ERR_OK;

    if (connection->failures < CONNECTION_ATTEMPTS)
        return ERR_OK;
    if (connection->failure == ERR_NOT_LET_IN)
        error = say_not_let_in(connection, text);
    else if (connection->failure == ERR_WRONG_SERVER_KEY)
        error = judge_cut_off(connection, text);
    else
        error = say_other_service(connection, text);
    connection->failures = 0;
    if (error != ERR_OK)
        connection->back_off_ms = CONNECTION_BACK_OFF_MIN_MS;  // whoever asks again begins again
    return error;
}

enum err connection_turn(struct connection *connection, int wait_ms, struct err_text *text)
{
    zmq_pollitem_t items[2] = {{.events = ZMQ_POLLIN}, {.events = ZMQ_POLLIN}};

    if (connection->dealer == NULL) {
        const uint64_t now_ms = clock_monotonic_ms();
        enum err error;

        if (now_ms < connection->open_at_ms) {
            if ((uint64_t)wait_ms > connection->open_at_ms - now_ms)
                wait_ms = (int)(connection->open_at_ms - now_ms);
            (void)poll(NULL, 0, wait_ms);
            return ERR_OK;
        }
        error = dial(connection, text);
        if (error != ERR_OK)
            return error;
    }
    items[0].socket = connection->dealer;
    items[1].socket = connection->monitor;
    if (zmq_poll(items, 2, wait_ms) < 0 && errno != EINTR)
        return err_say(text, ERR_IO, "waiting for the network failed: %s", zmq_strerror(errno));
    take_note(connection);
    return judge(connection, text);
}

// --- messages

enum err connection_send(struct connection *connection, const uint8_t *bytes, size_t size,
                         struct err_text *text)
{
    if (connection->dealer == NULL)
        return err_say(text, ERR_BUSY, "there is no connection at the moment");
    while (zmq_send(connection->dealer, bytes, size, ZMQ_DONTWAIT) < 0) {
        if (errno == EAGAIN)
            return err_say(text, ERR_BUSY, "the queue of messages to send is full");
        if (errno != EINTR)
            return err_say(text, ERR_IO, "sending failed: %s", zmq_strerror(errno));
    }
    return ERR_OK;
}

enum err connection_take(struct connection *connection, zmq_msg_t *message, struct err_text *text)
{
    if (connection->dealer == NULL)
        return ERR_TIMEOUT;
    while (zmq_msg_recv(message, connection->dealer, ZMQ_DONTWAIT) < 0) {
        if (errno == EAGAIN)
            return ERR_TIMEOUT;
        if (errno != EINTR)
            return err_say(text, ERR_IO, "receiving failed: %s", zmq_strerror(errno));
    }
    return ERR_OK;
}
