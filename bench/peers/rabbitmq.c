// A persistent message into a quorum queue, confirmed by the broker when it is in the queue's flushed log.
#include "bench/load.h"
#include "bench/peers/peers.h"

#include <amqp.h>
#include <amqp_tcp_socket.h>
#include <stdio.h>
#include <stdlib.h>

enum { CHANNEL = 1, FRAME_BYTES = 128 * 1024, PERSISTENT = 2, SEEN = 4096 };

#define QUEUE "returns"

struct connection {
    amqp_connection_state_t broker;
    amqp_bytes_t body;
    uint64_t lowest;     // of the tags that are not confirmed; a tag is a number and one
    uint8_t seen[SEEN];  // confirmed, and above the lowest
    uint64_t given, confirmed;
};

static int failed(const char *what)
{
    fprintf(stderr, "RabbitMQ: %s failed\n", what);
    return -1;
}

static int is_fine(amqp_connection_state_t broker)
{
    return amqp_get_rpc_reply(broker).reply_type == AMQP_RESPONSE_NORMAL;
}

static amqp_connection_state_t dial(const char *port)
{
    amqp_connection_state_t broker = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(broker);

    if (socket != NULL && amqp_socket_open(socket, "127.0.0.1", atoi(port)) == 0 &&
        amqp_login(broker, "/", 0, FRAME_BYTES, 0, AMQP_SASL_METHOD_PLAIN, "guest", "guest")
                .reply_type == AMQP_RESPONSE_NORMAL) {
        amqp_channel_open(broker, CHANNEL);
        if (is_fine(broker))
            return broker;
    }
    (void)failed("connecting");
    amqp_destroy_connection(broker);
    return NULL;
}

static void link_close(void *context)
{
    struct connection *connection = context;

    if (connection == NULL)
        return;
    if (connection->broker != NULL)
        amqp_destroy_connection(connection->broker);
    free(connection);
}

static void *link_open(const struct bench_load *load, unsigned collector)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (connection == NULL)
        return NULL;
    connection->broker = dial(load->endpoint);
    connection->lowest = 1;
    connection->body = (amqp_bytes_t){.len = load->payload->sizes[collector],
                                      .bytes = load->payload->bytes[collector]};
    if (connection->broker != NULL) {
        amqp_confirm_select(connection->broker, CHANNEL);
        if (is_fine(connection->broker))
            return connection;
    }
    link_close(connection);
    return NULL;
}

static int link_post(void *context, uint64_t number)
{
    struct connection *connection = context;
    const amqp_basic_properties_t properties = {._flags = AMQP_BASIC_DELIVERY_MODE_FLAG,
                                                .delivery_mode = PERSISTENT};

    (void)number;  // the broker counts them
    return amqp_basic_publish(connection->broker, CHANNEL, amqp_empty_bytes,
                              amqp_cstring_bytes(QUEUE), 0, 0, &properties,
                              connection->body) == AMQP_STATUS_OK
               ? 1
               : failed("publishing");
}

// A confirmation is of one message, or of all up to it that were not confirmed.
static void confirm(struct connection *connection, uint64_t tag, int multiple)
{
    for (uint64_t i = multiple ? connection->lowest : tag; i <= tag; i++) {
        connection->confirmed += !connection->seen[i % SEEN];
        connection->seen[i % SEEN] = 1;
    }
    while (connection->seen[connection->lowest % SEEN])
        connection->seen[connection->lowest++ % SEEN] = 0;
}

// Which of them is stored is not told apart: they are given back in their order.
static int link_take(void *context, uint64_t *number)
{
    struct connection *connection = context;

    while (connection->given == connection->confirmed) {
        const amqp_basic_ack_t *ack;
        amqp_frame_t frame;

        amqp_maybe_release_buffers(connection->broker);
        if (amqp_simple_wait_frame(connection->broker, &frame) != AMQP_STATUS_OK)
            return failed("waiting");
        if (frame.frame_type != AMQP_FRAME_METHOD)
            continue;
        if (frame.payload.method.id != AMQP_BASIC_ACK_METHOD)
            return failed("storing");
        ack = frame.payload.method.decoded;
        confirm(connection, ack->delivery_tag, ack->multiple);
    }
    *number = connection->given++;
    return 1;
}

int rabbitmq_prepare(const char *port)
{
    amqp_table_entry_t quorum = {.key = amqp_cstring_bytes("x-queue-type")};
    const amqp_table_t arguments = {.num_entries = 1, .entries = &quorum};
    amqp_connection_state_t broker = dial(port);
    int made;

    if (broker == NULL)
        return -1;
    quorum.value.kind = AMQP_FIELD_KIND_UTF8;
    quorum.value.value.bytes = amqp_cstring_bytes("quorum");
    amqp_queue_delete(broker, CHANNEL, amqp_cstring_bytes(QUEUE), 0, 0);
    amqp_queue_declare(broker, CHANNEL, amqp_cstring_bytes(QUEUE), 0, 1, 0, 0, arguments);
    made = is_fine(broker) ? 0 : failed("making the queue");
    amqp_destroy_connection(broker);
    return made;
}

const struct link link_rabbitmq = {.name = "RabbitMQ",
                                   .open = link_open,
                                   .post = link_post,
                                   .take = link_take,
                                   .close = link_close};
