#include "collector/reading/return_check.h"

#include "proto/rules/asked.h"
#include "proto/rules/rules.h"

static enum rules_read how_much(enum part_state state)
{
    switch (state) {
    case PART_ABSENT:
    case PART_WHOLE:
        return RULES_READ_WHOLE;
    case PART_IN_PIECES:
        return RULES_READ_ROWS;
    case PART_MISSING:
    case PART_EMPTY:
    case PART_NOT_READ:
        break;
    }
    return RULES_READ_NOTHING;
}

// Adds the rows of the parts that are in this state.
static enum err take(Qd__Return *returned, const struct part parts[FORM_PARTS],
                     enum part_state state, struct arena *arena)
{
    for (int i = 0; i < FORM_PARTS; i++)
        if (parts[i].state == state &&
            form_set_rows(arena, returned, (enum form_part)i, parts[i].rows, parts[i].count) != 0)
            return ERR_NO_MEMORY;
    return ERR_OK;
}

// --- what the rules found

static void put_in_place(const struct part parts[FORM_PARTS], struct finding_place *place)
{
    const struct part *part = &parts[place->part];

    if (!place->whole_part && place->index < part->count)
        place->sheet_row = part->sheet_rows[place->index];
    if (place->field != NULL)
        place->sheet_column = part->columns[place->field - form_part(place->part)->row->fields];
    part_place(part, place);
}

static struct rules_input input_of(const Qd__Return *returned, const struct return_known *known)
{
    if (known == NULL)
        return (struct rules_input){.returned = returned};
    return (struct rules_input){
        .returned = returned, .today = &known->today, .folder = known->folder};
}

static void judge(const struct part parts[FORM_PARTS], const Qd__Return *returned,
                  const struct return_known *known, struct findings *findings)
{
    struct rules_input input = input_of(returned, known);
    const Qd__Return *earlier[RULES_KEPT_MAX];
    size_t before = findings->count;

    input.earlier = earlier;
    if (known != NULL && known->earlier != NULL && parts[FORM_HEADER].state == PART_WHOLE)
        input.earlier_count =
            known->earlier(known->context, returned->header, findings->arena, earlier);
    for (int i = 0; i < FORM_PARTS; i++) {
        input.read[i] = how_much(parts[i].state);
        input.sheet_rows[i] = parts[i].sheet_rows;
    }
    rules_check(&input, findings);
    for (size_t i = before; i < findings->count; i++)
        put_in_place(parts, &findings->list[i].place);
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
        if (part->columns[i] == 0 && !(part->not_asked >> i & 1) && ++missing <= NAMED_MAX)
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
                        "files was not checked, because %s %s could not be read in full.",
                        info->file, part->at_fault.rows == 1 ? "row" : "rows",
                        row_list_text(arena, &part->at_fault));
}

enum err return_check(const struct part parts[FORM_PARTS], const struct return_known *known,
                      struct findings *findings, Qd__Return **returned)
{
    struct arena *arena = findings->arena;
    Qd__Return *whole = arena_alloc(arena, sizeof *whole), all;

    if (whole == NULL)
        return ERR_NO_MEMORY;
    qd__return__init(whole);
    whole->schema_version = FORM_SCHEMA_VERSION;
    if (take(whole, parts, PART_WHOLE, arena) != ERR_OK)
        return ERR_NO_MEMORY;
    all = *whole;
    if (take(&all, parts, PART_IN_PIECES, arena) != ERR_OK)
        return ERR_NO_MEMORY;
    judge(parts, &all, known, findings);
    for (int i = 0; i < FORM_PARTS; i++)
        if (parts[i].state == PART_NOT_READ || parts[i].state == PART_IN_PIECES)
            findings->not_checked[i] = not_checked(&parts[i], arena);
    if (whole->header != NULL && asked_put(whole, findings) != 0)
        return ERR_NO_MEMORY;
    *returned = whole;
    return arena->exhausted ? ERR_NO_MEMORY : ERR_OK;
}
