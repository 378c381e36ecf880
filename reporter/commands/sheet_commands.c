#include "reporter/commands/sheet_commands.h"

#include "lib/base/msg.h"
#include "reporter/commands/make_table.h"
#include "reporter/outputs/change_sheet.h"
#include "reporter/outputs/compare_sheet.h"
#include "reporter/outputs/quality_sheet.h"

#include <errno.h>
#include <string.h>

// Makes the sheet that a command is for. `reference` is the folder of the reference lists.
typedef enum err make_sheet_fn(struct sheet *sheet, struct arena *arena, const char *name,
                               const struct reporter_words *words, const char *reference,
                               struct err_text *text);

static int is_text(const struct reporter_words *words)
{
    return strcmp(words->format, "text") == 0;
}

static const struct {
    const char *name;
    sheet_write_fn *write;
} sheet_formats[] = {{"text", sheet_text}, {"csv", sheet_csv}, {"json", sheet_json}};

enum err sheet_commands_write(const struct sheet *sheet, const char *format, struct err_text *text)
{
    sheet_write_fn *write = NULL;
    enum err error;

    for (size_t i = 0; i < sizeof sheet_formats / sizeof sheet_formats[0]; i++)
        if (strcmp(sheet_formats[i].name, format) == 0)
            write = sheet_formats[i].write;
    if (write == NULL)
        return err_say(
            text, ERR_COMMAND,
            "the format %s is for tables of figures: this is written as text, csv or json", format);
    error = write(sheet, stdout);
    if (error == ERR_NO_MEMORY)
        return err_say(text, error,
                       "the table needs more memory than there is: ask for fewer "
                       "measures, periods or areas");
    if (error != ERR_OK)
        err_say_errno(text, errno, "the table could not be written in full");
    return error;
}

static int run(const struct reporter_words *words, const char *name, make_sheet_fn *make)
{
    struct err_text text = {""};
    char reference[PATH_MAX];
    struct sheet sheet;
    struct arena arena;
    enum err error;

    arena_init(&arena, MAKE_TABLE_ARENA_CAP_BYTES);
    error = make_table_reference(reference, words, &text);
    if (error == ERR_OK)
        error = make(&sheet, &arena, name, words, reference, &text);
    if (error == ERR_OK)
        error = sheet_commands_write(&sheet, words->format, &text);
    arena_free(&arena);
    return error == ERR_OK ? ERR_KIND_NONE : msg_failure(error, &text);
}

// --- compare

static enum err make_compare(struct sheet *sheet, struct arena *arena, const char *name,
                             const struct reporter_words *words, const char *reference,
                             struct err_text *text)
{
    struct table *table = arena_alloc(arena, sizeof *table);
    struct against_sources sources;
    enum err error;

    if (table == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    error = make_table(table, arena, name, words, is_text(words), text);
    if (error == ERR_OK)
        error = against_begin(&sources, table, reference, text);
    if (error != ERR_OK)
        return error;
    if (is_text(words))
        compare_sheet_wide(sheet, table, &sources);
    else
        compare_sheet_long(sheet, table, &sources);
    return ERR_OK;
}

int sheet_commands_compare(const void *values, const char *const *arguments)
{
    return run(values, arguments[0], make_compare);
}

// --- change

static enum err make_change(struct sheet *sheet, struct arena *arena, const char *name,
                            const struct reporter_words *words, const char *reference,
                            struct err_text *text)
{
    struct table *table = arena_alloc(arena, sizeof *table);
    struct periods asked;
    enum err error;

    (void)reference;
    if (table == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    error = make_table_with_earlier(table, &asked, arena, name, words, is_text(words), text);
    if (error == ERR_OK)
        change_sheet(sheet, table, &asked);
    return error;
}

int sheet_commands_change(const void *values, const char *const *arguments)
{
    return run(values, arguments[0], make_change);
}

// --- quality

// Of a year also what its quarters make, where there is anything of them.
static enum err make_quarters(struct quality_tables *tables, struct arena *arena, const char *name,
                              const struct reporter_words *words, struct err_text *text)
{
    struct table *quarters = arena_alloc(arena, sizeof *quarters);
    enum err error;

    if (quarters == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    error = make_table_of_quarters(quarters, tables->returned, arena, name, words, is_text(words),
                                   text);
    if (error == ERR_OK)
        tables->quarters = quarters;
    return error == ERR_EMPTY ? ERR_OK : error;
}

static enum err make_quality(struct sheet *sheet, struct arena *arena, const char *name,
                             const struct reporter_words *words, const char *reference,
                             struct err_text *text)
{
    struct quality_tables tables = {.quarters = NULL};
    struct table *returned = arena_alloc(arena, sizeof *returned);
    enum err error;

    if (returned == NULL)
        return err_say(text, ERR_NO_MEMORY, "there is no memory for a table");
    error = make_table(returned, arena, name, words, is_text(words), text);
    tables.returned = returned;
    if (error == ERR_OK && returned->about.part == RECEIPT_PART)
        error = err_say(text, ERR_COMMAND, "the table of submissions is compared with nothing");
    if (error == ERR_OK && returned->kind != QD__PERIOD_KIND__FINANCIAL_QUARTER)
        error = make_quarters(&tables, arena, name, words, text);
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++)
        if (asked_count(&returned->asked, part) > 0)
            error = published_read(&tables.published, arena, reference, (enum form_part)part, text);
    if (error == ERR_OK)
        quality_sheet(sheet, &tables, is_text(words));
    return error;
}

int sheet_commands_quality(const void *values, const char *const *arguments)
{
    return run(values, arguments[0], make_quality);
}
