// The aggregator at work, in a process of its own: what it will not start with, how it ends, and
// who is let in while it runs.
#include "aggregator/commands/serve.h"

#include "aggregator/access/allow_list.h"
#include "aggregator/store/store.h"
#include "lib/net/zsock.h"
#include "tests/support/golden/golden.h"
#include "tests/support/peer/peer.h"
#include "tests/support/stored/stored.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#define MIB ((size_t)1024 * 1024)

enum { LOG_BYTES = 64 * 1024 };

static const Qd__LocalAuthority CAMDEN = QD__LOCAL_AUTHORITY__E09000007;

// In place of libc's: a minute can be short.
static int minutes_are_short;

int timerfd_settime(int timer, int flags, const struct itimerspec *asked, struct itimerspec *before)
{
    const struct timespec moment = {.tv_nsec = 10L * 1000 * 1000};
    const struct itimerspec often = {.it_interval = moment, .it_value = moment};
    const int is_minute = asked->it_interval.tv_sec == 60 && asked->it_value.tv_sec == 60;

    return (int)syscall(SYS_timerfd_settime, timer, flags,
                        minutes_are_short && is_minute ? &often : asked, before);
}

struct fixture {
    struct peer_folder folder;
    char key_path[128], allow_path[128], store_path[128];
    struct keys_pair server, camden;
    void *context, *camden_socket;
    pid_t child;
    int from_child;  // its log, a line each
    char log[LOG_BYTES];
    size_t log_size;
    char endpoint[LISTENER_ENDPOINT_BYTES];  // after the first start: the very port
    struct arena arena;
    struct err_text text;
};

static void write_list(const struct fixture *f, const char *content, const char *mode)
{
    FILE *file = fopen(f->allow_path, mode);

    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(0, fclose(file));
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->folder = peer_folder_make();
    (void)peer_path(&f->folder, "aggregator.key", f->key_path);
    (void)peer_path(&f->folder, "allow.list", f->allow_path);
    (void)peer_path(&f->folder, "store", f->store_path);
    arena_init(&f->arena, 16 * MIB);
    keys_generate(&f->server);
    keys_generate(&f->camden);
    assert_int_equal(ERR_OK, keys_save(&f->server, f->key_path, &f->text));
    (void)strcpy(f->endpoint, "tcp://127.0.0.1:*");
    store_close(stored_open(f->store_path, 4 * MIB));
    write_list(f, "# nobody yet\n", "w");
    f->context = zmq_ctx_new();
    f->from_child = -1;
    *state = f;
    return 0;
}

static int wait_for_child(struct fixture *f)
{
    int status = -1;

    assert_int_equal(f->child, waitpid(f->child, &status, 0));
    f->child = 0;
    (void)close(f->from_child);
    f->from_child = -1;
    return status;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    if (f->child > 0) {
        (void)kill(f->child, SIGKILL);
        (void)wait_for_child(f);
    }
    zsock_close(f->camden_socket);
    (void)zmq_ctx_term(f->context);
    peer_folder_remove(&f->folder);
    arena_free(&f->arena);
    free(f);
    return 0;
}

// --- the aggregator's process

static void write_line(void *context, const char *line)
{
    (void)dprintf(*(int *)context, "%s\n", line);
}

static void say_nothing(void *context, const char *line)
{
    (void)context;
    (void)line;
}

static struct serve_options options_of(struct fixture *f)
{
    return (struct serve_options){.listen = f->endpoint,
                                  .store = f->store_path,
                                  .key = f->key_path,
                                  .allow = f->allow_path,
                                  .store_size_bytes = 4 * MIB,
                                  .verbose = 1,
                                  .log = say_nothing};
}

// The child's life: its exit status is 0, or that of the error.
static int serve_in_child(struct fixture *f, int out)
{
    struct serve_options options = options_of(f);
    struct err_text text = {""};
    struct serve *serve;
    enum err error;

    options.log = write_line;
    options.log_context = &out;
    error = serve_open(&serve, &options, &text);
    if (error == ERR_OK) {
        (void)dprintf(out, "ready %s\n", serve_endpoint(serve));
        error = serve_run(serve, &text);
        serve_close(serve);
    }
    if (error != ERR_OK)
        (void)dprintf(out, "%s\n", text.text);
    return err_exit_status(error);
}

