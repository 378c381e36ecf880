// qd-aggregator: the region's end of the way that a return travels.
#include "aggregator/access/allow_list.h"
#include "aggregator/commands/serve.h"
#include "aggregator/commands/status.h"
#include "lib/base/clock.h"
#include "lib/base/commands.h"
#include "lib/base/msg.h"
#include "lib/net/keys.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

// Memory that was used once and is given back at once must be faulted in again for the next batch:
// so much is kept. Beyond it, glibc gives back what a burst has taken.
enum { MAIN_KEPT_BYTES = 4 * 1024 * 1024 };

// What is meant where nobody says.
#define LISTEN "tcp://127.0.0.1:7733"
#define STORE "./store"
#define KEY "./aggregator.key"
#define ALLOW "./allow.list"

// What the command line says. Everything has its default.
struct words {
    const char *listen, *store, *key, *allow, *period;
    size_t store_mib;
    int json, verbose;
};

// --- the commands

static int run_keygen(const void *values, const char *const *arguments)
{
    struct err_text text = {""};
    struct keys_pair pair;
    char public_key[KEYS_TEXT_BYTES];
    enum err error;

    (void)values;
    keys_generate(&pair);
    error = keys_save(&pair, arguments[0], &text);
    keys_to_text(pair.public_key, public_key);
    keys_wipe(&pair);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    puts(public_key);
    return 0;
}

static void write_log(void *context, const char *line)
{
    char now[CLOCK_TEXT_BYTES];

    (void)context;
    clock_format(clock_unix_ms(), now);
    msg_progress_end();
    (void)fprintf(stderr, "time=%s %s\n", now, line);
}

static void show_making(void *context, uint64_t done_bytes, uint64_t total_bytes)
{
    (void)context;
    msg_progress("writing the store's file, MiB", (unsigned long)(done_bytes >> 20),
                 (unsigned long)(total_bytes >> 20));
}

static void show_checking(void *context, uint64_t done, uint64_t total)
{
    (void)context;
    msg_progress("checking the store", (unsigned long)done, (unsigned long)total);
}

