#include "collector/cells/cell.h"

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
    [RULE_CELL_NOT_A_DATE] = "is not a date",
    [RULE_CELL_NO_SUCH_DAY] = "is a day that does not exist",
    [RULE_CELL_NOT_A_PERIOD] = "is not a period",
    [RULE_CELL_NOT_A_BOROUGH] = "is not one of the 33 authorities",
    [RULE_CELL_TOO_LONG] = "is too long",
    [RULE_CELL_CONTROL_CHARACTER] = "has an invisible control character",
    [RULE_CELL_FORMULA] = "is a formula, not what it works out to",
    [RULE_CELL_MADE_A_DATE] = "is a date or a time of day",
};

enum err cell_fault(const struct cell *cell, enum rule_id rule, const char *fix)
{
    *cell->fault = (struct cell_fault){rule, what[rule], fix};
    return fix == NULL ? ERR_NO_MEMORY : ERR_MALFORMED;
}
