#include "collector/cells/symbols.h"

#include "collector/cells/spreadsheet.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"

#include <string.h>
#include <strings.h>

// "write 0, or why there is no figure: not_available, ..."; for other fields what may stand there.
const char *symbols_fix_blank(const struct cell *cell)
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
    return allowed == NULL
               ? NULL
               : arena_printf(cell->arena, "write %s%s",
                              cell->field->type == PROTOBUF_C_TYPE_ENUM &&
                                      cell->field->descriptor != &qd__local_authority__descriptor
                                  ? "one of: "
                                  : "",
                              allowed);
}

// Symbols by what they may mean.
enum symbol {
    SYMBOL_NONE,
    SYMBOL_UNCLEAR,
    SYMBOL_LATER,
    SYMBOL_NIL,
    SYMBOL_HIDDEN,
    SYMBOL_RANGE,
    SYMBOL_X,
    SYMBOL_Z,
    SYMBOL_REASON  // a reason spelt in another way
};

static const struct {
    const char *text;
    enum symbol symbol;
} symbols[] = {
    {"-", SYMBOL_UNCLEAR},       {"--", SYMBOL_UNCLEAR},        {"---", SYMBOL_UNCLEAR},
    {".", SYMBOL_UNCLEAR},       {"..", SYMBOL_UNCLEAR},        {"...", SYMBOL_UNCLEAR},
    {"n/a", SYMBOL_UNCLEAR},     {"na", SYMBOL_UNCLEAR},        {"n.a.", SYMBOL_UNCLEAR},
    {"n/k", SYMBOL_UNCLEAR},     {"nk", SYMBOL_UNCLEAR},        {"?", SYMBOL_UNCLEAR},
    {"tbc", SYMBOL_LATER},       {"null", SYMBOL_UNCLEAR},      {"nan", SYMBOL_UNCLEAR},
    {":", SYMBOL_UNCLEAR},       {"~", SYMBOL_UNCLEAR},         {"unknown", SYMBOL_UNCLEAR},
    {"blank", SYMBOL_UNCLEAR},   {"not known", SYMBOL_UNCLEAR}, {"not_known", SYMBOL_UNCLEAR},
    {"none", SYMBOL_NIL},        {"nil", SYMBOL_NIL},           {"zero", SYMBOL_NIL},
    {"*", SYMBOL_HIDDEN},        {"**", SYMBOL_HIDDEN},         {"c", SYMBOL_HIDDEN},
    {"[c]", SYMBOL_HIDDEN},      {"k", SYMBOL_HIDDEN},          {"low", SYMBOL_HIDDEN},
    {"[low]", SYMBOL_HIDDEN},    {"u", SYMBOL_HIDDEN},          {"[u]", SYMBOL_HIDDEN},
    {"supp", SYMBOL_HIDDEN},     {"suppressed", SYMBOL_HIDDEN}, {"[x]", SYMBOL_X},
    {"[z]", SYMBOL_Z},           {"tbd", SYMBOL_LATER},         {"tba", SYMBOL_LATER},
    {"pending", SYMBOL_LATER},   {"awaited", SYMBOL_LATER},     {"awaiting", SYMBOL_LATER},
    {"\\N", SYMBOL_UNCLEAR},     {"to follow", SYMBOL_LATER},   {"missing", SYMBOL_UNCLEAR},
    {"[blank]", SYMBOL_UNCLEAR}, {"(blank)", SYMBOL_UNCLEAR},   {"unavailable", SYMBOL_UNCLEAR},
};

static int begins_with(const char *text, const char *opening)
{
    return strncasecmp(text, opening, strlen(opening)) == 0;
}

static int ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text);

    return length >= strlen(ending) && strcasecmp(text + length - strlen(ending), ending) == 0;
}

// "<5", "under 5", "5 or fewer"; "&lt;5" comes from a web page.
static int is_range(const char *text)
{
    static const char *const openings[] = {"<",          ">",         "\u2264",     "\u2265",
                                           "&lt;",       "&gt;",      "under ",     "fewer than ",
                                           "less than ", "over ",     "more than ", "below ",
                                           "above ",     "at least ", "at most ",   "up to "};
    static const char *const endings[] = {"+", " or fewer", " or less", " or more", " and over"};

    if (strpbrk(text, "0123456789") == NULL)
        return 0;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (begins_with(text, openings[i]))
            return 1;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_with(text, endings[i]))
            return 1;
    return 0;
}

// "not available" for not_available. Every reason begins so: the piece "available" is not meant.
static int is_reason(const char *text, int *reason)
{
    return begins_with(text, "not") && codes_nearest(&qd__absence__descriptor, text, reason);
}

static enum symbol symbol_of(const struct cell *cell, int *reason)
{
    const char *text = cell->text;
    int found;

    for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
        if (strcasecmp(text, symbols[i].text) == 0)
            return symbols[i].symbol;
    if (is_range(text))
        return SYMBOL_RANGE;
    // Where no reason may stand, one is only another symbol.
    found = is_reason(text, reason) || strcasecmp(text, "x") == 0 || strcasecmp(text, "z") == 0;
    return found ? SYMBOL_REASON : SYMBOL_NONE;
}

static const char *fix_symbol(const struct cell *cell, enum symbol symbol, int reason)
{
    char code[CODES_WRITTEN_BYTES];

    if (!figures_is_figure(cell->field))
        return symbol == SYMBOL_RANGE && cell->field->type == PROTOBUF_C_TYPE_UINT32
                   ? arena_printf(cell->arena, "write one number instead of %s", cell->text)
                   : symbols_fix_blank(cell);
    switch (symbol) {
    case SYMBOL_NIL:
        return arena_printf(cell->arena, "write 0");
    case SYMBOL_X:
        return arena_printf(cell->arena, "write x, without brackets");
    case SYMBOL_Z:
        return arena_printf(cell->arena, "write z, without brackets");
    case SYMBOL_LATER:
        return arena_printf(cell->arena, "write not_yet_known if the figure is still to come");
    case SYMBOL_REASON:
        codes_write(&qd__absence__descriptor, reason, code);
        return arena_printf(cell->arena, "write %s", code);
    case SYMBOL_RANGE:
    case SYMBOL_HIDDEN:
        return arena_printf(cell->arena,
                            "give the true figure instead of %s: the region hides "
                            "small ones when it publishes",
                            cell->text);
    default:
        return symbols_fix_blank(cell);
    }
}

enum err symbols_check(const struct cell *cell)
{
    int reason = 0;
    enum symbol symbol = symbol_of(cell, &reason);

    if (symbol != SYMBOL_NONE)
        return cell_fault(cell, RULE_CELL_LEGACY_SYMBOL, fix_symbol(cell, symbol, reason));
    return spreadsheet_check(cell);
}
