#include "tests/support/scene/scene.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

const char scene_borough[] = "E09000007";

static int look_up(void *context, const uint8_t public_key[32], char user_id[ZAP_USER_ID_BYTES])
{
    const struct scene *scene = context;

    snprintf(user_id, ZAP_USER_ID_BYTES, "%s", scene_borough);
    return memcmp(public_key, scene->known.public_key, KEYS_BYTES) == 0;
}

int scene_make(void **state)
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

void scene_close_client(struct scene *scene)
{
    zsock_close(scene->dealer);
    zsock_close(scene->dealer_monitor);
    scene->dealer = NULL;
    scene->dealer_monitor = NULL;
    scene->at_dealer = (struct monitor_events){0};
}

void scene_close_server(struct scene *scene)
{
    zsock_close(scene->router);
    zsock_close(scene->router_monitor);
    zap_close(scene->zap);
    scene->router = NULL;
    scene->router_monitor = NULL;
    scene->zap = NULL;
}

int scene_remove(void **state)
{
    struct scene *scene = *state;

    zsock_close(scene->other);
    scene_close_client(scene);
    scene_close_server(scene);
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
void scene_turn(struct scene *scene)
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

void scene_open_client(struct scene *scene, const char *endpoint, const struct keys_pair *client,
                       const uint8_t server_key[KEYS_BYTES])
{
    struct err_text text;

    scene_close_client(scene);
    if (zsock_connect_watched(&scene->dealer, &scene->dealer_monitor, scene->context, endpoint,
                              client, server_key, &text) != ERR_OK)
        fail_msg("%s", text.text);
}

void scene_send(void *socket, const char *text)
{
    assert_int_equal(zmq_send(socket, text, strlen(text), ZMQ_DONTWAIT), (int)strlen(text));
}

// Whatever was to be kept out has had its time once a later message of a known key is in.

void scene_lets_in_the_known_key_alone(struct scene *scene)
{
    scene_open_client(scene, scene->endpoint, &scene->known, scene->server.public_key);
    scene_send(scene->dealer, "known");
    SCENE_TURN_UNTIL(scene, scene->received > 0);
    assert_int_equal(scene->received, 1);
    assert_string_equal(scene->received_text, "known");
    assert_string_equal(scene->received_from, scene_borough);
}

int scene_listen(char endpoint[ENDPOINT_BYTES], int backlog)
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

void scene_serve_one(int listener, const char *words, int *kept)
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

void scene_free_port(char endpoint[ENDPOINT_BYTES])
{
    close(scene_listen(endpoint, 1));
}
