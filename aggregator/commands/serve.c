#include "aggregator/commands/serve.h"

#include "aggregator/access/allow_list.h"
#include "aggregator/access/descriptors.h"
#include "aggregator/access/selftest.h"
#include "aggregator/store/store.h"
#include "lib/base/quote.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <zmq.h>

struct serve {
    struct keys_pair key;
    struct allow_list *allowed;
    struct store *store;
    struct ingest *ingest;
    struct listener listener;
    struct operator_log log;
    int signals;    // signalfd
    int timer;      // timerfd
    int is_trying;  // the stranger who connects is ourselves
    int was_full;   // the operator has been told
    int is_stopping;
    struct err_text told;  // of the allow-list: a file that is being written is read many times
};

// --- starting

// Answers the ZAP handler from the list, and tells the operator of a stranger, and of a key that has
// connections enough.
static int look_up(void *context, const uint8_t public_key[KEYS_BYTES],
                   char user_id[ZAP_USER_ID_BYTES])
{
    struct serve *serve = context;
    const int known = allow_list_lookup(serve->allowed, public_key, user_id);

    if (!known && !serve->is_trying && allow_list_state(serve->allowed) != ALLOW_LIST_SHUT)
        operator_log_stranger(&serve->log, public_key);
    if (known && !connections_admit(&serve->listener.connections, user_id)) {
        operator_log_crowd(&serve->log, allow_list_user_borough(user_id)->authority);
        return 0;
    }
    return known;
}

// Signals and time as descriptors, so that one loop sees them all. Before ZeroMQ starts its
// threads, which would otherwise take the signals.
static enum err open_descriptors(struct serve *serve, struct err_text *text)
{
    const struct itimerspec every_minute = {.it_interval = {.tv_sec = SERVE_MINUTE_S},
                                            .it_value = {.tv_sec = SERVE_MINUTE_S}};
    sigset_t ending;

    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    if (sigprocmask(SIG_BLOCK, &ending, NULL) != 0)
        return err_say_errno(text, errno, "signals cannot be blocked");
    serve->signals = signalfd(-1, &ending, SFD_NONBLOCK | SFD_CLOEXEC);
    if (serve->signals < 0)
        return err_say_errno(text, errno, "signals cannot be waited for");
    serve->timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (serve->timer < 0 || timerfd_settime(serve->timer, 0, &every_minute, NULL) != 0)
        return err_say_errno(text, errno, "the minutes cannot be waited for");
    return ERR_OK;
}

static enum err open_store(struct serve *serve, const struct serve_options *options,
                           struct err_text *text)
{
    const struct store_options store_options = {.size_bytes = options->store_size_bytes,
                                                .progress = options->making};
    struct store_report report = {0};
    enum err error = store_open(&serve->store, options->store, &store_options, text);

    if (error == ERR_OK)
        error = store_verify(serve->store, &report, options->checking, NULL, text);
    if (error == ERR_OK)
        error = store_witness(serve->store, text);
    if (error == ERR_OK)
        OPERATOR_LOG(&serve->log, STORE_CHECKED, LOG_TEXT("store", options->store),
                     LOG_NUMBER("returns", report.returns), LOG_NUMBER("redacted", report.redacted),
                     LOG_NUMBER("withdrawn", report.withdrawn),
                     LOG_NUMBER("restored", report.restored),
                     LOG_NUMBER("used_percent", store_percent_used(serve->store)));
    return error;
}

static enum err open_listener(struct serve *serve, const struct serve_options *options,
                              struct err_text *text)
{
    char key[KEYS_TEXT_BYTES];
    enum err error =
        listener_open(&serve->listener, options->listen, allow_list_count(serve->allowed),
                      &serve->key, look_up, serve, text);

