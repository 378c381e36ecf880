#include "reporter/readers/cookie.h"

#include <string.h>

// RFC 6265, cookie-octet.
static int is_octet(unsigned char byte)
{
    return byte > 0x20 && byte < 0x7f && strchr("\",;\\", byte) == NULL;
}

static int take(const char *text, size_t length, char *value, size_t room)
{
    if (length >= 2 && text[0] == '"' && text[length - 1] == '"') {
        text++;
        length -= 2;
    }
    if (length >= room)
        return 0;
    for (size_t i = 0; i < length; i++)
        if (!is_octet((unsigned char)text[i]))
            return 0;
    memcpy(value, text, length);
    value[length] = '\0';
    return 1;
}

int cookie_find(const char *header, const char *name, char *value, size_t room)
{
    const size_t of_name = strlen(name);

    value[0] = '\0';
    while (*header != '\0') {
        size_t length;

        header += strspn(header, " \t;");
        length = strcspn(header, ";");
        if (length > of_name && strncmp(header, name, of_name) == 0 && header[of_name] == '=') {
            while (header[length - 1] == ' ' || header[length - 1] == '\t')
                length--;
            return length > of_name &&
                   take(header + of_name + 1, length - of_name - 1, value, room);
        }
        header += length;
    }
    return 0;
}
