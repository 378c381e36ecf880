#include "tests/support/fake/fake.h"

#include "lib/net/zap.h"
#include "lib/net/zsock.h"
#include "proto/form/period.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { FAKE_POLL_MS = 5 };

static int fake_lookup(void *context, const uint8_t key[32], char user_id[ZAP_USER_ID_BYTES])
{
    const struct fake_aggregator *fake = context;

    snprintf(user_id, ZAP_USER_ID_BYTES, "%d", (int)fake->authority);
    return memcmp(key, fake->let_in, KEYS_BYTES) == 0;
}

static void fake_send_bytes(struct fake_aggregator *fake, zmq_msg_t *peer, const void *bytes,
                            size_t size)
{
    zmq_send(fake->router, zmq_msg_data(peer), zmq_msg_size(peer), ZMQ_SNDMORE);
    zmq_send(fake->router, bytes, size, 0);
}

static void fake_send(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena,
                      const Qd__Envelope *envelope)
{
    const uint8_t *bytes;
    size_t size;

    if (codec_pack_envelope(envelope, arena, &bytes, &size, NULL) == ERR_OK)
        fake_send_bytes(fake, peer, bytes, size);
}

static ProtobufCBinaryData fake_bytes(uint8_t *data, size_t size)
{
    return (ProtobufCBinaryData){.len = size, .data = data};
}

static void fake_refuse(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena,
                        Qd__RefusalCode code, const ProtobufCBinaryData *id)
{
    char text[] = "a reason";
    char rule[] = "QD-R01";
    char what[] = "60 of 50";
    char column[] = "plans_issued";
    Qd__WireFinding finding = QD__WIRE_FINDING__INIT;
    Qd__WireFinding *findings[] = {&finding};
    Qd__Refusal refusal = QD__REFUSAL__INIT;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;

    finding.rule = rule;
    finding.part = 1;
    finding.column = column;
    finding.what = what;
    if (id != NULL) {
        refusal.has_submission_id = 1;
        refusal.submission_id = *id;
    }
    refusal.code = code;
    refusal.again = fake->refuse_again;
    refusal.text = text;
    if (code == QD__REFUSAL_CODE__RULES_BROKEN) {
        refusal.n_findings = 1;
        refusal.findings = findings;
    }
    envelope.content_case = QD__ENVELOPE__CONTENT_REFUSAL;
    envelope.refusal = &refusal;
    fake_send(fake, peer, arena, &envelope);
}

// The newest of each period.
static void fake_welcome(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena)
{
    static char program[] = "fake";
    Qd__Welcome welcome = QD__WELCOME__INIT;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Holding holdings[FAKE_RECORDS_MAX];
    Qd__Period periods[FAKE_RECORDS_MAX];
    Qd__Holding *list[FAKE_RECORDS_MAX];

    welcome.protocol_version = fake->protocol_version;
    welcome.program = program;
    welcome.new_la_code = fake->authority;
    welcome.holdings = list;
    for (size_t i = 0; i < fake->count; i++) {
        struct fake_record *record = &fake->records[i];
        size_t k = 0;

        period_from_key(&periods[i], record->period_key);
        qd__holding__init(&holdings[i]);
        holdings[i].period = &periods[i];
        holdings[i].revision = record->revision;
        holdings[i].return_hash = fake_bytes(record->hash, sizeof record->hash);
        holdings[i].submission_id = fake_bytes(record->id, sizeof record->id);
        while (k < welcome.n_holdings && period_key(list[k]->period) != record->period_key)
            k++;
        list[k] = &holdings[i];
        if (k == welcome.n_holdings)
            welcome.n_holdings++;
    }
    envelope.content_case = QD__ENVELOPE__CONTENT_WELCOME;
    envelope.welcome = &welcome;
    fake_send(fake, peer, arena, &envelope);
}

