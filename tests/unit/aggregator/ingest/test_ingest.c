// The turn, over a real listener on 127.0.0.1: what is answered, what is stored, and in which order.
#include "aggregator/ingest/ingest.h"

#include "aggregator/access/listener.h"
#include "aggregator/ingest/answer.h"
#include "lib/net/zsock.h"
#include "proto/form/period.h"
#include "tests/support/peer/peer.h"
#include "tests/support/stored/stored.h"

#include <fcntl.h>
#include <sys/stat.h>

#define MIB ((size_t)1024 * 1024)

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;
static const Qd__LocalAuthority HACKNEY = QD__LOCAL_AUTHORITY__E09000012;

struct fixture {
    struct peer_folder folder;
    char allow_path[128];
    char store_path[128];
    struct store *store;
    struct allow_list *allowed;
    struct ingest *ingest;
    struct listener listener;
    struct keys_pair server, camden, hackney;
    void *camden_socket, *hackney_socket;
    struct arena arena;
    struct err_text text;
};

static void open_store(struct fixture *f, size_t size_bytes)
{
    f->store = stored_open(f->store_path, size_bytes);
    if (ingest_open(&f->ingest, f->store, f->allowed, &f->listener.connections, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static void close_store(struct fixture *f)
{
    ingest_close(f->ingest);
    store_close(f->store);
    f->ingest = NULL;
    f->store = NULL;
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->folder = peer_folder_make();
    (void)peer_path(&f->folder, "allow.list", f->allow_path);
    (void)peer_path(&f->folder, "store", f->store_path);
    arena_init(&f->arena, 256 * MIB);
    keys_generate(&f->server);
    keys_generate(&f->camden);
    keys_generate(&f->hackney);
    assert_int_equal(ERR_OK,
                     allow_list_allow(f->allow_path, CAMDEN, f->camden.public_key, &f->text));
    assert_int_equal(ERR_OK,
                     allow_list_allow(f->allow_path, HACKNEY, f->hackney.public_key, &f->text));
    assert_int_equal(ERR_OK, allow_list_open(&f->allowed, f->allow_path, &f->text));
    open_store(f, 16 * MIB);
    if (listener_open(&f->listener, "tcp://127.0.0.1:*", 1, &f->server, allow_list_lookup,
                      f->allowed, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    f->camden_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->camden, f->server.public_key);
    f->hackney_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->hackney, f->server.public_key);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    zsock_close(f->camden_socket);
    zsock_close(f->hackney_socket);
    close_store(f);
    listener_close(&f->listener);
    allow_list_close(f->allowed);
    peer_folder_remove(&f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

// --- what is sent and what comes back

struct bytes {
    const uint8_t *at;
    size_t size;
};

static struct bytes pack_return(struct fixture *f, struct peer_return given)
{
    struct bytes packed;

    peer_pack_return(&f->arena, &given, &packed.at, &packed.size);
    return packed;
}

static struct peer_return good(Qd__LocalAuthority authority, unsigned issued)
{
    return (struct peer_return){
        .authority = authority, .year = 2024, .quarter = 3, .issued = issued, .within = 1};
}

static struct bytes pack_submit(struct fixture *f, struct peer_submit given, struct bytes content)
{
    struct bytes packed;

    if (given.schema_version == 0)
        given.schema_version = FORM_SCHEMA_VERSION;
    peer_pack_submit(&f->arena, &given, content.at, content.size, &packed.at, &packed.size);
    return packed;
}

static struct bytes submit_of(struct fixture *f, uint16_t id, struct peer_return given)
{
    return pack_submit(f, (struct peer_submit){.id = id}, pack_return(f, given));
}

// Waits until ZeroMQ has something for the aggregator, and attends to the listener meanwhile.
static void wait_at_listener(struct fixture *f)
{
    zmq_pollitem_t items[] = {{.socket = f->listener.router, .events = ZMQ_POLLIN},
                              {.socket = zap_socket(f->listener.zap), .events = ZMQ_POLLIN},
                              {.socket = f->listener.monitor, .events = ZMQ_POLLIN},
                              {.socket = f->camden_socket, .events = ZMQ_POLLIN},
                              {.socket = f->hackney_socket, .events = ZMQ_POLLIN}};

    assert_true(zmq_poll(items, 5, PEER_DEADLINE_MS) > 0);
    listener_attend(&f->listener);
}

static void turn(struct fixture *f)
{
    int more;

    if (ingest_turn(f->ingest, f->listener.router, &more, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
}

static struct bytes answer(struct fixture *f, void *socket)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;
    struct bytes taken = {NULL, 0};

    while (clock_monotonic_ms() < deadline_ms) {
        taken.at = peer_take(socket, &f->arena, &taken.size);
        if (taken.at != NULL)
            return taken;
        wait_at_listener(f);
        turn(f);
    }
    fail_msg("no answer");
    return taken;
}

static struct bytes ask(struct fixture *f, void *socket, struct bytes message)
{
    peer_send(socket, message.at, message.size);
    return answer(f, socket);
}

static const Qd__Refusal *refusal_in(struct fixture *f, struct bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    assert_int_equal(QD__ENVELOPE__CONTENT_REFUSAL, envelope->content_case);
    return envelope->refusal;
}

static const Qd__Receipt *receipt_in(struct fixture *f, struct bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    if (envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        fail_msg("refused: %s", envelope->refusal->text);
    assert_int_equal(QD__ENVELOPE__CONTENT_RECEIPT, envelope->content_case);
    return envelope->receipt;
}

static const Qd__Refusal *refusal_of(struct fixture *f, struct bytes message)
{
    return refusal_in(f, ask(f, f->camden_socket, message));
}

static uint64_t stored(struct fixture *f)
{
    struct store_report report;

    if (store_verify(f->store, &report, NULL, NULL, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return report.returns;
}

static void assert_same(struct bytes a, struct bytes b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.at, b.at, a.size);
}

// A message of several frames.
static void send_frames(void *socket, const struct bytes *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal((int)frames[i].size, zmq_send(socket, frames[i].at, frames[i].size,
                                                       i + 1 < count ? ZMQ_SNDMORE : 0));
}

// --- bad input

static void bytes_that_are_no_envelope_are_refused_as_malformed(void **state)
{
    static const uint8_t noise[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    const struct bytes bad[] = {{noise, sizeof noise},
                                {noise, 0},
                                {submit.at, submit.size - 1},
                                {submit.at, submit.size / 2}};

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const Qd__Refusal *refusal = refusal_of(f, bad[i]);

        assert_int_equal(QD__REFUSAL_CODE__MALFORMED, refusal->code);
        assert_false(refusal->has_submission_id);
        assert_false(refusal->again);
        assert_true(strlen(refusal->text) > 0);
    }
    assert_int_equal(0, stored(f));
}

// Whatever one flipped bit makes of a message, it is answered with a refusal or a receipt for what
// was really sent, and never ends the aggregator.
static void a_flipped_bit_is_never_fatal_and_never_stored_unseen(void **state)
{
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    uint8_t *flipped = arena_alloc(&f->arena, submit.size);

    for (size_t bit = 0; bit < submit.size * 8; bit++) {
        struct bytes received;
        const Qd__Envelope *envelope;

        memcpy(flipped, submit.at, submit.size);
        flipped[bit / 8] ^= (uint8_t)(1U << bit % 8);
        received = ask(f, f->camden_socket, (struct bytes){flipped, submit.size});
        envelope = envelopes_read(&f->arena, received.at, received.size);
        // Only another submission id leaves the return as it was.
        if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT)
            assert_memory_not_equal(envelope->receipt->submission_id.data,
                                    ((uint8_t[CODEC_SUBMISSION_ID_BYTES]){1}),
                                    CODEC_SUBMISSION_ID_BYTES);
    }
    (void)stored(f);
}

static void an_answer_sent_to_the_aggregator_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct bytes receipt = ask(f, f->camden_socket, submit_of(f, 1, good(CAMDEN, 10)));

    assert_int_equal(QD__REFUSAL_CODE__MALFORMED, refusal_of(f, receipt)->code);
}

static void a_message_of_several_frames_is_dropped(void **state)
{
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    const struct bytes empty = {submit.at, 0};
    const struct bytes behind[] = {submit, submit, submit};
    const struct bytes in_front[] = {empty, submit};

    send_frames(f->camden_socket, behind, 3);
    send_frames(f->camden_socket, in_front, 2);
    // What comes after it is answered: the frames were not taken for messages of their own.
    (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, 2, good(CAMDEN, 11))));
    assert_int_equal(2, ingest_counters(f->ingest)->dropped);
    assert_int_equal(1, stored(f));
}

static void another_protocol_version_is_refused(void **state)
{
    struct fixture *f = *state;
    struct bytes hello;

    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION + 1, &hello.at, &hello.size);
    assert_int_equal(QD__REFUSAL_CODE__UNKNOWN_VERSION, refusal_of(f, hello)->code);
}

static void another_schema_version_is_refused(void **state)
{
    struct fixture *f = *state;
    const struct bytes content = pack_return(f, good(CAMDEN, 10));
    const Qd__Refusal *refusal = refusal_of(
        f, pack_submit(f, (struct peer_submit){.id = 1, .schema_version = FORM_SCHEMA_VERSION + 1},
                       content));

    assert_int_equal(QD__REFUSAL_CODE__UNKNOWN_VERSION, refusal->code);
    assert_true(refusal->has_submission_id);
    assert_int_equal(1, refusal->submission_id.data[0]);
    assert_false(refusal->again);
}

static void bytes_that_are_not_those_of_the_hash_are_refused(void **state)
{
    struct fixture *f = *state;
    const struct bytes content = pack_return(f, good(CAMDEN, 10));
    const Qd__Refusal *refusal =
        refusal_of(f, pack_submit(f, (struct peer_submit){.id = 1, .hash_flip = 1}, content));

    assert_int_equal(QD__REFUSAL_CODE__HASH_MISMATCH, refusal->code);
    assert_int_equal(0, stored(f));
}

static void a_return_that_cannot_be_decoded_is_refused_as_malformed(void **state)
{
    static const uint8_t noise[] = {0x0a, 0xff, 0xff};
    struct fixture *f = *state;
    const Qd__Refusal *refusal = refusal_of(
        f, pack_submit(f, (struct peer_submit){.id = 1}, (struct bytes){noise, sizeof noise}));

    assert_int_equal(QD__REFUSAL_CODE__MALFORMED, refusal->code);
    assert_true(refusal->has_submission_id);
}

static void promise_d_a_return_of_another_borough_is_refused(void **state)
{
    struct fixture *f = *state;
    const Qd__Refusal *refusal = refusal_of(f, submit_of(f, 1, good(HACKNEY, 10)));

    assert_int_equal(QD__REFUSAL_CODE__NOT_YOUR_BOROUGH, refusal->code);
    assert_non_null(strstr(refusal->text, "Hackney"));
    assert_non_null(strstr(refusal->text, "Camden"));
    assert_int_equal(0, stored(f));
}

static void promise_e_a_return_that_breaks_a_rule_is_refused_with_its_findings(void **state)
{
    struct fixture *f = *state;
    struct peer_return bad = good(CAMDEN, 10);
    const Qd__Refusal *refusal;
    int is_there = 0;

    bad.within = 11;
    refusal = refusal_of(f, submit_of(f, 1, bad));
    assert_int_equal(QD__REFUSAL_CODE__RULES_BROKEN, refusal->code);
    assert_false(refusal->again);
    for (size_t i = 0; i < refusal->n_findings; i++) {
        assert_int_equal(FORM_TIMELINESS, refusal->findings[i]->part);
        is_there |= strcmp(refusal->findings[i]->rule, "QD-R01") == 0;
    }
    assert_true(is_there);
    assert_int_equal(0, stored(f));
}

// --- promises

static void promise_a_what_has_a_receipt_is_in_the_store(void **state)
{
    struct fixture *f = *state;
    const struct bytes content = pack_return(f, good(CAMDEN, 10));
    const Qd__Receipt *receipt = receipt_in(
        f, ask(f, f->camden_socket, pack_submit(f, (struct peer_submit){.id = 1}, content)));
    const struct store_return *latest;
    struct store_reading reading;

    assert_int_equal(1, receipt->revision);
    assert_int_equal(CAMDEN, receipt->new_la_code);
    // Opened again: what only the memory of this one knew is gone.
    close_store(f);
    open_store(f, 16 * MIB);
    assert_int_equal(ERR_OK, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    latest = store_latest(&reading, receipt->period, CAMDEN);
    assert_non_null(latest);
    assert_int_equal(content.size, latest->entry.body_bytes);
    assert_memory_equal(content.at, latest->entry.body, content.size);
    store_read_end(&reading);
}

static void promise_b_a_resend_gets_the_same_receipt_over_any_connection(void **state)
{
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    const struct bytes first = ask(f, f->camden_socket, submit);

    assert_same(first, ask(f, f->camden_socket, submit));
    // Another return in between, another process, another connection.
    (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, 2, good(CAMDEN, 20))));
    close_store(f);
    open_store(f, 16 * MIB);
    zsock_close(f->camden_socket);
    f->camden_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->camden, f->server.public_key);
    assert_same(first, ask(f, f->camden_socket, submit));
    assert_int_equal(2, stored(f));
}

static void promise_b_a_resend_in_the_same_batch_gets_the_same_receipt(void **state)
{
    enum { TIMES = 20 };
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    struct bytes first;

    // Connected first, so that all of them wait together.
    (void)ask(f, f->camden_socket, submit_of(f, 2, good(CAMDEN, 20)));
    for (int i = 0; i < TIMES; i++)
        peer_send(f->camden_socket, submit.at, submit.size);
    first = answer(f, f->camden_socket);
    for (int i = 1; i < TIMES; i++)
        assert_same(first, answer(f, f->camden_socket));
    assert_int_equal(2, stored(f));
    assert_int_equal(2, ingest_counters(f->ingest)->stored);
    assert_int_equal(TIMES - 1, ingest_counters(f->ingest)->repeated);
}

static void promise_b_an_id_that_was_used_is_refused_for_another_return(void **state)
{
    struct fixture *f = *state;
    const Qd__Refusal *refusal;

    (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, 1, good(CAMDEN, 10))));
    refusal = refusal_of(f, submit_of(f, 1, good(CAMDEN, 11)));
    assert_int_equal(QD__REFUSAL_CODE__ID_TAKEN, refusal->code);
    assert_false(refusal->again);
    assert_int_equal(1, stored(f));
    // The ids of two boroughs have nothing to do with each other.
    (void)receipt_in(f, ask(f, f->hackney_socket, submit_of(f, 1, good(HACKNEY, 10))));
}

