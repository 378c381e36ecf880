// The turn: what is stored, what replaces it, and which receipt a resend gets.
#include "aggregator/ingest/ingest.h"

#include "aggregator/ingest/answer.h"
#include "lib/net/zsock.h"
#include "tests/support/region/region.h"
#include "tests/support/stored/stored.h"

static void promise_a_what_has_a_receipt_is_in_the_store(void **state)
{
    struct region *f = *state;
    const struct region_bytes content = region_pack_return(f, region_good(CAMDEN, 10));
    const Qd__Receipt *receipt = region_receipt_in(
        f, region_ask(f, f->camden_socket,
                      region_pack_submit(f, (struct peer_submit){.id = 1}, content)));
    const struct store_return *latest;
    struct store_reading reading;

    assert_int_equal(1, receipt->revision);
    assert_int_equal(CAMDEN, receipt->new_la_code);
    // Opened again: what only the memory of this one knew is gone.
    region_close_store(f);
    region_open_store(f, 16 * REGION_MIB);
    assert_int_equal(ERR_OK, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    latest = store_latest(&reading, receipt->period, CAMDEN);
    assert_non_null(latest);
    assert_int_equal(content.size, latest->entry.body_bytes);
    assert_memory_equal(content.at, latest->entry.body, content.size);
    store_read_end(&reading);
}

static void promise_b_a_resend_gets_the_same_receipt_over_any_connection(void **state)
{
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    const struct region_bytes first = region_ask(f, f->camden_socket, submit);

    region_assert_same(first, region_ask(f, f->camden_socket, submit));
    // Another return in between, another process, another connection.
    (void)region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 2, region_good(CAMDEN, 20))));
    region_close_store(f);
    region_open_store(f, 16 * REGION_MIB);
    zsock_close(f->camden_socket);
    f->camden_socket =
        peer_connect(f->listener.context, f->listener.endpoint, &f->camden, f->server.public_key);
    region_assert_same(first, region_ask(f, f->camden_socket, submit));
    assert_int_equal(2, region_stored(f));
}

static void promise_b_a_resend_in_the_same_batch_gets_the_same_receipt(void **state)
{
    enum { TIMES = 20 };
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 1, region_good(CAMDEN, 10));
    struct region_bytes first;

    // Connected first, so that all of them wait together.
    (void)region_ask(f, f->camden_socket, region_submit_of(f, 2, region_good(CAMDEN, 20)));
    for (int i = 0; i < TIMES; i++)
        peer_send(f->camden_socket, submit.at, submit.size);
    first = region_answer(f, f->camden_socket);
    for (int i = 1; i < TIMES; i++)
        region_assert_same(first, region_answer(f, f->camden_socket));
    assert_int_equal(2, region_stored(f));
    assert_int_equal(2, ingest_counters(f->ingest)->stored);
    assert_int_equal(TIMES - 1, ingest_counters(f->ingest)->repeated);
}

static void promise_b_an_id_that_was_used_is_refused_for_another_return(void **state)
{
    struct region *f = *state;
    const Qd__Refusal *refusal;

    (void)region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 1, region_good(CAMDEN, 10))));
    refusal = region_refusal_of(f, region_submit_of(f, 1, region_good(CAMDEN, 11)));
    assert_int_equal(QD__REFUSAL_CODE__ID_TAKEN, refusal->code);
    assert_false(refusal->again);
    assert_int_equal(1, region_stored(f));
    // The ids of two boroughs have nothing to do with each other.
    (void)region_receipt_in(
        f, region_ask(f, f->hackney_socket, region_submit_of(f, 1, region_good(HACKNEY, 10))));
}

// The aggregator's rules may have grown since: what it has a receipt for stays acknowledged.
static void promise_b_a_stored_submission_keeps_its_receipt_whatever_the_rules_say(void **state)
{
    struct region *f = *state;
    struct peer_return bad = region_good(CAMDEN, 10);
    struct answer receipt;
    struct region_bytes content;
    struct journal_entry entry;
    Qd__Period period = QD__PERIOD__INIT;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES] = {9};

    bad.within = 11;
    content = region_pack_return(f, bad);
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
    region_assert_same((struct region_bytes){receipt.bytes, receipt.size},
                       region_ask(f, f->camden_socket, region_submit_of(f, 9, bad)));
}

