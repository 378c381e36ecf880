#include "bench/link.h"

#include "bench/load.h"
#include "collector/sending/sender.h"
#include "lib/base/arena.h"
#include "proto/form/form.h"
#include "proto/wire/codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_TIMEOUT_MS = 30 * 1000 };

struct connection {
    struct sender *sender;
    struct arena arena;
    // A Submit envelope packed once; each submission then only has its own id written into it.
    uint8_t *bytes;
    size_t size;
    uint8_t *id;  // within bytes
};

static void *failed(const char *words)
{
    fprintf(stderr, "collector: %s\n", words);
    return NULL;
}

static int pack_submit(struct connection *connection, const struct bench_payload *payload,
                       unsigned collector)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Submit submit = QD__SUBMIT__INIT;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];
    const uint8_t *bytes;
    struct err_text text;

    codec_new_submission_id(id);
    codec_hash(hash, payload->bytes[collector], payload->sizes[collector]);
    submit.submission_id = (ProtobufCBinaryData){sizeof id, id};
    submit.schema_version = FORM_SCHEMA_VERSION;
    submit.return_hash = (ProtobufCBinaryData){sizeof hash, hash};
    submit.return_bytes =
        (ProtobufCBinaryData){payload->sizes[collector], payload->bytes[collector]};
    envelope.content_case = QD__ENVELOPE__CONTENT_SUBMIT;
    envelope.submit = &submit;
    if (codec_pack_envelope(&envelope, &connection->arena, &bytes, &connection->size, &text) !=
        ERR_OK)
        return -1;
    connection->bytes = malloc(connection->size);
    if (connection->bytes == NULL)
        return -1;
    memcpy(connection->bytes, bytes, connection->size);
    connection->id = memmem(connection->bytes, connection->size, id, sizeof id);
    return connection->id == NULL ? -1 : 0;
}

static void link_close(void *context)
{
    struct connection *connection = context;

    if (connection == NULL)
        return;
    sender_close(connection->sender);
    arena_free(&connection->arena);
    free(connection->bytes);
    free(connection);
}

static void *link_open(const struct bench_load *load, unsigned collector)
{
    struct sender_options options = {.aggregator = load->endpoint, .key = &load->keys[collector]};
    struct connection *connection = calloc(1, sizeof *connection);
    struct err_text text = {""};
    const Qd__Welcome *welcome;

    if (connection == NULL)
        return failed("no memory");
    memcpy(options.server_key, load->server_key, sizeof options.server_key);
    arena_init(&connection->arena, CODEC_ARENA_CAP_BYTES);
    if (sender_open(&connection->sender, &options, &text) == ERR_OK &&
        sender_hello(connection->sender, &connection->arena, &welcome, &text) == ERR_OK &&
        pack_submit(connection, load->payload, collector) == 0)
        return connection;
    link_close(connection);
    return failed(text.text);
}

// The number of a submission stands in the last eight bytes of its id, big-endian: like real ids,
// which begin with the time, each is behind the one before.
static void number_id(uint8_t id[CODEC_SUBMISSION_ID_BYTES], uint64_t number)
{
    for (int i = 0; i < 8; i++)
        id[CODEC_SUBMISSION_ID_BYTES - 1 - i] = (uint8_t)(number >> (8 * i));
}

static uint64_t number_of(const uint8_t id[CODEC_SUBMISSION_ID_BYTES])
{
    uint64_t number = 0;

    for (int i = 8; i < CODEC_SUBMISSION_ID_BYTES; i++)
        number = number << 8 | id[i];
    return number;
}

static int link_post(void *context, uint64_t number)
{
    struct connection *connection = context;
    struct err_text text = {""};
    enum err error;

    number_id(connection->id, number);
    error = sender_post(connection->sender, connection->bytes, connection->size, &text);
    if (error == ERR_OK || error == ERR_BUSY)
        return error == ERR_OK;
    (void)failed(text.text);
    return -1;
}

static int link_take(void *context, uint64_t *number)
{
    struct connection *connection = context;
    const Qd__Envelope *answer;
    struct err_text text = {""};

    arena_reset(&connection->arena);
    if (sender_take(connection->sender, ANSWER_TIMEOUT_MS, &connection->arena, &answer, &text) !=
        ERR_OK) {
        (void)failed(text.text[0] == '\0' ? "no answer" : text.text);
        return -1;
    }
    if (answer->content_case != QD__ENVELOPE__CONTENT_RECEIPT) {
        (void)failed(answer->content_case == QD__ENVELOPE__CONTENT_REFUSAL ? answer->refusal->text
                                                                           : "no receipt");
        return -1;
    }
    *number = number_of(answer->receipt->submission_id.data);
    return 1;
}

const struct link link_collector = {.name = "Quarterday",
                                    .open = link_open,
                                    .post = link_post,
                                    .take = link_take,
                                    .close = link_close};
