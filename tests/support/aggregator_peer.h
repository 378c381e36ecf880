// For the aggregator's tests: a folder of their own, returns that nothing is wrong with, and a
// borough's end of the wire that says exactly what it is told to say.
#ifndef QD_TESTS_SUPPORT_AGGREGATOR_PEER_H
#define QD_TESTS_SUPPORT_AGGREGATOR_PEER_H

#include "lib/base/clock.h"
#include "lib/net/keys.h"
#include "lib/net/zsock.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "proto/rules/findings.h"
#include "proto/wire/codec.h"
#include "tests/support/sample_figures.h"

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
enum { PEER_DEADLINE_MS = 60 * 1000 };

// --- a folder

struct peer_folder {
    char path[64];
};

static inline struct peer_folder peer_folder_make(void)
{
    struct peer_folder folder = {"/tmp/qd-aggregator-XXXXXX"};

    assert_non_null(mkdtemp(folder.path));
    return folder;
}

static inline const char *peer_path(const struct peer_folder *folder, const char *name,
                                    char path[128])
{
    (void)snprintf(path, 128, "%s/%s", folder->path, name);
    return path;
}

static inline void peer_folder_remove(const struct peer_folder *folder)
{
    static const char *const files[] = {
        "store/data.mdb", "store/lock.mdb", "store/serving.lock", "store/witness",  "copy/data.mdb",
        "copy/lock.mdb",  "allow.list",     "allow.list.new",     "aggregator.key", "link.list"};
    char path[128];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        (void)unlink(peer_path(folder, files[i], path));
    (void)rmdir(peer_path(folder, "store", path));
    (void)rmdir(peer_path(folder, "copy", path));
    assert_int_equal(0, rmdir(folder->path));
}

// --- returns

// A quarter's timeliness. `issued` tells one return from another; more within 20 weeks than issued
// breaks a rule. A note and explanations of FORM_TEXT_MAX_BYTES each make it larger.
struct peer_return {
    Qd__LocalAuthority authority;
    uint32_t year, quarter;
    unsigned issued, within;
    size_t note_bytes;
    size_t explanations;  // one a rule: RULE_COUNT at most
    int simulated;
};

static inline void peer_add_explanations(struct arena *arena, Qd__Return *returned, size_t count)
{
    Qd__Explanation *rows = arena_alloc(arena, count * sizeof *rows);

    returned->explanations = arena_alloc(arena, count * sizeof(Qd__Explanation *));
    returned->n_explanations = count;
    for (size_t i = 0; i < count; i++) {
        qd__explanation__init(&rows[i]);
        rows[i].rule = arena_strdup(arena, rule_get((enum rule_id)i)->id);
        rows[i].explanation = arena_zalloc(arena, FORM_TEXT_MAX_BYTES + 1);
        memset(rows[i].explanation, 'e', FORM_TEXT_MAX_BYTES);
        returned->explanations[i] = &rows[i];
    }
}

static inline void peer_pack_return(struct arena *arena, const struct peer_return *given,
                                    const uint8_t **bytes, size_t *size)
{
    Qd__Return returned = QD__RETURN__INIT;
    Qd__Header header = QD__HEADER__INIT;
    Qd__Period period = QD__PERIOD__INIT;
    Qd__Timeliness timeliness = QD__TIMELINESS__INIT;
    char *note = arena_zalloc(arena, given->note_bytes + 1);

    assert_non_null(note);
    memset(note, 'n', given->note_bytes);
    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = given->year;
    period.has_quarter = 1;
    period.quarter = given->quarter;
    header.new_la_code = given->authority;
    header.period = &period;
    header.note = given->note_bytes > 0 ? note : NULL;
    header.has_simulated = given->simulated;
    header.simulated = QD__YES_NO__YES;
    SAMPLE_SET(arena, &timeliness, plans_issued, (int64_t)given->issued);
    SAMPLE_SET(arena, &timeliness, plans_issued_within_20_weeks, (int64_t)given->within);
    sample_rest_is_x(arena, &timeliness.base);
    returned.schema_version = FORM_SCHEMA_VERSION;
    returned.header = &header;
    returned.timeliness = &timeliness;
    if (given->explanations > 0)
        peer_add_explanations(arena, &returned, given->explanations);
    assert_int_equal(ERR_OK, codec_pack_return(&returned, arena, bytes, size, NULL));
}

// --- envelopes

static inline void peer_pack(struct arena *arena, const Qd__Envelope *envelope,
                             const uint8_t **bytes, size_t *size)
{
    assert_int_equal(ERR_OK, codec_pack_envelope(envelope, arena, bytes, size, NULL));
}

// A Submit of these bytes, whatever they are, under the id that begins with `id`'s two bytes.
struct peer_submit {
    uint16_t id;
    uint32_t schema_version;
    uint8_t hash_flip;  // xor-ed into the hash's first byte
    uint8_t return_bytes_flip;
};

static inline void peer_pack_submit(struct arena *arena, const struct peer_submit *given,
                                    const uint8_t *return_bytes, size_t return_size,
                                    const uint8_t **bytes, size_t *size)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {(uint8_t)given->id, (uint8_t)(given->id >> 8)};
    uint8_t hash[CODEC_HASH_BYTES];
    uint8_t *copy = arena_alloc(arena, return_size);

    assert_non_null(copy);
    codec_hash(hash, return_bytes, return_size);
    hash[0] ^= given->hash_flip;
    memcpy(copy, return_bytes, return_size);
    submit.submission_id = (ProtobufCBinaryData){sizeof id, id};
    submit.schema_version = given->schema_version;
    submit.return_hash = (ProtobufCBinaryData){sizeof hash, hash};
    submit.return_bytes = (ProtobufCBinaryData){return_size, copy};
    envelope.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
    envelope.submit = &submit;
    peer_pack(arena, &envelope, bytes, size);
}

static inline void peer_pack_hello(struct arena *arena, uint32_t protocol_version,
                                   const uint8_t **bytes, size_t *size)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Hello hello = QD__HELLO__INIT;
    char program[] = "test";

    hello.protocol_version = protocol_version;
    hello.program = program;
    envelope.content_case = QD__ENVELOPE__CONTENT_HELLO;
    envelope.hello = &hello;
    peer_pack(arena, &envelope, bytes, size);
}

// --- the wire

static inline void *peer_connect(void *context, const char *endpoint, const struct keys_pair *key,
                                 const uint8_t server_key[KEYS_BYTES])
{
    struct err_text text = {""};
    void *socket;

    if (zsock_connect(&socket, context, endpoint, key, server_key, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return socket;
}

static inline void peer_send(void *socket, const uint8_t *bytes, size_t size)
{
    assert_int_equal((int)size, zmq_send(socket, bytes, size, 0));
}

// Takes an answer that is there: its bytes, in the arena, or NULL.
static inline const uint8_t *peer_take(void *socket, struct arena *arena, size_t *size)
{
    uint8_t *copy = NULL;
    zmq_msg_t message;

    (void)zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) >= 0) {
        assert_false(zmq_msg_more(&message));
        *size = zmq_msg_size(&message);
        copy = arena_alloc(arena, *size + 1);
        assert_non_null(copy);
        memcpy(copy, zmq_msg_data(&message), *size);
    }
    (void)zmq_msg_close(&message);
    return copy;
}

static inline const Qd__Envelope *peer_read(struct arena *arena, const uint8_t *bytes, size_t size)
{
    struct err_text text = {""};
    Qd__Envelope *envelope;

    if (codec_unpack_envelope(&envelope, arena, bytes, size, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return envelope;
}

#endif
