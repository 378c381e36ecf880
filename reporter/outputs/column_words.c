#include "reporter/outputs/column_words.h"

#include "proto/form/labels.h"
#include "reporter/figures/dimensions.h"

#include <string.h>

static const struct column_words all[] = {
#define COLUMN(name, type, is_key, title, description)                                             \
    {#name, COLUMN_##type, is_key, title, description, COLUMN_OF_AREA},
#include "reporter/outputs/columns.def"
};

enum { COLUMNS = sizeof all / sizeof all[0] };

static const struct {
    const char *name;
    enum column_reach reach;
} reaches[] = {
#define COLUMN(name, type, is_key, title, description)
#define REACH(name, of) {#name, COLUMN_OF_##of},
#include "reporter/outputs/columns.def"
};

static enum column_reach reach_of(const char *name)
{
    for (size_t i = 0; i < sizeof reaches / sizeof reaches[0]; i++)
        if (strcmp(reaches[i].name, name) == 0)
            return reaches[i].reach;
    return COLUMN_OF_AREA;
}

// A column of the form, or a dimension by its shorter name. A key, because lines differ in it.
static int find_in_form(struct column_words *words, const char *name)
{
    for (int part = 0; part < FORM_PARTS; part++) {
        const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(
            form_part((enum form_part)part)->row, name);
        struct dimensions dimensions;
        int place;

        dimensions_of(&dimensions, (enum form_part)part);
        place = dimensions_find(&dimensions, name);
        if (field == NULL && place >= 0)
            field = dimensions.list[place].column;
        if (field == NULL)
            continue;
        *words = (struct column_words){.name = name,
                                       .type = COLUMN_TEXT,
                                       .is_key = 1,
                                       .title = labels_of(field)->label,
                                       .description = labels_of(field)->help};
        return 1;
    }
    return 0;
}

static int find(struct column_words *words, const char *name)
{
    for (size_t i = 0; i < COLUMNS; i++)
        if (strcmp(all[i].name, name) == 0) {
            *words = all[i];
            return 1;
        }
    return find_in_form(words, name);
}

struct column_words column_words_of(const char *name)
{
    struct column_words words = {.name = name, .title = name, .description = ""};

    (void)find(&words, name);
    words.reach = reach_of(name);
    return words;
}

int column_words_has(const char *name)
{
    struct column_words words;

    return find(&words, name);
}
