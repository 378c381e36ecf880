#include "lib/net/monitor.h"
#include "lib/net/zsock.h"

#include "lib/base/clock.h"
#include "lib/net/zap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

enum { DEADLINE_MS = 30 * 1000, TURN_MS = 20, ENDPOINT_BYTES = 64, SHORT_MS = 200 };

static const char borough[] = "E09000007";

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

static int look_up(void *context, const uint8_t public_key[32], char user_id[ZAP_USER_ID_BYTES])
{
    const struct scene *scene = context;

    snprintf(user_id, ZAP_USER_ID_BYTES, "%s", borough);
    return memcmp(public_key, scene->known.public_key, KEYS_BYTES) == 0;
}

static int make_scene(void **state)
{
    struct scene *scene = calloc(1, sizeof *scene);

    if (scene == NULL)
        return -1;
    keys_generate(&scene->server);
    keys_generate(&scene->known);
    keys_generate(&scene->stranger);
    scene->context = zmq_ctx_new();
    if (zap_open(&scene->zap, scene->context, look_up, scene, NULL) != ERR_OK ||
        zsock_serve(&scene->router, scene->context, "tcp://127.0.0.1:*", &scene->server, NULL) !=
            ERR_OK ||
        zsock_bound(scene->router, scene->endpoint, sizeof scene->endpoint, NULL) != ERR_OK ||
        monitor_watch(&scene->router_monitor, scene->context, scene->router, NULL) != ERR_OK)
        return -1;
    *state = scene;
    return 0;
}

static void close_client(struct scene *scene)
{
    zsock_close(scene->dealer);
    zsock_close(scene->dealer_monitor);
    scene->dealer = NULL;
    scene->dealer_monitor = NULL;
    scene->at_dealer = (struct monitor_events){0};
}

static void close_server(struct scene *scene)
{
    zsock_close(scene->router);
    zsock_close(scene->router_monitor);
    zap_close(scene->zap);
    scene->router = NULL;
    scene->router_monitor = NULL;
    scene->zap = NULL;
}

static int remove_scene(void **state)
{
    struct scene *scene = *state;

    zsock_close(scene->other);
    close_client(scene);
    close_server(scene);
    zmq_ctx_term(scene->context);
    free(scene);
    return 0;
}

static void receive_all(struct scene *scene)
{
    zmq_msg_t message;

    zmq_msg_init(&message);
    while (scene->router != NULL && zmq_msg_recv(&message, scene->router, ZMQ_DONTWAIT) >= 0) {
        const char *from;

        if (zmq_msg_more(&message))  // the routing id
            continue;
        from = zmq_msg_gets(&message, "User-Id");
        snprintf(scene->received_from, sizeof scene->received_from, "%s",
                 from != NULL ? from : "nobody");
        scene->received_size = zmq_msg_size(&message);
        snprintf(scene->received_text, sizeof scene->received_text, "%.*s",
                 (int)(scene->received_size < 60 ? scene->received_size : 60),
                 (const char *)zmq_msg_data(&message));
        scene->received++;
    }
    zmq_msg_close(&message);
}

// One turn of both ends' loops.
static void turn(struct scene *scene)
{
    zmq_pollitem_t items[4];
    int count = 0;

    if (scene->zap != NULL)
        items[count++] = (zmq_pollitem_t){.socket = zap_socket(scene->zap), .events = ZMQ_POLLIN};
    if (scene->router != NULL)
        items[count++] = (zmq_pollitem_t){.socket = scene->router, .events = ZMQ_POLLIN};
    if (scene->dealer_monitor != NULL)
        items[count++] = (zmq_pollitem_t){.socket = scene->dealer_monitor, .events = ZMQ_POLLIN};
    if (scene->router_monitor != NULL)
        items[count++] = (zmq_pollitem_t){.socket = scene->router_monitor, .events = ZMQ_POLLIN};
    assert_true(zmq_poll(items, count, TURN_MS) >= 0);
    if (scene->zap != NULL)
        zap_answer(scene->zap);
    receive_all(scene);
    if (scene->dealer_monitor != NULL)
        monitor_count(scene->dealer_monitor, &scene->at_dealer);
    if (scene->router_monitor != NULL)
        monitor_count(scene->router_monitor, &scene->at_router);
}