// Reads the child's log until `words` stand in it; what follows them.
static const char *wait_for_words(struct fixture *f, const char *words)
{
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;
    const char *found;

    while ((found = strstr(f->log, words)) == NULL) {
        struct pollfd item = {.fd = f->from_child, .events = POLLIN};
        ssize_t got;

        if (clock_monotonic_ms() >= deadline_ms || poll(&item, 1, PEER_DEADLINE_MS) <= 0)
            fail_msg("\"%s\" is not said:\n%s", words, f->log);
        got = read(f->from_child, f->log + f->log_size, sizeof f->log - 1 - f->log_size);
        if (got <= 0)
            fail_msg("it ended without \"%s\":\n%s", words, f->log);
        f->log_size += (size_t)got;
        f->log[f->log_size] = '\0';
    }
    return found + strlen(words);
}

static void start(struct fixture *f)
{
    int ends[2];

    assert_int_equal(0, pipe2(ends, O_CLOEXEC));
    f->child = fork();
    assert_true(f->child >= 0);
    if (f->child == 0) {
        (void)close(ends[0]);
        _exit(serve_in_child(f, ends[1]));
    }
    (void)close(ends[1]);
    f->from_child = ends[0];
    f->log_size = 0;
    f->log[0] = '\0';
    (void)wait_for_words(f, "ready tcp://127.0.0.1:");
    (void)wait_for_words(f, "\n");
    assert_int_equal(1, sscanf(strstr(f->log, "ready "), "ready %255s", f->endpoint));
}

static void stop(struct fixture *f, int by_signal)
{
    assert_int_equal(0, kill(f->child, by_signal));
}

// --- the borough's end

static void let_camden_in(struct fixture *f)
{
    assert_int_equal(ERR_OK,
                     allow_list_allow(f->allow_path, CAMDEN, f->camden.public_key, &f->text));
}

static void connect_camden(struct fixture *f)
{
    zsock_close(f->camden_socket);
    f->camden_socket = peer_connect(f->context, f->endpoint, &f->camden, f->server.public_key);
}

struct bytes {
    const uint8_t *at;
    size_t size;
};

static struct bytes submit_of(struct fixture *f, uint16_t id, unsigned issued)
{
    const struct peer_return given = {
        .authority = CAMDEN, .year = 2024, .quarter = 3, .issued = issued, .within = 1};
    const struct peer_submit submit = {.id = id, .schema_version = FORM_SCHEMA_VERSION};
    struct bytes content;
    struct bytes packed;

    peer_pack_return(&f->arena, &given, &content.at, &content.size);
    peer_pack_submit(&f->arena, &submit, content.at, content.size, &packed.at, &packed.size);
    return packed;
}

static struct bytes answer(struct fixture *f)
{
    zmq_pollitem_t item = {.socket = f->camden_socket, .events = ZMQ_POLLIN};
    struct bytes taken = {NULL, 0};

    if (zmq_poll(&item, 1, PEER_DEADLINE_MS) == 1)
        taken.at = peer_take(f->camden_socket, &f->arena, &taken.size);
    if (taken.at == NULL)
        fail_msg("no answer");
    return taken;
}

static struct bytes ask(struct fixture *f, struct bytes message)
{
    peer_send(f->camden_socket, message.at, message.size);
    return answer(f);
}

static void assert_receipt(struct fixture *f, struct bytes message)
{
    const Qd__Envelope *envelope = envelopes_read(&f->arena, message.at, message.size);

    if (envelope->content_case == QD__ENVELOPE__CONTENT_REFUSAL)
        fail_msg("refused: %s", envelope->refusal->text);
    assert_int_equal(QD__ENVELOPE__CONTENT_RECEIPT, envelope->content_case);
}

static void assert_same(struct bytes a, struct bytes b)
{
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.at, b.at, a.size);
}