// The aggregator's rules may have grown since: what it has a receipt for stays acknowledged.
static void promise_b_a_stored_submission_keeps_its_receipt_whatever_the_rules_say(void **state)
{
    struct fixture *f = *state;
    struct peer_return bad = good(CAMDEN, 10);
    struct answer receipt;
    struct bytes content;
    struct journal_entry entry;
    Qd__Period period = QD__PERIOD__INIT;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {9};

    bad.within = 11;
    content = pack_return(f, bad);
    period.kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period.year = bad.year;
    period.has_quarter = 1;
    period.quarter = bad.quarter;
    entry = stored_add(f->store, (struct store_submission){.authority = CAMDEN,
                                                           .period = &period,
                                                           .submission_id = id,
                                                           .return_bytes = content.at,
                                                           .return_size = content.size});
    assert_int_equal(ERR_OK, answer_receipt(&receipt, &f->arena, &entry));
    assert_same((struct bytes){receipt.bytes, receipt.size},
                ask(f, f->camden_socket, submit_of(f, 9, bad)));
}

// The first revision is these bytes still; `at` becomes NULL when it was seen.
static enum err expect_first(void *context, const struct journal_entry *entry)
{
    struct bytes *first = context;

    if (entry->kind != JOURNAL_RETURN || entry->revision != 1)
        return ERR_OK;
    assert_int_equal(first->size, entry->body_bytes);
    assert_memory_equal(first->at, entry->body, first->size);
    first->at = NULL;
    return ERR_OK;
}

