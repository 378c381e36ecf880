#include "collector/commands/doctor.h"

#include "collector/outbox/outbox.h"
#include "collector/sending/sender.h"
#include "lib/net/keys.h"
#include "proto/form/boroughs.h"

#include <errno.h>
#include <libgen.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct examination {
    struct settings settings;
    struct keys_pair key;
    struct addrinfo *addresses;
    doctor_tell *tell;
    void *context;
    enum err first;  // error; ERR_OK
};

static void tell(struct examination *examination, const char *what, enum err error,
                 const struct err_text *words)
{
    if (examination->first == ERR_OK)
        examination->first = error;
    examination->tell(examination->context, what, error == ERR_OK ? DOCTOR_OK : DOCTOR_NOT_OK,
                      words->text);
}

static void skip(const struct examination *examination, const char *what, const char *needs)
{
    struct err_text words;

    err_say(&words, ERR_OK, "needs %s", needs);
    examination->tell(examination->context, what, DOCTOR_NOT_TRIED, words.text);
}

static void say_settings(const struct settings *settings, struct err_text *words)
{
    if (settings->config[0] == '\0')
        err_say(words, ERR_OK, "from the command line; the aggregator is %s", settings->aggregator);
    else
        err_say(words, ERR_OK, "from %s; the aggregator is %s", settings->config,
                settings->aggregator);
}

static enum err look_at_key(struct examination *examination, struct err_text *words)
{
    char hex[KEYS_TEXT_BYTES];
    const enum err error = settings_load_key(&examination->settings, &examination->key, words);

    if (error == ERR_OK) {
        keys_to_text(examination->key.public_key, hex);
        err_say(words, ERR_OK, "%s; its public key is %s", examination->settings.key, hex);
    }
    return error;
}

static enum err count_pending(void *context, const struct outbox_entry *entry)
{
    unsigned *pending = context;

    *pending += entry->state == OUTBOX_PENDING;
    return ERR_OK;
}

// A folder can be made in the folder above it.
static int can_be_made(const char *path)
{
    char copy[PATH_MAX];

    snprintf(copy, sizeof copy, "%s", path);
    return access(dirname(copy), W_OK | X_OK) == 0;
}

static enum err look_at_outbox(const struct examination *examination, struct err_text *words)
{
    const char *path = examination->settings.outbox;
    struct outbox *outbox;
    unsigned pending = 0;
    enum err error;

    if (access(path, F_OK) != 0 && errno == ENOENT)
        return can_be_made(path)
                   ? err_say(words, ERR_OK, "%s is not there yet; the first `submit` makes it",
                             path)
                   : err_say(words, ERR_COMMAND,
                             "%s cannot be made, because the folder above it is not there or "
                             "cannot be written to: make that folder, or give another with "
                             "--outbox",
                             path);
    error = outbox_open(&outbox, path, words);
    if (error != ERR_OK)
        return error;
    error = outbox_each(outbox, count_pending, &pending, words);
    outbox_close(outbox);
    if (error == ERR_OK)
        err_say(words, ERR_OK, "%s; %u pending%s", path, pending,
                pending == 0 ? "" : ": `qd-collector submit` sends what is pending");
    return error;
}

static enum err look_up_name(struct examination *examination, struct err_text *words)
{
    const struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    char host[SETTINGS_ADDRESS_BYTES];
    char port[SETTINGS_PORT_BYTES];
    int code;

    settings_host_and_port(&examination->settings, host, port);
    code = getaddrinfo(host, port, &hints, &examination->addresses);
    if (code == 0)
        return err_say(words, ERR_OK, "%s is known", host);
    examination->addresses = NULL;
    return err_say(words, ERR_UNREACHABLE,
                   "nobody knows the host %s (%s): check how it is spelt; if it is right, ask your "
                   "network's people about the name service",
                   host, gai_strerror(code));
}

// 0, or the errno of what failed.
static int try_address(const struct addrinfo *address)
{
    const int fd = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct pollfd waiting = {.fd = fd, .events = POLLOUT};
    int code = 0;
    socklen_t size = sizeof code;

    if (fd < 0)
        return errno;
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
        code = errno;
        if (code == EINPROGRESS && poll(&waiting, 1, DOCTOR_CONNECT_MS) == 0)
            code = ETIMEDOUT;
        else if (code == EINPROGRESS && getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
            code = errno;
    }
    close(fd);
    return code;
}

static enum err try_network(const struct examination *examination, struct err_text *words)
{
    const char *aggregator = examination->settings.aggregator;
    int code = EHOSTUNREACH;

