#include "collector/words/printable.h"

#include "lib/base/terminal.h"
#include "lib/base/utf8.h"
#include "lib/base/wrap.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

// One character of the text, as it is shown.
struct shown {
    char text[16];
    size_t bytes;  // of the text that it stands for
    int columns;
};

static int is_shown_as_it_is(int32_t character)
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
    const struct utf8_character character = utf8_first(text, length);
    struct shown shown = {.bytes = character.bytes};

    if (character.code == UTF8_NO_CHARACTER) {
        snprintf(shown.text, sizeof shown.text, "\\x%02X", (unsigned)(unsigned char)*text);
    } else if (character.code == ' ' || character.code == '\n' || character.code == '\r') {
        shown.text[0] = ' ';
    } else if (is_shown_as_it_is(character.code)) {
        memcpy(shown.text, text, shown.bytes);
        shown.columns = character.columns;
        return shown;
    } else {
        snprintf(shown.text, sizeof shown.text, character.code < 0x80 ? "\\x%02X" : "\\u%04X",
                 (unsigned)character.code);
    }
    shown.columns = (int)strlen(shown.text);
    return shown;
}

static int columns_of(const char *text, size_t length)
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

    if (columns < PRINTABLE_ALL && columns_of(text, length) > columns) {
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

// The text as it is shown, from malloc; NULL when memory has run out.
static char *shown_text(const char *text, size_t length, int columns)
{
    char *shown = NULL;
    size_t bytes;
    FILE *out = open_memstream(&shown, &bytes);

    if (out == NULL)
        return NULL;
    printable_put(out, text, length, columns);
    if (fclose(out) == 0)
        return shown;
    free(shown);
    return NULL;
}

const char *printable_quote(struct arena *arena, const char *text, size_t length)
{
    char *shown = shown_text(text, length, PRINTABLE_QUOTE_COLUMNS);
    const char *quoted = shown == NULL ? NULL : arena_printf(arena, "\"%s\"", shown);

    free(shown);
    return quoted == NULL ? "the value" : quoted;
}

void printable_paragraph(FILE *out, int first, int rest, const char *text)
{
    char *shown = shown_text(text, strlen(text), PRINTABLE_ALL);

    if (shown != NULL) {
        wrap_indented(out, first, rest, shown, terminal_text_columns(out));
    } else {  // without memory the words still come, in one line
        printable_put(out, text, strlen(text), PRINTABLE_ALL);
        fputc('\n', out);
    }
    free(shown);
}