static int run_serve(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    const struct serve_options options = {.listen = words->listen,
                                          .store = words->store,
                                          .key = words->key,
                                          .allow = words->allow,
                                          .store_size_bytes = words->store_mib * 1024 * 1024,
                                          .verbose = words->verbose,
                                          .log = write_log,
                                          .making = show_making,
                                          .checking = show_checking};
    struct err_text text = {""};
    struct serve *serve;
    char key[KEYS_TEXT_BYTES];
    enum err error;

    (void)arguments;
    // Whoever read the ready line, or the log, may have gone.
    (void)signal(SIGPIPE, SIG_IGN);
    (void)mallopt(M_TRIM_THRESHOLD, MAIN_KEPT_BYTES);
    error = serve_open(&serve, &options, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    serve_public_key(serve, key);
    printf("ready %s %s\n", serve_endpoint(serve), key);
    (void)fflush(stdout);
    error = serve_run(serve, &text);
    serve_close(serve);
    return error == ERR_OK ? 0 : msg_failure(error, &text);
}

static int run_allow(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    const struct borough *borough = boroughs_find(arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    char shown[KEYS_TEXT_BYTES];
    enum err error;

    if (borough == NULL) {
        msg("\"%s\" is not one of the 33 authorities: give a name, an ONS code or DfE's number, as "
            "Camden, E09000007 or 202",
            arguments[0]);
        return ERR_KIND_COMMAND;
    }
    if (keys_from_text(key, arguments[1], &text) != ERR_OK) {
        msg("%s", text.text);
        return ERR_KIND_COMMAND;
    }
    error = allow_list_allow(words->allow, borough->authority, key, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    keys_to_text(key, shown);
    printf("%s is let in with the key %s (%s)\n", borough->la_name, shown, words->allow);
    return 0;
}

static int run_revoke(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    const struct borough *borough = boroughs_find(arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    const int is_key = borough == NULL;
    size_t removed = 0;
    enum err error;

    if (is_key && keys_from_text(key, arguments[0], &text) != ERR_OK) {
        msg("\"%s\" is neither one of the 33 authorities nor a key: %s", arguments[0], text.text);
        return ERR_KIND_COMMAND;
    }
    error = allow_list_revoke(words->allow, is_key ? (Qd__LocalAuthority)0 : borough->authority,
                              is_key ? key : NULL, &removed, &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    if (is_key)
        printf("the key is not let in any more (%s)\n", words->allow);
    else
        printf("%s is not let in any more: %zu key%s taken off (%s)\n", borough->la_name, removed,
               removed == 1 ? "" : "s", words->allow);
    return 0;
}

static int open_to_read(struct store **store, const struct words *words)
{
    const struct store_options options = {.read_only = 1};
    struct err_text text = {""};
    const enum err error = store_open(store, words->store, &options, &text);

    if (error == ERR_NOT_FOUND)
        err_say(&text, error, "%s; --store DIR says where the store is", text.text);
    return error == ERR_OK ? 0 : msg_failure(error, &text);
}

static int run_status(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    struct err_text text = {""};
    struct status status;
    struct store *store;
    Qd__Period period;
    enum err error;
    int exit_status;

    (void)arguments;
    if (words->period != NULL && period_parse(&period, words->period, &text) != ERR_OK) {
        msg("%s", text.text);
        return ERR_KIND_COMMAND;
    }
    exit_status = open_to_read(&store, words);
    if (exit_status != 0)
        return exit_status;
    error = status_read(&status, store, words->period == NULL ? NULL : &period, &text);
    store_close(store);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    error = words->json ? status_print_json(&status, stdout) : status_print(&status, stdout);
    status_free(&status);
    return error == ERR_OK ? 0 : msg_failure(error, NULL);
}

static int run_verify(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    struct err_text text = {""};
    struct store *store;
    uint64_t returns = 0;
    enum err error;
    const int exit_status = open_to_read(&store, words);

    (void)arguments;
    if (exit_status != 0)
        return exit_status;
    error = store_verify_told(store, &returns, show_checking, NULL, &text);
    msg_progress_end();
    store_close(store);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    printf("%" PRIu64 " %s, each as it was received\n", returns,
           returns == 1 ? "return" : "returns");
    return 0;
}

// --- the tables

static enum err take_mib(void *field, const char *value, struct err_text *text)
{
    enum { MIB_MAX = 1024 * 1024 };  // a TiB
    char *end;
    const unsigned long mib = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || mib < STORE_SIZE_MIN_MIB ||
        mib > MIB_MAX)
        return err_say(text, ERR_COMMAND, "it takes MiB, from %d to %d", STORE_SIZE_MIN_MIB,
                       MIB_MAX);
    *(size_t *)field = mib;
    return ERR_OK;
}

static const struct command_option options[] = {
    {"listen", "ENDPOINT", "where to take returns (" LISTEN " unless given)", command_take_text,
     offsetof(struct words, listen), NULL},
    {"store", COMMAND_FOLDER, "the store's folder (" STORE " unless given)", command_take_text,
     offsetof(struct words, store), NULL},
    {"key", COMMAND_FILE, "the server's key (" KEY " unless given)", command_take_text,
     offsetof(struct words, key), NULL},
    {"allow", COMMAND_FILE, "the allow-list (" ALLOW " unless given)", command_take_text,
     offsetof(struct words, allow), NULL},
    {"store-size", "MIB",
     "how large the store may grow, in MiB (1024 unless given); the file is written in full",
     take_mib, offsetof(struct words, store_mib), NULL},
    {"period", "PERIOD", "only this one: '2024-25 Q4', 2024-25 or 2024", command_take_text,
     offsetof(struct words, period), NULL},
    {"json", NULL, "write JSON, for a program", command_take_flag, offsetof(struct words, json),
     NULL},
    {"verbose", NULL, "a line for each new return", command_take_flag,
     offsetof(struct words, verbose), NULL},
    {0}};

static const struct command commands[] = {
    {.name = "keygen",
     .arguments = COMMAND_FILE,
     .summary = "make the server's key",
     .help = "Writes a new secret key into FILE, which only you can read, and prints the public "
             "key, which boroughs need as server_key in their settings. A file that is there is "
             "never overwritten.",
     .options = "",
     .run = run_keygen,
     .examples = {{"keygen aggregator.key", "makes the server's key, and prints its public half"}}},
    {.name = "serve",
     .arguments = "",
     .summary = "take returns",
     .help = "Walks every hash in the store, tries its own door, prints `ready`, the endpoint and "
             "the public key, and takes returns until SIGTERM or SIGINT. It may be killed at any "
             "moment and loses nothing that it acknowledged.",
     .options = "listen store key allow store-size verbose",
     .run = run_serve,
     .examples = {{"serve --listen tcp://0.0.0.0:7733",
                   "takes returns from every network that this machine is in"},
                  {"serve --listen 'tcp://127.0.0.1:*' --store-size 64",
                   "on a free port of this machine, with a small store: to try it out"}}},
    {.name = "allow",
     .arguments = "BOROUGH KEY",
     .summary = "let a borough's key in",
     .help = "Lets KEY in: it speaks for BOROUGH (a name, an ONS code or DfE's number). An "
             "aggregator that serves takes the change at once. A borough may have several keys.",
     .options = "allow",
     .run = run_allow,
     .examples = {{"allow Camden "
                   "6f2a0c1de84b7790a35f1c2b9d8e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60",
                   "lets Camden in with the key that Camden's keygen has printed"}}},
    {.name = "revoke",
     .arguments = "BOROUGH|KEY",
     .summary = "take a key, or all of a borough's, off the list",
     .help = "Shuts out KEY, or every key of BOROUGH. An aggregator that serves takes the change "
             "at once and closes every connection; boroughs connect again by themselves.",
     .options = "allow",
     .run = run_revoke,
     .examples = {{"revoke Camden", "takes every key of Camden off the list"}}},
    {.name = "status",
     .arguments = "",
     .summary = "which boroughs returned what, and when; who is missing",
     .help = "For each period that anybody has returned for: each borough's latest return, its "
             "parts, when it came, and how many questions of rules it has left without an answer. "
             "It reads the store beside an aggregator that serves.",
     .options = "store period json",
     .run = run_status,
     .examples = {{"status", "every period that there is"},
                  {"status --period '2025-26 Q3'", "one period, and who is missing"}}},
    {.name = "verify",
     .arguments = "",
     .summary = "check every hash in the store",
     .help = "Walks the store and compares every return with the hash that it was stored with. It "
             "reads the store beside an aggregator that serves.",
     .options = "store",
     .run = run_verify,
     .examples = {{"verify --store /var/lib/quarterday/store", "checks the store in that folder"}}},
    {0}};

int main(int argc, char **argv)
{
    static const struct commands_program program = {
        .name = "qd-aggregator",
        .summary = "take the boroughs' SEND returns, keep every revision, give receipts",
        .help = "The region's side of Quarterday: lets boroughs in, checks their returns again, "
                "stores every revision for good, and gives receipts.",
        .commands = commands,
        .options = options};
    struct words words = {.listen = LISTEN,
                          .store = STORE,
                          .key = KEY,
                          .allow = ALLOW,
                          .store_mib = STORE_SIZE_DEFAULT_MIB};

    return commands_run(&program, &words, argc, argv);
}
