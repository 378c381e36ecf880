#include "lib/base/wrap.h"

#include "lib/base/utf8.h"

#include <string.h>

const char *wrap_line(const char **text, int width, size_t *bytes)
{
    const char *start = *text + strspn(*text, " ");
    size_t taken = strcspn(start, " ");
    int columns;

    if (*start == '\0')
        return NULL;
    columns = utf8_columns(start, taken);
    for (;;) {
        const size_t gap = strspn(start + taken, " ");
        const size_t word = strcspn(start + taken + gap, " ");

        columns += utf8_columns(start + taken, gap + word);
        if (word == 0 || columns > width)
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
        if (utf8_columns(word, bytes) > longest)
            longest = utf8_columns(word, bytes);
    return longest;
}

// The first line behind `lead`, which takes `first` columns.
static void write_lines(FILE *out, const char *lead, int first, int rest, const char *text,
                        int width)
{
    const char *line;
    size_t bytes;
    int indent = first;

    while ((line = wrap_line(&text, width - indent, &bytes)) != NULL) {
        fprintf(out, "%s%*s%.*s\n", lead, lead[0] == '\0' ? indent : 0, "", (int)bytes, line);
        lead = "";
        indent = rest;
    }
}

void wrap_paragraph(FILE *out, const char *lead, const char *text, int width)
{
    const int columns = utf8_columns(lead, strlen(lead));

    write_lines(out, lead, columns, columns, text, width);
}

void wrap_indented(FILE *out, int first, int rest, const char *text, int width)
{
    write_lines(out, "", first, rest, text, width);
}
