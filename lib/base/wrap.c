#include "lib/base/wrap.h"

#include <string.h>

int wrap_columns(const char *text, size_t bytes)
{
    int columns = 0;

    for (size_t i = 0; i < bytes; i++)
        columns +=
            ((unsigned char)text[i] & 0xc0) != 0x80;  // not a byte that continues a character
    return columns;
}

const char *wrap_line(const char **text, int width, size_t *bytes)
{
    const char *start = *text + strspn(*text, " ");
    size_t taken = strcspn(start, " ");

    if (*start == '\0')
        return NULL;
    for (;;) {
        const size_t gap = strspn(start + taken, " ");
        const size_t word = strcspn(start + taken + gap, " ");

        if (word == 0 || wrap_columns(start, taken + gap + word) > width)
            break;
        taken += gap + word;
    }
    *bytes = taken;
    *text = start + taken;
    return start;
}

int wrap_count(const char *text, int width)
{
    size_t bytes;
    int lines = 0;

    while (wrap_line(&text, width, &bytes) != NULL)
        lines++;
    return lines;
}

int wrap_longest_word(const char *text)
{
    const char *word;
    size_t bytes;
    int longest = 0;

    while ((word = wrap_line(&text, 0, &bytes)) != NULL)
        if (wrap_columns(word, bytes) > longest)
            longest = wrap_columns(word, bytes);
    return longest;
}

void wrap_paragraph(FILE *out, const char *lead, const char *text, int width)
{
    const int indent = wrap_columns(lead, strlen(lead));
    const char *line;
    size_t bytes;
    int first = 1;

    while ((line = wrap_line(&text, width - indent, &bytes)) != NULL) {
        if (first)
            fprintf(out, "%s%.*s\n", lead, (int)bytes, line);
        else
            fprintf(out, "%*s%.*s\n", indent, "", (int)bytes, line);
        first = 0;
    }
}
