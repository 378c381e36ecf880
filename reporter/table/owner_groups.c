#include "reporter/table/owner_groups.h"

#include "lib/base/list.h"
#include "proto/reference/reference_file.h"

#include <string.h>

struct reading {
    struct owner_groups *groups;
    struct arena *arena;
};

enum column { COMPANY, GROUP, FROM, TO, SOURCE };

static const char *const headings[] = {[COMPANY] = "company_number",
                                       [GROUP] = "owner_group",
                                       [FROM] = "from",
                                       [TO] = "to",
                                       [SOURCE] = "source"};

// Another group of the same company on one of the entry's days; NULL if there is none.
static const struct owner_groups_entry *overlapping(const struct owner_groups *groups,
                                                    const struct owner_groups_entry *entry)
{
    for (size_t i = 0; i < groups->count; i++)
        if (strcmp(groups->list[i].company, entry->company) == 0 &&
            groups->list[i].from <= entry->to && entry->from <= groups->list[i].to)
            return &groups->list[i];
    return NULL;
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct owner_groups_entry entry = {.company = fields[COMPANY], .group = fields[GROUP]};
    const struct owner_groups_entry *other;
    struct owner_groups_entry *place;
    enum err error = reference_file_day(fields[FROM], INT32_MIN, &entry.from, why);

    if (error == ERR_OK)
        error = reference_file_day(fields[TO], INT32_MAX, &entry.to, why);
    if (error != ERR_OK)
        return error;
    if (entry.company[0] == '\0' || entry.group[0] == '\0' || fields[SOURCE][0] == '\0')
        return err_say(why, ERR_MALFORMED,
                       "a row needs a company number, its owner group and a source: fill them in, "
                       "or delete the row");
    if (entry.from > entry.to)
        return err_say(why, ERR_MALFORMED, "to (%s) is before from (%s): check the two days",
                       fields[TO], fields[FROM]);
    other = overlapping(reading->groups, &entry);
    if (other != NULL)
        return err_say(why, ERR_MALFORMED,
                       "company %.20s is in the group %.60s on some of these days: let one row end "
                       "before the other begins",
                       entry.company, other->group);
    place = LIST_ADD(reading->arena, reading->groups->list, reading->groups->count);
    if (place == NULL)
        return err_say(why, ERR_NO_MEMORY, "the owner groups need more memory than there is");
    *place = entry;
    return ERR_OK;
}

enum err owner_groups_read(struct owner_groups *groups, struct arena *arena, const char *reference,
                           struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/owner_groups.csv", reference);
    struct reading reading = {groups, arena};

    *groups = (struct owner_groups){.count = 0};
    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "the owner groups need more memory than there is");
    return reference_file_read(path, arena, headings, sizeof headings / sizeof headings[0],
                               take_row, &reading, text);
}

const char *owner_groups_of(const struct owner_groups *groups, const char *company, int32_t day)
{
    for (size_t i = 0; i < groups->count; i++)
        if (strcmp(groups->list[i].company, company) == 0 && day >= groups->list[i].from &&
            day <= groups->list[i].to)
            return groups->list[i].group;
    return company;
}
