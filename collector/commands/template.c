#include "collector/commands/template.h"

#include "collector/commands/template_readme.h"
#include "lib/base/file.h"
#include "proto/form/form.h"
#include "proto/form/labels.h"
#include "proto/form/period.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define README "README.txt"

// The files of a template: those of the parts, and behind them the README.
enum { TEMPLATE_FILES = FORM_PARTS + 1 };

static const char *file_name(int file)
{
    return file < FORM_PARTS ? form_part((enum form_part)file)->file : README;
}

// --- what is in a file

static const char mark[] = "\xef\xbb\xbf";  // by the byte order mark Excel knows UTF-8
static const char line_end[] = "\r\n";      // RFC 4180

// What is written into a template's files.
struct contents {
    const char *period;  // as return.csv has it; NULL where the folder's name holds none
    int down;            // files of one row stand on their side
};

// What is known of the cell already; "" if nothing.
static const char *value_of(const ProtobufCFieldDescriptor *field, const struct contents *contents)
{
    return field->descriptor == &qd__period__descriptor && contents->period != NULL
               ? contents->period
               : "";
}

static void write_across(FILE *out, enum form_part part, const struct contents *contents)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    int is_begun = 0;

    for (unsigned i = 0; i < form_columns(row); i++) {
        fprintf(out, "%s%s", i == 0 ? "" : ",", row->fields[i].name);
        is_begun |= value_of(&row->fields[i], contents)[0] != '\0';
    }
    fputs(line_end, out);
    for (unsigned i = 0; is_begun && i < form_columns(row); i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", value_of(&row->fields[i], contents));
    if (is_begun)
        fputs(line_end, out);
}

// A cell of words: in quotation marks, those inside doubled.
static void write_words(FILE *out, const char *words)
{
    fputc('"', out);
    for (; *words != '\0'; words++)
        fprintf(out, "%s%c", *words == '"' ? "\"" : "", *words);
    fputc('"', out);
}

static void write_down(FILE *out, enum form_part part, const struct contents *contents)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    fprintf(out, "measure,label,value,why%s", line_end);
    for (unsigned i = 0; i < form_columns(row); i++) {
        fprintf(out, "%s,", row->fields[i].name);
        write_words(out, labels_of(&row->fields[i])->label);
        fprintf(out, ",%s,%s", value_of(&row->fields[i], contents), line_end);
    }
}

static void write_csv(FILE *out, enum form_part part, const struct contents *contents)
{
    fputs(mark, out);
    if (contents->down && form_part(part)->one_row)
        write_down(out, part, contents);
    else
        write_across(out, part, contents);
}

// --- the files

static char *path_of(const char *folder, int file)
{
    char *path;

    return asprintf(&path, "%s/%s", folder, file_name(file)) < 0 ? NULL : path;
}

static enum err check_is_free(const char *folder, struct err_text *text)
{
    for (int i = 0; i < TEMPLATE_FILES; i++) {
        char *path = path_of(folder, i);
        struct stat status;
        int is_there;

        if (path == NULL)
            return err_say(text, ERR_NO_MEMORY, "out of memory");
        is_there = lstat(path, &status) == 0;
        free(path);
        if (is_there)
            return err_say(text, ERR_EXISTS,
                           "%s is in %s already: nothing was written. Give another folder, or take "
                           "the file out of this one",
                           file_name(i), folder);
    }
    return ERR_OK;
}

// One file of a template, and what goes into it.
struct piece {
    int file;
    const struct contents *contents;
};

static void write_piece(FILE *out, void *context)
{
    const struct piece *piece = context;

    if (piece->file < FORM_PARTS)
        write_csv(out, (enum form_part)piece->file, piece->contents);
    else
        template_readme_write(out);
}

static enum err write_file(const char *folder, int file, const struct contents *contents,
                           struct err_text *text)
{
    struct piece piece = {file, contents};
    char *path = path_of(folder, file);
    enum err error;

    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    error = file_make(path, write_piece, &piece, text);
    free(path);
    return error;
}

static void take_back(const char *folder, int files)
{
    while (files-- > 0) {
        char *path = path_of(folder, files);

        if (path != NULL)
            unlink(path);
        free(path);
    }
}

// In the last name of the path; "." and what ends with a slash have one, too.
static int find_period(Qd__Period *period, const char *path)
{
    char *whole = realpath(path, NULL);
    const char *slash = whole == NULL ? NULL : strrchr(whole, '/');
    const int found = slash != NULL && period_in_name(period, slash + 1);

    free(whole);
    return found;
}

enum err template_write(const char *path, int down, struct err_text *text)
{
    enum { MODE = 0777 };  // less what the umask takes
    int made = mkdir(path, MODE) == 0;
    struct contents contents = {.down = down};
    char text_of_period[PERIOD_TEXT_BYTES];
    Qd__Period period;
    enum err error;

    if (!made && errno != EEXIST)
        return err_say_errno(text, errno, "cannot make the folder %s", path);
    if (find_period(&period, path)) {
        period_format(&period, text_of_period);
        contents.period = text_of_period;
    }
    error = check_is_free(path, text);
    for (int i = 0; i < TEMPLATE_FILES && error == ERR_OK; i++) {
        error = write_file(path, i, &contents, text);
        if (error != ERR_OK)
            take_back(path, i);
    }
    if (error != ERR_OK && made)
        rmdir(path);
    return error;
}
