#include "reporter/outputs/output_format.h"

#include "lib/base/draft.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/output_ees.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

static const struct output_format formats[] = {
    {.name = "text", .headlines = 1, .write = output_text},
    {.name = "csv", .write = output_csv},
    {.name = "json", .write = output_json},
    {.name = "ees",
     .write = output_ees_data,
     .ending = ".csv",
     .beside_ending = ".meta.csv",
     .write_beside = output_ees_meta,
     .takes = output_ees_takes}};

enum { FORMATS = sizeof formats / sizeof formats[0] };

const struct output_format *output_format_at(size_t index)
{
    return index < FORMATS ? &formats[index] : NULL;
}

const struct output_format *output_format_find(const char *name)
{
    size_t i = 0;

    while (i < FORMATS && strcmp(formats[i].name, name) != 0)
        i++;
    return output_format_at(i);
}

// --- the name of the file beside

// EES takes lower case letters, digits, - and _ only, and the ending.
static int is_plain(const char *path, size_t length)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;

    if (name >= path + length)
        return 0;
    for (; name < path + length; name++)
        if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '-' &&
            *name != '_')
            return 0;
    return 1;
}

static enum err name_beside(const struct output_format *format, const struct table *table,
                            const char *path, const char **beside, struct err_text *text)
{
    const size_t ending = strlen(format->ending);
    const size_t length = path == NULL ? 0 : strlen(path);

    if (path == NULL)
        return err_say(text, ERR_COMMAND,
                       "the format %s is two files: say where with --out, as --out %s%s",
                       format->name, table->about.name, format->ending);
    if (length < ending || strcmp(path + length - ending, format->ending) != 0 ||
        !is_plain(path, length - ending))
        return err_say(text, ERR_COMMAND,
                       "%s: a file of the format %s has a name of lower case letters, digits, - "
                       "and _, and ends with %s",
                       path, format->name, format->ending);
    *beside =
        arena_printf(table->arena, "%.*s%s", (int)(length - ending), path, format->beside_ending);
    return *beside == NULL ? err_say(text, ERR_NO_MEMORY, "out of memory") : ERR_OK;
}

// --- writing

static enum err say_cut(enum err error, const char *path, struct err_text *text)
{
    if (error == ERR_OK)
        return ERR_OK;
    if (error == ERR_NO_MEMORY)
        return err_say(text, error, "the table needs more memory than there is");
    return err_say_errno(text, errno == 0 ? EIO : errno, "%s could not be written in full", path);
}

static enum err write_draft(struct draft *draft,
                            enum err (*write)(const struct table *table, FILE *out),
                            const struct table *table, const char *path, struct err_text *text)
{
    const enum err error = draft_open(draft, path, text);

    return error != ERR_OK ? error : say_cut(write(table, draft->out), path, text);
}

enum err output_format_write(const struct output_format *format, const struct table *table,
                             const char *path, FILE *out, struct err_text *text)
{
    struct draft draft = {0}, beside = {0};
    const char *beside_path = NULL;
    enum err error = ERR_OK;

    if (format->takes != NULL && !format->takes(table))
        return err_say(text, ERR_COMMAND,
                       "the format %s takes no table without figures to compare, as %s is",
                       format->name, table->about.name);
    if (format->write_beside != NULL)
        error = name_beside(format, table, path, &beside_path, text);
    if (error != ERR_OK)
        return error;
    if (path == NULL)
        return say_cut(format->write(table, out), "the table", text);
    error = write_draft(&draft, format->write, table, path, text);
    if (error == ERR_OK && beside_path != NULL)
        error = write_draft(&beside, format->write_beside, table, beside_path, text);
    if (error == ERR_OK && beside_path != NULL)
        error = draft_keep(&beside, text);
    if (error == ERR_OK)
        error = draft_keep(&draft, text);
    draft_drop(&beside);
    draft_drop(&draft);
    return error;
}
