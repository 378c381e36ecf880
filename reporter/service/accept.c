#include "reporter/service/accept.h"

#include "reporter/service/shelf.h"

#include <stdlib.h>
#include <string.h>

// "gzip;q=0" says that it is not taken.
static int is_taken(const char *token, size_t length)
{
    static const char gzip[] = "gzip";
    const size_t of_name = sizeof gzip - 1;
    const char *weight;

    if (length < of_name || strncasecmp(token, gzip, of_name) != 0 ||
        (length > of_name && strchr(" \t;", token[of_name]) == NULL))
        return 0;
    weight = memmem(token, length, "q=", 2);
    return weight == NULL || strtod(weight + 2, NULL) > 0;
}

int accept_gzip(const char *header)
{
    while (*header != '\0') {
        size_t length;

        header += strspn(header, " \t,");
        length = strcspn(header, ",");
        if (is_taken(header, length))
            return 1;
        header += length;
    }
    return 0;
}

// No two keys are alike, so wherever it stands it is that one. "*" is any.
int accept_tag(const char *header, const uint8_t key[SHA256_BYTES])
{
    char tag[SHELF_TAG_BYTES];

    if (*header == '\0')
        return 0;
    if (strcmp(header, "*") == 0)
        return 1;
    shelf_tag(key, tag);
    return strstr(header, tag) != NULL;
}