static void fake_make_receipt(struct fake_aggregator *fake, struct fake_record *record,
                              struct arena *arena)
{
    Qd__Receipt receipt = QD__RECEIPT__INIT;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Period period;
    uint8_t link[CODEC_HASH_BYTES] = {7};
    const uint8_t *bytes;

    period_from_key(&period, record->period_key);
    receipt.submission_id = fake_bytes(record->id, sizeof record->id);
    receipt.new_la_code = fake->authority;
    receipt.period = &period;
    receipt.revision = record->revision;
    receipt.received_at_unix_ms = 1795428000000 + fake->count;
    receipt.return_hash = fake_bytes(record->hash, sizeof record->hash);
    receipt.sequence = fake->count;
    receipt.link = fake_bytes(link, sizeof link);
    envelope.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
    envelope.receipt = &receipt;
    if (codec_pack_envelope(&envelope, arena, &bytes, &record->receipt_size, NULL) == ERR_OK)
        memcpy(record->receipt, bytes, record->receipt_size);
}

static struct fake_record *fake_find(struct fake_aggregator *fake, const ProtobufCBinaryData *id)
{
    for (size_t i = 0; i < fake->count; i++)
        if (memcmp(fake->records[i].id, id->data, CODEC_SUBMISSION_ID_BYTES) == 0)
            return &fake->records[i];
    return NULL;
}

// The newest of the period; NULL.
static const struct fake_record *fake_newest(const struct fake_aggregator *fake, uint32_t period)
{
    for (size_t i = fake->count; i > 0; i--)
        if (fake->records[i - 1].period_key == period)
            return &fake->records[i - 1];
    return NULL;
}

static struct fake_record *fake_add(struct fake_aggregator *fake, struct arena *arena,
                                    uint32_t period, const uint8_t *id, const uint8_t *hash)
{
    const struct fake_record *newest = fake_newest(fake, period);
    struct fake_record *record = &fake->records[fake->count++];

    record->period_key = period;
    record->revision = newest == NULL ? 1 : newest->revision + 1;
    memcpy(record->id, id, sizeof record->id);
    memcpy(record->hash, hash, sizeof record->hash);
    fake_make_receipt(fake, record, arena);
    return record;
}

// Another collector is quicker, with other figures.
static void fake_overtake(struct fake_aggregator *fake, struct arena *arena, uint32_t period,
                          const Qd__Submit *submit)
{
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];

    if (fake->overtake == 0)
        return;
    fake->overtake--;
    memcpy(id, submit->submission_id.data, sizeof id);
    memcpy(hash, submit->return_hash.data, sizeof hash);
    id[CODEC_SUBMISSION_ID_BYTES - 1] ^= (uint8_t)(fake->count + 1);
    hash[0] ^= (uint8_t)(fake->count + 1);
    (void)fake_add(fake, arena, period, id, hash);
}

// A Submit names the newest of its period, as Welcome did.
static int fake_is_overtaken(const struct fake_aggregator *fake, uint32_t period,
                             const Qd__Submit *submit)
{
    const struct fake_record *newest = fake_newest(fake, period);

    if (!submit->has_replaces)
        return 0;
    if (newest == NULL)
        return submit->replaces.len > 0;
    return submit->replaces.len != sizeof newest->id ||
           memcmp(newest->id, submit->replaces.data, sizeof newest->id) != 0;
}

// The record of what is stored, now or before; NULL when it is refused, or cannot be taken.
static struct fake_record *fake_store(struct fake_aggregator *fake, zmq_msg_t *peer,
                                      struct arena *arena, const Qd__Submit *submit)
{
    struct fake_record *record = fake_find(fake, &submit->submission_id);
    Qd__Return *returned;
    uint32_t period;

    if (record != NULL)
        return record;
    if (fake->count + 2 > FAKE_RECORDS_MAX ||
        codec_unpack_return(&returned, arena, submit->return_bytes.data, submit->return_bytes.len,
                            NULL) != ERR_OK)
        return NULL;
    period = period_key(returned->header->period);
    fake_overtake(fake, arena, period, submit);
    if (!fake_is_overtaken(fake, period, submit))
        return fake_add(fake, arena, period, submit->submission_id.data, submit->return_hash.data);
    fake_refuse(fake, peer, arena, QD__REFUSAL_CODE__OVERTAKEN, &submit->submission_id);
    return NULL;
}