static void promise_c_a_new_revision_replaces_as_a_whole_and_the_old_one_is_kept(void **state)
{
    struct fixture *f = *state;
    const struct bytes old = pack_return(f, good(CAMDEN, 10));
    const struct bytes new = pack_return(f, good(CAMDEN, 20));
    const Qd__Receipt *receipt;
    const struct store_return *latest;
    struct store_reading reading;
    struct bytes first = old;

    (void)receipt_in(f,
                     ask(f, f->camden_socket, pack_submit(f, (struct peer_submit){.id = 1}, old)));
    receipt =
        receipt_in(f, ask(f, f->camden_socket, pack_submit(f, (struct peer_submit){.id = 2}, new)));
    assert_int_equal(2, receipt->revision);
    assert_int_equal(ERR_OK, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    latest = store_latest(&reading, receipt->period, CAMDEN);
    assert_memory_equal(new.at, latest->entry.body, new.size);
    assert_int_equal(ERR_OK, store_each_entry(&reading, expect_first, &first));
    assert_null(first.at);
    store_read_end(&reading);
}

// Under the id that begins with `id`, compared with the submission that begins with `replaces`; 0: with nothing.
static struct bytes submit_over(struct fixture *f, uint16_t id, uint8_t replaces, unsigned issued)
{
    const uint8_t replaced[CODEC_SUBMISSION_ID_BYTES] = {replaces};
    const struct peer_submit given = {
        .id = id, .replaces = replaced, .replaces_size = replaces == 0 ? 0 : sizeof replaced};

    return pack_submit(f, given, pack_return(f, good(CAMDEN, issued)));
}

static void expect_overtaken(struct fixture *f, struct bytes submit)
{
    const Qd__Refusal *refusal = refusal_of(f, submit);

    assert_int_equal(QD__REFUSAL_CODE__OVERTAKEN, refusal->code);
    assert_true(refusal->again);
    assert_true(refusal->has_submission_id);
}

// What a return was compared with must be what it replaces: two collectors of a borough are milliseconds apart.
static void promise_c_a_return_replaces_only_what_it_was_compared_with(void **state)
{
    struct fixture *f = *state;
    struct bytes first = submit_over(f, 1, 0, 10), receipt;

    expect_overtaken(f, submit_over(f, 1, 9, 10));  // of what is not there
    receipt = ask(f, f->camden_socket, first);
    assert_int_equal(1, receipt_in(f, receipt)->revision);
    expect_overtaken(f, submit_over(f, 2, 0, 11));  // was first, too, when it asked
    expect_overtaken(f, submit_over(f, 2, 9, 11));
    assert_int_equal(1, stored(f));
    // The same submission, compared again.
    assert_int_equal(2,
                     receipt_in(f, ask(f, f->camden_socket, submit_over(f, 2, 1, 11)))->revision);
    expect_overtaken(f, submit_over(f, 3, 1, 12));
    // What is stored has its receipt, whatever it says that it replaces.
    assert_same(receipt, ask(f, f->camden_socket, first));
    assert_same(receipt, ask(f, f->camden_socket, submit_over(f, 1, 7, 10)));
    // A collector that does not say, of before version 3, is taken as it was.
    assert_int_equal(
        3, receipt_in(f, ask(f, f->camden_socket, submit_of(f, 4, good(CAMDEN, 13))))->revision);
    // Of another borough there is nothing to replace.
    (void)receipt_in(f, ask(f, f->hackney_socket,
                            pack_submit(f, (struct peer_submit){.id = 1, .replaces = first.at},
                                        pack_return(f, good(HACKNEY, 10)))));
}

static void promise_c_of_two_in_one_batch_the_second_is_overtaken(void **state)
{
    struct fixture *f = *state;
    const struct bytes first = submit_over(f, 1, 0, 10), second = submit_over(f, 2, 0, 11);
    unsigned receipts = 0;

    peer_send(f->camden_socket, first.at, first.size);
    peer_send(f->camden_socket, second.at, second.size);
    for (int i = 0; i < 2; i++) {
        const struct bytes got = answer(f, f->camden_socket);

        receipts += envelopes_read(&f->arena, got.at, got.size)->content_case ==
                    QD__ENVELOPE__CONTENT_RECEIPT;
    }
    assert_int_equal(1, receipts);
    assert_int_equal(1, stored(f));
}

static void promise_d_a_withdrawn_key_is_refused_on_its_open_connection(void **state)
{
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 2, good(CAMDEN, 20));
    const Qd__Refusal *refusal;
    size_t removed;
    int is_removed;

    (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, 1, good(CAMDEN, 10))));
    // It has arrived already when the key is withdrawn.
    peer_send(f->camden_socket, submit.at, submit.size);
    assert_int_equal(ERR_OK, allow_list_revoke(f->allow_path, CAMDEN, NULL, &removed, &f->text));
    assert_int_equal(ERR_OK, allow_list_refresh(f->allowed, &is_removed, &f->text));
    assert_true(is_removed);
    refusal = refusal_in(f, answer(f, f->camden_socket));
    assert_int_equal(QD__REFUSAL_CODE__NOT_LET_IN, refusal->code);
    assert_true(refusal->again);
    assert_non_null(strstr(refusal->text, "Camden"));
    assert_null(strstr(refusal->text, "202:"));
    assert_true(refusal->has_submission_id);
    assert_int_equal(2, refusal->submission_id.data[0]);
    // Nonsense from it is not even judged, and others are not touched.
    assert_int_equal(QD__REFUSAL_CODE__NOT_LET_IN,
                     refusal_of(f, (struct bytes){(const uint8_t *)"?", 1})->code);
    (void)receipt_in(f, ask(f, f->hackney_socket, submit_of(f, 1, good(HACKNEY, 10))));
    assert_int_equal(2, stored(f));
}

