#include "collector/commands/template.h"

#include "collector/cells/cell.h"
#include "collector/words/printable.h"
#include "proto/form/form.h"
#include "proto/form/labels.h"

#include <errno.h>
#include <stdarg.h>
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

// --- what is in the files

static void write_headings(FILE *out, enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(row); i++)
        fprintf(out, "%s%s", i == 0 ? "" : ",", row->fields[i].name);
    fputs("\r\n", out);  // RFC 4180
}

__attribute__((format(printf, 4, 5))) static void write_words(FILE *out, int first, int rest,
                                                              const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    if (text != NULL)
        printable_paragraph(out, first, rest, text);
    free(text);
}

static void write_codes(FILE *out, const ProtobufCEnumDescriptor *codes)
{
    enum { INDENT = 6, HANGING = 10 };

    for (unsigned i = 0; i < codes->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        codes_write(codes, codes->values[i].value, code);
        write_words(out, INDENT, HANGING, "%s: %s", code,
                    codes_label(codes, codes->values[i].value));
    }
}

static void write_column(FILE *out, const ProtobufCFieldDescriptor *field, struct arena *arena)
{
    enum { NAME = 2, TEXT = 4 };
    const struct labels *words = labels_of(field);
    const char *allowed = cell_allowed(arena, field);

    write_words(out, NAME, TEXT, "%s", field->name);
    write_words(out, TEXT, TEXT, "%s%s%s%s.%s", words->label, words->unit[0] == '\0' ? "" : " (",
                words->unit, words->unit[0] == '\0' ? "" : ")",
                form_may_be_blank(field) ? " May be blank." : "");
    write_words(out, TEXT, TEXT, "%s", words->help);
    if (words->dfe[0] != '\0')
        write_words(out, TEXT, TEXT, "DfE publishes it as %s.", words->dfe);
    if (field->type == PROTOBUF_C_TYPE_ENUM) {
        write_words(out, TEXT, TEXT, "One of:");
        write_codes(out, field->descriptor);
    } else if (allowed != NULL) {
        write_words(out, TEXT, TEXT, "Write: %s.", allowed);
    }
    fputc('\n', out);
}

static void write_introduction(FILE *out)
{
    fputs("A return for Quarterday\n"
          "=======================\n\n",
          out);
    write_words(out, 0, 0,
                "This folder holds one borough's return for one period. Fill in %s and the other "
                "files that you return; take the rest out of the folder. A part that is not "
                "returned has no file.",
                form_part(FORM_HEADER)->file);
    fputc('\n', out);
    write_words(out, 0, 0,
                "Then run `qd-collector check` on the folder. It says all that is wrong, and how "
                "to fix it; nothing leaves your machine.");
    fputs("\nHow to write a file\n-------------------\n\n", out);
    write_words(out, 0, 2,
                "- Save each file as \"CSV UTF-8 (comma delimited)\", with the headings in the "
                "first row. Columns may stand in any order, and all of them must be there.");
    write_words(
        out, 0, 2,
        "- Write figures with digits only: 1204, not 1,204. Amounts are in pounds: 63000 or "
        "63000.50.");
    write_words(out, 0, 2,
                "- 0 means that there are none. A figure that you do not have says why, in its "
                "cell; a blank cell does not:");
    write_codes(out, &qd__absence__descriptor);
    write_words(out, 0, 2,
                "- Give true figures. Small numbers are hidden when the region publishes, not "
                "before.");
    write_words(
        out, 0, 2,
        "- When a rule asks about a figure that is right, say why in %s, with the rule's id "
        "as the finding shows it.",
        form_part(FORM_EXPLANATIONS)->file);
}

static void write_underline(FILE *out, size_t length)
{
    while (length-- > 0)
        fputc('-', out);
    fputs("\n\n", out);
}

static void write_readme(FILE *out)
{
    enum { ARENA_CAP_BYTES = 1000 * 1000 };
    struct arena arena;

    arena_init(&arena, ARENA_CAP_BYTES);
    write_introduction(out);
    for (int i = 0; i < FORM_PARTS; i++) {
        const struct form_part_info *part = form_part((enum form_part)i);

        fprintf(out, "\n%s\n", part->file);
        write_underline(out, strlen(part->file));
        write_words(out, 0, 0, "%s", part->help);
        fputc('\n', out);
        for (unsigned j = 0; j < form_columns(part->row); j++)
            write_column(out, &part->row->fields[j], &arena);
    }
    arena_free(&arena);
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
static enum err write_file(const char *folder, int file, struct err_text *text)
{
    char *path = path_of(folder, file);
    enum err error = ERR_OK;
    FILE *out;

    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    out = fopen(path, "wxe");
    if (out == NULL) {
        error = err_say_errno(text, errno, "cannot write %s", path);
        goto err1;
    }
    if (file < FORM_PARTS)
        write_headings(out, (enum form_part)file);
    else
        write_readme(out);
    errno = 0;
    if (ferror(out) || fflush(out) != 0)
        error = err_say_errno(text, errno == 0 ? EIO : errno, "cannot write %s", path);
    if (fclose(out) != 0 && error == ERR_OK)
        error = err_say_errno(text, errno, "cannot write %s", path);
    if (error != ERR_OK)
        unlink(path);
err1:
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

enum err template_write(const char *path, struct err_text *text)
{
    enum { MODE = 0777 };  // less what the umask takes
    int made = mkdir(path, MODE) == 0;
    enum err error;

    if (!made && errno != EEXIST)
        return err_say_errno(text, errno, "cannot make the folder %s", path);
    error = check_is_free(path, text);
    for (int i = 0; i < TEMPLATE_FILES && error == ERR_OK; i++) {
        error = write_file(path, i, text);
        if (error != ERR_OK)
            take_back(path, i);
    }
    if (error != ERR_OK && made)
        rmdir(path);
    return error;
}