// What is no answer, and then the answer, in the second frame of a message.
static void fake_send_strange(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena,
                              const struct fake_record *record)
{
    struct fake_record other = *record;

    fake_send_bytes(fake, peer, "\xff\xff\xff garbage", 11);
    fake_send_bytes(fake, peer, "", 0);
    other.id[0] ^= 1;
    fake_make_receipt(fake, &other, arena);
    fake_send_bytes(fake, peer, other.receipt, other.receipt_size);
    other.id[0] ^= 1;
    other.hash[0] ^= 1;
    fake_make_receipt(fake, &other, arena);
    fake_send_bytes(fake, peer, other.receipt, other.receipt_size);
    fake_welcome(fake, peer, arena);
    zmq_send(fake->router, zmq_msg_data(peer), zmq_msg_size(peer), ZMQ_SNDMORE);
    zmq_send(fake->router, "garbage", 7, ZMQ_SNDMORE);
    zmq_send(fake->router, record->receipt, record->receipt_size, 0);
}

static void fake_take_submit(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena,
                             const Qd__Submit *submit)
{
    struct fake_record *record;

    fake->submissions_seen++;
    if (fake->refuse != 0 && !fake->refuse_hello) {
        fake_refuse(fake, peer, arena, fake->refuse, &submit->submission_id);
        return;
    }
    record = fake_store(fake, peer, arena, submit);
    if (record == NULL)
        return;
    if (fake->lose_answers > 0) {
        fake->lose_answers--;
        return;
    }
    if (fake->strange_answers)
        fake_send_strange(fake, peer, arena, record);
    else
        fake_send_bytes(fake, peer, record->receipt, record->receipt_size);
}

// Of a return that it was not told to give, whether it holds it: a piece without meaning.
static void fake_take_fetch_of_held(struct fake_aggregator *fake, zmq_msg_t *peer,
                                    struct arena *arena, const Qd__Fetch *fetch)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Fetched fetched = QD__FETCHED__INIT;

    if (fake_find(fake, &fetch->submission_id) == NULL) {
        fake_refuse(fake, peer, arena, QD__REFUSAL_CODE__NOT_HELD, &fetch->submission_id);
        return;
    }
    fetched.submission_id = fetch->submission_id;
    fetched.offset = fetch->offset;
    fetched.size = 1;
    fetched.piece = fake_bytes((uint8_t *)(uintptr_t) "?", 1);
    envelope.content_case = QD__ENVELOPE__CONTENT_FETCHED;
    envelope.fetched = &fetched;
    fake_send(fake, peer, arena, &envelope);
}

static void fake_take_fetch(struct fake_aggregator *fake, zmq_msg_t *peer, struct arena *arena,
                            const Qd__Fetch *fetch)
{
    const size_t offset = fetch->offset < fake->fetched_size ? fetch->offset : fake->fetched_size;
    const size_t left = fake->fetched_size - offset;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Fetched fetched = QD__FETCHED__INIT;

    if (fake->refuse != 0) {
        fake_refuse(fake, peer, arena, fake->refuse, &fetch->submission_id);
        return;
    }
    if (fake->fetched == NULL ||
        (fake->count > 0 && fake_find(fake, &fetch->submission_id) == NULL)) {
        fake_take_fetch_of_held(fake, peer, arena, fetch);
        return;
    }
    fetched.submission_id = fetch->submission_id;
    fetched.offset = fetch->offset;
    fetched.size = fake->fetched_says;
    fetched.piece = fake_bytes((uint8_t *)(uintptr_t)(fake->fetched + offset),
                               left < fake->fetched_piece ? left : fake->fetched_piece);
    envelope.content_case = QD__ENVELOPE__CONTENT_FETCHED;
    envelope.fetched = &fetched;
    fake_send(fake, peer, arena, &envelope);
}

