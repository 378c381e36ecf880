#include "collector/reading/heading_name.h"

#include <string.h>
#include <strings.h>

static int is_one_of(char character, const char *characters)
{
    return character != '\0' && strchr(characters, character) != NULL;
}

void heading_name_trim(const char **text, size_t *length, const char *what)
{
    while (*length > 0 && is_one_of((*text)[*length - 1], what))
        --*length;
    while (*length > 0 && is_one_of(**text, what)) {
        ++*text;
        --*length;
    }
}

const ProtobufCFieldDescriptor *heading_name_field(enum form_part part, const char *text,
                                                   size_t length)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;

    heading_name_trim(&text, &length, HEADING_NAME_SPACES);
    for (unsigned i = 0; i < form_columns(row); i++) {
        const char *name = row->fields[i].name;

        if (strlen(name) == length && strncasecmp(name, text, length) == 0)
            return &row->fields[i];
    }
    return NULL;
}