    if (error != ERR_OK)
        return error;
    serve->is_trying = 1;
    error = selftest_run(&serve->listener, text);
    serve->is_trying = 0;
    if (error != ERR_OK)
        return error;
    serve->listener.events = (struct monitor_events){0};
    serve_public_key(serve, key);
    OPERATOR_LOG(&serve->log, SERVING, LOG_TEXT("address", serve->listener.endpoint),
                 LOG_TEXT("key", key), LOG_TEXT("allow_list", options->allow),
                 LOG_NUMBER("keys_on_list", allow_list_count(serve->allowed)));
    return ERR_OK;
}

// The command named the file: one that is no key file is the command's fault.
static enum err load_key(struct serve *serve, const char *path, struct err_text *text)
{
    const enum err error = keys_load(&serve->key, path, text);
    struct quote_text quoted;

    if (error == ERR_NOT_FOUND)
        return err_say(text, error,
                       "there is no key file %s: name it with --key, or make one with "
                       "`qd-aggregator keygen %s`",
                       path, quote_shell(&quoted, path));
    return error == ERR_MALFORMED ? ERR_COMMAND : error;
}

enum err serve_open(struct serve **result, const struct serve_options *options,
                    struct err_text *text)
{
    struct serve *serve = calloc(1, sizeof *serve);
    enum err error;

    *result = NULL;
    if (serve == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    serve->signals = serve->timer = -1;
    operator_log_open(&serve->log, options->log, options->log_context, options->verbose);
    descriptors_keep();
    error = load_key(serve, options->key, text);
    if (error == ERR_OK)
        error = allow_list_open(&serve->allowed, options->allow, text);
    if (error == ERR_OK)
        error = open_descriptors(serve, text);
    if (error == ERR_OK)
        error = open_store(serve, options, text);
    if (error == ERR_OK)
        error = ingest_open(&serve->ingest, serve->store, serve->allowed,
                            &serve->listener.connections, text);
    if (error == ERR_OK)
        error = open_listener(serve, options, text);
    if (error != ERR_OK) {
        serve_close(serve);
        return error;
    }
    *result = serve;
    return ERR_OK;
}

void serve_close(struct serve *serve)
{
    if (serve == NULL)
        return;
    // The batch holds ZeroMQ's messages, and the store is closed when nobody can ask any more.
    ingest_close(serve->ingest);
    listener_close(&serve->listener);
    store_close(serve->store);
    allow_list_close(serve->allowed);
    keys_wipe(&serve->key);
    if (serve->signals >= 0)
        (void)close(serve->signals);
    if (serve->timer >= 0)
        (void)close(serve->timer);
    free(serve);
}

const char *serve_endpoint(const struct serve *serve)
{
    return serve->listener.endpoint;
}

void serve_public_key(const struct serve *serve, char text[KEYS_TEXT_BYTES])
{
    keys_to_text(serve->key.public_key, text);
}

// --- a turn

static enum err take_returns(struct serve *serve, int *more, struct err_text *text)
{
    const enum err error = ingest_turn(serve->ingest, serve->listener.router, more, text);

    if (error == ERR_OK)
        operator_log_turn(&serve->log, serve->ingest);
    return error;
}

// A key was taken off: what it has sent already is refused in a last turn, and everybody must
// connect again.
static enum err shut_out(struct serve *serve, struct err_text *text)
{
    int more;
    enum err error = take_returns(serve, &more, text);

