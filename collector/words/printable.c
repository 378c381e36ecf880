#include "collector/words/printable.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

// One character of the text, as it is shown.
struct shown {
    char text[16];
    size_t bytes;  // of the text that it stands for
    int columns;
};

static int is_shown_as_it_is(utf8proc_int32_t character)
{
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
        return 0;
    default:
        return 1;
    }
}

static struct shown next(const char *text, size_t length)
{
    utf8proc_int32_t character;
    utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &character);
    struct shown shown = {.bytes = bytes > 0 ? (size_t)bytes : 1};

    if (bytes <= 0) {
        snprintf(shown.text, sizeof shown.text, "\\x%02X", (unsigned)(unsigned char)*text);
    } else if (character == ' ' || character == '\n' || character == '\r') {
        shown.text[0] = ' ';
    } else if (is_shown_as_it_is(character)) {
        memcpy(shown.text, text, shown.bytes);
        shown.columns = utf8proc_charwidth(character);
        return shown;
    } else {
        snprintf(shown.text, sizeof shown.text, character < 0x80 ? "\\x%02X" : "\\u%04X",
                 (unsigned)character);
    }
    shown.columns = (int)strlen(shown.text);
    return shown;
}

int printable_columns(const char *text, size_t length)
{
    int columns = 0;

    for (size_t at = 0; at < length;) {
        struct shown shown = next(text + at, length - at);

        columns += shown.columns;
        at += shown.bytes;
    }
    return columns;
}

void printable_put(FILE *out, const char *text, size_t length, int columns)
{
    static const char rest[] = "...";
    int room = columns, shortened = 0;

    if (columns < PRINTABLE_ALL && printable_columns(text, length) > columns) {
        room -= (int)strlen(rest);
        shortened = 1;
    }
    for (size_t at = 0; at < length;) {
        struct shown shown = next(text + at, length - at);

        room -= shown.columns;
        if (shortened && room < 0)
            break;
        fputs(shown.text, out);
        at += shown.bytes;
    }
    if (shortened)
        fputs(rest, out);
}

const char *printable_quote(struct arena *arena, const char *text, size_t length)
{
    char *shown = NULL;
    size_t bytes;
    const char *quoted = NULL;
    FILE *out = open_memstream(&shown, &bytes);

    if (out != NULL) {
        printable_put(out, text, length, PRINTABLE_QUOTE_COLUMNS);
        if (fclose(out) == 0)
            quoted = arena_printf(arena, "\"%s\"", shown);
        free(shown);
    }
    return quoted == NULL ? "the value" : quoted;
}

// As many words as fit into `columns`, one at least; their bytes.
static size_t line_of(const char *text, int columns)
{
    size_t taken = strcspn(text, " ");

    while (text[taken] != '\0') {
        size_t gap = strspn(text + taken, " "), word = strcspn(text + taken + gap, " ");

        if (printable_columns(text, taken + gap + word) > columns)
            break;
        taken += gap + word;
    }
    return taken;
}

void printable_paragraph(FILE *out, int first, int rest, const char *text)
{
    int indent = first;

    for (text += strspn(text, " "); *text != '\0'; text += strspn(text, " ")) {
        size_t bytes = line_of(text, PRINTABLE_WIDTH - indent);

        fprintf(out, "%*s", indent, "");
        printable_put(out, text, bytes, PRINTABLE_ALL);
        fputc('\n', out);
        text += bytes;
        indent = rest;
    }
}