// The first revision is these bytes still; `at` becomes NULL when it was seen.
static enum err expect_first(void *context, const struct journal_entry *entry)
{
    struct region_bytes *first = context;

    if (entry->kind != JOURNAL_RETURN || entry->revision != 1)
        return ERR_OK;
    assert_int_equal(first->size, entry->body_bytes);
    assert_memory_equal(first->at, entry->body, first->size);
    first->at = NULL;
    return ERR_OK;
}

static void promise_c_a_new_revision_replaces_as_a_whole_and_the_old_one_is_kept(void **state)
{
    struct region *f = *state;
    const struct region_bytes old = region_pack_return(f, region_good(CAMDEN, 10));
    const struct region_bytes new = region_pack_return(f, region_good(CAMDEN, 20));
    const Qd__Receipt *receipt;
    const struct store_return *latest;
    struct store_reading reading;
    struct region_bytes first = old;

    (void)region_receipt_in(
        f,
        region_ask(f, f->camden_socket, region_pack_submit(f, (struct peer_submit){.id = 1}, old)));
    receipt =
        region_receipt_in(f, region_ask(f, f->camden_socket,
                                        region_pack_submit(f, (struct peer_submit){.id = 2}, new)));
    assert_int_equal(2, receipt->revision);
    assert_int_equal(ERR_OK, store_read_begin(f->store, STORE_NOW, &reading, &f->text));
    latest = store_latest(&reading, receipt->period, CAMDEN);
    assert_memory_equal(new.at, latest->entry.body, new.size);
    assert_int_equal(ERR_OK, store_each_entry(&reading, expect_first, &first));
    assert_null(first.at);
    store_read_end(&reading);
}

// Under the id that begins with `id`, compared with the submission that begins with `replaces`; 0: with nothing.
static struct region_bytes submit_over(struct region *f, uint16_t id, uint8_t replaces,
                                       unsigned issued)
{
    const uint8_t replaced[CODEC_SUBMISSION_ID_BYTES] = {replaces};
    const struct peer_submit given = {
        .id = id, .replaces = replaced, .replaces_size = replaces == 0 ? 0 : sizeof replaced};

    return region_pack_submit(f, given, region_pack_return(f, region_good(CAMDEN, issued)));
}

static void expect_overtaken(struct region *f, struct region_bytes submit)
{
    const Qd__Refusal *refusal = region_refusal_of(f, submit);

    assert_int_equal(QD__REFUSAL_CODE__OVERTAKEN, refusal->code);
    assert_true(refusal->again);
    assert_true(refusal->has_submission_id);
}

// What a return was compared with must be what it replaces: two collectors of a borough are milliseconds apart.
static void promise_c_a_return_replaces_only_what_it_was_compared_with(void **state)
{
    struct region *f = *state;
    struct region_bytes first = submit_over(f, 1, 0, 10), receipt;

    expect_overtaken(f, submit_over(f, 1, 9, 10));  // of what is not there
    receipt = region_ask(f, f->camden_socket, first);
    assert_int_equal(1, region_receipt_in(f, receipt)->revision);
    expect_overtaken(f, submit_over(f, 2, 0, 11));  // was first, too, when it asked
    expect_overtaken(f, submit_over(f, 2, 9, 11));
    assert_int_equal(1, region_stored(f));
    // The same submission, compared again.
    assert_int_equal(
        2,
        region_receipt_in(f, region_ask(f, f->camden_socket, submit_over(f, 2, 1, 11)))->revision);
    expect_overtaken(f, submit_over(f, 3, 1, 12));
    // What is stored has its receipt, whatever it says that it replaces.
    region_assert_same(receipt, region_ask(f, f->camden_socket, first));
    region_assert_same(receipt, region_ask(f, f->camden_socket, submit_over(f, 1, 7, 10)));
    // A collector that does not say, of before version 3, is taken as it was.
    assert_int_equal(
        3, region_receipt_in(
               f, region_ask(f, f->camden_socket, region_submit_of(f, 4, region_good(CAMDEN, 13))))
               ->revision);
    // Of another borough there is nothing to replace.
    (void)region_receipt_in(
        f, region_ask(f, f->hackney_socket,
                      region_pack_submit(f, (struct peer_submit){.id = 1, .replaces = first.at},
                                         region_pack_return(f, region_good(HACKNEY, 10)))));
}

