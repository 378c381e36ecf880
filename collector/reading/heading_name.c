#include "collector/reading/heading_name.h"

#include <ctype.h>
#include <string.h>

// A NUL, which strchr would find, is none of them.
static int is_one_of(char character, const char *characters)
{
    return character != '\0' && strchr(characters, character) != NULL;
}

static void trim(const char **text, size_t *length, const char *spaces)
{
    while (*length > 0 && is_one_of((*text)[*length - 1], spaces))
        --*length;
    while (*length > 0 && is_one_of(**text, spaces)) {
        ++*text;
        --*length;
    }
}

// protobuf-c keeps the names of a message's fields in order, and looks for one by halving.
const ProtobufCFieldDescriptor *heading_name_field(enum form_part part, const char *text,
                                                   size_t length)
{
    enum { LONGEST_BYTES = 64 };
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    const ProtobufCFieldDescriptor *field;
    char name[LONGEST_BYTES];

    trim(&text, &length, " \t\r\n");
    if (length == 0 || length >= LONGEST_BYTES || memchr(text, '\0', length) != NULL)
        return NULL;
    for (size_t i = 0; i < length; i++)
        name[i] = (char)tolower((unsigned char)text[i]);
    name[length] = '\0';
    field = protobuf_c_message_descriptor_get_field_by_name(row, name);
    return field != NULL && field < row->fields + form_columns(row) ? field : NULL;
}

void heading_names_of(struct heading_names *names, enum form_part part, const struct csv_row *row)
{
    const ProtobufCFieldDescriptor *first = form_part(part)->row->fields;
    unsigned char seen[HEADING_FIELDS_MAX] = {0};

    names->matches = 0;
    for (size_t i = 0; i < row->count; i++) {
        const ProtobufCFieldDescriptor *field =
            heading_name_field(part, row->cells[i].text, row->cells[i].length);

        names->fields[i] = field;
        if (field != NULL && !seen[field - first]) {
            seen[field - first] = 1;
            names->matches++;
        }
    }
}

int heading_names_are_enough(enum form_part part, unsigned matches)
{
    return matches > 1 && matches * 2 >= form_columns(form_part(part)->row);
}

unsigned heading_names_between(enum form_part part, const char *text, size_t length, char separator)
{
    unsigned matches = 0;

    for (;;) {
        const char *end = memchr(text, separator, length);
        const char *name = text;
        size_t bytes = end == NULL ? length : (size_t)(end - text);

        trim(&name, &bytes, " \"\r");
        matches += heading_name_field(part, name, bytes) != NULL;
        if (end == NULL)
            return matches;
        length -= (size_t)(end - text) + 1;
        text = end + 1;
    }
}