// --- what it does not start with

// What is said of it is noted behind `what` is wrong.
static void assert_does_not_start(struct fixture *f, enum err expected, const char *what)
{
    const struct serve_options options = options_of(f);
    struct serve *serve;

    assert_int_equal(expected, serve_open(&serve, &options, &f->text));
    assert_null(serve);
    golden_note_in(f->folder.path, what, f->text.text);
}

static void without_its_key_it_does_not_start(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(0, unlink(f->key_path));
    assert_does_not_start(f, ERR_NOT_FOUND, "no key");
    golden_check_noted("errors.golden", "an aggregator without its key");
}

static void without_a_store_it_does_not_start(void **state)
{
    struct fixture *f = *state;

    stored_remove(f->store_path);
    assert_does_not_start(f, ERR_NOT_FOUND, "no store");
    golden_check_noted("errors.golden", "an aggregator without a store");
}

static void with_a_list_that_cannot_be_read_it_does_not_start(void **state)
{
    struct fixture *f = *state;

    write_list(f, "nonsense\n", "w");
    assert_does_not_start(f, ERR_MALFORMED, "a word alone");
    assert_int_equal(0, unlink(f->allow_path));
    assert_does_not_start(f, ERR_NOT_FOUND, "no list");
    golden_check_noted("errors.golden", "an aggregator without its allow-list");
}

static void on_a_malformed_address_it_does_not_start(void **state)
{
    struct fixture *f = *state;

    (void)strcpy(f->endpoint, "ipc:///tmp/qd-no-curve-here");
    assert_does_not_start(f, ERR_COMMAND, "ipc");
    golden_check_noted("errors.golden", "an aggregator without its address");
}

static void a_store_that_is_served_is_not_served_twice(void **state)
{
    struct fixture *f = *state;

    start(f);
    (void)strcpy(f->endpoint, "tcp://127.0.0.1:*");
    assert_does_not_start(f, ERR_BUSY, "the store is served");
    golden_check_noted("errors.golden", "an aggregator for a store that is served");
}

static void promise_a_a_store_with_a_changed_byte_is_not_served(void **state)
{
    struct fixture *f = *state;
    static uint8_t file[4 * MIB];
    char path[128];
    uint8_t *place;
    struct bytes content;
    int fd;

    let_camden_in(f);
    start(f);
    connect_camden(f);
    assert_receipt(f, ask(f, submit_of(f, 1, 4321)));
    stop(f, SIGTERM);
    assert_int_equal(0, wait_for_child(f));
    peer_pack_return(
        &f->arena,
        &(struct peer_return){
            .authority = CAMDEN, .year = 2024, .quarter = 3, .issued = 4321, .within = 1},
        &content.at, &content.size);
    fd = open(peer_path(&f->folder, "store/data.mdb", path), O_RDWR);
    assert_int_equal(sizeof file, read(fd, file, sizeof file));
    place = memmem(file, sizeof file, content.at, content.size);
    assert_non_null(place);
    place[content.size - 1] ^= 1;
    assert_int_equal(1, pwrite(fd, place + content.size - 1, 1, place + content.size - 1 - file));
    assert_int_equal(0, close(fd));
    assert_does_not_start(f, ERR_CORRUPT, "a byte of a return");
    golden_check_noted("errors.golden", "an aggregator for a store that is damaged");
}

// --- each minute

static int witness_says(const struct fixture *f, const char *words)
{
    char path[160], text[1024];
    FILE *file;
    size_t size;

    (void)snprintf(path, sizeof path, "%s/witness", f->store_path);
    file = fopen(path, "r");
    assert_non_null(file);
    size = fread(text, 1, sizeof text - 1, file);
    text[size] = '\0';
    (void)fclose(file);
    return strstr(text, words) != NULL;
}

