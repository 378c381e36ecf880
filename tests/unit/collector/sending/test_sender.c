// The borough's end of the wire, against an aggregator that runs in a thread here.
#include "collector/sending/sender.h"

#include "lib/base/clock.h"
#include "proto/form/form.h"
#include "tests/support/envelopes/envelopes.h"
#include "tests/support/fake/fake.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zmq.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007, TIMEOUT_MS = 20 * 1000 };

struct fixture {
    struct keys_pair key;
    struct fake_aggregator fake;
    struct sender_options options;
    struct sender *sender;
    struct arena arena;
    struct err_text text;
    const uint8_t *return_bytes;
    size_t return_size;
    uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    uint8_t return_hash[CODEC_HASH_BYTES];
    struct sender_answer answer;
};

static void make_return(struct fixture *fixture, size_t bytes)
{
    const Qd__Return *returned = kept_return(&fixture->arena, CAMDEN, 2024, 1, bytes);

    assert_int_equal(codec_pack_return(returned, &fixture->arena, &fixture->return_bytes,
                                       &fixture->return_size, NULL),
                     ERR_OK);
    codec_hash(fixture->return_hash, fixture->return_bytes, fixture->return_size);
    codec_new_submission_id(fixture->id);
}

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    keys_generate(&fixture->key);
    fake_init(&fixture->fake, (Qd__LocalAuthority)CAMDEN, &fixture->key);
    make_return(fixture, 0);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    sender_close(fixture->sender);
    fake_stop(&fixture->fake);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void open_sender(struct fixture *fixture, int timeout_ms)
{
    fixture->options.aggregator = fixture->fake.endpoint;
    fixture->options.key = &fixture->key;
    memcpy(fixture->options.server_key, fixture->fake.key.public_key, KEYS_BYTES);
    fixture->options.timeout_ms = timeout_ms;
    assert_int_equal(sender_open(&fixture->sender, &fixture->options, &fixture->text), ERR_OK);
}

static void start(struct fixture *fixture)
{
    fake_start(&fixture->fake);
    open_sender(fixture, TIMEOUT_MS);
}

static enum err hello(struct fixture *fixture)
{
    const Qd__Welcome *welcome;
    const enum err error = sender_hello(fixture->sender, &fixture->arena, &welcome, &fixture->text);

    if (error == ERR_OK)
        assert_int_equal(welcome->new_la_code, CAMDEN);
    return error;
}

static enum err submit(struct fixture *fixture)
{
    const struct sender_submission submission = {.submission_id = fixture->id,
                                                 .return_hash = fixture->return_hash,
                                                 .return_bytes = fixture->return_bytes,
                                                 .return_size = fixture->return_size};

    return sender_submit(fixture->sender, &fixture->arena, &submission, &fixture->answer,
                         &fixture->text);
}

static void expect_words(const struct fixture *fixture, const char *words)
{
    if (strstr(fixture->text.text, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, fixture->text.text);
}

static void expect_receipt(struct fixture *fixture)
{
    const Qd__Receipt *receipt;

    assert_int_equal(fixture->answer.envelope->content_case, QD__ENVELOPE__CONTENT_RECEIPT);
    receipt = fixture->answer.envelope->receipt;
    assert_int_equal(receipt->submission_id.len, sizeof fixture->id);
    assert_memory_equal(receipt->submission_id.data, fixture->id, sizeof fixture->id);
    pthread_mutex_lock(&fixture->fake.lock);
    assert_int_equal(fixture->fake.count, 1);
    assert_int_equal(fixture->answer.size, fixture->fake.records[0].receipt_size);
    assert_memory_equal(fixture->answer.bytes, fixture->fake.records[0].receipt,
                        fixture->answer.size);
    pthread_mutex_unlock(&fixture->fake.lock);
}

// --- what goes wrong

static void an_address_that_is_none_is_the_commands_fault(void **state)
{
    struct fixture *fixture = *state;

    fixture->options.aggregator = "127.0.0.1:7733";
    fixture->options.key = &fixture->key;
    assert_int_equal(sender_open(&fixture->sender, &fixture->options, &fixture->text), ERR_COMMAND);
    assert_null(fixture->sender);
}

// A port that nobody listens on: bound, and not given to anybody else meanwhile.
static void nobody_there_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    const int port = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(port, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(port, (struct sockaddr *)&address, &size), 0);
    snprintf(fixture->fake.endpoint, sizeof fixture->fake.endpoint, "tcp://127.0.0.1:%d",
             ntohs(address.sin_port));
    open_sender(fixture, 1000);
    assert_int_equal(hello(fixture), ERR_UNREACHABLE);
    expect_words(fixture, fixture->fake.endpoint);
    close(port);
}

