#include "collector/cells/cell.h"

#include "proto/form/codes.h"
#include "proto/form/figures.h"

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

// What follows the cell's text in a sentence, for each rule about a cell.
static const char *const what[RULE_COUNT] = {
    [RULE_CELL_BLANK] = "is blank",
    [RULE_CELL_NOT_A_NUMBER] = "is not a number",
    [RULE_CELL_THOUSANDS] = "has a thousands separator",
    [RULE_CELL_PERCENT] = "is a percentage, where a figure is asked for",
    [RULE_CELL_SCIENTIFIC] = "is a number that the spreadsheet has shortened",
    [RULE_CELL_SPREADSHEET_ERROR] = "is an error of the spreadsheet",
    [RULE_CELL_NEGATIVE] = "is below zero",
    [RULE_CELL_FRACTION] = "has too many decimals",
    [RULE_CELL_TOO_LARGE] = "is larger than is accepted",
    [RULE_CELL_CURRENCY] = "has a currency sign",
    [RULE_CELL_LEGACY_SYMBOL] = "does not say why there is no value",
    [RULE_CELL_NOT_A_CODE] = "is not one of the codes",
    [RULE_CELL_LOOK_ALIKE] = "has a character that only looks right",
    [RULE_CELL_NOT_A_DATE] = "is not a date that can be read in one way only",
    [RULE_CELL_NO_SUCH_DAY] = "is a day that does not exist",
    [RULE_CELL_NOT_A_PERIOD] = "is not a period",
    [RULE_CELL_NOT_A_BOROUGH] = "is not one of the 33 authorities",
    [RULE_CELL_TOO_LONG] = "is too long",
    [RULE_CELL_CONTROL_CHARACTER] = "has an invisible control character",
    [RULE_CELL_FORMULA] = "is a formula, not what it works out to",
    [RULE_CELL_MADE_A_DATE] = "is a date or a time of day",
    [RULE_CELL_GARBLED] = "has letters that were read in the wrong encoding",
};

enum err cell_fault(const struct cell *cell, enum rule_id rule, const char *fix,
                    const char *instead)
{
    *cell->fault = (struct cell_fault){rule, what[rule], fix, instead};
    if (fix == NULL)
        return ERR_NO_MEMORY;
    return rule_get(rule)->class == RULE_STOPS ? ERR_MALFORMED : ERR_OK;
}

const char *cell_allowed(struct arena *arena, const ProtobufCFieldDescriptor *field)
{
    const char *reasons;

    switch (cell_kind(field)) {
    case CELL_TEXT:
        return "text";
    case CELL_NUMBER:
        return "a whole number";
    case CELL_CODE:
        return codes_list(arena, field->descriptor);
    case CELL_BOROUGH:
        return "an ONS code, as E09000007; or DfE's number, as 202; or the authority's name";
    case CELL_PERIOD:
        return "2024-25 Q4 for a quarter, 2024-25 for a financial year, 2024 for a calendar year";
    case CELL_DATE:
        return "a date written year-month-day: 2025-01-16";
    case CELL_COUNT:
    case CELL_MONEY:
        break;
    }
    reasons = codes_list(arena, &qd__absence__descriptor);
    if (reasons == NULL)
        return NULL;
    return arena_printf(arena, "%s; or %s",
                        figures_is_money(field) ? "pounds, as 63000 or 63000.50" : "a whole number",
                        reasons);
}
