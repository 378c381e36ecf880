#include "collector/cells/cell.h"

#include "proto/form/codes.h"

enum cell_kind cell_kind(const ProtobufCFieldDescriptor *field)
{
    switch (field->type) {
    case PROTOBUF_C_TYPE_UINT64:
        return CELL_COUNT;
    case PROTOBUF_C_TYPE_INT64:
        return CELL_MONEY;
    case PROTOBUF_C_TYPE_UINT32:
        return CELL_NUMBER;
    case PROTOBUF_C_TYPE_STRING:
        return CELL_TEXT;
    case PROTOBUF_C_TYPE_ENUM:
        return field->descriptor == &qd__local_authority__descriptor ? CELL_BOROUGH : CELL_CODE;
    default:
        return field->descriptor == &qd__date__descriptor ? CELL_DATE : CELL_PERIOD;
    }
}

enum err cell_fault(const struct cell *cell, enum rule_id rule, const char *fix,
                    const char *instead)
{
    *cell->fault = (struct cell_fault){rule, rule_get(rule)->title, fix, instead};
    if (fix == NULL)
        return ERR_NO_MEMORY;
    return rule_get(rule)->class == RULE_STOPS ? ERR_MALFORMED : ERR_OK;
}

const char *cell_allowed(struct arena *arena, const ProtobufCFieldDescriptor *field)
{
    static const struct {
        enum cell_kind kind;
        const char *words;
    } allowed[] = {
        {CELL_TEXT, "text"},
        {CELL_NUMBER, "a whole number"},
        {CELL_BOROUGH,
         "an ONS code, as E09000007; or DfE's number, as 202; or the authority's name"},
        {CELL_DATE, "a date written year-month-day: 2025-01-16"},
        {CELL_PERIOD,
         "2024-25 Q4 for a quarter, 2024-25 for a financial year, 2024 for a calendar year"},
    };
    const enum cell_kind kind = cell_kind(field);
    const char *codes;

    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        if (allowed[i].kind == kind)
            return allowed[i].words;
    codes = codes_list(arena, kind == CELL_CODE ? field->descriptor : &qd__absence__descriptor);
    return codes == NULL ? NULL
                         : arena_printf(arena, "%s%s",
                                        kind == CELL_CODE    ? "one of: "
                                        : kind == CELL_MONEY ? "pounds, as 63000 or 63000.50; or "
                                                             : "a whole number; or ",
                                        codes);
}
