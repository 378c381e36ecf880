#include "reporter/outputs/output_format.h"

#include "lib/base/draft.h"
#include "reporter/outputs/csvw.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/output_ees.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

static const struct output_format formats[] = {
    {.name = "text",
     .for_people = 1,
     .files = {{.ending = ".txt", .table = output_text, .sheet = sheet_text}}},
    {.name = "csv",
     .files = {{.ending = ".csv", .table = output_csv, .sheet = sheet_csv},
               {.ending = ".csv-metadata.json",
                .about_table = csvw_table,
                .about_sheet = csvw_sheet}}},
    {.name = "json", .files = {{.ending = ".json", .table = output_json, .sheet = sheet_json}}},
    {.name = "xlsx",
     .needs_path = 1,
     .files = {{.ending = ".xlsx", .table = output_xlsx, .sheet = sheet_xlsx}}},
    {.name = "ees",
     .needs_path = 1,
     .has_plain_names = 1,
     .files = {{.ending = ".csv", .table = output_ees_data},
               {.ending = ".meta.csv", .table = output_ees_meta},
               {.ending = ".csv-metadata.json", .about_table = output_ees_csvw}},
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

int output_format_takes(const struct output_format *format, const struct output_subject *subject)
{
    if (subject->sheet != NULL)
        return format->files[0].sheet != NULL;
    return format->takes == NULL || format->takes(subject->table);
}

static size_t count_files(const struct output_format *format)
{
    size_t count = 0;

    while (count < OUTPUT_FORMAT_FILES && format->files[count].ending != NULL)
        count++;
    return count;
}

// --- what is said of a subject

static const char *name_of(const struct output_subject *subject)
{
    return subject->sheet != NULL ? subject->sheet->about.name : subject->table->about.name;
}

static struct arena *arena_of(const struct output_subject *subject)
{
    return subject->sheet != NULL ? subject->sheet->arena : subject->table->arena;
}

static enum err check_taken(const struct output_format *format,
                            const struct output_subject *subject, struct err_text *text)
{
    const char *others = "";

    if (output_format_takes(format, subject))
        return ERR_OK;
    if (subject->sheet == NULL)
        return err_say(text, ERR_COMMAND,
                       "the format %s takes no table without figures to compare, as %s is",
                       format->name, name_of(subject));
    for (size_t i = 0; i < FORMATS && others != NULL; i++)
        if (output_format_takes(&formats[i], subject))
            others = arena_printf(arena_of(subject), "%s%s%s", others,
                                  others[0] == '\0' ? "" : ", ", formats[i].name);
    return err_say(text, ERR_COMMAND,
                   "the format %s is for tables of figures: this is written as one of %s",
                   format->name, others == NULL ? "the others" : others);
}

// --- the names of its files

// EES takes lower case letters, digits, - and _ only, and the ending.
static int is_plain(const char *path, size_t length)
{
    const char *slash = strrchr(path, '/');

    for (const char *name = slash == NULL ? path : slash + 1; name < path + length; name++)
        if (!islower((unsigned char)*name) && !isdigit((unsigned char)*name) && *name != '-' &&
            *name != '_')
            return 0;
    return 1;
}

// Whether there is a name in front of the ending.
static int is_named(const char *path, const char *ending, size_t *stem)
{
    const size_t length = strlen(path), end = strlen(ending);

    *stem = length > end ? length - end : 0;
    return *stem > 0 && strcmp(path + *stem, ending) == 0 && path[*stem - 1] != '/';
}

// The names of files beside the first are made from its name; what is one text may have any.
static enum err check_path(const struct output_format *format, const struct output_subject *subject,
                           const char *path, size_t *stem, struct err_text *text)
{
    const char *ending = format->files[0].ending;
    const char *plain =
        format->has_plain_names ? "is of lower case letters, digits, - and _, and " : "";

    *stem = 0;
    if (path == NULL && format->needs_path)
        return err_say(text, ERR_COMMAND,
                       "the format %s is written into files: say where with --out, as --out %s%s",
                       format->name, name_of(subject), ending);
    if (path == NULL || (!format->needs_path && count_files(format) == 1))
        return ERR_OK;
    if (is_named(path, ending, stem) && (!format->has_plain_names || is_plain(path, *stem)))
        return ERR_OK;
    return err_say(text, ERR_COMMAND, "%s: a file of the format %s has a name that %sends with %s",
                   path, format->name, plain, ending);
}

// --- writing

static enum err say_cut(enum err error, const char *path, struct err_text *text)
{
    if (error == ERR_OK)
        return ERR_OK;
    if (error == ERR_NO_MEMORY)
        return err_say(text, error,
                       "the table needs more memory than there is: ask for fewer measures, "
                       "periods or areas");
    return err_say_errno(text, errno == 0 ? EIO : errno, "%s could not be written in full", path);
}

enum err output_format_write_file(const struct output_file *file,
                                  const struct output_subject *subject, const char *url, FILE *out)
{
    if (subject->sheet != NULL)
        return file->about_sheet != NULL ? file->about_sheet(subject->sheet, url, out)
                                         : file->sheet(subject->sheet, out);
    return file->about_table != NULL ? file->about_table(subject->table, url, out)
                                     : file->table(subject->table, out);
}

// `path` is that of the first file; NULL: it is stdout.
static enum err write_file(const struct output_file *file, const struct output_subject *subject,
                           const char *path, FILE *out)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');

    return output_format_write_file(file, subject, slash == NULL ? path : slash + 1, out);
}

static enum err write_draft(struct draft *draft, const struct output_file *file,
                            const struct output_subject *subject, const char *path,
                            const char *name, struct err_text *text)
{
    const enum err error =
        name == NULL ? say_cut(ERR_NO_MEMORY, path, text) : draft_open(draft, name, text);

    return error != ERR_OK ? error
                           : say_cut(write_file(file, subject, path, draft->out), name, text);
}

// What stands beside the figures comes into its place before them.
static enum err write_drafts(const struct output_format *format,
                             const struct output_subject *subject, const char *path, size_t stem,
                             struct err_text *text)
{
    struct draft drafts[OUTPUT_FORMAT_FILES] = {{0}};
    const size_t count = count_files(format);
    enum err error = ERR_OK;

    for (size_t i = 0; i < count && error == ERR_OK; i++) {
        const struct output_file *file = &format->files[i];
        const char *name =
            i == 0 ? path
                   : arena_printf(arena_of(subject), "%.*s%s", (int)stem, path, file->ending);

        error = write_draft(&drafts[i], file, subject, path, name, text);
    }
    for (size_t i = count; i > 0 && error == ERR_OK; i--)
        error = draft_keep(&drafts[i - 1], text);
    for (size_t i = 0; i < count; i++)
        draft_drop(&drafts[i]);
    return error;
}

enum err output_format_write(const struct output_format *format,
                             const struct output_subject *subject, const char *path, FILE *out,
                             struct err_text *text)
{
    size_t stem = 0;
    enum err error = check_taken(format, subject, text);

    if (error == ERR_OK)
        error = check_path(format, subject, path, &stem, text);
    if (error != ERR_OK)
        return error;
    if (path != NULL)
        return write_drafts(format, subject, path, stem, text);
    return say_cut(write_file(&format->files[0], subject, NULL, out), "the table", text);
}
