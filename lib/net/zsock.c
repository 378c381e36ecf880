#include "lib/net/zsock.h"

#include "lib/base/clock.h"
#include "lib/net/monitor.h"
#include "lib/net/zap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum {
    // zmq.h names it for draft builds only; Debian's library knows it all the same.
    ZSOCK_ZAP_ENFORCE_DOMAIN = 93,
    // What CURVE adds to a message on its way; MAXMSGSIZE counts it.
    ZSOCK_CURVE_BYTES = 33,
    ZSOCK_HEARTBEAT_TTL_MS = ZSOCK_HEARTBEAT_TIMEOUT_MS,
    ZSOCK_PORT_MAX = 65535,
};

static const char zsock_scheme[] = "tcp://";

static enum err say_zmq(struct err_text *text, int code, const char *endpoint)
{
    switch (code) {
    case EADDRINUSE:
        return err_say(text, ERR_BUSY,
                       "%s: another program listens there; stop it, or choose another port",
                       endpoint);
    case ENODEV:
    case EADDRNOTAVAIL:
        return err_say(
            text, ERR_COMMAND,
            "%s: this machine has no such address: give one of its own, or 0.0.0.0 for all of them",
            endpoint);
    case EINVAL:
    case EPROTONOSUPPORT:
        return err_say(
            text, ERR_COMMAND,
            "%s: an address is written tcp://HOST:PORT, for example tcp://127.0.0.1:7733",
            endpoint);
    default:
        return err_say(text, err_errno(code), "%s: %s", endpoint, zmq_strerror(code));
    }
}

enum zsock_side { ZSOCK_BINDS, ZSOCK_CONNECTS };

// tcp://HOST:PORT only: inproc has neither keys nor handshake, so CURVE would be passed by. libzmq
// takes a port above 65535 for some other one.
static enum err check_endpoint(const char *endpoint, enum zsock_side side, struct err_text *text)
{
    const size_t scheme = sizeof zsock_scheme - 1;
    const char *colon = strrchr(endpoint, ':');
    const char *port = colon != NULL ? colon + 1 : "";
    const size_t digits = strspn(port, "0123456789");
    const unsigned long number = digits > 0 ? strtoul(port, NULL, 10) : 0;
    const int is_number = digits > 0 && port[digits] == '\0' && number <= ZSOCK_PORT_MAX;
    const int is_any = strcmp(port, "*") == 0 || (is_number && number == 0);

    if (strncmp(endpoint, zsock_scheme, scheme) != 0 || colon <= endpoint + scheme ||
        !(is_any ? side == ZSOCK_BINDS : is_number))
        return say_zmq(text, EINVAL, endpoint);
    return ERR_OK;
}

// 0 when all of it could be set.
static int set_int(void *socket, int option, int value)
{
    return zmq_setsockopt(socket, option, &value, sizeof value);
}

static int set_key(void *socket, int option, const uint8_t key[KEYS_BYTES])
{
    return zmq_setsockopt(socket, option, key, KEYS_BYTES);
}

// What both ends have. TCP_NODELAY is libzmq's own choice, so small receipts do not wait.
static int set_common(void *socket)
{
    const int64_t message_max = (int64_t)ZSOCK_MESSAGE_MAX_BYTES + ZSOCK_CURVE_BYTES;
    int failed = zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &message_max, sizeof message_max);

    failed |= set_int(socket, ZMQ_LINGER, 0);
    return failed;
}