#define TURN_UNTIL(scene, condition)                                                               \
    do {                                                                                           \
        const uint64_t begun_ms = clock_monotonic_ms();                                            \
                                                                                                   \
        while (!(condition)) {                                                                     \
            if (clock_monotonic_ms() - begun_ms > DEADLINE_MS)                                     \
                fail_msg("never came true: %s", #condition);                                       \
            turn(scene);                                                                           \
        }                                                                                          \
    } while (0)

static void open_client(struct scene *scene, const char *endpoint, const struct keys_pair *client,
                        const uint8_t server_key[KEYS_BYTES])
{
    struct err_text text;

    close_client(scene);
    if (zsock_connect_watched(&scene->dealer, &scene->dealer_monitor, scene->context, endpoint,
                              client, server_key, &text) != ERR_OK)
        fail_msg("%s", text.text);
}

static void send_text(void *socket, const char *text)
{
    assert_int_equal(zmq_send(socket, text, strlen(text), ZMQ_DONTWAIT), (int)strlen(text));
}

// Whatever was to be kept out has had its time once a later message of a known key is in.
static void assert_only_the_known_key_gets_through(struct scene *scene)
{
    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    send_text(scene->dealer, "known");
    TURN_UNTIL(scene, scene->received > 0);
    assert_int_equal(scene->received, 1);
    assert_string_equal(scene->received_text, "known");
    assert_string_equal(scene->received_from, borough);
}

// --- services that are not an aggregator

static int listen_on_a_free_port(char endpoint[ENDPOINT_BYTES], int backlog)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(fd, backlog), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    snprintf(endpoint, ENDPOINT_BYTES, "tcp://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
    return fd;
}

// Takes a connection if one waits, says `words` and hangs up, unless it is to be kept.
static void serve_one(int listener, const char *words, int *kept)
{
    const int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

    if (fd < 0)
        return;
    assert_int_equal(send(fd, words, strlen(words), MSG_NOSIGNAL), (ssize_t)strlen(words));
    if (kept != NULL)
        *kept = fd;
    else
        close(fd);
}

// A port on which nobody listens: had a moment ago, and given back.
static void free_port(char endpoint[ENDPOINT_BYTES])
{
    close(listen_on_a_free_port(endpoint, 1));
}

// --- bad input

static void addresses_that_are_none_are_the_commands_fault(void **state)
{
    static const char *const endpoints[] = {"",
                                            "127.0.0.1:7733",
                                            "inproc://aggregator",
                                            "ipc:///tmp/aggregator",
                                            "tcp://",
                                            "tcp://127.0.0.1",
                                            "tcp://127.0.0.1:999999",
                                            "TCP://127.0.0.1:7733",
                                            "udp://*:1",
                                            "tcp://127.0.0.1:x",
                                            "tcp://:7733",
                                            "tcp://127.0.0.1:",
                                            "tcp://127.0.0.1:-1",
                                            "tcp://127.0.0.1:7733 ",
                                            "tcp://127.0.0.1:65536",
                                            "tcp://127.0.0.1:99999999999999999999999"};
    const struct scene *scene = *state;

    for (size_t i = 0; i < sizeof endpoints / sizeof endpoints[0]; i++) {
        struct err_text text = {""};
        void *socket = (void *)state;
        void *monitor = (void *)state;

        assert_int_equal(zsock_serve(&socket, scene->context, endpoints[i], &scene->server, &text),
                         ERR_COMMAND);
        assert_null(socket);
        assert_non_null(strstr(text.text, "tcp://HOST:PORT"));
        assert_int_equal(zsock_connect_watched(&socket, &monitor, scene->context, endpoints[i],
                                               &scene->known, scene->server.public_key, NULL),
                         ERR_COMMAND);
        assert_null(socket);
        assert_null(monitor);
        assert_int_equal(zsock_probe(scene->context, endpoints[i], 0, NULL), ERR_COMMAND);
    }
}

static void one_cannot_connect_to_any_port(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(zsock_connect(&scene->other, scene->context, "tcp://127.0.0.1:*",
                                   &scene->known, scene->server.public_key, NULL),
                     ERR_COMMAND);
    assert_int_equal(zsock_connect(&scene->other, scene->context, "tcp://127.0.0.1:0",
                                   &scene->known, scene->server.public_key, NULL),
                     ERR_COMMAND);
}

static void an_address_of_another_machine_cannot_be_served(void **state)
{
    const struct scene *scene = *state;
    struct err_text text;
    void *socket;

    assert_int_equal(
        zsock_serve(&socket, scene->context, "tcp://192.0.2.1:7733", &scene->server, &text),
        ERR_COMMAND);
    assert_non_null(strstr(text.text, "no such address"));
}

static void an_address_that_is_taken_is_busy(void **state)
{
    const struct scene *scene = *state;
    struct err_text text;
    void *socket;

    assert_int_equal(zsock_serve(&socket, scene->context, scene->endpoint, &scene->server, &text),
                     ERR_BUSY);
    assert_null(socket);
    assert_non_null(strstr(text.text, scene->endpoint));
}

static void an_endpoint_that_does_not_fit_is_an_error(void **state)
{
    const struct scene *scene = *state;
    char room[4];

    assert_int_equal(zsock_bound(scene->router, room, sizeof room, NULL), ERR_IO);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    zsock_close(NULL);
}

// --- who is let in

static void promise_d_the_server_socket_asks_the_handler_always(void **state)
{
    const struct scene *scene = *state;
    static const struct {
        int option;
        int value;
    } expected[] = {
        {ZMQ_MECHANISM, ZMQ_CURVE},
        {ZMQ_CURVE_SERVER, 1},
        {93 /* ZAP_ENFORCE_DOMAIN */, 1},
        {ZMQ_LINGER, 0},
        {ZMQ_HANDSHAKE_IVL, ZSOCK_HANDSHAKE_MS},
        {ZMQ_HEARTBEAT_IVL, ZSOCK_HEARTBEAT_MS},
        {ZMQ_HEARTBEAT_TIMEOUT, ZSOCK_HEARTBEAT_TIMEOUT_MS},
        {ZMQ_HEARTBEAT_TTL, ZSOCK_HEARTBEAT_TIMEOUT_MS},
        {ZMQ_RCVHWM, ZSOCK_RECEIVE_HIGH_WATER_MARK},
        {ZMQ_SNDHWM, ZSOCK_SEND_HIGH_WATER_MARK},
    };
    char domain[32];
    size_t size = sizeof domain;

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        int value = -1;
        size_t value_size = sizeof value;

        assert_int_equal(zmq_getsockopt(scene->router, expected[i].option, &value, &value_size), 0);
        assert_int_equal(value, expected[i].value);
    }
    assert_int_equal(zmq_getsockopt(scene->router, ZMQ_ZAP_DOMAIN, domain, &size), 0);
    assert_string_equal(domain, ZAP_DOMAIN);
}

