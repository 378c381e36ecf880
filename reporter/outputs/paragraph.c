#include "reporter/outputs/paragraph.h"

#include "lib/base/wrap.h"
#include "proto/form/boroughs.h"
#include "reporter/outputs/output.h"

#include <stdarg.h>
#include <time.h>

enum { LEAD_COLUMNS = 9 };  // of what a note is about

void paragraph_addf(struct paragraph *paragraph, const char *format, ...)
{
    const size_t room = sizeof paragraph->text - paragraph->used;
    va_list arguments;
    int wrote;

    va_start(arguments, format);
    wrote = vsnprintf(paragraph->text + paragraph->used, room, format, arguments);
    va_end(arguments);
    if (wrote > 0)
        paragraph->used += (size_t)wrote < room ? (size_t)wrote : room - 1;
}

void paragraph_add(struct paragraph *paragraph, const char *separator, const char *piece)
{
    paragraph_addf(paragraph, "%s%s", separator, piece);
}

void paragraph_add_boroughs(struct paragraph *paragraph, unsigned long long boroughs_in)
{
    const char *separator = "";

    for (int row = 0; row < BOROUGHS_COUNT; row++) {
        if ((boroughs_in >> row & 1) == 0)
            continue;
        paragraph_add(paragraph, separator, boroughs[row].la_name);
        separator = ", ";
    }
}

void paragraph_add_day(struct paragraph *paragraph, int32_t day)
{
    enum { SECONDS_A_DAY = 24 * 60 * 60, DAY_BYTES = 32 };
    const time_t seconds = (time_t)day * SECONDS_A_DAY;
    char text[DAY_BYTES];
    struct tm tm;

    if (gmtime_r(&seconds, &tm) != NULL && strftime(text, sizeof text, "%e %B %Y", &tm) > 0)
        paragraph_add(paragraph, "", text + (text[0] == ' '));
}

void paragraph_note(FILE *out, const char *lead, const char *text)
{
    char padded[OUTPUT_TEXT_COLUMNS];

    snprintf(padded, sizeof padded, "%-*s", LEAD_COLUMNS, lead);
    wrap_paragraph(out, padded, text, OUTPUT_TEXT_COLUMNS);
}
