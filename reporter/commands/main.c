// qd-reporter: tables from the returns that the aggregator's store holds.
#include "aggregator/store/store.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"
#include "reporter/outputs/catalogue.h"
#include "reporter/outputs/output.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
    // A table of every setting by every need takes 10 MB.
    TABLE_ARENA_CAP_BYTES = 128 * 1000 * 1000,
    MEASURE_LIST_CAP_BYTES = 16 * 1000 * 1000,
};

const char *argp_program_version = "qd-reporter " QD_VERSION;

typedef enum err output_fn(const struct table *table, const char *measure, FILE *out);

static const struct format {
    const char *name;
    output_fn *write;
} formats[] = {{"text", output_text}, {"csv", output_csv}, {"json", output_json}};

// What the command line says. Words after the command are its own.
struct command {
    const char *store, *measure;
    const struct format *format;
    Qd__Period period;
    int has_period, markdown;
    const char *words[2];  // "table", "timeliness"
    size_t words_count;
};

enum option_key {
    OPTION_PERIOD = 0x100,
    OPTION_STORE,
    OPTION_FORMAT,
    OPTION_MEASURE,
    OPTION_MARKDOWN
};

static const struct argp_option options[] = {
    {"period", OPTION_PERIOD, "PERIOD", 0, "2024-25 Q4, 2024-25 or 2024", 0},
    {"store", OPTION_STORE, "DIR", 0, "the aggregator's store (default: ./store)", 0},
    {"format", OPTION_FORMAT, "FORMAT", 0, "text (default), csv or json", 0},
    {"measure", OPTION_MEASURE, "NAME", 0,
     "this measure only (default: the headlines in text, all in csv and json)", 0},
    {"markdown", OPTION_MARKDOWN, NULL, 0, "with `indicators`: as Markdown", 0},
    {0}};

static void set_format(struct command *command, const char *name, struct argp_state *state)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].name, name) == 0) {
            command->format = &formats[i];
            return;
        }
    argp_error(state, "there is no format \"%s\": they are text, csv and json", name);
}

static void set_period(struct command *command, const char *words, struct argp_state *state)
{
    struct err_text text = {""};

    if (period_parse(&command->period, words, &text) != ERR_OK)
        argp_error(state, "%s", text.text);
    command->has_period = 1;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct command *command = state->input;

    switch (key) {
    case OPTION_PERIOD:
        set_period(command, argument, state);
        return 0;
    case OPTION_STORE:
        command->store = argument;
        return 0;
    case OPTION_FORMAT:
        set_format(command, argument, state);
        return 0;
    case OPTION_MEASURE:
        command->measure = argument;
        return 0;
    case OPTION_MARKDOWN:
        command->markdown = 1;
        return 0;
    case ARGP_KEY_ARG:
        if (command->words_count == sizeof command->words / sizeof command->words[0])
            argp_error(state, "\"%s\" is one word too many", argument);
        command->words[command->words_count++] = argument;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "say `table NAME` or `indicators`");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

// --- table
// ---------------------------------------------------------------------------------------- Before
// the store is opened: a name that is wrong is wrong whatever is in it.
static enum err check_measure(const struct indicator_table *table, const char *measure,
                              struct err_text *text)
{
    const char *nearest[INDICATORS_NEAREST];
    struct indicators indicators;
    struct arena arena;
    enum err error;

    arena_init(&arena, MEASURE_LIST_CAP_BYTES);
    error = indicators_make(&indicators, &arena, table, text);
    if (error == ERR_OK && indicators_find(&indicators, measure) == NULL) {
        const size_t count = indicators_nearest(&indicators, measure, nearest);

        error = err_say(text, ERR_COMMAND,
                        "the table %s has no measure \"%.80s\"; the nearest are %s, %s and %s; "
                        "`qd-reporter indicators` lists all",
                        table->name, measure, nearest[0], nearest[1 % count], nearest[2 % count]);
    }
    arena_free(&arena);
    return error;
}

static enum err write_table(const struct command *command, struct store *store,
                            struct err_text *text)
{
    struct table table;
    struct arena arena;
    enum err error;

    arena_init(&arena, TABLE_ARENA_CAP_BYTES);
    error = table_make(&table, &arena, store, command->words[1], &command->period, text);
    if (error == ERR_OK) {
        error = command->format->write(&table, command->measure, stdout);
        if (error != ERR_OK)
            err_say_errno(text, errno, "the table could not be written in full");
    }
    arena_free(&arena);
    return error;
}

static enum err check_table(const struct command *command, struct err_text *text)
{
    const struct indicator_table *table;

    if (command->words_count < 2)
        return err_say(text, ERR_COMMAND,
                       "say which table: timeliness, placements, transport or submissions");
    table = indicators_table(command->words[1]);
    if (table == NULL)
        return err_say(text, ERR_COMMAND,
                       "there is no table \"%.40s\": they are timeliness, placements, transport "
                       "and submissions",
                       command->words[1]);
    if (!command->has_period)
        return err_say(text, ERR_COMMAND,
                       "say for which period, as in --period 2024-25 (or \"2024-25 Q4\", or 2024)");
    if (command->markdown)
        return err_say(text, ERR_COMMAND, "--markdown goes with `indicators` only");
    return command->measure == NULL ? ERR_OK : check_measure(table, command->measure, text);
}

static enum err run_table(const struct command *command, struct err_text *text)
{
    const struct store_options store_options = {.read_only = 1};
    enum err error = check_table(command, text);
    struct err_text why = {""};
    struct store *store;

    if (error != ERR_OK)
        return error;
    error = store_open(&store, command->store, &store_options, &why);
    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_COMMAND, "%s; --store DIR says where the aggregator's store is",
                       why.text);
    if (error != ERR_OK)
        return err_say(text, error, "%s", why.text);
    error = write_table(command, store, text);
    store_close(store);
    return error;
}

// --- indicators
static enum err run_indicators(const struct command *command, struct err_text *text)
{
    if (command->words_count > 1)
        return err_say(text, ERR_COMMAND, "`indicators` takes no further word: \"%.40s\"",
                       command->words[1]);
    if (command->has_period || command->measure != NULL)
        return err_say(text, ERR_COMMAND, "--period and --measure go with `table` only");
    return catalogue_write(command->markdown ? CATALOGUE_MARKDOWN : CATALOGUE_TEXT, stdout, text);
}

static enum err run(const struct command *command, struct err_text *text)
{
    if (strcmp(command->words[0], "table") == 0)
        return run_table(command, text);
    if (strcmp(command->words[0], "indicators") == 0)
        return run_indicators(command, text);
    return err_say(text, ERR_COMMAND, "there is no command \"%.40s\": say `table` or `indicators`",
                   command->words[0]);
}

int main(int argc, char **argv)
{
    static const struct argp argp = {
        options,
        parse,
        "table timeliness|placements|transport|submissions --period PERIOD\nindicators",
        "Tables from the returns that the aggregator's store holds.\v"
        "Exit status: 0 done, 1 the data is at fault (nothing returned for the period), 2 the "
        "command "
        "is at fault, 3 the environment is at fault.",
        NULL,
        NULL,
        NULL};
    struct command command = {.store = "store", .format = &formats[0]};
    struct err_text text = {""};
    enum err error;

    msg_program("qd-reporter");
    argp_err_exit_status = ERR_KIND_COMMAND;
    argp_parse(&argp, argc, argv, 0, NULL, &command);
    error = run(&command, &text);
    return error == ERR_OK ? 0 : msg_failure(error, &text);
}