static void promise_d_an_unknown_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->stranger, scene->server.public_key);
    send_text(scene->dealer, "stranger");
    TURN_UNTIL(scene, scene->at_dealer.refused > 0 && scene->at_router.refused > 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    assert_only_the_known_key_gets_through(scene);
}

static void promise_d_no_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene->other = zmq_socket(scene->context, ZMQ_DEALER);
    assert_int_equal(zmq_connect(scene->other, scene->endpoint), 0);
    send_text(scene->other, "no key");
    TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    assert_int_equal(zap_accepted(scene->zap) + zap_refused(scene->zap), 0);
    assert_only_the_known_key_gets_through(scene);
}

static void promise_d_a_password_instead_of_a_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    scene->other = zmq_socket(scene->context, ZMQ_DEALER);
    assert_int_equal(zmq_setsockopt(scene->other, ZMQ_PLAIN_USERNAME, borough, strlen(borough)), 0);
    assert_int_equal(zmq_setsockopt(scene->other, ZMQ_PLAIN_PASSWORD, "let me in", 9), 0);
    assert_int_equal(zmq_connect(scene->other, scene->endpoint), 0);
    send_text(scene->other, "password");
    TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    assert_only_the_known_key_gets_through(scene);
}

static void promise_d_a_wrong_server_key_gets_nothing_through(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->known, scene->stranger.public_key);
    send_text(scene->dealer, "to another");
    TURN_UNTIL(scene, scene->at_dealer.handshake_failures > 1);
    assert_only_the_known_key_gets_through(scene);
}

