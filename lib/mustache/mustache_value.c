#include "lib/mustache/mustache_internal.h"

#include <stdlib.h>
#include <string.h>

// The first part of a name is looked up from the innermost section outwards, and what has it, has it, even
// as null. The other parts are looked up there and nowhere else.
const json_t *mustache_value_find(const struct mustache_scope *scope,
                                  const struct mustache_piece *piece)
{
    const char *part = piece->name;
    const json_t *value = NULL;

    if (piece->name_parts == 0)
        return scope->value;
    for (; value == NULL && scope != NULL; scope = scope->outer)
        value = json_object_get(scope->value, part);
    for (size_t i = 1; value != NULL && i < piece->name_parts; i++) {
        part += strlen(part) + 1;
        value = json_object_get(value, part);
    }
    return value;
}

int mustache_value_is_there(const json_t *value)
{
    if (json_is_array(value))
        return json_array_size(value) > 0;
    if (json_is_string(value))
        return json_string_length(value) > 0;
    return value != NULL && !json_is_null(value) && !json_is_false(value);
}

// The fewest digits that are read as the same number again.
static void print_real(double value, char number[MUSTACHE_NUMBER_BYTES])
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(number, MUSTACHE_NUMBER_BYTES, "%.*g", digits, value);
        if (strtod(number, NULL) == value)
            return;
    }
}

int mustache_value_print(const json_t *value, char number[MUSTACHE_NUMBER_BYTES],
                         struct mustache_span *printed)
{
    *printed = (struct mustache_span){.bytes = number};
    number[0] = '\0';
    switch (value == NULL ? JSON_NULL : json_typeof(value)) {
    case JSON_STRING:
        printed->bytes = json_string_value(value);
        printed->length = json_string_length(value);
        return 0;
    case JSON_INTEGER:
        snprintf(number, MUSTACHE_NUMBER_BYTES, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
        break;
    case JSON_REAL:
        print_real(json_real_value(value), number);
        break;
    case JSON_TRUE:
        memcpy(number, "true", sizeof "true");
        break;
    case JSON_FALSE:
        memcpy(number, "false", sizeof "false");
        break;
    case JSON_NULL:
        break;
    case JSON_OBJECT:
    case JSON_ARRAY:
        return -1;
    }
    printed->length = strlen(number);
    return 0;
}