static void a_name_that_nobody_has_is_told(void **state)
{
    struct fixture *fixture = *state;

    strcpy(fixture->fake.endpoint, "tcp://aggregator.invalid:7733");
    open_sender(fixture, 1000);
    assert_int_equal(hello(fixture), ERR_UNREACHABLE);
    expect_words(fixture, "aggregator.invalid");
}

static void a_wrong_server_key_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct keys_pair real;

    fake_start(&fixture->fake);
    real = fixture->fake.key;
    keys_generate(&fixture->fake.key);  // what the borough believes
    open_sender(fixture, TIMEOUT_MS);
    assert_int_equal(hello(fixture), ERR_WRONG_SERVER_KEY);
    expect_words(fixture, "server_key");
    assert_int_equal(fixture->fake.submissions_seen, 0);
    fixture->fake.key = real;
}

static void a_key_that_is_not_let_in_is_told_with_the_key(void **state)
{
    struct fixture *fixture = *state;
    char key[KEYS_TEXT_BYTES];

    fixture->fake.let_in[0] ^= 1;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_NOT_LET_IN);
    keys_to_text(fixture->key.public_key, key);
    expect_words(fixture, key);
    // So that a second try is one.
    assert_int_equal(hello(fixture), ERR_NOT_LET_IN);
}

// A program that speaks first, as a mail or SSH server does.
struct other_service {
    int listener;
    pthread_t thread;
};

static void *greet_everybody(void *context)
{
    const struct other_service *other = context;

    for (;;) {
        const int peer = accept(other->listener, NULL, NULL);

        if (peer < 0)
            return NULL;
        (void)send(peer, "SSH-2.0-OpenSSH_9.2p1\r\n", 23, MSG_NOSIGNAL);
        close(peer);
    }
}

static void another_service_at_that_port_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct other_service other = {.listener = socket(AF_INET, SOCK_STREAM, 0)};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;

    assert_int_equal(bind(other.listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(other.listener, 16), 0);
    assert_int_equal(getsockname(other.listener, (struct sockaddr *)&address, &size), 0);
    assert_int_equal(pthread_create(&other.thread, NULL, greet_everybody, &other), 0);
    snprintf(fixture->fake.endpoint, sizeof fixture->fake.endpoint, "tcp://127.0.0.1:%d",
             ntohs(address.sin_port));
    open_sender(fixture, TIMEOUT_MS);
    assert_int_equal(hello(fixture), ERR_UNREACHABLE);
    golden_note_in(fixture->fake.endpoint, "a mail server", fixture->text.text);
    golden_check_noted("errors.golden", "an aggregator that is something else");
    shutdown(other.listener, SHUT_RDWR);
    pthread_join(other.thread, NULL);
    close(other.listener);
}

static void no_answer_is_told_as_such(void **state)
{
    struct fixture *fixture = *state;

    fake_start(&fixture->fake);
    fixture->fake.silent = 1;
    open_sender(fixture, 800);
    assert_int_equal(hello(fixture), ERR_TIMEOUT);
}

static void an_aggregator_that_goes_away_and_stays_away_is_told(void **state)
{
    struct fixture *fixture = *state;

    fake_start(&fixture->fake);
    open_sender(fixture, 800);
    assert_int_equal(hello(fixture), ERR_OK);
    fake_stop(&fixture->fake);
    assert_int_equal(submit(fixture), ERR_UNREACHABLE);
}

static void an_aggregator_of_another_version_is_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.protocol_version = CODEC_PROTOCOL_VERSION + 1;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_UNKNOWN_VERSION);
    expect_words(fixture, "version 3");
}

