#include "lib/net/zap.h"

#include "lib/base/clock.h"
#include "lib/net/keys.h"
#include "lib/net/zsock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

#include <cmocka.h>

enum { DEADLINE_MS = 20 * 1000, KEY_BYTES = 32, LONG_KEY_BYTES = 100000 };

// Who is known: a key of sevens is Camden's. What the lookup was asked is kept.
struct book {
    unsigned asked;
    const char *user_id;  // what the known key gets; NULL fills the room with no end to it
};

static const uint8_t known_key[KEY_BYTES] = {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                             7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};

static int look_up(void *context, const uint8_t public_key[32], char user_id[ZAP_USER_ID_BYTES])
{
    struct book *book = context;

    book->asked++;
    if (book->user_id == NULL)
        memset(user_id, 'x', ZAP_USER_ID_BYTES);
    else
        snprintf(user_id, ZAP_USER_ID_BYTES, "%s", book->user_id);
    return memcmp(public_key, known_key, sizeof known_key) == 0;
}

// The handler, and a REQ socket that asks it what libzmq would, and what it never would.
struct scene {
    void *context;
    struct zap *zap;
    void *asker;
    struct book book;
};

enum { REPLY_MS = 30000, ASK_AGAIN_MS = 2000 };

static int make_scene(void **state)
{
    const int reply_ms = REPLY_MS;
    struct scene *scene = calloc(1, sizeof *scene);

    if (scene == NULL)
        return -1;
    scene->book.user_id = "E09000007";
    scene->context = zmq_ctx_new();
    if (zap_open(&scene->zap, scene->context, look_up, &scene->book, NULL) != ERR_OK)
        return -1;
    scene->asker = zmq_socket(scene->context, ZMQ_REQ);
    *state = scene;
    // A reply that never comes fails the test, and does not hang it.
    if (zmq_setsockopt(scene->asker, ZMQ_RCVTIMEO, &reply_ms, sizeof reply_ms) != 0)
        return -1;
    return zmq_connect(scene->asker, "inproc://zeromq.zap.01");
}

static int remove_scene(void **state)
{
    struct scene *scene = *state;

    zsock_close(scene->asker);
    zap_close(scene->zap);
    zmq_ctx_term(scene->context);
    free(scene);
    return 0;
}

struct frame {
    const void *bytes;
    size_t size;
};

enum { GOOD_FRAMES = 7, FRAMES_MAX = 40, REPLY_FRAMES = 6, TEXT_BYTES = 300 };

// RFC 27: version, request id, domain, address, identity, mechanism, credential.
static void good_request(struct frame frames[FRAMES_MAX])
{
    const struct frame good[GOOD_FRAMES] = {
        {"1.0", 3},
        {"id-1", 4},
        {ZAP_DOMAIN, sizeof ZAP_DOMAIN - 1},
        {"127.0.0.1", 9},
        {"", 0},
        {"CURVE", 5},
        {known_key, KEY_BYTES},
    };

    memset(frames, 0, FRAMES_MAX * sizeof frames[0]);
    memcpy(frames, good, sizeof good);
}

struct reply {
    char frames[REPLY_FRAMES][TEXT_BYTES];
    size_t sizes[REPLY_FRAMES];
};

static void receive_reply(const struct scene *scene, struct reply *reply)
{
    int more = 1;

    memset(reply, 0, sizeof *reply);
    for (unsigned i = 0; i < REPLY_FRAMES; i++) {
        size_t more_size = sizeof more;
        const int size = zmq_recv(scene->asker, reply->frames[i], TEXT_BYTES - 1, 0);

        assert_true(size >= 0);
        reply->sizes[i] = (size_t)size;
        assert_int_equal(zmq_getsockopt(scene->asker, ZMQ_RCVMORE, &more, &more_size), 0);
        assert_int_equal(more, i + 1 < REPLY_FRAMES);
    }
}

static void send_request(const struct scene *scene, const struct frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(zmq_send(scene->asker, frames[i].bytes, frames[i].size,
                                  i + 1 < count ? ZMQ_SNDMORE : 0),
                         (int)frames[i].size);
}

static void ask(const struct scene *scene, const struct frame *frames, size_t count,
                struct reply *reply)
{
    send_request(scene, frames, count);
    zap_answer(scene->zap);
    receive_reply(scene, reply);
}