static void promise_d_a_public_key_without_its_secret_gets_nothing_through(void **state)
{
    struct scene *scene = *state;
    struct keys_pair forged = scene->stranger;

    memcpy(forged.public_key, scene->known.public_key, KEYS_BYTES);
    open_client(scene, scene->endpoint, &forged, scene->server.public_key);
    send_text(scene->dealer, "forged");
    TURN_UNTIL(scene, scene->at_router.protocol_failures > 0);
    assert_int_equal(zap_accepted(scene->zap), 0);
    assert_only_the_known_key_gets_through(scene);
}

static void promise_d_without_a_handler_nobody_is_let_in(void **state)
{
    struct scene *scene = *state;

    zap_close(scene->zap);
    scene->zap = NULL;
    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    send_text(scene->dealer, "unasked");
    TURN_UNTIL(scene, scene->at_router.handshake_failures > 0);
    assert_int_equal(scene->at_router.let_in, 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    assert_int_equal(scene->received, 0);
}

static void promise_d_a_known_key_is_let_in_and_named_on_the_payload(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    for (unsigned i = 0; i < 100; i++)
        send_text(scene->dealer, "hello");
    while (scene->received < 100) {
        const unsigned before = scene->received;

        TURN_UNTIL(scene, scene->received > before);
        assert_string_equal(scene->received_from, borough);
    }
    assert_int_equal(scene->at_dealer.let_in, 1);
    assert_int_equal(scene->at_router.let_in, 1);
}

static void a_peer_that_is_not_there_is_told(void **state)
{
    const struct scene *scene = *state;

    assert_int_equal(zmq_send(scene->router, "nobody", 6, ZMQ_SNDMORE | ZMQ_DONTWAIT), -1);
    assert_int_equal(zmq_errno(), EHOSTUNREACH);
}

// --- how large a message may be

static void send_of_size(void *socket, size_t size)
{
    char *bytes = malloc(size);

    assert_non_null(bytes);
    memset(bytes, 'x', size);
    assert_int_equal(zmq_send(socket, bytes, size, ZMQ_DONTWAIT), (int)size);
    free(bytes);
}

static void assert_cut_off(struct scene *scene, size_t size)
{
    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, scene->at_dealer.let_in == 1);
    send_of_size(scene->dealer, size);
    // Cut off, and let in again: it may try with something smaller.
    TURN_UNTIL(scene, scene->at_dealer.disconnected > 0 && scene->at_dealer.let_in > 1);
    assert_int_equal(scene->received, 0);
}

static void a_message_of_two_mebibytes_is_cut_off(void **state)
{
    struct scene *scene = *state;

    assert_cut_off(scene, (size_t)2 * ZSOCK_MESSAGE_MAX_BYTES);
    assert_only_the_known_key_gets_through(scene);
}

static void a_message_of_one_byte_too_many_is_cut_off(void **state)
{
    struct scene *scene = *state;

    assert_cut_off(scene, (size_t)ZSOCK_MESSAGE_MAX_BYTES + 1);
}