// So that a store which goes back is told though the aggregator was killed.
static void promise_a_the_witness_is_written_each_minute(void **state)
{
    static const char first[] = "sequence 00000000000000000001 ";
    const uint64_t deadline_ms = clock_monotonic_ms() + PEER_DEADLINE_MS;
    struct fixture *f = *state;

    minutes_are_short = 1;
    let_camden_in(f);
    start(f);
    minutes_are_short = 0;
    connect_camden(f);
    assert_false(witness_says(f, first));
    assert_receipt(f, ask(f, submit_of(f, 1, 10)));
    while (!witness_says(f, first)) {
        assert_true(clock_monotonic_ms() < deadline_ms);
        (void)poll(NULL, 0, 1);
    }
}

// --- how it ends

static void promise_a_killed_after_a_receipt_it_has_the_return(void **state)
{
    struct fixture *f = *state;
    struct bytes submit;
    struct bytes receipt;

    let_camden_in(f);
    start(f);
    connect_camden(f);
    submit = submit_of(f, 1, 10);
    receipt = ask(f, submit);
    assert_receipt(f, receipt);
    stop(f, SIGKILL);
    assert_true(WIFSIGNALED(wait_for_child(f)));
    start(f);
    (void)wait_for_words(f, "event=store_checked");
    (void)wait_for_words(f, "returns=1");
    connect_camden(f);
    assert_same(receipt, ask(f, submit));
}

static void promise_a_asked_to_stop_it_gives_out_what_it_has_stored(void **state)
{
    enum { MANY = 100 };
    struct fixture *f = *state;
    const struct store_options reading = {.read_only = 1};
    struct store_report report;
    struct store *store;
    unsigned receipts = 1;
    int status;

    let_camden_in(f);
    start(f);
    connect_camden(f);
    assert_receipt(f, ask(f, submit_of(f, 0, 10)));
    for (unsigned id = 1; id < MANY; id++) {
        const struct bytes submit = submit_of(f, (uint16_t)id, id + 10);

        peer_send(f->camden_socket, submit.at, submit.size);
    }
    stop(f, SIGTERM);
    (void)wait_for_words(f, "event=stopped");
    status = wait_for_child(f);
    assert_true(WIFEXITED(status));
    assert_int_equal(0, WEXITSTATUS(status));
    // Every receipt that came is of a return that is there.
    for (;;) {
        size_t size;
        const uint8_t *bytes = peer_take(f->camden_socket, &f->arena, &size);

        if (bytes == NULL)
            break;
        assert_receipt(f, (struct bytes){bytes, size});
        receipts++;
    }
    assert_int_equal(ERR_OK, store_open(&store, f->store_path, &reading, &f->text));
    assert_int_equal(ERR_OK, store_verify(store, &report, NULL, NULL, &f->text));
    store_close(store);
    assert_true(receipts <= report.returns);
}

static void it_ends_at_once_when_nothing_is_to_do(void **state)
{
    struct fixture *f = *state;

    start(f);
    stop(f, SIGINT);
    assert_int_equal(0, wait_for_child(f));
}

// --- who is let in

static void promise_d_a_stranger_is_turned_away_and_the_operator_told(void **state)
{
    struct fixture *f = *state;
    char key[KEYS_TEXT_BYTES];

    start(f);
    assert_null(strstr(f->log, "event=stranger"));
    connect_camden(f);
    keys_to_text(f->camden.public_key, key);
    (void)wait_for_words(f, "event=stranger key=");
    (void)wait_for_words(f, key);
}

static void a_key_that_is_allowed_while_it_serves_is_let_in(void **state)
{
    struct fixture *f = *state;

    start(f);
    let_camden_in(f);
    connect_camden(f);
    assert_receipt(f, ask(f, submit_of(f, 1, 10)));
    (void)wait_for_words(
        f, "event=stored borough=Camden period=\"2024-25 Q3\" revision=1 sequence=1 ");
}

static void a_key_that_has_connections_enough_gets_no_more_and_the_operator_is_told(void **state)
{
    struct fixture *f = *state;
    void *others[CONNECTIONS_OF_A_KEY];

    let_camden_in(f);
    start(f);
    for (size_t i = 0; i < CONNECTIONS_OF_A_KEY; i++)
        others[i] = peer_connect(f->context, f->endpoint, &f->camden, f->server.public_key);
    connect_camden(f);
    (void)wait_for_words(f, "event=crowd borough=Camden connections=8\n");
    for (size_t i = 0; i < CONNECTIONS_OF_A_KEY; i++)
        zsock_close(others[i]);
}

