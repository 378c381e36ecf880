#include "collector/commands/command_line.h"

#include <argp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// argp's own name for what --version says.
const char *argp_program_version = COMMAND_LINE_PROGRAM " " QD_VERSION;

// Beyond the letters: every option is a word.
enum option_key {
    OPTION_AGGREGATOR = 256,
    OPTION_CONFIG,
    OPTION_KEY,
    OPTION_OUTBOX,
    OPTION_TIMEOUT,
    OPTION_SERVER_KEY,
    OPTION_JSON,
    OPTION_MARKDOWN,
};

#define OPTION_LINE_CONFIG                                                                         \
    {                                                                                              \
        "config", OPTION_CONFIG, "FILE", 0,                                                        \
            "An ini file whose section [collector] holds aggregator, server_key, key, outbox and " \
            "timeout (default: quarterday.ini in the current folder, when it is there). What is "  \
            "given "                                                                               \
            "on the command line wins",                                                            \
            0                                                                                      \
    }
#define OPTION_LINE_OUTBOX                                                                         \
    {                                                                                              \
        "outbox", OPTION_OUTBOX, "FOLDER", 0,                                                      \
            "Where returns and receipts are kept (default: " SETTINGS_OUTBOX ")", 0                \
    }
#define OPTION_LINES_CONNECTION                                                                    \
    {"aggregator",                                                                                 \
     OPTION_AGGREGATOR,                                                                            \
     "ADDRESS",                                                                                    \
     0,                                                                                            \
     "Where to send: tcp://HOST:PORT, from the region's operator",                                 \
     0},                                                                                           \
        {"server-key",                                                                             \
         OPTION_SERVER_KEY,                                                                        \
         "KEY",                                                                                    \
         0,                                                                                        \
         "The aggregator's public key: 64 hexadecimal digits, from the region's operator",         \
         0},                                                                                       \
        {"key",                                                                                    \
         OPTION_KEY,                                                                               \
         "FILE",                                                                                   \
         0,                                                                                        \
         "The borough's secret key, made by keygen (default: " SETTINGS_KEY ")",                   \
         0},                                                                                       \
        OPTION_LINE_OUTBOX,                                                                        \
        {"timeout",                                                                                \
         OPTION_TIMEOUT,                                                                           \
         "SECONDS",                                                                                \
         0,                                                                                        \
         "How long to wait for each answer (default: 60, but 10 when nobody is there at all). A "  \
         "wrong server key, and a key that is not let in, are told after a few attempts, within "  \
         "5 seconds",                                                                              \
         0},                                                                                       \
        OPTION_LINE_CONFIG
#define OPTION_LINE_JSON                                                                           \
    {                                                                                              \
        "json", OPTION_JSON, NULL, 0, "Write JSON for a program", 0                                \
    }

static const struct argp_option no_options[] = {{0}};
static const struct argp_option json_options[] = {OPTION_LINE_JSON, {0}};
static const struct argp_option outbox_options[] = {
    OPTION_LINE_JSON, OPTION_LINE_OUTBOX, OPTION_LINE_CONFIG, {0}};
static const struct argp_option connection_options[] = {OPTION_LINES_CONNECTION, {0}};
static const struct argp_option submit_options[] = {OPTION_LINE_JSON, OPTION_LINES_CONNECTION, {0}};
static const struct argp_option rules_options[] = {
    {"markdown", OPTION_MARKDOWN, NULL, 0, "Write Markdown, as in docs/RULES.md", 0}, {0}};

enum path_use { PATH_NONE, PATH_OPTIONAL, PATH_REQUIRED };

struct command {
    const char *name;
    const char *arguments;
    enum path_use path;
    const struct argp_option *options;
    const char *summary;  // in the list of commands
    const char *help;     // below the options of its own --help
};

static const struct command commands[COMMAND_LINE_COMMANDS] = {
    [COMMAND_LINE_KEYGEN] =
        {"keygen", "FILE", PATH_REQUIRED, no_options, "make the borough's key",
         "Writes a new secret key into FILE, which only you can read, and prints the public key. "
         "Send the public key to the region's operator, who lets it in; the file never leaves your "
         "hands. A file that is there is never overwritten."},
    [COMMAND_LINE_TEMPLATE] =
        {"template", "FOLDER", PATH_REQUIRED, no_options, "write empty files to fill in",
         "Writes the files of a return with their headings, and README.txt that explains each "
         "column. Delete the files of the parts that you do not return. Nothing is overwritten."},
    [COMMAND_LINE_CHECK] =
        {"check", "FOLDER", PATH_REQUIRED, json_options, "say all that is wrong with a return",
         "Reads the return in FOLDER and says all that is wrong: where (file, row and column as "
         "the spreadsheet shows them), what, and how to fix it. Nothing leaves your machine. Exit "
         "status 1 when something stops the return."},
    [COMMAND_LINE_SUBMIT] =
        {"submit", "[FOLDER]", PATH_OPTIONAL, submit_options,
         "check, send, get the receipt (no FOLDER: send what is pending)",
         "Checks the return in FOLDER; writes it to the outbox; sends it, and whatever else is "
         "pending; waits for the region's receipt and prints it. What was begun is finished by "
         "typing the command again, with or without FOLDER: nothing is ever stored twice. The same "
         "return again gets the same receipt; a changed return for the same period replaces the "
         "earlier one. A return that another of the borough's collectors has replaced since is "
         "submitted again when its FOLDER is given again, and is the current one then.\v"
         "Exit status: 0 the receipt is there; 1 the return must be fixed (findings, or refused); "
         "2 the command is not right; 3 no answer: try again; "
         "whether anything was sent, and that it is kept in the outbox, is said.\n\n"
         "With --json and FOLDER one object is printed: the submission's state (acknowledged, "
         "refused or pending), its receipt and already_held; findings that stop it are printed as "
         "by check --json. Without FOLDER a list of what was answered."},
    [COMMAND_LINE_STATUS] = {"status", "", PATH_NONE, outbox_options,
                             "what is pending, acknowledged and refused",
                             "Lists every submission in the outbox, oldest first."},
    [COMMAND_LINE_RECEIPTS] = {"receipts", "", PATH_NONE, outbox_options, "every receipt you hold",
                               "Prints every receipt, oldest first: when the return arrived, its "
                               "revision, journal number and hash."},
    [COMMAND_LINE_DOCTOR] =
        {"doctor", "", PATH_NONE, connection_options, "find out why sending does not work",
         "Tries one thing after the other: settings, key, outbox, name, network, server key, being "
         "let in; and says how to fix the first that is not right. Sends no figures."},
    [COMMAND_LINE_RULES] = {"rules", "", PATH_NONE, rules_options, "every rule that is checked",
                            "Prints every rule: its id, whether it stops a return, what it looks "
                            "for, why, and how to fix what it finds."},
};