static void the_largest_message_comes_through(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    send_of_size(scene->dealer, ZSOCK_MESSAGE_MAX_BYTES);
    TURN_UNTIL(scene, scene->received == 1);
    assert_int_equal(scene->received_size, ZSOCK_MESSAGE_MAX_BYTES);
    assert_int_equal(scene->at_dealer.disconnected, 0);
}

// --- what the connecting side can tell apart (zsock.h has the table)

static void seen_when_nobody_listens(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];

    free_port(endpoint);
    open_client(scene, endpoint, &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, scene->at_dealer.retried > 1);
    assert_int_equal(scene->at_dealer.connected, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
}

static void seen_when_the_host_has_no_address(void **state)
{
    struct scene *scene = *state;

    open_client(scene, "tcp://aggregator.invalid:7733", &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.connected, 0);
}

// Connects again with a shorter time, so that the test need not wait for the real one.
static void reopen_with(struct scene *scene, const char *endpoint, int option)
{
    const int short_ms = SHORT_MS;

    open_client(scene, endpoint, &scene->known, scene->server.public_key);
    assert_int_equal(zmq_disconnect(scene->dealer, endpoint), 0);
    assert_int_equal(zmq_setsockopt(scene->dealer, option, &short_ms, sizeof short_ms), 0);
    assert_int_equal(zmq_connect(scene->dealer, endpoint), 0);
}

static void seen_when_a_host_drops_packets(void **state)
{
    enum { FILLERS = 4 };
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = listen_on_a_free_port(endpoint, 0);
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fillers[FILLERS];

    // The kernel drops what comes when the queue is full, as a firewall would.
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    for (unsigned i = 0; i < FILLERS; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)connect(fillers[i], (const struct sockaddr *)&address, size);
    }
    reopen_with(scene, endpoint, ZMQ_CONNECT_TIMEOUT);
    TURN_UNTIL(scene, scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.connected, 0);
    close_client(scene);
    for (unsigned i = 0; i < FILLERS; i++)
        close(fillers[i]);
    close(listener);
}

static void seen_when_the_server_key_is_wrong(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->known, scene->stranger.public_key);
    TURN_UNTIL(scene, scene->at_dealer.handshake_failures > 1);
    assert_true(scene->at_dealer.connected > 1);
    assert_true(scene->at_dealer.retried > 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.protocol_failures, 0);
    assert_int_equal(scene->at_dealer.handshake_timeouts, 0);
    // And it is a ZeroMQ server that hangs up.
    assert_int_equal(zsock_probe(scene->context, scene->endpoint, DEADLINE_MS, NULL), ERR_OK);
}

static void seen_when_the_key_is_refused(void **state)
{
    struct scene *scene = *state;

    // Once each, and never missed, however fast the refusal comes.
    for (unsigned i = 0; i < 30; i++) {
        open_client(scene, scene->endpoint, &scene->stranger, scene->server.public_key);
        TURN_UNTIL(scene, scene->at_dealer.refused > 0 && scene->at_dealer.disconnected > 0);
        assert_int_equal(scene->at_dealer.connected, 1);
        assert_int_equal(scene->at_dealer.refused, 1);
        assert_int_equal(scene->at_dealer.retried, 0);
        assert_int_equal(scene->at_dealer.let_in, 0);
        assert_int_equal(scene->at_dealer.protocol_failures, 0);
        assert_int_equal(scene->at_dealer.handshake_failures, 0);
    }
}