static void a_refused_hello_is_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.refuse_hello = 1;
    fixture->fake.refuse = QD__REFUSAL_CODE__UNKNOWN_VERSION;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_UNKNOWN_VERSION);
    fixture->fake.refuse = QD__REFUSAL_CODE__NOT_LET_IN;
    assert_int_equal(hello(fixture), ERR_NOT_LET_IN);
    fixture->fake.refuse = QD__REFUSAL_CODE__MALFORMED;
    assert_int_equal(hello(fixture), ERR_REFUSED);
    expect_words(fixture, "a reason");
}

// --- what goes right

static void a_receipt_comes_as_it_was_sent(void **state)
{
    struct fixture *fixture = *state;

    start(fixture);
    assert_int_equal(hello(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
    assert_int_equal(fixture->fake.submissions_seen, 1);
}

static void promise_b_the_same_submission_gets_the_same_receipt(void **state)
{
    struct fixture *fixture = *state;
    const uint8_t *first;

    start(fixture);
    assert_int_equal(submit(fixture), ERR_OK);
    first = fixture->answer.bytes;
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
    assert_memory_equal(first, fixture->answer.bytes, fixture->answer.size);
}

static void a_refusal_comes_with_its_findings(void **state)
{
    struct fixture *fixture = *state;
    const Qd__Refusal *refusal;

    fixture->fake.refuse = QD__REFUSAL_CODE__RULES_BROKEN;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_REFUSED);
    expect_words(fixture, "a reason");
    assert_int_equal(fixture->answer.envelope->content_case, QD__ENVELOPE__CONTENT_REFUSAL);
    refusal = fixture->answer.envelope->refusal;
    assert_int_equal(refusal->code, QD__REFUSAL_CODE__RULES_BROKEN);
    assert_int_equal(refusal->n_findings, 1);
    assert_string_equal(refusal->findings[0]->what, "60 of 50");
}

static void promise_b_a_lost_answer_is_asked_for_again(void **state)
{
    struct fixture *fixture = *state;

    fake_start(&fixture->fake);
    fixture->fake.lose_answers = 2;
    open_sender(fixture, TIMEOUT_MS / 4);  // asked again after a quarter of it
    assert_int_equal(hello(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
    assert_int_equal(fixture->fake.submissions_seen, 3);
}

// Garbage, an empty message, a receipt with another id, one with another hash, a Welcome, and garbage
// in a frame before the answer's.
static void what_is_no_answer_is_passed_over(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.strange_answers = 1;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
}

static void promise_b_an_aggregator_that_comes_later_gets_it(void **state)
{
    struct fixture *fixture = *state;

    // Its port is known, and nobody listens yet.
    fake_start(&fixture->fake);
    fake_stop(&fixture->fake);
    open_sender(fixture, 300);
    assert_int_equal(submit(fixture), ERR_UNREACHABLE);
    sender_close(fixture->sender);
    open_sender(fixture, TIMEOUT_MS);
    fake_start(&fixture->fake);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
}

// It is killed between storing and answering, and comes back with its store.
static void promise_b_an_aggregator_restarted_in_between_answers_once(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.lose_answers = 1;
    fake_start(&fixture->fake);
    open_sender(fixture, 1500);
    assert_int_equal(hello(fixture), ERR_OK);
    fixture->fake.lose_answers = 1000;
    assert_int_equal(submit(fixture), ERR_TIMEOUT);
    fake_stop(&fixture->fake);
    fixture->fake.lose_answers = 0;
    fake_start(&fixture->fake);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
}

static void a_key_that_is_let_in_meanwhile_gets_through(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.let_in[0] ^= 1;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_NOT_LET_IN);
    fake_stop(&fixture->fake);
    fixture->fake.let_in[0] ^= 1;
    fake_start(&fixture->fake);
    assert_int_equal(hello(fixture), ERR_OK);
}

static void a_large_return_arrives(void **state)
{
    struct fixture *fixture = *state;
    make_return(fixture, 960 * 1000);
    start(fixture);
    assert_int_equal(submit(fixture), ERR_OK);
    expect_receipt(fixture);
}

static void note_waiting(void *context, int waited_ms, int timeout_ms)
{
    int *calls = context;

    assert_true(waited_ms >= 0 && timeout_ms == 500);
    (*calls)++;
}

static void whoever_waits_is_told_so(void **state)
{
    struct fixture *fixture = *state;
    int calls = 0;

    fake_start(&fixture->fake);
    fixture->fake.silent = 1;
    fixture->options.waiting = note_waiting;
    fixture->options.waiting_context = &calls;
    open_sender(fixture, 500);
    assert_int_equal(hello(fixture), ERR_TIMEOUT);
    assert_true(calls > 1);
}

static void many_can_be_on_the_way_at_once(void **state)
{
    enum { MANY = 50 };
    struct fixture *fixture = *state;
    const Qd__Envelope *envelope;
    int seen[MANY] = {0};

    start(fixture);
    assert_int_equal(sender_take(fixture->sender, 0, &fixture->arena, &envelope, &fixture->text),
                     ERR_TIMEOUT);
    assert_int_equal(hello(fixture), ERR_OK);
    for (int i = 0; i < MANY; i++) {
        struct envelopes_submit submit = {.schema_version = FORM_SCHEMA_VERSION};
        const uint8_t *bytes;
        size_t size;

        memcpy(submit.id, fixture->id, sizeof submit.id);
        submit.id[15] = (uint8_t)i;
        envelopes_pack_submit(&fixture->arena, &submit, fixture->return_bytes, fixture->return_size,
                              &bytes, &size);
        assert_int_equal(sender_post(fixture->sender, bytes, size, &fixture->text), ERR_OK);
    }
    for (int i = 0; i < MANY; i++) {
        uint8_t which;

        assert_int_equal(
            sender_take(fixture->sender, TIMEOUT_MS, &fixture->arena, &envelope, &fixture->text),
            ERR_OK);
        assert_int_equal(envelope->content_case, QD__ENVELOPE__CONTENT_RECEIPT);
        which = envelope->receipt->submission_id.data[15];
        assert_true(which < MANY);
        seen[which]++;
    }
    for (int i = 0; i < MANY; i++)
        assert_int_equal(seen[i], 1);
    assert_non_null(sender_socket(fixture->sender));
}

static void what_is_no_envelope_is_not_taken(void **state)
{
    struct fixture *fixture = *state;
    const Qd__Envelope *envelope;

    fixture->fake.strange_answers = 1;
    start(fixture);
    assert_int_equal(hello(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_OK);
    assert_int_equal(submit(fixture), ERR_OK);
    // Of the strange ones only garbage is passed over here: what is for whom is the taker's affair.
    while (sender_take(fixture->sender, 100, &fixture->arena, &envelope, &fixture->text) == ERR_OK)
        assert_int_not_equal(envelope->content_case, QD__ENVELOPE__CONTENT__NOT_SET);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_address_that_is_none_is_the_commands_fault),
        TEST(nobody_there_is_told),
        TEST(a_name_that_nobody_has_is_told),
        TEST(a_wrong_server_key_is_told),
        TEST(a_key_that_is_not_let_in_is_told_with_the_key),
        TEST(another_service_at_that_port_is_told),
        TEST(no_answer_is_told_as_such),
        TEST(an_aggregator_that_goes_away_and_stays_away_is_told),
        TEST(an_aggregator_of_another_version_is_told),
        TEST(a_refused_hello_is_told),
        TEST(a_receipt_comes_as_it_was_sent),
        TEST(promise_b_the_same_submission_gets_the_same_receipt),
        TEST(a_refusal_comes_with_its_findings),
        TEST(promise_b_a_lost_answer_is_asked_for_again),
        TEST(what_is_no_answer_is_passed_over),
        TEST(promise_b_an_aggregator_that_comes_later_gets_it),
        TEST(promise_b_an_aggregator_restarted_in_between_answers_once),
        TEST(a_key_that_is_let_in_meanwhile_gets_through),
        TEST(a_large_return_arrives),
        TEST(whoever_waits_is_told_so),
        TEST(many_can_be_on_the_way_at_once),
        TEST(what_is_no_envelope_is_not_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
