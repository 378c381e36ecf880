#include "reporter/table/tables.h"

#include "proto/form/figures.h"

#include <stdio.h>
#include <string.h>

enum { FORM_SUBMISSIONS = RECEIPT_PART };  // as tables.def names it

static const struct {
    int part;
    const char *title, *about;
} words[] = {
#define TABLE(part, title, about) {FORM_##part, title, about},
#include "reporter/table/tables.def"
};

static void describe(struct tables_entry *entry, int part)
{
    *entry = (struct tables_entry){.part = part, .name = "submissions"};
    if (part != RECEIPT_PART) {
        const struct form_part_info *info = form_part((enum form_part)part);

        *entry = (struct tables_entry){part, info->name, info->name, info->help};
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].part == part) {
            entry->title = words[i].title;
            entry->about = words[i].about;
        }
}

int tables_at(struct tables_entry *entry, size_t index)
{
    for (int part = 0; part <= RECEIPT_PART; part++) {
        if (part != RECEIPT_PART && !figures_in(form_part((enum form_part)part)->row))
            continue;
        if (index-- == 0) {
            describe(entry, part);
            return 1;
        }
    }
    return 0;
}

int tables_find(struct tables_entry *entry, const char *name)
{
    for (size_t i = 0; tables_at(entry, i); i++)
        if (strcmp(entry->name, name) == 0)
            return 1;
    return 0;
}

void tables_names(char names[TABLES_NAMES_BYTES])
{
    struct tables_entry entry, next;
    size_t used = 0;

    names[0] = '\0';
    for (size_t i = 0; tables_at(&entry, i); i++) {
        const int last = !tables_at(&next, i + 1);

        used += (size_t)snprintf(names + used, TABLES_NAMES_BYTES - used, "%s%s",
                                 i == 0 ? ""
                                 : last ? " and "
                                        : ", ",
                                 entry.name);
    }
}