static void promise_d_a_key_that_is_revoked_while_connected_is_shut_out(void **state)
{
    struct fixture *f = *state;
    struct monitor_events events = {0};
    struct keys_pair other;
    void *monitor;
    size_t removed;
    zmq_pollitem_t item;
    struct bytes submit;

    // Another borough, to wake the aggregator up.
    keys_generate(&other);
    assert_int_equal(ERR_OK, allow_list_allow(f->allow_path, QD__LOCAL_AUTHORITY__E09000012,
                                              other.public_key, &f->text));
    let_camden_in(f);
    start(f);
    assert_int_equal(ERR_OK,
                     zsock_connect_watched(&f->camden_socket, &monitor, f->context, f->endpoint,
                                           &f->camden, f->server.public_key, &f->text));
    assert_receipt(f, ask(f, submit_of(f, 1, 10)));
    assert_int_equal(ERR_OK, allow_list_revoke(f->allow_path, CAMDEN, NULL, &removed, &f->text));
    submit = submit_of(f, 2, 20);
    peer_send(f->camden_socket, submit.at, submit.size);
    // Its connection is closed, and when it comes again it is a stranger.
    (void)wait_for_words(f, "event=key_removed keys_on_list=1");
    item = (zmq_pollitem_t){.socket = monitor, .events = ZMQ_POLLIN};
    while (events.refused == 0) {
        assert_int_equal(1, zmq_poll(&item, 1, PEER_DEADLINE_MS));
        monitor_count(monitor, &events);
    }
    assert_null(strstr(f->log, "revision=2"));
    zsock_close(f->camden_socket);
    zsock_close(monitor);
    f->camden_socket = peer_connect(f->context, f->endpoint, &other, f->server.public_key);
    {
        const struct bytes received = ask(f, submit);
        const Qd__Envelope *envelope = envelopes_read(&f->arena, received.at, received.size);

        assert_int_equal(QD__ENVELOPE__CONTENT_REFUSAL, envelope->content_case);
        assert_int_equal(QD__REFUSAL_CODE__NOT_YOUR_BOROUGH, envelope->refusal->code);
    }
}

static void a_list_broken_while_it_serves_is_told_and_shuts_nobody_out_who_is_on_it(void **state)
{
    struct fixture *f = *state;

    let_camden_in(f);
    start(f);
    connect_camden(f);
    assert_receipt(f, ask(f, submit_of(f, 1, 10)));
    write_list(f, "nonsense\n", "a");
    assert_receipt(f, ask(f, submit_of(f, 2, 20)));
    (void)wait_for_words(f, "event=list_malformed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(without_its_key_it_does_not_start),
        TEST(without_a_store_it_does_not_start),
        TEST(with_a_list_that_cannot_be_read_it_does_not_start),
        TEST(on_a_malformed_address_it_does_not_start),
        TEST(a_store_that_is_served_is_not_served_twice),
        TEST(promise_a_a_store_with_a_changed_byte_is_not_served),
        TEST(promise_a_the_witness_is_written_each_minute),
        TEST(promise_a_killed_after_a_receipt_it_has_the_return),
        TEST(promise_a_asked_to_stop_it_gives_out_what_it_has_stored),
        TEST(it_ends_at_once_when_nothing_is_to_do),
        TEST(promise_d_a_stranger_is_turned_away_and_the_operator_told),
        TEST(a_key_that_is_allowed_while_it_serves_is_let_in),
        TEST(a_key_that_has_connections_enough_gets_no_more_and_the_operator_is_told),
        TEST(promise_d_a_key_that_is_revoked_while_connected_is_shut_out),
        TEST(a_list_broken_while_it_serves_is_told_and_shuts_nobody_out_who_is_on_it),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