static void assert_refused(const struct scene *scene, const struct frame *frames, size_t count,
                           const char *status)
{
    const uint64_t refused = zap_refused(scene->zap);
    struct reply reply;

    ask(scene, frames, count, &reply);
    assert_string_equal(reply.frames[0], "1.0");
    assert_string_equal(reply.frames[2], status);
    assert_true(reply.sizes[3] > 0);
    assert_int_equal(reply.sizes[4], 0);  // no user id
    assert_int_equal(reply.sizes[5], 0);
    assert_int_equal(zap_refused(scene->zap), refused + 1);
    assert_int_equal(zap_accepted(scene->zap), 0);
}

// --- requests that libzmq would not make

static void answering_when_nobody_asks_returns_at_once(void **state)
{
    const struct scene *scene = *state;

    zap_answer(scene->zap);
    zap_answer(scene->zap);
    assert_int_equal(zap_refused(scene->zap), 0);
}

static void a_request_of_another_number_of_frames_is_answered_500(void **state)
{
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    for (size_t count = 1; count <= FRAMES_MAX; count++)
        if (count != GOOD_FRAMES)
            assert_refused(scene, frames, count, "500");
    assert_int_equal(scene->book.asked, 0);
}

static void another_version_is_answered_500(void **state)
{
    static const struct frame versions[] = {
        {"", 0}, {"1.", 2}, {"1.1", 3}, {"1.0\0", 4}, {"2.0", 3}};
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    for (size_t i = 0; i < sizeof versions / sizeof versions[0]; i++) {
        frames[0] = versions[i];
        assert_refused(scene, frames, GOOD_FRAMES, "500");
    }
    assert_int_equal(scene->book.asked, 0);
}

static void promise_d_another_domain_is_refused(void **state)
{
    static const struct frame domains[] = {
        {"", 0}, {"Quarterday", 10}, {"quarterda", 9}, {"quarterday ", 11}, {"global", 6}};
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        frames[2] = domains[i];
        assert_refused(scene, frames, GOOD_FRAMES, "400");
    }
    assert_int_equal(scene->book.asked, 0);
}

static void promise_d_another_mechanism_is_refused(void **state)
{
    static const struct frame mechanisms[] = {{"", 0},       {"NULL", 4},  {"PLAIN", 5},
                                              {"GSSAPI", 6}, {"curve", 5}, {"CURVE\0", 6}};
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    for (size_t i = 0; i < sizeof mechanisms / sizeof mechanisms[0]; i++) {
        frames[5] = mechanisms[i];
        assert_refused(scene, frames, GOOD_FRAMES, "400");
    }
    assert_int_equal(scene->book.asked, 0);
}

static void promise_d_a_key_of_another_length_is_refused(void **state)
{
    static const size_t sizes[] = {0, 1, 31, 33, 40, 256, 257, LONG_KEY_BYTES};
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    uint8_t *sevens = malloc(LONG_KEY_BYTES);

    assert_non_null(sevens);
    memset(sevens, 7, LONG_KEY_BYTES);
    good_request(frames);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        frames[6] = (struct frame){sevens, sizes[i]};
        assert_refused(scene, frames, GOOD_FRAMES, "400");
    }
    free(sevens);
    assert_int_equal(scene->book.asked, 0);
}