// The domain and its enforcement are what makes libzmq ask the ZAP handler, and refuse everybody
// when there is none. ROUTER_HANDOVER stays off: with it an impostor would get the answers of the one it imitates.
static int set_server(void *socket, const struct keys_pair *server, int queue)
{
    int failed = set_common(socket);

    // No heartbeats: libzmq 4.3.4 aborts when one is due on a connection whose peer went while its queue
    // was full. A client's tell how long they are good for, and the kernel finds one that sends none.
    failed |= set_int(socket, ZMQ_TCP_KEEPALIVE, 1);
    failed |= set_int(socket, ZMQ_TCP_KEEPALIVE_IDLE, ZSOCK_KEEPALIVE_IDLE_S);
    failed |= set_int(socket, ZMQ_TCP_KEEPALIVE_INTVL, ZSOCK_KEEPALIVE_S);
    failed |= set_int(socket, ZMQ_TCP_KEEPALIVE_CNT, ZSOCK_KEEPALIVE_COUNT);
    failed |= zmq_setsockopt(socket, ZMQ_ZAP_DOMAIN, ZAP_DOMAIN, sizeof ZAP_DOMAIN - 1);
    failed |= set_int(socket, ZSOCK_ZAP_ENFORCE_DOMAIN, 1);
    failed |= set_int(socket, ZMQ_HANDSHAKE_IVL, ZSOCK_HANDSHAKE_MS);
    failed |= set_int(socket, ZMQ_CURVE_SERVER, 1);
    failed |= set_key(socket, ZMQ_CURVE_SECRETKEY, server->secret_key);
    failed |= set_int(socket, ZMQ_ROUTER_MANDATORY, 1);
    failed |= set_int(socket, ZMQ_ROUTER_HANDOVER, 0);
    failed |= set_int(socket, ZMQ_BACKLOG, ZSOCK_BACKLOG);
    failed |= set_int(socket, ZMQ_RCVHWM, queue);
    failed |= set_int(socket, ZMQ_SNDHWM, ZSOCK_SEND_HIGH_WATER_MARK);
    return failed;
}

// ZMQ_IMMEDIATE stays off: a message may be handed over before the handshake is done, and goes out
// when it is. It may also be lost with the connection, which the sender finds out by asking again.
static int set_client(void *socket, const struct keys_pair *client,
                      const uint8_t server_key[KEYS_BYTES])
{
    int failed = set_common(socket);

    failed |= set_key(socket, ZMQ_CURVE_PUBLICKEY, client->public_key);
    failed |= set_key(socket, ZMQ_CURVE_SECRETKEY, client->secret_key);
    failed |= set_key(socket, ZMQ_CURVE_SERVERKEY, server_key);
    failed |= set_int(socket, ZMQ_HEARTBEAT_IVL, ZSOCK_HEARTBEAT_MS);
    failed |= set_int(socket, ZMQ_HEARTBEAT_TIMEOUT, ZSOCK_HEARTBEAT_TIMEOUT_MS);
    failed |= set_int(socket, ZMQ_HEARTBEAT_TTL, ZSOCK_HEARTBEAT_TTL_MS);
    failed |= set_int(socket, ZMQ_HANDSHAKE_IVL, ZSOCK_HANDSHAKE_CLIENT_MS);
    failed |= set_int(socket, ZMQ_CONNECT_TIMEOUT, ZSOCK_CONNECT_MS);
    failed |= set_int(socket, ZMQ_RECONNECT_IVL, ZSOCK_RECONNECT_MIN_MS);
    failed |= set_int(socket, ZMQ_RECONNECT_IVL_MAX, ZSOCK_RECONNECT_MAX_MS);
    failed |= set_int(socket, ZMQ_RCVHWM, ZSOCK_CLIENT_HIGH_WATER_MARK);
    failed |= set_int(socket, ZMQ_SNDHWM, ZSOCK_CLIENT_HIGH_WATER_MARK);
    return failed;
}

void zsock_close(void *socket)
{
    if (socket == NULL)
        return;
    (void)zmq_socket_monitor(socket, NULL, 0);
    (void)set_int(socket, ZMQ_LINGER, 0);
    (void)zmq_close(socket);
}

enum err zsock_serve(void **socket, void *zmq_context, const char *endpoint,
                     const struct keys_pair *server, struct err_text *text)
{
    return zsock_serve_queue(socket, zmq_context, endpoint, server, ZSOCK_RECEIVE_HIGH_WATER_MARK,
                             text);
}

enum err zsock_serve_queue(void **result, void *zmq_context, const char *endpoint,
                           const struct keys_pair *server, int queue, struct err_text *text)
{
    enum err error = check_endpoint(endpoint, ZSOCK_BINDS, text);
    void *socket;

    *result = NULL;
    if (error != ERR_OK)
        return error;
    socket = zmq_socket(zmq_context, ZMQ_ROUTER);
    if (socket == NULL)
        return say_zmq(text, errno, endpoint);
    if (set_server(socket, server, queue) != 0) {
        // Never bound without every one of them: libzmq would let everybody in.
        error =
            err_say(text, ERR_IO, "%s: this libzmq lacks an option that keeps strangers out: %s",
                    endpoint, zmq_strerror(errno));
    } else if (zmq_bind(socket, endpoint) != 0) {
        error = say_zmq(text, errno, endpoint);
    }
    if (error != ERR_OK) {
        zsock_close(socket);
        return error;
    }
    *result = socket;
    return ERR_OK;
}