static void assert_protocol_failure_and_nothing_else(const struct scene *scene)
{
    assert_int_equal(scene->at_dealer.connected, 1);
    assert_int_equal(scene->at_dealer.protocol_failures, 1);
    assert_int_equal(scene->at_dealer.retried, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
    assert_int_equal(scene->at_dealer.undecided, 0);
}

static void seen_when_the_server_asks_for_no_key(void **state)
{
    struct scene *scene = *state;

    char endpoint[ENDPOINT_BYTES];

    scene->other = zmq_socket(scene->context, ZMQ_ROUTER);
    assert_int_equal(zmq_bind(scene->other, "tcp://127.0.0.1:*"), 0);
    assert_int_equal(zsock_bound(scene->other, endpoint, sizeof endpoint, NULL), ERR_OK);
    open_client(scene, endpoint, &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, scene->at_dealer.disconnected > 0);
    assert_protocol_failure_and_nothing_else(scene);
}

static void seen_when_it_is_another_service(void **state)
{
    static const char *const greetings[] = {"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
                                            "SSH-2.0-OpenSSH_9.2p1\r\n", "x"};
    struct scene *scene = *state;

    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        char endpoint[ENDPOINT_BYTES];
        int kept = -1;
        const int listener = listen_on_a_free_port(endpoint, 8);

        open_client(scene, endpoint, &scene->known, scene->server.public_key);
        TURN_UNTIL(scene,
                   (serve_one(listener, greetings[i], &kept), scene->at_dealer.disconnected > 0));
        assert_protocol_failure_and_nothing_else(scene);
        close(kept);
        close(listener);
    }
}

static void seen_when_a_service_hangs_up_without_a_word(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = listen_on_a_free_port(endpoint, 8);

    open_client(scene, endpoint, &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, (serve_one(listener, "", NULL), scene->at_dealer.handshake_failures > 1));
    // The same as a wrong server key, but for the probe (below).
    assert_int_equal(scene->at_dealer.refused, 0);
    assert_int_equal(scene->at_dealer.let_in, 0);
    close_client(scene);
    close(listener);
}

static void seen_when_a_service_says_nothing(void **state)
{
    struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    const int listener = listen_on_a_free_port(endpoint, 8);

    reopen_with(scene, endpoint, ZMQ_HANDSHAKE_IVL);
    TURN_UNTIL(scene, scene->at_dealer.handshake_timeouts > 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
    assert_int_equal(scene->at_dealer.refused, 0);
    close_client(scene);
    close(listener);
}

static void seen_when_all_is_well_and_when_the_server_goes(void **state)
{
    struct scene *scene = *state;

    open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    TURN_UNTIL(scene, scene->at_dealer.let_in == 1);
    assert_int_equal(scene->at_dealer.connected, 1);
    assert_int_equal(scene->at_dealer.undecided, 0);
    close_server(scene);
    TURN_UNTIL(scene, scene->at_dealer.disconnected == 1 && scene->at_dealer.retried > 1);
    assert_int_equal(scene->at_dealer.protocol_failures, 0);
    assert_int_equal(scene->at_dealer.handshake_failures, 0);
}

// --- the probe

static void the_probe_finds_an_aggregator_without_a_key(void **state)
{
    struct scene *scene = *state;

    assert_int_equal(zsock_probe(scene->context, scene->endpoint, DEADLINE_MS, NULL), ERR_OK);
    assert_only_the_known_key_gets_through(scene);
}

static void the_probe_finds_nobody(void **state)
{
    const struct scene *scene = *state;
    char endpoint[ENDPOINT_BYTES];
    struct err_text text;

    free_port(endpoint);
    assert_int_equal(zsock_probe(scene->context, endpoint, SHORT_MS, &text), ERR_UNREACHABLE);
    assert_non_null(strstr(text.text, "nobody takes connections there"));
    assert_int_equal(zsock_probe(scene->context, endpoint, 0, NULL), ERR_UNREACHABLE);
}

// A service in a process of its own, because the probe waits in this one: it says `words` to the
// first who comes, and ends.
static pid_t start_service(int listener, const char *words)
{
    const pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct pollfd waiting = {.fd = listener, .events = POLLIN};

        if (poll(&waiting, 1, DEADLINE_MS) != 1)
            _exit(1);
        serve_one(listener, words, NULL);
        _exit(0);
    }
    return child;
}

