#include "collector/cells/spreadsheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// --- errors and formulas

static int is_error(const char *text)
{
    static const char *const errors[] = {"#REF!",   "#N/A",    "#VALUE!",  "#NAME?",
                                         "#DIV/0!", "#NUM!",   "#NULL!",   "#SPILL!",
                                         "#CALC!",  "#FIELD!", "#BLOCKED!"};

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (strcasecmp(text, errors[i]) == 0)
            return 1;
    return 0;
}

// "=SUM(A1:A3)", and as older programs begin them: "+A1", "-B2*3", "@SUM(A1)".
static int is_formula(const char *text)
{
    size_t letters = 0;

    if (text[0] == '=')
        return text[1] != '\0';
    if (text[0] == '\0' || strchr("+-@", text[0]) == NULL)
        return 0;
    while (isalpha((unsigned char)text[1 + letters]))
        letters++;
    return letters > 0 && (isdigit((unsigned char)text[1 + letters]) || text[1 + letters] == '(');
}

static enum err found_error(const struct cell *cell)
{
    const char *fix;

    if (cell->text[strspn(cell->text, "#")] == '\0')
        fix = arena_printf(cell->arena, "make the column wider in the spreadsheet and save again");
    else
        fix = arena_printf(cell->arena, "fix the formula that shows %s, or put in the value itself",
                           cell->text);
    return cell_fault(cell, RULE_CELL_SPREADSHEET_ERROR, fix);
}

// --- dates

// A number or the name of a month.
struct piece {
    int is_month;
    size_t digits;
    unsigned long number;
};

static int is_month(const char *text, size_t length)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    enum { SHORTEST = 3 };

    for (size_t i = 0; i < sizeof months / sizeof months[0]; i++)
        if (length >= SHORTEST && length <= strlen(months[i]) &&
            strncasecmp(text, months[i], length) == 0)
            return 1;
    return 0;
}

// What stands behind the piece; NULL if none begins here.
static const char *take_piece(const char *text, struct piece *piece)
{
    size_t letters = 0;

    *piece = (struct piece){.digits = strspn(text, "0123456789")};
    piece->number = strtoul(text, NULL, 10);
    if (piece->digits > 0)
        return text + piece->digits;
    while (isalpha((unsigned char)text[letters]))
        letters++;
    piece->is_month = is_month(text, letters);
    return piece->is_month ? text + letters : NULL;
}

static int is_day_number(const struct piece *piece)
{
    enum { LAST_DAY = 31 };

    return (piece->digits == 1 || piece->digits == 2) && piece->number >= 1 &&
           piece->number <= LAST_DAY;
}

static int is_year(const struct piece *piece)
{
    enum { FIRST = 1900, LAST = 2099 };  // that anything is likely to be taken for

    return piece->digits == 2 ||
           (piece->digits == 4 && piece->number >= FIRST && piece->number <= LAST);
}

static int is_day_of_year(const struct piece *piece, char sign)
{
    enum { MONTHS = 12 };
    const struct piece *first = &piece[0], *second = &piece[1], *third = &piece[2];

    if (second->is_month)
        return (is_day_number(first) && is_year(third)) || (is_year(first) && is_day_number(third));
    if (first->is_month)
        return is_day_number(second) && is_year(third);
    // 2.1.4 is a line of the section 251 outturn, 2.1.2004 is what a spreadsheet makes of it.
    if (sign == ' ' || (sign == '.' && first->digits != 4 && third->digits != 4))
        return 0;
    if (first->digits == 4)
        return is_year(first) && is_day_number(second) && second->number <= MONTHS &&
               is_day_number(third);
    return is_day_number(first) && is_day_number(second) && is_year(third) &&
           (first->number <= MONTHS || second->number <= MONTHS);
}

static int is_time(const char *text)
{
    int minutes = 0;

    text += strspn(text, "0123456789");
    for (; text[0] == ':' && isdigit((unsigned char)text[1]) && isdigit((unsigned char)text[2]);
         minutes++)
        text += 3;
    text += strspn(text, " ");
    return minutes > 0 &&
           (*text == '\0' || strcasecmp(text, "am") == 0 || strcasecmp(text, "pm") == 0);
}

int spreadsheet_is_date(const char *text)
{
    struct piece pieces[3];
    char sign = '\0';
    size_t count = 0;

    if (is_time(text))
        return 1;
    for (;;) {
        text = take_piece(text, &pieces[count++]);
        if (text == NULL)
            return 0;
        if (count == 1)
            sign = *text;
        if (count == 3 || *text != sign || sign == '\0' || strchr("-/. ", sign) == NULL)
            break;
        text++;
    }
    if (*text != '\0' && !((*text == ' ' || *text == 'T') && is_time(text + 1)))
        return 0;
    if (count == 2)
        return pieces[0].is_month != pieces[1].is_month && sign != '.' &&
               (is_year(&pieces[0]) || is_year(&pieces[1]) || is_day_number(&pieces[0]) ||
                is_day_number(&pieces[1]));
    return count == 3 && is_day_of_year(pieces, sign);
}

enum err spreadsheet_made_a_date(const struct cell *cell)
{
    const char *allowed = form_allowed(cell->arena, cell->field), *fix = NULL;

    if (cell->field->type != PROTOBUF_C_TYPE_ENUM)
        fix = arena_printf(cell->arena,
                           "a spreadsheet has taken a number for a date: look up the number, "
                           "format the column as a number, and put it in again");
    else if (allowed != NULL)
        fix = arena_printf(cell->arena,
                           "a spreadsheet has taken a code for a date: format the column as text, "
                           "and put the code in again: %s",
                           allowed);
    return cell_fault(cell, RULE_CELL_MADE_A_DATE, fix);
}

// --- a cell

enum err spreadsheet_check(const struct cell *cell)
{
    int is_text = cell->field->type == PROTOBUF_C_TYPE_STRING;

    // A text may begin with #: "#1 Elm House"; or be +44, - or @.
    if (is_text ? is_error(cell->text) : cell->text[0] == '#')
        return found_error(cell);
    if (is_text ? cell->text[0] == '=' && is_formula(cell->text) : is_formula(cell->text))
        return cell_fault(cell, RULE_CELL_FORMULA,
                          arena_printf(cell->arena,
                                       "put in what the formula works out to: copy the cell, paste "
                                       "it as a value, and save again"));
    if (cell->field->type == PROTOBUF_C_TYPE_ENUM && spreadsheet_is_date(cell->text))
        return spreadsheet_made_a_date(cell);
    return ERR_OK;
}