    for (const struct addrinfo *address = examination->addresses; address != NULL && code != 0;
         address = address->ai_next)
        code = try_address(address);
    switch (code) {
    case 0:
        return err_say(words, ERR_OK, "something listens at %s", aggregator);
    case ECONNREFUSED:
        return err_say(words, ERR_UNREACHABLE,
                       "the machine is there, but nothing listens at %s: the port is wrong, or the "
                       "aggregator is not running. Ask the region's operator",
                       aggregator);
    case ETIMEDOUT:
        return err_say(words, ERR_UNREACHABLE,
                       "nothing comes back from %s: a firewall, here or there, most likely lets "
                       "nothing through to that port. Ask your network's people",
                       aggregator);
    default:
        return err_say(words, ERR_UNREACHABLE,
                       "there is no way to %s (%s): check this machine's network", aggregator,
                       strerror(code));
    }
}

static enum err say_hello(const struct examination *examination, struct err_text *words)
{
    struct sender_options options = {.aggregator = examination->settings.aggregator,
                                     .key = &examination->key,
                                     .timeout_ms = examination->settings.timeout_ms > 0
                                                       ? examination->settings.timeout_ms
                                                       : SENDER_UNREACHABLE_MS};
    struct sender *sender;
    const Qd__Welcome *welcome;
    struct arena arena;
    enum err error;

    memcpy(options.server_key, examination->settings.server_key, KEYS_BYTES);
    error = sender_open(&sender, &options, words);
    if (error != ERR_OK)
        return error;
    arena_init(&arena, CODEC_ARENA_CAP_BYTES);
    error = sender_hello(sender, &arena, &welcome, words);
    if (error == ERR_OK)
        err_say(words, ERR_OK,
                "the key speaks for %s; the aggregator (%s) holds its returns for %zu period%s",
                boroughs_of(welcome->new_la_code)->la_name, welcome->program, welcome->n_holdings,
                welcome->n_holdings == 1 ? "" : "s");
    arena_free(&arena);
    sender_close(sender);
    return error;
}

static void skip_aggregator(const struct examination *examination, const char *needs)
{
    skip(examination, "server key", needs);
    skip(examination, "let in", needs);
    skip(examination, "answer", needs);
}

// One conversation tells about three things.
static void try_aggregator(struct examination *examination)
{
    const struct err_text right = {"it is the aggregator's"};
    const struct err_text in = {"the aggregator lets this key in"};
    struct err_text words;
    const enum err error = say_hello(examination, &words);

    if (error == ERR_WRONG_SERVER_KEY || error == ERR_UNREACHABLE) {
        tell(examination, "server key", error, &words);
        skip(examination, "let in", "a server key that is right");
        skip(examination, "answer", "a server key that is right");
        return;
    }
    tell(examination, "server key", ERR_OK, &right);
    if (error == ERR_NOT_LET_IN) {
        tell(examination, "let in", error, &words);
        skip(examination, "answer", "a key that is let in");
        return;
    }
    tell(examination, "let in", ERR_OK, &in);
    tell(examination, "answer", error, &words);
}

static void examine_way(struct examination *examination, int has_key)
{
    struct err_text words;
    enum err error = look_up_name(examination, &words);

    tell(examination, "name", error, &words);
    if (error != ERR_OK) {
        skip(examination, "network", "a name that is known");
        skip_aggregator(examination, "a name that is known");
        return;
    }
    error = try_network(examination, &words);
    tell(examination, "network", error, &words);
    freeaddrinfo(examination->addresses);
    if (error != ERR_OK)
        skip_aggregator(examination, "a way to the aggregator");
    else if (!has_key)
        skip_aggregator(examination, "a key");
    else
        try_aggregator(examination);
}

static void examine(struct examination *examination, int has_aggregator)
{
    struct err_text words;
    const enum err key = look_at_key(examination, &words);
    enum err error;

    tell(examination, "key", key, &words);
    error = look_at_outbox(examination, &words);
    tell(examination, "outbox", error, &words);
    if (has_aggregator) {
        examine_way(examination, key == ERR_OK);
        return;
    }
    skip(examination, "name", "the aggregator's address and key");
    skip(examination, "network", "the aggregator's address and key");
    skip_aggregator(examination, "the aggregator's address and key");
}

enum err doctor_run(const struct settings_given *given, doctor_tell *teller, void *context)
{
    struct examination examination = {.tell = teller, .context = context};
    struct err_text words;
    enum err error = settings_load(&examination.settings, given, &words);

    if (error != ERR_OK) {  // nothing is known to look at
        tell(&examination, "settings", error, &words);
        return error;
    }
    error = settings_need_aggregator(&examination.settings, &words);
    if (error == ERR_OK)
        say_settings(&examination.settings, &words);
    tell(&examination, "settings", error, &words);
    examine(&examination, error == ERR_OK);
    keys_wipe(&examination.key);
    return examination.first;
}