// --- Hello

static void hello_is_told_whose_key_it_is_and_what_is_held(void **state)
{
    struct fixture *f = *state;
    struct peer_return other_period = good(CAMDEN, 30);
    const Qd__Receipt *last;
    const Qd__Envelope *envelope;
    struct bytes hello;
    struct bytes received;

    other_period.quarter = 4;
    (void)ask(f, f->hackney_socket, submit_of(f, 1, good(HACKNEY, 10)));
    (void)ask(f, f->camden_socket, submit_of(f, 1, good(CAMDEN, 10)));
    last = receipt_in(f, ask(f, f->camden_socket, submit_of(f, 2, good(CAMDEN, 20))));
    (void)ask(f, f->camden_socket, submit_of(f, 3, other_period));
    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION, &hello.at, &hello.size);
    received = ask(f, f->camden_socket, hello);
    envelope = envelopes_read(&f->arena, received.at, received.size);
    assert_int_equal(QD__ENVELOPE__CONTENT_WELCOME, envelope->content_case);
    assert_int_equal(CAMDEN, envelope->welcome->new_la_code);
    assert_int_equal(CODEC_PROTOCOL_VERSION, envelope->welcome->protocol_version);
    assert_int_equal(2, envelope->welcome->n_holdings);
    assert_int_equal(2, envelope->welcome->holdings[0]->revision);
    assert_memory_equal(last->return_hash.data, envelope->welcome->holdings[0]->return_hash.data,
                        CODEC_HASH_BYTES);
    assert_int_equal(2, envelope->welcome->holdings[0]->submission_id.data[0]);
    assert_int_equal(4, envelope->welcome->holdings[1]->period->quarter);
}

