// qd-reporter: tables from the returns that the aggregator's store holds.
#include "aggregator/store/store.h"
#include "lib/base/commands.h"
#include "lib/base/msg.h"
#include "proto/form/period.h"
#include "reporter/outputs/catalogue.h"
#include "reporter/outputs/output.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#define STORE "./store"  // where it is when nobody says

enum {
    // A table of every setting by every need takes 10 MB.
    TABLE_ARENA_CAP_BYTES = 128 * 1000 * 1000,
    MEASURE_LIST_CAP_BYTES = 16 * 1000 * 1000,
};

typedef enum err output_fn(const struct table *table, const char *measure, FILE *out);

static const struct format {
    const char *name;
    output_fn *write;
} formats[] = {{"text", output_text}, {"csv", output_csv}, {"json", output_json}};

// What the command line says.
struct words {
    const char *store, *measure;
    const struct format *format;
    struct given_period {
        Qd__Period period;
        int is_given;
    } period;
    int markdown;
};

// --- table

// Before the store is opened: a name that is wrong is wrong whatever is in it.
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

static enum err write_table(const struct words *words, const char *name, struct store *store,
                            struct err_text *text)
{
    struct table table;
    struct arena arena;
    enum err error;

    arena_init(&arena, TABLE_ARENA_CAP_BYTES);
    error = table_make(&table, &arena, store, name, &words->period.period, text);
    if (error == ERR_OK) {
        error = words->format->write(&table, words->measure, stdout);
        if (error != ERR_OK)
            err_say_errno(text, errno, "the table could not be written in full");
    }
    arena_free(&arena);
    return error;
}

static enum err open_store(struct store **store, const char *path, struct err_text *text)
{
    const struct store_options options = {.read_only = 1};
    struct err_text why = {""};
    const enum err error = store_open(store, path, &options, &why);

    if (error == ERR_NOT_FOUND)
        return err_say(text, ERR_COMMAND, "%s; --store FOLDER says where the aggregator's store is",
                       why.text);
    return error == ERR_OK ? ERR_OK : err_say(text, error, "%s", why.text);
}

static int run_table(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    const char *name = arguments[0];
    struct err_text text = {""};
    struct store *store = NULL;
    enum err error = ERR_OK;

    if (!words->period.is_given)
        error = err_say(&text, ERR_COMMAND,
                        "say for which period, as in --period 2024-25 (or '2024-25 Q4', or 2024)");
    if (error == ERR_OK && words->measure != NULL)
        error = check_measure(indicators_table(name), words->measure, &text);
    if (error == ERR_OK)
        error = open_store(&store, words->store, &text);
    if (error == ERR_OK)
        error = write_table(words, name, store, &text);
    store_close(store);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

// --- indicators

static int run_indicators(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    struct err_text text = {""};
    const enum err error =
        catalogue_write(words->markdown ? CATALOGUE_MARKDOWN : CATALOGUE_TEXT, stdout, &text);

    (void)arguments;
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

// --- the tables of options and commands

static const char *table_name(size_t index)
{
    return indicators_tables[index] == NULL ? NULL : indicators_tables[index]->name;
}

static const char *format_name(size_t index)
{
    return index < sizeof formats / sizeof formats[0] ? formats[index].name : NULL;
}

static enum err take_format(void *field, const char *value, struct err_text *text)
{
    const struct format **format = field;

    (void)text;
    for (*format = formats; strcmp((*format)->name, value) != 0; (*format)++)
        ;  // it is one of them: format_name
    return ERR_OK;
}

static enum err take_period(void *field, const char *value, struct err_text *text)
{
    struct given_period *given = field;

    given->is_given = 1;
    return period_parse(&given->period, value, text);
}

static const struct command_option options[] = {
    {"period", "PERIOD", "for which period: '2024-25 Q4', 2024-25 or 2024", take_period,
     offsetof(struct words, period), NULL},
    {"store", COMMAND_FOLDER, "the aggregator's store (" STORE " unless given)", command_take_text,
     offsetof(struct words, store), NULL},
    {"format", "FORMAT", "text, csv or json (text unless given)", take_format,
     offsetof(struct words, format), format_name},
    {"measure", "NAME",
     "this measure only (unless given: the headlines in text, all in csv and json)",
     command_take_text, offsetof(struct words, measure), NULL},
    {"markdown", NULL, "write Markdown, as in docs/INDICATORS.md", command_take_flag,
     offsetof(struct words, markdown), NULL},
    {0}};

static const struct command commands[] = {
    {.name = "table",
     .arguments = "TABLE",
     .summary = "a table for one period, a row a borough",
     .help = "Writes a table (timeliness, placements, transport or submissions) for one period: a "
             "row a borough, then Inner London, Outer London and London, with numerator, "
             "denominator, coverage and rank.\n\n"
             "Exit status 1 when nobody has returned for the period.",
     .options = "period store format measure",
     .run = run_table,
     .choices = table_name,
     .examples = {{"table placements --period '2024-25 Q4' --store build/demo/store",
                   "placements in January 2025, from the demonstration's store"},
                  {"table timeliness --period 2024 --format csv > timeliness.csv",
                   "every measure, a line an area and measure, for other tools"},
                  {"table timeliness --period 2024 --measure plans_issued_within_20_weeks_percent",
                   "one measure"}}},
    {.name = "indicators",
     .arguments = "",
     .summary = "what is worked out, and how",
     .help = "Writes every indicator of every table: its name, unit, formula and source.",
     .options = "markdown",
     .run = run_indicators,
     .examples = {{"indicators", "every indicator, for a person to read"}}},
    {0}};

int main(int argc, char **argv)
{
    static const struct commands_program program = {
        .name = "qd-reporter",
        .summary = "make London's tables from the boroughs' SEND returns",
        .help = "Tables from the returns that the aggregator's store holds, for the commissioning "
                "panel and for analysts.",
        .commands = commands,
        .options = options};
    struct words words = {.store = STORE, .format = &formats[0]};

    return commands_run(&program, &words, argc, argv);
}
