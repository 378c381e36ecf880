// qd-aggregator: the region's end of the way that a return travels.
#include "aggregator/access/allow_list.h"
#include "aggregator/commands/serve.h"
#include "aggregator/commands/status.h"
#include "lib/base/clock.h"
#include "lib/base/msg.h"
#include "lib/net/keys.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <argp.h>
#include <inttypes.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Memory that was used once and is given back at once must be faulted in again for the next batch:
// so much is kept. Beyond it, glibc gives back what a burst has taken.
enum { MAIN_KEPT_BYTES = 4 * 1024 * 1024 };

enum { OPTION_JSON = 'j', OPTION_VERBOSE = 'v', OPTION_PERIOD = 'p', ARGUMENTS_MAX = 2 };

// What the command line says. Everything has its default.
struct words {
    const char *listen, *store, *key, *allow, *period;
    size_t store_mib;
    int json, verbose;
    const struct command *command;
    unsigned arguments_count;
    const char *arguments[ARGUMENTS_MAX];
};

struct command {
    const char *name;
    const char *arguments;  // as the help shows them
    unsigned arguments_wanted;
    const char *options;  // the keys of those that it takes
    const char *help;
    int (*run)(const struct words *words);
};

static const struct argp_option all_options[] = {
    {"listen", 'l', "ENDPOINT", 0, "where to take returns (tcp://127.0.0.1:7733)", 0},
    {"store", 's', "DIR", 0, "the store's folder (./store)", 0},
    {"key", 'k', "FILE", 0, "the server's key (./aggregator.key)", 0},
    {"allow", 'a', "FILE", 0, "the allow-list (./allow.list)", 0},
    {"store-size", 'S', "MIB", 0, "how large the store may grow (1024); allocated in full", 0},
    {"period", OPTION_PERIOD, "PERIOD", 0, "only this one: \"2024-25 Q4\", 2024-25 or 2024", 0},
    {"json", OPTION_JSON, NULL, 0, "for a program to read", 0},
    {"verbose", OPTION_VERBOSE, NULL, 0, "a line for each new return", 0},
    {0}};

enum { OPTIONS_COUNT = sizeof all_options / sizeof all_options[0] };

// --- the commands