static void hold(struct fixture *f, Qd__PeriodKind kind, uint32_t year, uint32_t quarter)
{
    static const uint8_t bytes[] = "a return";
    Qd__Period period = QD__PERIOD__INIT;

    period.kind = kind;
    period.year = year;
    period.has_quarter = quarter != 0;
    period.quarter = quarter;
    (void)stored_add(f->store, (struct store_submission){.authority = CAMDEN,
                                                         .period = &period,
                                                         .return_bytes = bytes,
                                                         .return_size = sizeof bytes});
}

static void the_longest_welcome_is_as_long_as_is_said(void **state)
{
    struct fixture *f = *state;
    const Qd__Envelope *envelope;
    struct bytes hello, received;

    for (uint32_t year = PERIOD_YEAR_MIN; year <= PERIOD_YEAR_MAX; year++) {
        hold(f, QD__PERIOD_KIND__CALENDAR_YEAR, year, 0);
        hold(f, QD__PERIOD_KIND__FINANCIAL_YEAR, year, 0);
        for (uint32_t quarter = 1; quarter <= 4; quarter++)
            hold(f, QD__PERIOD_KIND__FINANCIAL_QUARTER, year, quarter);
    }
    envelopes_pack_hello(&f->arena, CODEC_PROTOCOL_VERSION, &hello.at, &hello.size);
    received = ask(f, f->camden_socket, hello);
    envelope = envelopes_read(&f->arena, received.at, received.size);
    assert_int_equal(6 * (PERIOD_YEAR_MAX - PERIOD_YEAR_MIN + 1), envelope->welcome->n_holdings);
    assert_in_range(received.size, 1, ANSWER_MAX_BYTES);
}