static void promise_c_of_two_in_one_batch_the_second_is_overtaken(void **state)
{
    struct region *f = *state;
    const struct region_bytes first = submit_over(f, 1, 0, 10), second = submit_over(f, 2, 0, 11);
    unsigned receipts = 0;

    peer_send(f->camden_socket, first.at, first.size);
    peer_send(f->camden_socket, second.at, second.size);
    for (int i = 0; i < 2; i++) {
        const struct region_bytes got = region_answer(f, f->camden_socket);

        receipts += envelopes_read(&f->arena, got.at, got.size)->content_case ==
                    QD__ENVELOPE__CONTENT_RECEIPT;
    }
    assert_int_equal(1, receipts);
    assert_int_equal(1, region_stored(f));
}

static void promise_d_a_withdrawn_key_is_refused_on_its_open_connection(void **state)
{
    struct region *f = *state;
    const struct region_bytes submit = region_submit_of(f, 2, region_good(CAMDEN, 20));
    const Qd__Refusal *refusal;
    size_t removed;
    int is_removed;

    (void)region_receipt_in(
        f, region_ask(f, f->camden_socket, region_submit_of(f, 1, region_good(CAMDEN, 10))));
    // It has arrived already when the key is withdrawn.
    peer_send(f->camden_socket, submit.at, submit.size);
    assert_int_equal(ERR_OK, allow_list_revoke(f->allow_path, CAMDEN, NULL, &removed, &f->text));
    assert_int_equal(ERR_OK, allow_list_refresh(f->allowed, &is_removed, &f->text));
    assert_true(is_removed);
    refusal = region_refusal_in(f, region_answer(f, f->camden_socket));
    assert_int_equal(QD__REFUSAL_CODE__NOT_LET_IN, refusal->code);
    assert_true(refusal->again);
    assert_non_null(strstr(refusal->text, "Camden"));
    assert_null(strstr(refusal->text, "202:"));
    assert_true(refusal->has_submission_id);
    assert_int_equal(2, refusal->submission_id.data[0]);
    // Nonsense from it is not even judged, and others are not touched.
    assert_int_equal(QD__REFUSAL_CODE__NOT_LET_IN,
                     region_refusal_of(f, (struct region_bytes){(const uint8_t *)"?", 1})->code);
    (void)region_receipt_in(
        f, region_ask(f, f->hackney_socket, region_submit_of(f, 1, region_good(HACKNEY, 10))));
    assert_int_equal(2, region_stored(f));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, region_set_up, region_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(promise_a_what_has_a_receipt_is_in_the_store),
        TEST(promise_b_a_resend_gets_the_same_receipt_over_any_connection),
        TEST(promise_b_a_resend_in_the_same_batch_gets_the_same_receipt),
        TEST(promise_b_an_id_that_was_used_is_refused_for_another_return),
        TEST(promise_b_a_stored_submission_keeps_its_receipt_whatever_the_rules_say),
        TEST(promise_c_a_new_revision_replaces_as_a_whole_and_the_old_one_is_kept),
        TEST(promise_c_a_return_replaces_only_what_it_was_compared_with),
        TEST(promise_c_of_two_in_one_batch_the_second_is_overtaken),
        TEST(promise_d_a_withdrawn_key_is_refused_on_its_open_connection),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