static error_t take(int key, char *argument, struct argp_state *state)
{
    struct command_line *line = state->input;
    const struct command *command = &commands[line->command];

    switch (key) {
    case OPTION_AGGREGATOR:
        line->given.values[SETTINGS_NAME_AGGREGATOR] = argument;
        return 0;
    case OPTION_SERVER_KEY:
        line->given.values[SETTINGS_NAME_SERVER_KEY] = argument;
        return 0;
    case OPTION_KEY:
        line->given.values[SETTINGS_NAME_KEY] = argument;
        return 0;
    case OPTION_OUTBOX:
        line->given.values[SETTINGS_NAME_OUTBOX] = argument;
        return 0;
    case OPTION_TIMEOUT:
        line->given.values[SETTINGS_NAME_TIMEOUT] = argument;
        return 0;
    case OPTION_CONFIG:
        line->given.config = argument;
        return 0;
    case OPTION_JSON:
        line->json = 1;
        return 0;
    case OPTION_MARKDOWN:
        line->markdown = 1;
        return 0;
    case ARGP_KEY_ARG:
        if (command->path == PATH_NONE || line->path != NULL)
            argp_error(state, "\"%s\" is one argument too many", argument);
        if (*argument == '\0')
            argp_error(state, "%s has no name", command->arguments);
        line->path = argument;
        return 0;
    case ARGP_KEY_END:
        if (command->path == PATH_REQUIRED && line->path == NULL)
            argp_error(state, "%s is missing", command->arguments);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static void list_commands(FILE *out)
{
    fputs("Commands:\n", out);
    for (int i = 0; i < COMMAND_LINE_COMMANDS; i++)
        fprintf(out, "  %-9s %-9s %s\n", commands[i].name, commands[i].arguments,
                commands[i].summary);
}

// --- the program as a whole: everything before the sub-command's name

static char *add_commands(int key, const char *text, void *input)
{
    char *list = NULL;
    size_t size;
    FILE *out;

    (void)input;
    if (key != ARGP_KEY_HELP_POST_DOC)
        return (char *)(uintptr_t)text;
    out = open_memstream(&list, &size);
    if (out == NULL)
        return NULL;
    list_commands(out);
    fputs("\n`" COMMAND_LINE_PROGRAM " COMMAND --help` says more about each.\n\n"
          "Exit status: 0 done, 1 the data is at fault, 2 the command is at fault, 3 the "
          "environment is at fault (try again). Results are written to stdout, words to stderr.\n",
          out);
    return fclose(out) == 0 ? list : NULL;
}

static error_t take_command(int key, char *argument, struct argp_state *state)
{
    struct command_line *line = state->input;

    if (key == ARGP_KEY_NO_ARGS) {
        fputs(COMMAND_LINE_PROGRAM ": no command was given\n", stderr);
        list_commands(stderr);
        exit(argp_err_exit_status);
    }
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    for (int i = 0; i < COMMAND_LINE_COMMANDS; i++)
        if (strcmp(argument, commands[i].name) == 0) {
            line->command = (enum command_line_command)i;
            return 0;
        }
    fprintf(stderr, COMMAND_LINE_PROGRAM ": there is no command \"%s\"\n", argument);
    list_commands(stderr);
    exit(argp_err_exit_status);
}

// The place of the sub-command's name: the first word that is no option.
static int find_command(int argc, char **argv)
{
    int at = 1;

    while (at < argc && argv[at][0] == '-' && strcmp(argv[at], "--") != 0)
        at++;
    return at;
}

void command_line_parse(struct command_line *line, int argc, char **argv)
{
    static const struct argp whole = {
        .parser = take_command,
        .args_doc = "COMMAND [ARGUMENT...]",
        .doc = "The borough's side of Quarterday: checks a return, sends it to the region, and "
               "keeps the receipt.\v",
        .help_filter = add_commands,
    };
    const int at = find_command(argc, argv);
    const struct command *command;
    struct argp own = {.parser = take};

    argp_err_exit_status = ERR_KIND_COMMAND;
    *line = (struct command_line){.command = COMMAND_LINE_COMMANDS};
    argp_parse(&whole, at < argc ? at + 1 : argc, argv, ARGP_IN_ORDER, NULL, line);
    command = &commands[line->command];
    own.options = command->options;
    own.args_doc = command->arguments;
    own.doc = command->help;
    // So that its own help and errors name it whole.
    snprintf(line->name, sizeof line->name, "%s %s", COMMAND_LINE_PROGRAM, command->name);
    argv[at] = line->name;
    argp_parse(&own, argc - at, argv + at, 0, NULL, line);
}
