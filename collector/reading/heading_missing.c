#include "collector/reading/heading_missing.h"

static struct finding_place place_of(const struct heading *heading)
{
    return (struct finding_place){.part = heading->part, .sheet_row = heading->sheet_row};
}

static int bits_of(uint64_t set)
{
    return __builtin_popcountll(set);
}

// The names of fields, a bit each: "note, simulated".
static const char *names_of(const struct heading *heading, uint64_t set, struct arena *arena)
{
    const ProtobufCFieldDescriptor *fields = form_part(heading->part)->row->fields;
    const char *list = "";

    for (; set != 0 && list != NULL; set &= set - 1)
        list = arena_printf(arena, "%s%s%s", list, *list == '\0' ? "" : ", ",
                            fields[__builtin_ctzll(set)].name);
    return list == NULL ? "" : list;
}

static void found_one(const struct heading *heading, const ProtobufCFieldDescriptor *field,
                      struct findings *findings)
{
    struct finding_place place = place_of(heading);
    const char *fix =
        arena_printf(findings->arena, "add a column with the heading %s%s", field->name,
                     form_may_be_blank(field) ? "; its cells may be left blank" : "");

    place.field = field;
    findings_add(findings, RULE_HEADING_MISSING, place, NULL, fix, "there is no column %s",
                 field->name);
}

static void found_missed(const struct heading *heading, struct findings *findings)
{
    const ProtobufCFieldDescriptor *fields = form_part(heading->part)->row->fields;

    if (bits_of(heading->missing) > HEADING_MISSING_EACH_MAX)
        findings_add(findings, RULE_HEADING_MISSING, place_of(heading), NULL,
                     "add columns with these headings, as `qd-collector template` writes them",
                     "%d columns are not there: %s", bits_of(heading->missing),
                     names_of(heading, heading->missing, findings->arena));
    else
        for (uint64_t set = heading->missing; set != 0; set &= set - 1)
            found_one(heading, &fields[__builtin_ctzll(set)], findings);
}

static void found_left_out(const struct heading *heading, struct findings *findings)
{
    findings_add(findings, RULE_HEADING_LEFT_OUT, place_of(heading), NULL, NULL,
                 bits_of(heading->left_out) == 1 ? "there is no column %s"
                                                 : "there are no columns %s",
                 names_of(heading, heading->left_out, findings->arena));
}

void heading_missing_found(const struct heading *heading, struct findings *findings)
{
    found_missed(heading, findings);
    // What return.csv and explanations.csv leave out says nothing of figures.
    if (heading->left_out != 0 && (RULE_IN_FIGURES >> heading->part & 1) != 0)
        found_left_out(heading, findings);
}

// --- a file that was made for an earlier version of the form

const char *heading_missing_later(const struct heading *heading, struct arena *arena)
{
    if (heading->later == 0)
        return NULL;
    return arena_printf(
        arena, "the file is of version %u of the form, and version %d has more columns: %s",
        heading->version, FORM_SCHEMA_VERSION, names_of(heading, heading->later, arena));
}

void heading_missing_found_later(const struct heading *heading, struct findings *findings)
{
    const char *later = heading_missing_later(heading, findings->arena);

    if (later != NULL)
        findings_add(findings, RULE_HEADING_LATER, place_of(heading), NULL, NULL, "%s", later);
}
