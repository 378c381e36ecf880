#include "collector/commands/template.h"

#include "collector/commands/template_readme.h"
#include "proto/form/form.h"
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

static void write_headings(FILE *out, const ProtobufCMessageDescriptor *row)
{
    for (unsigned i = 0; i < form_columns(row); i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", row->fields[i].name);
    fputs(line_end, out);
}

// The row of return.csv, as far as the folder's name says it: the period.
static void write_header(FILE *out, const ProtobufCMessageDescriptor *row, const Qd__Period *period)
{
    char text[PERIOD_TEXT_BYTES];

    period_format(period, text);
    for (unsigned i = 0; i < form_columns(row); i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",",
                row->fields[i].descriptor == &qd__period__descriptor ? text : "");
    fputs(line_end, out);
}

// `period` is NULL where the folder's name holds none.
static void write_csv(FILE *out, enum form_part part, const Qd__Period *period)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    fputs(mark, out);
    write_headings(out, row);
    if (part == FORM_HEADER && period != NULL)
        write_header(out, row, period);
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

// Leaves nothing of the file behind when it fails.
static enum err write_file(const char *folder, int file, const Qd__Period *period,
                           struct err_text *text)
{
    char *path = path_of(folder, file);
    enum err error = ERR_OK;
    FILE *out;

    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    out = fopen(path, "wxe");
    if (out == NULL) {
        error = err_say_errno(text, errno, "cannot write %s", path);
        goto free_path;
    }
    if (file < FORM_PARTS)
        write_csv(out, (enum form_part)file, period);
    else
        template_readme_write(out);
    errno = 0;
    if (ferror(out) || fflush(out) != 0)
        error = err_say_errno(text, errno == 0 ? EIO : errno, "cannot write %s", path);
    if (fclose(out) != 0 && error == ERR_OK)
        error = err_say_errno(text, errno, "cannot write %s", path);
    if (error != ERR_OK)
        unlink(path);
free_path:
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

enum err template_write(const char *path, struct err_text *text)
{
    enum { MODE = 0777 };  // less what the umask takes
    int made = mkdir(path, MODE) == 0;
    Qd__Period period;
    int has_period;
    enum err error;

    if (!made && errno != EEXIST)
        return err_say_errno(text, errno, "cannot make the folder %s", path);
    has_period = find_period(&period, path);
    error = check_is_free(path, text);
    for (int i = 0; i < TEMPLATE_FILES && error == ERR_OK; i++) {
        error = write_file(path, i, has_period ? &period : NULL, text);
        if (error != ERR_OK)
            take_back(path, i);
    }
    if (error != ERR_OK && made)
        rmdir(path);
    return error;
}
