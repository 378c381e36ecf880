// Texts and lists of the document.
#include "collector/page/found_internal.h"

#include "collector/words/printable.h"

#include <stdlib.h>
#include <string.h>

json_t *found_text(const char *text, int columns)
{
    char *shown = NULL;
    size_t length;
    FILE *out = text == NULL ? NULL : open_memstream(&shown, &length);
    json_t *string = NULL;

    if (out == NULL)
        return NULL;
    printable_put(out, text, strlen(text), columns);
    if (fclose(out) == 0)
        string = json_stringn(shown, length);
    free(shown);
    return string;
}

json_t *found_whole_text(const char *text)
{
    return found_text(text, PRINTABLE_ALL);
}

// A list that could not be made whole becomes NULL, and the page with it.
void found_append(json_t **list, json_t *value)
{
    if (*list == NULL) {
        json_decref(value);
    } else if (json_array_append_new(*list, value) != 0) {
        json_decref(*list);
        *list = NULL;
    }
}