enum err zsock_bound(void *socket, char *endpoint, size_t size, struct err_text *text)
{
    if (zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, endpoint, &size) != 0)
        return err_say(text, ERR_IO, "the address that was bound cannot be read: %s",
                       zmq_strerror(errno));
    return ERR_OK;
}

enum err zsock_connect_watched(void **result, void **monitor, void *zmq_context,
                               const char *endpoint, const struct keys_pair *client,
                               const uint8_t server_key[KEYS_BYTES], struct err_text *text)
{
    enum err error = check_endpoint(endpoint, ZSOCK_CONNECTS, text);
    void *socket;

    *result = NULL;
    if (monitor != NULL)
        *monitor = NULL;
    if (error != ERR_OK)
        return error;
    socket = zmq_socket(zmq_context, ZMQ_DEALER);
    if (socket == NULL)
        return say_zmq(text, errno, endpoint);
    if (set_client(socket, client, server_key) != 0) {
        error = err_say(text, ERR_IO, "%s: this libzmq lacks an option: %s", endpoint,
                        zmq_strerror(errno));
        goto close_sockets;
    }
    if (monitor != NULL) {
        error = monitor_watch(monitor, zmq_context, socket, text);
        if (error != ERR_OK)
            goto close_sockets;
    }
    if (zmq_connect(socket, endpoint) != 0) {
        error = say_zmq(text, errno, endpoint);
        goto close_sockets;
    }
    *result = socket;
    return ERR_OK;

close_sockets:
    zsock_close(socket);
    if (monitor != NULL) {
        zsock_close(*monitor);
        *monitor = NULL;
    }
    return error;
}

enum err zsock_connect(void **socket, void *zmq_context, const char *endpoint,
                       const struct keys_pair *client, const uint8_t server_key[KEYS_BYTES],
                       struct err_text *text)
{
    return zsock_connect_watched(socket, NULL, zmq_context, endpoint, client, server_key, text);
}

// --- the probe

enum { ZMTP_SIGNATURE_BYTES = 10 };

// What every ZeroMQ server sends first, before it knows who is there (RFC 23).
static int is_zmtp_signature(const uint8_t bytes[ZMTP_SIGNATURE_BYTES])
{
    return bytes[0] == 0xff && bytes[ZMTP_SIGNATURE_BYTES - 1] == 0x7f;
}

enum err zsock_probe(void *zmq_context, const char *endpoint, int timeout_ms, struct err_text *text)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + (uint64_t)timeout_ms;
    uint8_t greeting[ZMTP_SIGNATURE_BYTES];
    size_t got = 0;
    int is_connected = 0;
    enum err error = check_endpoint(endpoint, ZSOCK_CONNECTS, text);
    void *raw;

    if (error != ERR_OK)
        return error;
    // A STREAM socket gives what comes over TCP as it is: a peer's name, then its bytes. No bytes
    // mean that it has come or gone.
    raw = zmq_socket(zmq_context, ZMQ_STREAM);
    if (raw == NULL)
        return say_zmq(text, errno, endpoint);
    if (zmq_connect(raw, endpoint) != 0) {
        error = say_zmq(text, errno, endpoint);
        goto done;
    }
    while (got < sizeof greeting) {
        const uint64_t now_ms = clock_monotonic_ms();
        zmq_pollitem_t item = {.socket = raw, .events = ZMQ_POLLIN};
        uint8_t name[ZMTP_SIGNATURE_BYTES];
        int size;

        if (now_ms >= deadline_ms)
            break;
        if (zmq_poll(&item, 1, (long)(deadline_ms - now_ms)) <= 0)
            continue;
        (void)zmq_recv(raw, name, sizeof name, ZMQ_DONTWAIT);
        size = zmq_recv(raw, greeting + got, sizeof greeting - got, ZMQ_DONTWAIT);
        if (size == 0 && is_connected)
            break;
        is_connected = 1;
        if (size > 0)
            got += (size_t)size < sizeof greeting - got ? (size_t)size : sizeof greeting - got;
    }
    if (got == sizeof greeting && is_zmtp_signature(greeting))
        error = ERR_OK;
    else if (is_connected)
        error = err_say(
            text, ERR_UNREACHABLE,
            "%s: something takes connections there, but it is not an aggregator: check the port",
            endpoint);
    else
        error = err_say(text, ERR_UNREACHABLE,
                        "%s: nobody takes connections there: check address and port", endpoint);
done:
    zsock_close(raw);
    return error;
}
