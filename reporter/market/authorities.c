#include "reporter/market/authorities.h"

#include "lib/base/list.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>

enum { DECIMAL = 10, CODE_DIGITS = 3 };

enum column { NUMBER, CODE, NAME };

static const char *const headings[] = {
    [NUMBER] = "old_la_code", [CODE] = "new_la_code", [NAME] = "la_name"};

struct reading {
    struct authorities *authorities;
    struct arena *arena;
};

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct authority *place;

    if (strlen(fields[NUMBER]) != CODE_DIGITS ||
        strspn(fields[NUMBER], "0123456789") != CODE_DIGITS)
        return ERR_OK;
    place = LIST_ADD(reading->arena, reading->authorities->list, reading->authorities->count);
    if (place == NULL)
        return err_say(why, ERR_NO_MEMORY, "the authorities need more memory than there is");
    *place = (struct authority){(uint32_t)strtoul(fields[NUMBER], NULL, DECIMAL), fields[CODE],
                                fields[NAME]};
    return ERR_OK;
}

enum err authorities_read(struct authorities *authorities, struct arena *arena,
                          const char *reference, struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/ees_las.csv", reference);
    struct reading reading = {authorities, arena};

    *authorities = (struct authorities){.count = 0};
    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "the authorities need more memory than there is");
    return reference_file_read(path, arena, headings, sizeof headings / sizeof headings[0],
                               take_row, &reading, text);
}

const struct authority *authorities_of(const struct authorities *authorities, uint32_t old_la_code)
{
    for (size_t i = authorities->count; i > 0; i--)
        if (authorities->list[i - 1].old_la_code == old_la_code)
            return &authorities->list[i - 1];
    return NULL;
}