// --- many, and too many

static void more_than_a_batch_is_all_answered(void **state)
{
    enum { MANY = 3 * INGEST_BATCH_MESSAGES };
    struct fixture *f = *state;
    unsigned revisions = 0;

    for (unsigned i = 0; i < MANY; i++) {
        const struct bytes submit = submit_of(f, (uint16_t)i, good(CAMDEN, i + 1));

        peer_send(f->camden_socket, submit.at, submit.size);
    }
    for (unsigned i = 0; i < MANY; i++) {
        const Qd__Receipt *receipt = receipt_in(f, answer(f, f->camden_socket));

        assert_int_equal(++revisions, receipt->revision);
    }
    assert_int_equal(MANY, stored(f));
    assert_true(ingest_counters(f->ingest)->batches < MANY);
}

// Takes a message of answers to this borough: their revisions must follow `last`. How many there were.
static unsigned take_receipts(struct fixture *f, void *socket, Qd__LocalAuthority whose,
                              unsigned last)
{
    unsigned count = 0;
    size_t bytes = 0;
    int more = 1;
    size_t more_size = sizeof more;

    while (more) {
        const struct bytes frame = answer(f, socket);
        const Qd__Receipt *receipt = receipt_in(f, frame);

        assert_int_equal(whose, receipt->new_la_code);
        assert_int_equal(last + ++count, receipt->revision);
        bytes += frame.size;
        assert_int_equal(0, zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &more_size));
    }
    assert_in_range(bytes, 1, INGEST_MESSAGE_BYTES);
    return count;
}

static void a_peers_answers_of_a_turn_come_together(void **state)
{
    enum { MANY = INGEST_BATCH_MESSAGES };
    struct fixture *f = *state;
    unsigned camden = 0, hackney = 0, messages = 0;

    for (unsigned i = 0; i < MANY; i++) {
        const struct bytes ours = submit_of(f, (uint16_t)i, good(CAMDEN, i + 1));
        const struct bytes theirs = submit_of(f, (uint16_t)i, good(HACKNEY, i + 1));

        peer_send(f->camden_socket, ours.at, ours.size);
        peer_send(f->hackney_socket, theirs.at, theirs.size);
    }
    while (camden < MANY) {
        camden += take_receipts(f, f->camden_socket, CAMDEN, camden);
        messages++;
    }
    while (hackney < MANY)
        hackney += take_receipts(f, f->hackney_socket, HACKNEY, hackney);
    assert_true(messages < MANY);
    assert_int_equal(0, ingest_counters(f->ingest)->unsent);
}