    if (error == ERR_OK)
        error = listener_reopen(&serve->listener, allow_list_count(serve->allowed), text);
    if (error == ERR_OK)
        OPERATOR_LOG(&serve->log, KEY_REMOVED,
                     LOG_NUMBER("keys_on_list", allow_list_count(serve->allowed)));
    return error;
}

// Says what the list's state is, when it or the reason is another than before.
static void tell_list(struct serve *serve, enum allow_list_state before, const struct err_text *why)
{
    const enum allow_list_state now = allow_list_state(serve->allowed);

    if (now == before && (why->text[0] == '\0' || strcmp(why->text, serve->told.text) == 0))
        return;
    switch (now) {
    case ALLOW_LIST_GOOD:
        OPERATOR_LOG(&serve->log, LIST_GOOD,
                     LOG_NUMBER("keys_on_list", allow_list_count(serve->allowed)));
        break;
    case ALLOW_LIST_MALFORMED:
        OPERATOR_LOG(&serve->log, LIST_MALFORMED, LOG_TEXT("why", why->text));
        break;
    case ALLOW_LIST_UNREADABLE:
        OPERATOR_LOG(&serve->log, LIST_UNREADABLE, LOG_TEXT("why", why->text));
        break;
    case ALLOW_LIST_SHUT:
        OPERATOR_LOG(&serve->log, LIST_SHUT, LOG_TEXT("why", why->text));
        break;
    }
    serve->told = *why;
}

// Reads the list again if it changed.
static enum err refresh_allowed(struct serve *serve, struct err_text *text)
{
    const enum allow_list_state before = allow_list_state(serve->allowed);
    struct err_text why = {""};
    int removed = 0;

    (void)allow_list_refresh(serve->allowed, &removed, &why);
    tell_list(serve, before, &why);
    return removed ? shut_out(serve, text) : ERR_OK;
}

// What cannot be written down now is tried again in a minute: the store itself is not concerned.
static void write_witness(struct serve *serve)
{
    struct err_text why = {""};
    const struct rlimit lent = descriptors_lend();
    const enum err error = store_witness(serve->store, &why);

    descriptors_take_back(lent);
    if (error != ERR_OK)
        OPERATOR_LOG(&serve->log, WITNESS_FAILED, LOG_TEXT("why", why.text));
}

static void keep_minute(struct serve *serve)
{
    const unsigned percent = store_percent_used(serve->store);
    const int is_full = percent >= STORE_FULL_PERCENT;
    uint64_t expirations;

    if (read(serve->timer, &expirations, sizeof expirations) != sizeof expirations)
        return;
    store_clear_dead_readers(serve->store);
    write_witness(serve);
    operator_log_summary(&serve->log, serve->ingest, &serve->listener);
    if (is_full && !serve->was_full)
        OPERATOR_LOG(&serve->log, STORE_FULL, LOG_NUMBER("used_percent", percent));
    serve->was_full = is_full;
}

static void heed_signal(struct serve *serve)
{
    struct signalfd_siginfo signal;

    if (read(serve->signals, &signal, sizeof signal) == sizeof signal)
        serve->is_stopping = 1;
}

enum err serve_run(struct serve *serve, struct err_text *text)
{
    int more = 0;

    while (!serve->is_stopping) {
        zmq_pollitem_t items[] = {{.socket = serve->listener.router, .events = ZMQ_POLLIN},
                                  {.socket = zap_socket(serve->listener.zap), .events = ZMQ_POLLIN},
                                  {.socket = serve->listener.monitor, .events = ZMQ_POLLIN},
                                  {.fd = serve->signals, .events = ZMQ_POLLIN},
                                  {.fd = serve->timer, .events = ZMQ_POLLIN}};
        enum err error;

        if (zmq_poll(items, sizeof items / sizeof items[0],
                     more ? 0 : allow_list_wait_ms(serve->allowed)) < 0 &&
            errno != EINTR)
            return err_say(text, ERR_IO, "waiting for returns failed: %s", zmq_strerror(errno));
        // First the list: whoever is asked about now is judged by it as it is now.
        error = refresh_allowed(serve, text);
        if (error != ERR_OK)
            return error;
        listener_attend(&serve->listener);
        error = take_returns(serve, &more, text);
        if (error != ERR_OK)
            return error;
        if (items[3].revents != 0)
            heed_signal(serve);
        if (items[4].revents != 0)
            keep_minute(serve);
    }
    write_witness(serve);
    operator_log_summary(&serve->log, serve->ingest, &serve->listener);
    OPERATOR_LOG(&serve->log, STOPPED);
    return ERR_OK;
}
