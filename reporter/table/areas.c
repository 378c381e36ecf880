#include "reporter/table/areas.h"

#include "lib/base/list.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "proto/reference/reference_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct reading {
    struct areas *areas;
    struct arena *arena;
    const char *set;
};

enum column { CODE, NAME, LEVEL, BOROUGH, FROM, TO };

static const char *const headings[] = {
    [CODE] = "area_code",      [NAME] = "area_name", [LEVEL] = "geographic_level",
    [BOROUGH] = "new_la_code", [FROM] = "from",      [TO] = "to"};

// The area of the row, new or known; NULL with the reason.
static struct area *area_of(struct reading *reading, const char *const *fields,
                            struct err_text *why)
{
    struct areas *areas = reading->areas;
    struct area *area;

    for (size_t i = areas->count; i-- > 0;) {
        if (strcmp(areas->list[i].code, fields[CODE]) != 0)
            continue;
        if (areas->list[i].set == reading->set)
            return &areas->list[i];
        err_say(why, ERR_MALFORMED,
                "the area %.40s stands in the list %.40s as well: give one of the two another "
                "area_code",
                fields[CODE], areas->list[i].set);
        return NULL;
    }
    area = LIST_ADD(reading->arena, areas->list, areas->count);
    if (area == NULL)
        err_say(why, ERR_NO_MEMORY, "the areas need more memory than there is");
    else
        *area = (struct area){.set = reading->set,
                              .code = fields[CODE],
                              .name = fields[NAME],
                              .level = fields[LEVEL]};
    return area;
}

// By its ONS code, as our own lists have it; or as a person may write it.
static const struct borough *find_borough(const char *word)
{
    const int index = boroughs_index_of_code(word);

    return index >= 0 ? &boroughs[index] : boroughs_find(word);
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    const struct borough *borough = find_borough(fields[BOROUGH]);
    struct area_member member, *place;
    struct area *area;
    enum err error;

    if (fields[CODE][0] == '\0' || fields[NAME][0] == '\0' || fields[LEVEL][0] == '\0')
        return err_say(why, ERR_MALFORMED,
                       "an area needs its code, name and level in each row: fill in area_code, "
                       "area_name and geographic_level");
    if (borough == NULL)
        return err_say(
            why, ERR_MALFORMED,
            "\"%.40s\" is not one of the 33 London authorities: write its ONS code, as E09000007",
            fields[BOROUGH]);
    member.borough = (int)(borough - boroughs);
    error = reference_file_day(fields[FROM], INT32_MIN, &member.from, why);
    if (error == ERR_OK)
        error = reference_file_day(fields[TO], INT32_MAX, &member.to, why);
    if (error != ERR_OK)
        return error;
    area = area_of(reading, fields, why);
    if (area == NULL)
        return reading->arena->exhausted ? ERR_NO_MEMORY : ERR_MALFORMED;
    place = LIST_ADD(reading->arena, area->members, area->members_count);
    if (place == NULL)
        return err_say(why, ERR_NO_MEMORY, "the areas need more memory than there is");
    *place = member;
    return ERR_OK;
}

// --- the folder

static int is_list(const struct dirent *entry)
{
    static const char ending[] = ".csv";
    const size_t length = strlen(entry->d_name);

    return length > strlen(ending) && entry->d_name[0] != '.' &&
           strcmp(entry->d_name + length - strlen(ending), ending) == 0;
}

static enum err read_file(struct areas *areas, struct arena *arena, const char *folder,
                          const char *file, struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/%s", folder, file);
    struct reading reading = {.areas = areas,
                              .arena = arena,
                              .set = arena_strndup(arena, file, strlen(file) - strlen(".csv"))};

    if (path == NULL || reading.set == NULL)
        return err_say(text, ERR_NO_MEMORY, "the areas need more memory than there is");
    return reference_file_read(path, arena, headings, sizeof headings / sizeof headings[0],
                               take_row, &reading, text);
}

enum err areas_read(struct areas *areas, struct arena *arena, const char *reference,
                    struct err_text *text)
{
    const char *folder = arena_printf(arena, "%s/areas", reference);
    struct dirent **files = NULL;
    enum err error = ERR_OK;
    int count;

    *areas = (struct areas){.count = 0};
    if (folder == NULL)
        return err_say(text, ERR_NO_MEMORY, "the areas need more memory than there is");
    count = scandir(folder, &files, is_list, alphasort);
    if (count < 0)
        return err_say_errno(text, errno, "the lists of areas in %s cannot be read", folder);
    if (count == 0)
        error = err_say(text, ERR_NOT_FOUND,
                        "there is no list of areas in %s: a list is a CSV file; --reference FOLDER "
                        "names where areas/ is",
                        folder);
    for (int i = 0; i < count; i++) {
        if (error == ERR_OK)
            error = read_file(areas, arena, folder, files[i]->d_name, text);
        free(files[i]);
    }
    free(files);
    return error;
}

uint64_t areas_boroughs(const struct area *area, int32_t day)
{
    uint64_t boroughs_in = 0;

    for (size_t i = 0; i < area->members_count; i++)
        if (day >= area->members[i].from && day <= area->members[i].to)
            boroughs_in |= (uint64_t)1 << area->members[i].borough;
    return boroughs_in;
}

int areas_find(const struct areas *areas, const char *word)
{
    for (size_t i = 0; i < areas->count; i++)
        if (strcasecmp(areas->list[i].code, word) == 0 ||
            strcasecmp(areas->list[i].name, word) == 0)
            return (int)i;
    return -1;
}
