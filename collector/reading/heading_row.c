#include "collector/reading/heading_row.h"

#include "collector/reading/heading_name.h"

#include <string.h>

unsigned heading_row_matches(enum form_part part, const struct csv_row *row)
{
    unsigned char named[HEADING_FIELDS_MAX] = {0};
    unsigned matches = 0;

    for (size_t i = 0; i < row->count; i++) {
        const ProtobufCFieldDescriptor *field =
            heading_name_field(part, row->cells[i].text, row->cells[i].length);

        size_t index = field == NULL ? 0 : (size_t)(field - form_part(part)->row->fields);

        if (field != NULL && !named[index]) {
            named[index] = 1;
            matches++;
        }
    }
    return matches;
}

int heading_row_is_enough(enum form_part part, unsigned matches)
{
    return matches > 0 && matches * 2 >= form_columns(form_part(part)->row);
}

static unsigned matches_between(enum form_part part, const char *line, size_t length,
                                char separator)
{
    unsigned matches = 0;

    for (;;) {
        const char *end = memchr(line, separator, length);
        const char *text = line;
        size_t bytes = end == NULL ? length : (size_t)(end - line);

        heading_name_trim(&text, &bytes, " \"\r");
        matches += heading_name_field(part, text, bytes) != NULL;
        if (end == NULL)
            return matches;
        length -= (size_t)(end - line) + 1;
        line = end + 1;
    }
}

int heading_row_is_quoted(enum form_part part, const struct csv_row *row)
{
    return row->count == 1 &&
           heading_row_is_enough(
               part, matches_between(part, row->cells[0].text, row->cells[0].length, ','));
}

char heading_row_separator(enum form_part part, const char *bytes, size_t size, uint32_t *line)
{
    enum { LINES = 10 };
    static const char separators[] = {';', '\t', '|'};

    for (*line = 1; *line <= LINES && size > 0; ++*line) {
        const char *end = memchr(bytes, '\n', size);
        size_t length = end == NULL ? size : (size_t)(end - bytes);

        for (size_t i = 0; i < sizeof separators; i++)
            if (heading_row_is_enough(part, matches_between(part, bytes, length, separators[i])))
                return separators[i];
        size -= end == NULL ? size : length + 1;
        bytes += end == NULL ? length : length + 1;
    }
    return 0;
}
