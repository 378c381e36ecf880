#include "proto/symbols.h"

#include "proto/codes.h"
#include "proto/figures.h"

#include <string.h>
#include <strings.h>

// "write 0, or why there is no figure: not_available, ..."; for other fields what may stand there.
const char *symbols_mend_blank(const struct cell *cell)
{
    const char *allowed;

    if (figures_is_figure(cell->field)) {
        allowed = codes_list(cell->arena, &qd__absence__descriptor);
        return allowed == NULL ? NULL
                               : arena_printf(cell->arena,
                                              "write 0 if there are none, or why there is no "
                                              "figure: %s",
                                              allowed);
    }
    if (form_may_be_blank(cell->field))
        return arena_printf(cell->arena, "leave the cell blank");
    allowed = form_allowed(cell->arena, cell->field);
    return allowed == NULL ? NULL : arena_printf(cell->arena, "write %s", allowed);
}

// Symbols by what they may mean.
enum symbol { SYMBOL_NONE, SYMBOL_UNCLEAR, SYMBOL_NIL, SYMBOL_HIDDEN, SYMBOL_X, SYMBOL_Z };

static const struct {
    const char *text;
    enum symbol symbol;
} symbols[] = {
    {"-", SYMBOL_UNCLEAR},     {"--", SYMBOL_UNCLEAR},        {"---", SYMBOL_UNCLEAR},
    {".", SYMBOL_UNCLEAR},     {"..", SYMBOL_UNCLEAR},        {"...", SYMBOL_UNCLEAR},
    {"n/a", SYMBOL_UNCLEAR},   {"na", SYMBOL_UNCLEAR},        {"n.a.", SYMBOL_UNCLEAR},
    {"n/k", SYMBOL_UNCLEAR},   {"nk", SYMBOL_UNCLEAR},        {"?", SYMBOL_UNCLEAR},
    {"tbc", SYMBOL_UNCLEAR},   {"null", SYMBOL_UNCLEAR},      {"nan", SYMBOL_UNCLEAR},
    {":", SYMBOL_UNCLEAR},     {"~", SYMBOL_UNCLEAR},         {"unknown", SYMBOL_UNCLEAR},
    {"blank", SYMBOL_UNCLEAR}, {"not known", SYMBOL_UNCLEAR}, {"not_known", SYMBOL_UNCLEAR},
    {"none", SYMBOL_NIL},      {"nil", SYMBOL_NIL},           {"zero", SYMBOL_NIL},
    {"*", SYMBOL_HIDDEN},      {"**", SYMBOL_HIDDEN},         {"c", SYMBOL_HIDDEN},
    {"[c]", SYMBOL_HIDDEN},    {"k", SYMBOL_HIDDEN},          {"low", SYMBOL_HIDDEN},
    {"[low]", SYMBOL_HIDDEN},  {"u", SYMBOL_HIDDEN},          {"[u]", SYMBOL_HIDDEN},
    {"supp", SYMBOL_HIDDEN},   {"suppressed", SYMBOL_HIDDEN}, {"[x]", SYMBOL_X},
    {"[z]", SYMBOL_Z},
};

// "<5", "under 5", "fewer than 5"
static int is_range(const char *text)
{
    static const char *const openings[] = {"<",      ">",           "\u2264",    "\u2265",
                                           "under ", "fewer than ", "less than "};

    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (strncasecmp(text, openings[i], strlen(openings[i])) == 0 &&
            strpbrk(text, "0123456789") != NULL)
            return 1;
    return 0;
}

static enum symbol symbol_of(const char *text)
{
    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (strcasecmp(text, symbols[i].text) == 0)
            return symbols[i].symbol;
    return is_range(text) ? SYMBOL_HIDDEN : SYMBOL_NONE;
}

static const char *mend_symbol(const struct cell *cell, enum symbol symbol)
{
    if (!figures_is_figure(cell->field))
        return symbols_mend_blank(cell);
    switch (symbol) {
    case SYMBOL_NIL:
        return arena_printf(cell->arena, "write 0");
    case SYMBOL_X:
        return arena_printf(cell->arena, "write x, without brackets");
    case SYMBOL_Z:
        return arena_printf(cell->arena, "write z, without brackets");
    case SYMBOL_HIDDEN:
        return arena_printf(cell->arena,
                            "give the true figure instead of %s: the region hides "
                            "small ones when it publishes",
                            cell->text);
    default:
        return symbols_mend_blank(cell);
    }
}

static int spreadsheet_error(const char *text)
{
    static const char *const errors[] = {"#REF!",   "#N/A",    "#VALUE!",  "#NAME?",
                                         "#DIV/0!", "#NUM!",   "#NULL!",   "#SPILL!",
                                         "#CALC!",  "#FIELD!", "#BLOCKED!"};

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcasecmp(text, errors[i]) == 0)
            return 1;
    return 0;
}

enum form_cell_error symbols_check_spreadsheet(const struct cell *cell)
{
    const char *mend;

    // A text may begin with #: "#1 Elm House".
    if (cell->field->type == PROTOBUF_C_TYPE_STRING ? !spreadsheet_error(cell->text)
                                                    : cell->text[0] != '#')
        return FORM_CELL_OK;
    if (cell->text[strspn(cell->text, "#")] == '\0')
        mend = arena_printf(cell->arena, "make the column wider in the spreadsheet and save again");
    else
        mend = arena_printf(
            cell->arena, "mend the formula that shows %s, or put in the value itself", cell->text);
    return cell_fault(cell, FORM_CELL_SPREADSHEET_ERROR, mend);
}

enum form_cell_error symbols_check(const struct cell *cell)
{
    enum symbol symbol = symbol_of(cell->text);

    if (symbol != SYMBOL_NONE)
        return cell_fault(cell, FORM_CELL_LEGACY_SYMBOL, mend_symbol(cell, symbol));
    return symbols_check_spreadsheet(cell);
}
