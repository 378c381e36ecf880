// qd-aggregator: the region's end of the way that a return travels.
#include "aggregator/commands/access_commands.h"
#include "aggregator/commands/command_line.h"
#include "aggregator/commands/progress.h"
#include "aggregator/commands/serve.h"
#include "aggregator/commands/store_commands.h"
#include "lib/base/clock.h"
#include "lib/base/commands.h"
#include "lib/base/msg.h"

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

// --- serve

static void write_log(void *context, const char *line)
{
    char now[CLOCK_TEXT_BYTES];

    (void)context;
    clock_format(clock_unix_ms(), now);
    msg_progress_end();
    (void)fprintf(stderr, "time=%s %s\n", now, line);
}

static int run_serve(const void *values, const char *const *arguments)
{
    const struct command_line *line = values;
    const struct serve_options options = {.listen = line->listen,
                                          .store = line->store,
                                          .key = line->key,
                                          .allow = line->allow,
                                          .store_size_bytes = line->store_mib * 1024 * 1024,
                                          .verbose = line->verbose,
                                          .log = write_log,
                                          .making = progress_making,
                                          .checking = progress_checking};
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

// --- the tables

static enum err take_mib(void *field, const char *value, struct err_text *text)
{
    enum { MIB_MAX = 1024 * 1024 };  // a TiB
    char *end;
    const unsigned long mib = strtoul(value, &end, 10);

    if (value[0] < '0' || value[0] > '9' || *end != '\0' || mib < STORE_SIZE_MIN_MIB ||
        mib > MIB_MAX)
        return err_say(text, ERR_COMMAND,
                       "--store-size takes whole MiB from %d to %d, and not: %.40s",
                       STORE_SIZE_MIN_MIB, MIB_MAX, value);
    *(size_t *)field = mib;
    return ERR_OK;
}

static const struct command_option options[] = {
    {"listen", "ENDPOINT", "where to take returns (" LISTEN " unless given)", command_take_text,
     offsetof(struct command_line, listen), NULL},
    {"store", COMMAND_FOLDER, "the store's folder (" STORE " unless given)", command_take_text,
     offsetof(struct command_line, store), NULL},
    {"key", COMMAND_FILE, "the server's key (" KEY " unless given)", command_take_text,
     offsetof(struct command_line, key), NULL},
    {"allow", COMMAND_FILE, "the allow-list (" ALLOW " unless given)", command_take_text,
     offsetof(struct command_line, allow), NULL},
    {"store-size", "MIB",
     "how large the store may grow, in MiB (1024 for a new one unless given; later it only grows); "
     "the file is written in full",
     take_mib, offsetof(struct command_line, store_mib), NULL},
    {"calendar", COMMAND_FILE,
     "when returns are due: a CSV file of period, opens, due, refresh_until (docs/OPERATING.md)",
     command_take_text, offsetof(struct command_line, calendar), NULL},
    {"period", "PERIOD", "only this one: '2024-25 Q4', 2024-25 or 2024", command_take_text,
     offsetof(struct command_line, period), NULL},
    {"simulated", NULL, "the new store takes returns whose figures are made up", command_take_flag,
     offsetof(struct command_line, simulated), NULL},
    {"restored", NULL, "the store is a backup that was put in place", command_take_flag,
     offsetof(struct command_line, restored), NULL},
    {"rebuild", NULL,
     "make data.mdb again from the journal, when its indexes are damaged; stop the aggregator "
     "first",
     command_take_flag, offsetof(struct command_line, rebuild), NULL},
    {"head", NULL,
     "the entry's head instead, behind the link of the entry before it: their SHA-256 is the link "
     "that a receipt shows",
     command_take_flag, offsetof(struct command_line, head), NULL},
    {"reason", "WORDS", "why, for whoever reads the journal", command_take_text,
     offsetof(struct command_line, reason), NULL},
    {"json", NULL, "write JSON, for a program", command_take_flag,
     offsetof(struct command_line, json), NULL},
    {"verbose", NULL, "a line for each new return", command_take_flag,
     offsetof(struct command_line, verbose), NULL},
    {0}};

static const struct command commands[] = {
    {.name = "keygen",
     .arguments = COMMAND_FILE,
     .summary = "make the server's key",
     .help = "Writes a new secret key into FILE, which only you can read, and prints the public "
             "key, which boroughs need as server_key in their settings. A file that is there is "
             "never overwritten.",
     .options = "",
     .run = access_commands_keygen,
     .examples = {{"keygen aggregator.key", "makes the server's key, and prints its public half"}}},
    {.name = "init",
     .arguments = "",
     .summary = "make a store",
     .help = "Makes a new store in the folder of --store: its file in full, the first entry of its "
             "journal, and the witness, by which a store that went back or was emptied is told "
             "from this one. A store that is there is never touched.\n\n"
             "With --restored the store is there: a backup was put in its place. That is entered "
             "into the journal, receipts get numbers that none had before, and the store can be "
             "served again.",
     .options = "store store-size simulated restored",
     .run = store_commands_init,
     .examples = {{"init --store /var/lib/quarterday/store --store-size 4096",
                   "makes a store of 4 GiB"},
                  {"init --restored", "goes on with a backup that was put into ./store"},
                  {"init --simulated --store-size 64",
                   "makes a small store for figures that are made up"}}},
    {.name = "serve",
     .arguments = "",
     .summary = "take returns",
     .help = "Walks every hash in the store, tries its own listener, prints `ready`, the endpoint "
             "and the public key, and takes returns until SIGTERM or SIGINT. It may be killed at "
             "any moment and loses nothing that it acknowledged.",
     .options = "listen store key allow store-size verbose",
     .run = run_serve,
     .examples = {{"serve --listen tcp://0.0.0.0:7733",
                   "takes returns from every network that this machine is in"},
                  {"serve --listen 'tcp://127.0.0.1:*'",
                   "on a free port of this machine: to try it out"}}},
    {.name = "allow",
     .arguments = "BOROUGH KEY",
     .summary = "let a borough's key in",
     .help = "Lets KEY in: it speaks for BOROUGH (a name, an ONS code or DfE's number). An "
             "aggregator that serves takes the change at once. A borough may have several keys.",
     .options = "allow",
     .run = access_commands_allow,
     .examples = {{"allow Camden 6f2a0c1de84b7790a35f1c2b9d8e4f60718293a4b5c6d7e8f90a1b2c3d4e5f60",
                   "lets Camden in with the key that Camden's keygen has printed"}}},
    {.name = "revoke",
     .arguments = "BOROUGH|KEY",
     .summary = "take a key, or all of a borough's, off the list",
     .help = "Shuts out KEY, or every key of BOROUGH. An aggregator that serves takes the change "
             "at once and closes every connection; boroughs connect again by themselves.",
     .options = "allow",
     .run = access_commands_revoke,
     .examples = {{"revoke Camden", "takes every key of Camden off the list"}}},
    {.name = "status",
     .arguments = "",
     .summary = "which boroughs returned what, and when; who is missing",
     .help = "For each period that anybody has returned for: each borough's latest return, its "
             "parts, when it came, and how many questions of rules it has left without an answer. "
             "It reads the store beside an aggregator that serves.\n\n"
             "With --calendar it says what is due, by how many days a borough's first return was "
             "late, and who is late now; a period stands there from the day on which it opens.",
     .options = "store period calendar json",
     .run = store_commands_status,
     .examples = {{"status", "every period that there is"},
                  {"status --period '2025-26 Q3'", "one period, and who is missing"},
                  {"status --calendar calendar.csv", "what is due, and who is late"}}},
    {.name = "evidence",
     .arguments = "BOROUGH PERIOD REVISION",
     .summary = "write a return's bytes as they were received",
     .help = "Writes to stdout the very bytes that the borough sent, which `sha256sum` hashes to "
             "the return's hash on the receipt. With --head it writes what the receipt's journal "
             "link is the SHA-256 of: the link of the entry before, and the entry's head, which "
             "has the return's hash at its end. So an auditor can follow a receipt without "
             "Quarterday. It reads the store beside an aggregator that serves.",
     .options = "store head",
     .run = store_commands_evidence,
     .examples = {{"evidence Camden '2025-26 Q3' 1",
                   "writes the bytes; with | sha256sum behind it, their hash"},
                  {"evidence Camden '2025-26 Q3' 1 --head", "the same for the journal's link"}}},
    {.name = "redact",
     .arguments = "BOROUGH PERIOD REVISION",
     .summary = "remove the body of a return that should never have been sent",
     .help =
         "Removes what was sent (a child's name in a note, say) from every page of the store. The "
         "journal's entry stays with its hash, and so does the borough's receipt. Its figures read "
         "x, no earlier revision steps in for them, and the borough sends the next one. The "
         "journal gets an entry that says when and why. The aggregator must be stopped.",
     .options = "store reason",
     .run = store_commands_redact,
     .examples = {{"redact Camden '2025-26 Q3' 2 --reason 'a name stood in the note'",
                   "removes Camden's second return for that quarter"}}},
    {.name = "withdraw",
     .arguments = "BOROUGH PERIOD",
     .summary = "take back a return for the borough",
     .help =
         "Takes back the newest return of BOROUGH for PERIOD, as the borough does with "
         "`qd-collector withdraw`: the period counts as not returned, with a note that says so, "
         "until the borough submits again. Nothing is deleted, and the borough's receipt stays "
         "good. The journal gets an entry that says when and why. The aggregator must be stopped.",
     .options = "store reason",
     .run = store_commands_withdraw,
     .examples = {{"withdraw Camden '2025-26 Q3' --reason 'these are the figures of Q2'",
                   "Camden has not returned for that quarter, until it submits again"}}},
    {.name = "verify",
     .arguments = "",
     .summary = "check every hash in the store",
     .help = "Checks every page of the store's file, every link of its journal, every return "
             "against the hash that it was stored with, the indexes, and the witness. It reads the "
             "store beside an aggregator that serves.\n\n"
             "With --rebuild data.mdb is made again from a journal that is whole, with new "
             "indexes; the old file is kept beside it. The aggregator must be stopped.",
     .options = "store rebuild",
     .run = store_commands_verify,
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
    struct command_line line = {.listen = LISTEN, .store = STORE, .key = KEY, .allow = ALLOW};

    return commands_run(&program, &line, argc, argv);
}
