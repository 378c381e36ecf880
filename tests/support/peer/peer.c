#include "tests/support/peer/peer.h"

#include "proto/form/period.h"
#include "simulate/simulate.h"
#include "tests/support/written/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zmq.h>

// --- a folder

struct peer_folder peer_folder_make(void)
{
    struct peer_folder folder = {"/tmp/qd-aggregator-XXXXXX"};

    assert_non_null(mkdtemp(folder.path));
    return folder;
}

const char *peer_path(const struct peer_folder *folder, const char *name,
                      char path[PEER_PATH_BYTES])
{
    (void)snprintf(path, PEER_PATH_BYTES, "%s/%s", folder->path, name);
    return path;
}

void peer_folder_remove(const struct peer_folder *folder)
{
    static const char *const files[] = {
        "store/data.mdb", "store/lock.mdb", "store/serving.lock", "store/witness",  "copy/data.mdb",
        "copy/lock.mdb",  "allow.list",     "allow.list.new",     "aggregator.key", "link.list"};
    char path[PEER_PATH_BYTES];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)unlink(peer_path(folder, files[i], path));
    (void)rmdir(peer_path(folder, "store", path));
    (void)rmdir(peer_path(folder, "copy", path));
    assert_int_equal(0, rmdir(folder->path));
}

// --- returns

void peer_pack_return(struct arena *arena, const struct peer_return *given, const uint8_t **bytes,
                      size_t *size)
{
    const struct simulate_options options = {.seed = given->issued,
                                             .parts = SIMULATE_TIMELINESS,
                                             .bytes = given->bytes,
                                             .simulated = given->simulated};
    Qd__Period when = QD__PERIOD__INIT;
    char period[PERIOD_TEXT_BYTES];
    Qd__Return *made;

    when.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    when.year = given->year;
    when.has_quarter = 1;
    when.quarter = given->quarter;
    period_format(&when, period);
    made = simulate_return(arena, given->authority, period, &options);
    assert_non_null(made);
    if (given->within > given->issued) {
        WRITTEN_SET(arena, made->timeliness, plans_issued, given->issued);
        WRITTEN_SET(arena, made->timeliness, plans_issued_within_20_weeks, given->within);
    }
    assert_int_equal(ERR_OK, codec_pack_return(made, arena, bytes, size, NULL));
}

void peer_pack_submit(struct arena *arena, const struct peer_submit *given,
                      const uint8_t *return_bytes, size_t return_size, const uint8_t **bytes,
                      size_t *size)
{
    const struct envelopes_submit submit = {.id = {(uint8_t)given->id, (uint8_t)(given->id >> 8)},
                                            .schema_version = given->schema_version,
                                            .hash_flip = given->hash_flip,
                                            .replaces = given->replaces,
                                            .replaces_size = given->replaces_size};

    envelopes_pack_submit(arena, &submit, return_bytes, return_size, bytes, size);
}

// --- the wire

void *peer_connect(void *context, const char *endpoint, const struct keys_pair *key,
                   const uint8_t server_key[KEYS_BYTES])
{
    struct err_text text = {""};
    void *socket;

    if (zsock_connect(&socket, context, endpoint, key, server_key, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return socket;
}

void peer_send(void *socket, const uint8_t *bytes, size_t size)
{
    assert_int_equal((int)size, zmq_send(socket, bytes, size, 0));
}

const uint8_t *peer_take(void *socket, struct arena *arena, size_t *size)
{
    uint8_t *copy = NULL;
    zmq_msg_t message;

    (void)zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) >= 0) {
        *size = zmq_msg_size(&message);
        copy = arena_alloc(arena, *size + 1);
        assert_non_null(copy);
        memcpy(copy, zmq_msg_data(&message), *size);
    }
    (void)zmq_msg_close(&message);
    return copy;
}