static void the_probe_finds_something_else(void **state)
{
    static const char *const greetings[] = {"", "HTTP/1.1 400 Bad Request\r\n\r\n", "\xff"};
    const struct scene *scene = *state;

    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        char endpoint[ENDPOINT_BYTES];
        struct err_text text;
        const int listener = listen_on_a_free_port(endpoint, 8);
        const pid_t service = start_service(listener, greetings[i]);
        int status;

        assert_int_equal(zsock_probe(scene->context, endpoint, DEADLINE_MS, &text),
                         ERR_UNREACHABLE);
        assert_non_null(strstr(text.text, "it is not an aggregator"));
        assert_int_equal(waitpid(service, &status, 0), service);
        assert_int_equal(status, 0);
        close(listener);
    }
}

// --- the monitor

static void opening_and_closing_in_a_hurry_blocks_nobody(void **state)
{
    struct scene *scene = *state;

    // At whatever moment of a handshake it is closed, libzmq's threads must not be left waiting for
    // the monitor: then nothing more would come through.
    for (unsigned i = 0; i < 60; i++) {
        open_client(scene, scene->endpoint, i % 2 == 0 ? &scene->known : &scene->stranger,
                    i % 3 == 0 ? scene->stranger.public_key : scene->server.public_key);
        for (unsigned turns = 0; turns < i % 4; turns++)
            turn(scene);
    }
    assert_only_the_known_key_gets_through(scene);
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, make_scene, remove_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(addresses_that_are_none_are_the_commands_fault),
        IN_A_SCENE(one_cannot_connect_to_any_port),
        IN_A_SCENE(an_address_of_another_machine_cannot_be_served),
        IN_A_SCENE(an_address_that_is_taken_is_busy),
        IN_A_SCENE(an_endpoint_that_does_not_fit_is_an_error),
        cmocka_unit_test(closing_nothing_is_fine),
        IN_A_SCENE(promise_d_the_server_socket_asks_the_handler_always),
        IN_A_SCENE(promise_d_an_unknown_key_gets_nothing_through),
        IN_A_SCENE(promise_d_no_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_password_instead_of_a_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_wrong_server_key_gets_nothing_through),
        IN_A_SCENE(promise_d_a_public_key_without_its_secret_gets_nothing_through),
        IN_A_SCENE(promise_d_without_a_handler_nobody_is_let_in),
        IN_A_SCENE(promise_d_a_known_key_is_let_in_and_named_on_the_payload),
        IN_A_SCENE(a_peer_that_is_not_there_is_told),
        IN_A_SCENE(a_message_of_two_mebibytes_is_cut_off),
        IN_A_SCENE(a_message_of_one_byte_too_many_is_cut_off),
        IN_A_SCENE(the_largest_message_comes_through),
        IN_A_SCENE(seen_when_nobody_listens),
        IN_A_SCENE(seen_when_the_host_has_no_address),
        IN_A_SCENE(seen_when_a_host_drops_packets),
        IN_A_SCENE(seen_when_the_server_key_is_wrong),
        IN_A_SCENE(seen_when_the_key_is_refused),
        IN_A_SCENE(seen_when_the_server_asks_for_no_key),
        IN_A_SCENE(seen_when_it_is_another_service),
        IN_A_SCENE(seen_when_a_service_hangs_up_without_a_word),
        IN_A_SCENE(seen_when_a_service_says_nothing),
        IN_A_SCENE(seen_when_all_is_well_and_when_the_server_goes),
        IN_A_SCENE(the_probe_finds_an_aggregator_without_a_key),
        IN_A_SCENE(the_probe_finds_nobody),
        IN_A_SCENE(the_probe_finds_something_else),
        IN_A_SCENE(opening_and_closing_in_a_hurry_blocks_nobody),
    };

    return cmocka_run_group_tests_name("zsock", tests, NULL, NULL);
}