static void a_peer_that_has_gone_is_not_fatal(void **state)
{
    struct fixture *f = *state;
    const struct bytes submit = submit_of(f, 1, good(CAMDEN, 10));
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;

    (void)receipt_in(f, ask(f, f->camden_socket, submit));
    for (int i = 0; i < 10; i++)
        peer_send(f->camden_socket, submit.at, submit.size);
    // Some of them may be lost with the connection; those that came are answered in vain.
    while (ingest_counters(f->ingest)->messages == 1 && clock_monotonic_ms() < deadline_ms) {
        zmq_pollitem_t item = {.socket = f->listener.router, .events = ZMQ_POLLIN};

        assert_int_equal(1, zmq_poll(&item, 1, PEER_DEADLINE_MS));
        zsock_close(f->camden_socket);
        f->camden_socket = NULL;
        while (f->listener.events.disconnected == 0 && clock_monotonic_ms() < deadline_ms) {
            zmq_pollitem_t gone = {.socket = f->listener.monitor, .events = ZMQ_POLLIN};

            (void)zmq_poll(&gone, 1, PEER_DEADLINE_MS);
            listener_attend(&f->listener);
        }
        turn(f);
    }
    // ZeroMQ takes the connection's end notice a moment before or after the rest of its messages.
    (void)receipt_in(f, ask(f, f->hackney_socket, submit_of(f, 1, good(HACKNEY, 10))));
    assert_int_equal(2, stored(f));
}

// Camden's first submission, into a new store of 1 MiB; its receipt.
static struct bytes begin_small_store(struct fixture *f, struct bytes submit)
{
    char path[128];

    close_store(f);
    (void)unlink(peer_path(&f->folder, "store/data.mdb", path));
    (void)unlink(peer_path(&f->folder, "store/lock.mdb", path));
    (void)unlink(peer_path(&f->folder, "store/witness", path));
    open_store(f, MIB);
    return ask(f, f->camden_socket, submit);
}

static void a_full_store_refuses_and_still_answers_resends(void **state)
{
    enum { RETURNS = 400, RETURN_BYTES = 2200 };
    struct fixture *f = *state;
    const struct bytes first = submit_of(f, 1, good(CAMDEN, 10));
    const struct bytes receipt = begin_small_store(f, first);
    unsigned refused = 0;
    unsigned acknowledged = 1;

    for (unsigned id = 2; id < RETURNS; id++) {
        struct peer_return large = good(CAMDEN, id);
        struct bytes received;
        const Qd__Envelope *envelope;

        large.bytes = RETURN_BYTES;
        received = ask(f, f->camden_socket, submit_of(f, (uint16_t)id, large));
        envelope = envelopes_read(&f->arena, received.at, received.size);
        if (envelope->content_case == QD__ENVELOPE__CONTENT_RECEIPT) {
            acknowledged++;
            assert_int_equal(0, refused);
            continue;
        }
        assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, envelope->refusal->code);
        assert_true(envelope->refusal->again);
        assert_true(envelope->refusal->has_submission_id);
        refused++;
    }
    assert_true(refused > 0);
    assert_true(store_percent_used(f->store) < 100);
    assert_same(receipt, ask(f, f->camden_socket, first));
    assert_int_equal(acknowledged, stored(f));
}

// Fills the small store until a large return does not fit any more, though small ones are taken.
static struct bytes fill_but_for_little(struct fixture *f)
{
    enum { LARGE_BYTES = MIB / 7, FILLER_BYTES = 2200 };
    struct peer_return large = good(CAMDEN, 1);
    struct bytes content;
    uint16_t id = 2;

    large.bytes = LARGE_BYTES;
    content = pack_return(f, large);
    while (store_percent_used(f->store) + 15 < STORE_FULL_PERCENT) {
        struct peer_return filler = good(CAMDEN, ++id);

        filler.bytes = FILLER_BYTES;
        (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, id, filler)));
    }
    return content;
}

// 0 for a receipt, else the refusal's code.
static int code_in(struct fixture *f, struct bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    return envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL ? (int)envelope->refusal->code
                                                                   : 0;
}