static void promise_d_an_unknown_key_is_refused_though_the_lookup_wrote_a_name(void **state)
{
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    uint8_t key[KEY_BYTES];

    good_request(frames);
    frames[6] = (struct frame){key, sizeof key};
    for (unsigned bit = 0; bit < 8 * sizeof key; bit++) {
        memcpy(key, known_key, sizeof key);
        key[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_refused(scene, frames, GOOD_FRAMES, "400");
    }
    assert_int_equal(scene->book.asked, 8 * sizeof key);
}

static void promise_d_a_key_without_a_name_is_refused(void **state)
{
    struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    scene->book.user_id = "";
    assert_refused(scene, frames, GOOD_FRAMES, "400");
}

static void frames_longer_than_any_sensible_one_are_survived(void **state)
{
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    const size_t size = 3000000;
    char *zeros = calloc(1, size);

    assert_non_null(zeros);
    for (size_t i = 0; i < GOOD_FRAMES; i++) {
        struct reply reply;

        good_request(frames);
        frames[i] = (struct frame){zeros, size};
        ask(scene, frames, GOOD_FRAMES, &reply);
        // The address and the identity are whatever they are; the rest must be right.
        assert_int_equal(reply.frames[2][0] == '2', i == 1 || i == 3 || i == 4);
    }
    free(zeros);
}

static void after_any_nonsense_a_good_request_is_answered(void **state)
{
    const struct scene *scene = *state;
    uint32_t random = 12345;  // always the same: a failure can be seen again

    for (unsigned round = 0; round < 2000; round++) {
        struct frame frames[FRAMES_MAX];
        char bytes[FRAMES_MAX][64];
        struct reply reply;
        size_t count;

        good_request(frames);
        random = random * 1103515245 + 12345;
        count = (random >> 16) % 12 + 1;
        for (size_t i = 0; i < count; i++) {
            random = random * 1103515245 + 12345;
            if ((random >> 16) % 3 == 0) {
                const size_t size = (random >> 20) % sizeof bytes[0];

                memset(bytes[i], (int)(random >> 24), size);
                frames[i] = (struct frame){bytes[i], size};
            }
        }
        ask(scene, frames, count, &reply);
        assert_int_equal(reply.sizes[2], 3);
        if (round % 100 == 0) {
            good_request(frames);
            ask(scene, frames, GOOD_FRAMES, &reply);
            assert_string_equal(reply.frames[2], "200");
        }
    }
}

// --- requests that it does make

static void promise_d_a_known_key_is_let_in_with_its_name(void **state)
{
    const struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    struct reply reply;

    good_request(frames);
    ask(scene, frames, GOOD_FRAMES, &reply);
    assert_string_equal(reply.frames[0], "1.0");
    assert_string_equal(reply.frames[1], "id-1");
    assert_string_equal(reply.frames[2], "200");
    assert_string_equal(reply.frames[4], "E09000007");
    assert_int_equal(reply.sizes[4], strlen("E09000007"));
    assert_int_equal(reply.sizes[5], 0);
    assert_int_equal(zap_accepted(scene->zap), 1);
    assert_int_equal(zap_refused(scene->zap), 0);
}

static void a_name_without_an_end_is_cut(void **state)
{
    struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    struct reply reply;

    good_request(frames);
    scene->book.user_id = NULL;
    ask(scene, frames, GOOD_FRAMES, &reply);
    assert_string_equal(reply.frames[2], "200");
    assert_int_equal(reply.sizes[4], ZAP_USER_ID_BYTES - 1);
}

static void all_that_wait_are_answered_in_one_call(void **state)
{
    enum { ASKERS = 50 };
    struct scene *scene = *state;
    void *first = scene->asker;
    void *askers[ASKERS];
    struct frame frames[FRAMES_MAX];

    good_request(frames);
    for (unsigned i = 0; i < ASKERS; i++) {
        askers[i] = zmq_socket(scene->context, ZMQ_REQ);
        assert_int_equal(zmq_connect(askers[i], "inproc://zeromq.zap.01"), 0);
        for (size_t frame = 0; frame < GOOD_FRAMES; frame++)
            assert_true(zmq_send(askers[i], frames[frame].bytes, frames[frame].size,
                                 frame + 1 < GOOD_FRAMES ? ZMQ_SNDMORE : 0) >= 0);
    }
    zap_answer(scene->zap);
    for (unsigned i = 0; i < ASKERS; i++) {
        struct reply reply;

        scene->asker = askers[i];
        receive_reply(scene, &reply);
        assert_string_equal(reply.frames[2], "200");
        zsock_close(askers[i]);
    }
    scene->asker = first;
    assert_int_equal(zap_accepted(scene->zap), ASKERS);
}

static void an_asker_that_is_gone_does_not_matter(void **state)
{
    struct scene *scene = *state;
    struct frame frames[FRAMES_MAX];
    struct reply reply;
    int is_answered = 0;

    good_request(frames);
    send_request(scene, frames, GOOD_FRAMES);
    zsock_close(scene->asker);
    zap_answer(scene->zap);
    // libzmq may take the gone one's pipe away between two frames of its request, and the next
    // request is then lost with the rest of it: whoever asked asks again, as a peer does whose
    // handshake has timed out. No second one is lost.
    for (int attempt = 0; attempt < 2 && !is_answered; attempt++) {
        zmq_pollitem_t item = {.events = ZMQ_POLLIN};

        if (attempt > 0)
            zsock_close(scene->asker);
        scene->asker = zmq_socket(scene->context, ZMQ_REQ);
        assert_int_equal(zmq_connect(scene->asker, "inproc://zeromq.zap.01"), 0);
        send_request(scene, frames, GOOD_FRAMES);
        zap_answer(scene->zap);
        item.socket = scene->asker;
        is_answered = zmq_poll(&item, 1, ASK_AGAIN_MS) == 1;
    }
    assert_true(is_answered);
    receive_reply(scene, &reply);
    assert_string_equal(reply.frames[2], "200");
}

static void a_context_has_one_handler(void **state)
{
    struct scene *scene = *state;
    struct err_text text;
    struct zap *second;

    assert_int_equal(zap_open(&second, scene->context, look_up, &scene->book, &text), ERR_BUSY);
    assert_null(second);
    assert_true(strlen(text.text) > 0);
}

static void closing_nothing_is_fine(void **state)
{
    (void)state;
    zap_close(NULL);
}

// --- libzmq itself asks

static int look_up_pair(void *context, const uint8_t public_key[32],
                        char user_id[ZAP_USER_ID_BYTES])
{
    const struct keys_pair *known = context;

    snprintf(user_id, ZAP_USER_ID_BYTES, "E09000007");
    return memcmp(public_key, known->public_key, KEYS_BYTES) == 0;
}

// Sends a request of libzmq's through a real CURVE handshake and waits until it has been judged.
static void shake_hands(const struct keys_pair *known, const struct keys_pair *client,
                        uint64_t expected_accepted, uint64_t expected_refused)
{
    void *context = zmq_ctx_new();
    struct keys_pair server;
    struct keys_pair book = *known;
    char endpoint[64];
    struct zap *zap;
    void *router;
    void *dealer;
    const uint64_t start_ms = clock_monotonic_ms();

    keys_generate(&server);
    assert_int_equal(zap_open(&zap, context, look_up_pair, &book, NULL), ERR_OK);
    assert_int_equal(zsock_serve(&router, context, "tcp://127.0.0.1:*", &server, NULL), ERR_OK);
    assert_int_equal(zsock_bound(router, endpoint, sizeof endpoint, NULL), ERR_OK);
    assert_int_equal(zsock_connect(&dealer, context, endpoint, client, server.public_key, NULL),
                     ERR_OK);
    while (zap_accepted(zap) + zap_refused(zap) == 0) {
        zmq_pollitem_t item = {.socket = zap_socket(zap), .events = ZMQ_POLLIN};

        assert_true(clock_monotonic_ms() - start_ms < DEADLINE_MS);
        assert_true(zmq_poll(&item, 1, 100) >= 0);
        zap_answer(zap);
    }
    assert_int_equal(zap_accepted(zap), expected_accepted);
    assert_int_equal(zap_refused(zap), expected_refused);
    zsock_close(dealer);
    zsock_close(router);
    zap_close(zap);
    zmq_ctx_term(context);
}

static void promise_d_libzmqs_own_requests_are_understood(void **state)
{
    struct keys_pair known;
    struct keys_pair stranger;

    (void)state;
    keys_generate(&known);
    keys_generate(&stranger);
    shake_hands(&known, &known, 1, 0);
    shake_hands(&known, &stranger, 0, 1);
}

#define IN_A_SCENE(test) cmocka_unit_test_setup_teardown(test, make_scene, remove_scene)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_SCENE(answering_when_nobody_asks_returns_at_once),
        IN_A_SCENE(a_request_of_another_number_of_frames_is_answered_500),
        IN_A_SCENE(another_version_is_answered_500),
        IN_A_SCENE(promise_d_another_domain_is_refused),
        IN_A_SCENE(promise_d_another_mechanism_is_refused),
        IN_A_SCENE(promise_d_a_key_of_another_length_is_refused),
        IN_A_SCENE(promise_d_an_unknown_key_is_refused_though_the_lookup_wrote_a_name),
        IN_A_SCENE(promise_d_a_key_without_a_name_is_refused),
        IN_A_SCENE(frames_longer_than_any_sensible_one_are_survived),
        IN_A_SCENE(after_any_nonsense_a_good_request_is_answered),
        IN_A_SCENE(promise_d_a_known_key_is_let_in_with_its_name),
        IN_A_SCENE(a_name_without_an_end_is_cut),
        IN_A_SCENE(all_that_wait_are_answered_in_one_call),
        IN_A_SCENE(an_asker_that_is_gone_does_not_matter),
        IN_A_SCENE(a_context_has_one_handler),
        cmocka_unit_test(closing_nothing_is_fine),
        cmocka_unit_test(promise_d_libzmqs_own_requests_are_understood),
    };

    return cmocka_run_group_tests_name("zap", tests, NULL, NULL);
}
