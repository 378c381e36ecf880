#include "lib/base/roff.h"

#include <ctype.h>
#include <string.h>

// A point or an apostrophe at the beginning of a line is a request to roff.
static void write_text(FILE *out, const char *text, size_t length)
{
    int at_line_start = 1, is_bold = 0;

    for (size_t i = 0; i < length; i++) {
        const char c = text[i];

        if (at_line_start && (c == '.' || c == '\''))
            fputs("\\&", out);
        at_line_start = c == '\n';
        if (c == '`')
            fputs((is_bold = !is_bold) ? "\\fB" : "\\fR", out);
        else if (c == '\\')
            fputs("\\e", out);
        else if (c == '-')
            fputs("\\-", out);
        else if (c == '\'')
            fputs("\\(aq", out);
        else
            fputc(c, out);
    }
}

void roff_begin(FILE *out, const char *name, int section, const char *summary)
{
    fputs(".TH \"", out);
    for (const char *letter = name; *letter != '\0'; letter++)
        fputc(toupper((unsigned char)*letter), out);
    fprintf(out, "\" %d \"\" \"Quarterday %s\" \"Quarterday\"\n", section, QD_VERSION);
    fputs(".nh\n.ad l\n.SH NAME\n", out);  // neither hyphens nor wide spaces within a command
    write_text(out, name, strlen(name));
    fputs(" \\- ", out);
    write_text(out, summary, strlen(summary));
    fputc('\n', out);
}

static void write_macro(FILE *out, const char *macro, const char *text)
{
    fputs(macro, out);
    write_text(out, text, strlen(text));
    fputs("\"\n", out);
}

void roff_heading(FILE *out, const char *heading)
{
    write_macro(out, ".SH \"", heading);
}

void roff_subheading(FILE *out, const char *heading)
{
    write_macro(out, ".SS \"", heading);
}

void roff_paragraphs(FILE *out, const char *paragraphs)
{
    for (const char *end; *paragraphs != '\0'; paragraphs = end + strspn(end, "\n")) {
        end = strstr(paragraphs, "\n\n");
        if (end == NULL)
            end = paragraphs + strlen(paragraphs);
        fputs(".PP\n", out);
        write_text(out, paragraphs, (size_t)(end - paragraphs));
        fputc('\n', out);
    }
}

void roff_term(FILE *out, const char *term, const char *meaning)
{
    fputs(".TP\n", out);
    write_macro(out, ".B \"", term);
    write_text(out, meaning, strlen(meaning));
    fputs(".\n", out);
}

void roff_example(FILE *out, const char *line, const char *meaning)
{
    fputs(".PP\n.nf\n.B\n", out);
    write_text(out, line, strlen(line));
    fputs("\n.fi\n.RS 4\n", out);
    write_text(out, meaning, strlen(meaning));
    fputs(".\n.RE\n", out);
}

void roff_verbatim(FILE *out, const char *lines)
{
    fputs(".PP\n.RS 4\n.nf\n", out);
    write_text(out, lines, strlen(lines));
    fputs("\n.fi\n.RE\n", out);
}
