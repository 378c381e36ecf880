#include "collector/commands/template_readme.h"

#include "collector/cells/cell.h"
#include "collector/words/printable.h"
#include "proto/form/codes.h"
#include "proto/form/form.h"
#include "proto/form/labels.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

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
                "- In return.csv say whose return it is and for which period; the period is there "
                "already where this folder's name holds it, as 2025-26-Q3 does.");
    write_words(out, 0, 2,
                "- Save each file as \"CSV UTF-8 (comma delimited)\", with the headings in the "
                "first row. Columns may stand in any order, and all of them must be there. A file "
                "of one row may also stand on its side: measure, label, value and why in the first "
                "row, and below it a row for each figure; in the column why stands why there is "
                "none.");
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

void template_readme_write(FILE *out)
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