// The batch does not fit in what is left of the map: none of it is stored, none of it acknowledged,
// and what was stored before it still is.
static void promise_a_a_batch_that_fills_the_map_is_refused_as_a_whole(void **state)
{
    struct fixture *f = *state;
    const struct bytes first = submit_of(f, 1, good(CAMDEN, 10));
    const struct bytes receipt = begin_small_store(f, first);
    const struct bytes content = fill_but_for_little(f);
    uint64_t before = stored(f);
    int code = 0;

    for (uint16_t id = 1000; id < 1002; id++) {
        const struct bytes submit = pack_submit(f, (struct peer_submit){.id = id}, content);

        // Around it in the same batch, if they come together: a resend.
        peer_send(f->camden_socket, first.at, first.size);
        peer_send(f->camden_socket, submit.at, submit.size);
        peer_send(f->camden_socket, first.at, first.size);
        assert_same(receipt, answer(f, f->camden_socket));
        code = code_in(f, answer(f, f->camden_socket));
        before += code == 0;
        assert_same(receipt, answer(f, f->camden_socket));
    }
    assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, code);
    assert_int_equal(before, stored(f));
    assert_true(store_percent_used(f->store) < STORE_FULL_PERCENT);
    (void)receipt_in(f, ask(f, f->camden_socket, submit_of(f, 2000, good(CAMDEN, 7))));
}

// The id was used only in a batch that was never stored.
static void promise_b_an_id_of_a_batch_that_was_refused_is_not_taken(void **state)
{
    struct fixture *f = *state;
    const struct bytes first = submit_of(f, 1, good(CAMDEN, 10));
    struct bytes content;
    struct bytes large;
    struct bytes small;
    uint16_t id = 900;

    (void)begin_small_store(f, first);
    content = fill_but_for_little(f);
    do {
        id++;
        large = pack_submit(f, (struct peer_submit){.id = id}, content);
    } while (code_in(f, ask(f, f->camden_socket, large)) == 0);
    small = submit_of(f, 1000, good(CAMDEN, 77));
    large = pack_submit(f, (struct peer_submit){.id = 1000}, content);
    peer_send(f->camden_socket, large.at, large.size);
    peer_send(f->camden_socket, small.at, small.size);
    assert_int_equal(QD__REFUSAL_CODE__STORE_FULL, code_in(f, answer(f, f->camden_socket)));
    // In the same batch it does not fit either; in the next it does.
    assert_int_not_equal(QD__REFUSAL_CODE__ID_TAKEN, code_in(f, answer(f, f->camden_socket)));
    (void)receipt_in(f, ask(f, f->camden_socket, small));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(bytes_that_are_no_envelope_are_refused_as_malformed),
        TEST(a_flipped_bit_is_never_fatal_and_never_stored_unseen),
        TEST(an_answer_sent_to_the_aggregator_is_refused),
        TEST(a_message_of_several_frames_is_dropped),
        TEST(another_protocol_version_is_refused),
        TEST(another_schema_version_is_refused),
        TEST(bytes_that_are_not_those_of_the_hash_are_refused),
        TEST(a_return_that_cannot_be_decoded_is_refused_as_malformed),
        TEST(promise_d_a_return_of_another_borough_is_refused),
        TEST(promise_e_a_return_that_breaks_a_rule_is_refused_with_its_findings),
        TEST(promise_a_what_has_a_receipt_is_in_the_store),
        TEST(promise_b_a_resend_gets_the_same_receipt_over_any_connection),
        TEST(promise_b_a_resend_in_the_same_batch_gets_the_same_receipt),
        TEST(promise_b_an_id_that_was_used_is_refused_for_another_return),
        TEST(promise_b_a_stored_submission_keeps_its_receipt_whatever_the_rules_say),
        TEST(promise_c_a_new_revision_replaces_as_a_whole_and_the_old_one_is_kept),
        TEST(promise_c_a_return_replaces_only_what_it_was_compared_with),
        TEST(promise_c_of_two_in_one_batch_the_second_is_overtaken),
        TEST(promise_d_a_withdrawn_key_is_refused_on_its_open_connection),
        TEST(hello_is_told_whose_key_it_is_and_what_is_held),
        TEST(the_longest_welcome_is_as_long_as_is_said),
        TEST(more_than_a_batch_is_all_answered),
        TEST(a_peers_answers_of_a_turn_come_together),
        TEST(a_peer_that_has_gone_is_not_fatal),
        TEST(a_full_store_refuses_and_still_answers_resends),
        TEST(promise_a_a_batch_that_fills_the_map_is_refused_as_a_whole),
        TEST(promise_b_an_id_of_a_batch_that_was_refused_is_not_taken),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
