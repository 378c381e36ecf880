#include "collector/reading/return_check.h"

#include "proto/rules/rules.h"

#include <string.h>

// In place of a return.csv that could not be read: one with which nothing is wrong, so that no rule
// speaks about it. A quarter, because placements may be returned for no other period.
static Qd__Header *stand_in_header(struct arena *arena)
{
    Qd__Header *header = arena_alloc(arena, sizeof *header);
    Qd__Period *period = arena_alloc(arena, sizeof *period);
    Qd__Date *date = arena_alloc(arena, sizeof *date);

    if (header == NULL || period == NULL || date == NULL)
        return NULL;
    qd__header__init(header);
    qd__period__init(period);
    qd__date__init(date);
    period->kind = QD__PERIOD_KIND__FINANCIAL_QUARTER;
    period->year = 2024;
    period->has_quarter = 1;
    period->quarter = 4;
    date->year = 2025;
    date->month = 1;
    date->day = 16;
    header->new_la_code = QD__LOCAL_AUTHORITY__E09000001;
    header->period = period;
    header->as_at_date = date;
    return header;
}

// The parts that are in this state, as a return. NULL when memory is exhausted.
static Qd__Return *view(const struct part parts[FORM_PARTS], enum part_state state,
                        struct arena *arena)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);

    if (made == NULL)
        return NULL;
    qd__return__init(made);
    made->schema_version = FORM_SCHEMA_VERSION;
    for (int i = 0; i < FORM_PARTS; i++) {
        const struct part *part = &parts[i];

        if (part->state == state &&
            form_set_rows(arena, made, (enum form_part)i, part->rows, part->count) != 0)
            return NULL;
    }
    return made;
}

// --- what the rules found

typedef int keep_fn(const struct part parts[FORM_PARTS], const struct finding *finding);

// Rules over one row look at nothing else.
static int is_about_one_row(const struct part parts[FORM_PARTS], const struct finding *finding)
{
    (void)parts;
    return strncmp(finding->rule->id, "QD-R", strlen("QD-R")) == 0;
}

static int was_read(const struct part *part)
{
    return part->state == PART_ABSENT || part->state == PART_WHOLE;
}

static int all_were_read(const struct part parts[FORM_PARTS])
{
    for (int i = 0; i < FORM_PARTS; i++)
        if (!was_read(&parts[i]))
            return 0;
    return 1;
}

static int holds_of_what_was_read(const struct part parts[FORM_PARTS],
                                  const struct finding *finding)
{
    if (finding->rule == rule_get(RULE_NOTHING_RETURNED))
        return 0;  // that the folder holds no figures was said of its files
    if (finding->rule == rule_get(RULE_EXPLANATION_NOT_ASKED))
        return all_were_read(parts);
    return 1;
}

static void uncount(struct findings *findings, const struct rule *rule)
{
    findings->found[rule - rule_get((enum rule_id)0)]--;
    switch (rule->class) {
    case RULE_STOPS:
        findings->stops--;
        break;
    case RULE_ASKS:
        findings->asks--;
        break;
    case RULE_INFORMS:
        findings->informs--;
        break;
    }
}

static void put_in_place(const struct part parts[FORM_PARTS], struct finding_place *place)
{
    const struct part *part = &parts[place->part];

    if (!place->whole_part && place->index < part->count)
        place->sheet_row = part->sheet_rows[place->index];
    if (place->field != NULL)
        place->sheet_column = part->columns[place->field - form_part(place->part)->row->fields];
}

static void judge(const struct part parts[FORM_PARTS], const Qd__Return *returned, keep_fn *keep,
                  struct findings *findings)
{
    size_t kept = findings->count;

    rules_check(returned, findings);
    for (size_t i = kept; i < findings->count; i++) {
        struct finding *finding = &findings->list[i];

        if (!keep(parts, finding)) {
            uncount(findings, finding->rule);
            continue;
        }
        put_in_place(parts, &finding->place);
        findings->list[kept++] = *finding;
    }
    findings->count = kept;
}

// --- what could not be checked

// The columns that are not there, or not known to be the right ones: "routes, solo and 2 more".
// NULL if there are none.
static const char *columns_missing(const struct part *part, struct arena *arena)
{
    enum { NAMED_MAX = 3 };
    const ProtobufCMessageDescriptor *row = form_part(part->part)->row;
    const char *list = NULL;
    unsigned missing = 0;

    for (unsigned i = 0; i < form_columns(row); i++)
        if (part->columns[i] == 0 && ++missing <= NAMED_MAX)
            list = arena_printf(arena, "%s%s%s", list == NULL ? "" : list, list == NULL ? "" : ", ",
                                row->fields[i].name);
    return missing <= NAMED_MAX || list == NULL
               ? list
               : arena_printf(arena, "%s and %u more", list, missing - NAMED_MAX);
}

static const char *not_checked(const struct part *part, struct arena *arena)
{
    const char *columns;
    const struct form_part_info *info = form_part(part->part);

    if (part->part == FORM_HEADER)
        return arena_printf(arena,
                            "Whether period and as-at date go with the figures was not checked, "
                            "because %s could not be read in full.",
                            info->file);
    if (part->part == FORM_EXPLANATIONS)
        return arena_printf(arena,
                            "The explanations were not looked at, because %s could not be read in "
                            "full.",
                            info->file);
    if (part->state == PART_NOT_READ)
        return arena_printf(arena,
                            "The figures in %s were not checked, because its rows could not "
                            "be read.",
                            info->file);
    if (part->stopped_at != 0)
        return arena_printf(arena,
                            "%s was read down to row %u only, so that rows further down, and "
                            "whether all of them add up, were not checked.",
                            info->file, (unsigned)part->stopped_at - 1);
    columns = columns_missing(part, arena);
    if (columns != NULL)
        return arena_printf(arena,
                            "Because of the headings of %s, nothing that needs %s was checked%s.",
                            info->file, columns,
                            info->one_row ? ""
                                          : ", nor whether its rows add up, repeat each other or "
                                            "go with the other files");
    if (info->one_row)
        return arena_printf(arena,
                            "In %s, the rules over the figures that could not be read were not "
                            "checked.",
                            info->file);
    return arena_printf(arena,
                        "Whether the rows of %s add up, repeat each other or go with the other "
                        "files was not checked, because %zu of them could not be read in full.",
                        info->file, part->rows_at_fault);
}

enum err return_check(const struct part parts[FORM_PARTS], struct findings *findings,
                      Qd__Return **returned)
{
    struct arena *arena = findings->arena;
    Qd__Return *whole = view(parts, PART_WHOLE, arena),
               *pieces = view(parts, PART_IN_PIECES, arena);
    Qd__Header *header = stand_in_header(arena);
    int has_header = parts[FORM_HEADER].state == PART_WHOLE;

    *returned = NULL;
    if (whole == NULL || pieces == NULL || header == NULL)
        return ERR_NO_MEMORY;
    // The whole parts come last, because the explanations are with them.
    pieces->header = header;
    pieces->n_explanations = 0;
    judge(parts, pieces, is_about_one_row, findings);
    if (!has_header)
        whole->header = header;
    judge(parts, whole, holds_of_what_was_read, findings);
    for (int i = 0; i < FORM_PARTS; i++)
        if (!was_read(&parts[i]) && parts[i].state != PART_EMPTY)
            findings->not_checked[i] = not_checked(&parts[i], arena);
    if (has_header)
        *returned = whole;
    return arena->exhausted ? ERR_NO_MEMORY : ERR_OK;
}