static int run_keygen(const struct words *words)
{
    struct err_text text = {""};
    struct keys_pair pair;
    char public_key[KEYS_TEXT_BYTES];
    enum err error;

    keys_generate(&pair);
    error = keys_save(&pair, words->arguments[0], &text);
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

static int run_serve(const struct words *words)
{
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

static int run_allow(const struct words *words)
{
    const struct borough *borough = boroughs_find(words->arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    char shown[KEYS_TEXT_BYTES];
    enum err error;

    if (borough == NULL) {
        msg("\"%s\" is not one of the 33 authorities: give a name, an ONS code or DfE's number, as "
            "Camden, E09000007 or 202",
            words->arguments[0]);
        return ERR_KIND_COMMAND;
    }
    if (keys_from_text(key, words->arguments[1], &text) != ERR_OK) {
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

static int run_revoke(const struct words *words)
{
    const struct borough *borough = boroughs_find(words->arguments[0]);
    struct err_text text = {""};
    uint8_t key[KEYS_BYTES];
    const int is_key = borough == NULL;
    size_t removed = 0;
    enum err error;

    if (is_key && keys_from_text(key, words->arguments[0], &text) != ERR_OK) {
        msg("\"%s\" is neither one of the 33 authorities nor a key: %s", words->arguments[0],
            text.text);
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

static int run_status(const struct words *words)
{
    struct err_text text = {""};
    struct status status;
    struct store *store;
    Qd__Period period;
    enum err error;
    int exit_status;

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

static int run_verify(const struct words *words)
{
    struct err_text text = {""};
    struct store *store;
    uint64_t returns = 0;
    enum err error;
    const int exit_status = open_to_read(&store, words);

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

static const struct command commands[] = {
    {"keygen", "FILE", 1, "", "make the server's key; prints its public half", run_keygen},
    {"serve", "", 0, "lskaSv", "take returns", run_serve},
    {"allow", "BOROUGH KEY", 2, "a", "let a borough's key in", run_allow},
    {"revoke", "BOROUGH|KEY", 1, "a", "take a key, or all of a borough's, off the list",
     run_revoke},
    {"status", "", 0, "spj", "which boroughs returned what, and when; who is missing", run_status},
    {"verify", "", 0, "s", "walk every hash in the store", run_verify},
};

enum { COMMANDS_COUNT = sizeof commands / sizeof commands[0] };

// --- the command line

const char *argp_program_version = "qd-aggregator " QD_VERSION;

static error_t read_mib(const char *text, struct words *words, const struct argp_state *state)
{
    enum { MIB_MAX = 1024 * 1024 };  // a TiB
    char *end;
    const unsigned long mib = strtoul(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || *end != '\0' || mib < STORE_SIZE_MIN_MIB || mib > MIB_MAX)
        argp_error(state, "--store-size takes MiB, from %d to %d", STORE_SIZE_MIN_MIB, MIB_MAX);
    words->store_mib = mib;
    return 0;
}

static error_t read_word(int key, char *word, struct argp_state *state)
{
    struct words *words = state->input;

    switch (key) {
    case 'l':
        words->listen = word;
        return 0;
    case 's':
        words->store = word;
        return 0;
    case 'k':
        words->key = word;
        return 0;
    case 'a':
        words->allow = word;
        return 0;
    case 'S':
        return read_mib(word, words, state);
    case OPTION_PERIOD:
        words->period = word;
        return 0;
    case OPTION_JSON:
        words->json = 1;
        return 0;
    case OPTION_VERBOSE:
        words->verbose = 1;
        return 0;
    case ARGP_KEY_ARG:
        if (words->arguments_count == words->command->arguments_wanted)
            argp_error(state, "\"%s\" is one word too many", word);
        words->arguments[words->arguments_count++] = word;
        return 0;
    case ARGP_KEY_END:
        if (words->arguments_count < words->command->arguments_wanted)
            argp_error(state, "it takes %s", words->command->arguments);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int run_command(const struct command *command, int count, char **rest)
{
    struct words words = {.listen = "tcp://127.0.0.1:7733",
                          .store = "./store",
                          .key = "./aggregator.key",
                          .allow = "./allow.list",
                          .store_mib = STORE_SIZE_DEFAULT_MIB,
                          .command = command};
    struct argp_option options[OPTIONS_COUNT] = {{0}};
    const struct argp argp = {options, read_word, command->arguments, command->help, NULL,
                              NULL,    NULL};
    char name[64];
    size_t taken = 0;

    for (size_t i = 0; i < OPTIONS_COUNT - 1; i++)
        if (strchr(command->options, all_options[i].key) != NULL)
            options[taken++] = all_options[i];
    (void)snprintf(name, sizeof name, "qd-aggregator %s", command->name);
    rest[0] = name;  // so that argp's own words name the command
    (void)argp_parse(&argp, count, rest, 0, NULL, &words);
    return command->run(&words);
}

static void show_usage(FILE *out)
{
    fputs("Usage: qd-aggregator COMMAND ...\n\n", out);
    for (size_t i = 0; i < COMMANDS_COUNT; i++)
        fprintf(out, "  %-7s %-12s  %s\n", commands[i].name, commands[i].arguments,
                commands[i].help);
    fputs("\n`qd-aggregator COMMAND --help` shows the command's options.\n", out);
}

int main(int argc, char **argv)
{
    msg_program("qd-aggregator");
    argp_err_exit_status = ERR_KIND_COMMAND;
    for (size_t i = 0; argc > 1 && i < COMMANDS_COUNT; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            return run_command(&commands[i], argc - 1, argv + 1);
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)) {
        show_usage(stdout);
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        puts(argp_program_version);
        return 0;
    }
    if (argc > 1)
        msg("\"%s\" is no command", argv[1]);
    show_usage(stderr);
    return ERR_KIND_COMMAND;
}