static void fake_take(struct fake_aggregator *fake, struct arena *arena, zmq_msg_t *peer,
                      zmq_msg_t *message)
{
    Qd__Envelope *envelope;

    if (fake->silent || codec_unpack_envelope(&envelope, arena, zmq_msg_data(message),
                                              zmq_msg_size(message), NULL) != ERR_OK)
        return;
    pthread_mutex_lock(&fake->lock);
    if (envelope->content_case == QD__ENVELOPE__CONTENT_HELLO && fake->refuse_hello)
        fake_refuse(fake, peer, arena, fake->refuse, NULL);
    else if (envelope->content_case == QD__ENVELOPE__CONTENT_HELLO)
        fake_welcome(fake, peer, arena);
    else if (envelope->content_case == QD__ENVELOPE__CONTENT_SUBMIT)
        fake_take_submit(fake, peer, arena, envelope->submit);
    else if (envelope->content_case == QD__ENVELOPE__CONTENT_FETCH)
        fake_take_fetch(fake, peer, arena, envelope->fetch);
    pthread_mutex_unlock(&fake->lock);
}

static void *fake_run(void *context)
{
    struct fake_aggregator *fake = context;
    struct arena arena;

    arena_init(&arena, CODEC_ARENA_CAP_BYTES);
    while (!fake->stopping) {
        zmq_pollitem_t items[] = {{.socket = fake->router, .events = ZMQ_POLLIN},
                                  {.socket = zap_socket(fake->zap), .events = ZMQ_POLLIN}};
        zmq_msg_t peer;
        zmq_msg_t message;

        zmq_poll(items, 2, FAKE_POLL_MS);
        zap_answer(fake->zap);
        zmq_msg_init(&peer);
        zmq_msg_init(&message);
        while (zmq_msg_recv(&peer, fake->router, ZMQ_DONTWAIT) >= 0 &&
               zmq_msg_recv(&message, fake->router, 0) >= 0) {
            fake_take(fake, &arena, &peer, &message);
            arena_reset(&arena);
        }
        zmq_msg_close(&peer);
        zmq_msg_close(&message);
    }
    arena_free(&arena);
    return NULL;
}

void fake_init(struct fake_aggregator *fake, Qd__LocalAuthority authority,
               const struct keys_pair *borough)
{
    memset(fake, 0, sizeof *fake);
    keys_generate(&fake->key);
    memcpy(fake->let_in, borough->public_key, KEYS_BYTES);
    strcpy(fake->endpoint, "tcp://127.0.0.1:*");
    fake->authority = authority;
    fake->protocol_version = CODEC_PROTOCOL_VERSION;
    assert_int_equal(pthread_mutex_init(&fake->lock, NULL), 0);
}

void fake_start(struct fake_aggregator *fake)
{
    struct err_text text;
    enum err error;

    fake->stopping = 0;
    fake->zmq_context = zmq_ctx_new();
    assert_non_null(fake->zmq_context);
    assert_int_equal(zap_open(&fake->zap, fake->zmq_context, fake_lookup, fake, &text), ERR_OK);
    error = zsock_serve(&fake->router, fake->zmq_context, fake->endpoint, &fake->key, &text);
    if (error != ERR_OK)
        fail_msg("%s", text.text);
    assert_int_equal(zsock_bound(fake->router, fake->endpoint, sizeof fake->endpoint, NULL),
                     ERR_OK);
    assert_int_equal(pthread_create(&fake->thread, NULL, fake_run, fake), 0);
    fake->running = 1;
}

void fake_stop(struct fake_aggregator *fake)
{
    if (!fake->running)
        return;
    fake->running = 0;
    fake->stopping = 1;
    pthread_join(fake->thread, NULL);
    zsock_close(fake->router);
    zap_close(fake->zap);
    zmq_ctx_term(fake->zmq_context);
}
