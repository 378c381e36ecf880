#include "collector/cells/number.h"

#include "collector/cells/number_shape.h"
#include "collector/cells/number_words.h"

#include <string.h>

static const char *fix_fraction(const struct cell *cell, const struct number_form *form,
                                const struct number_shape *shape)
{
    // "1.234" may be 1234 with a separator, as elsewhere in Europe.
    if (strlen(shape->fraction) == 3 && !number_shape_is_zero(shape->whole) &&
        strlen(shape->whole) <= 3)
        return arena_printf(
            cell->arena, "write %s%s if the %s only separates thousands; otherwise %s",
            number_shape_trim(shape->whole), shape->fraction,
            shape->decimal_comma ? "comma" : "point",
            form->decimals == 0 ? "give a whole number" : "round it to whole pence");
    return number_shape_write(cell, form, shape);
}

static enum err too_large(const struct cell *cell, const struct number_form *form)
{
    return cell_fault(cell, RULE_CELL_TOO_LARGE,
                      arena_printf(cell->arena,
                                   "check the figure and its unit: no more than %llu is "
                                   "taken",
                                   (unsigned long long)form->max_whole));
}

// What stands there beside the digits, the gravest first.
static enum err judge(const struct cell *cell, const struct number_form *form,
                      const struct number_shape *shape)
{
    if (shape->percent)
        return number_words_percent(cell, form);
    if (shape->exponent)
        return cell_fault(cell, RULE_CELL_SCIENTIFIC,
                          arena_printf(cell->arena,
                                       "%s has lost its last digits: format the column as a number "
                                       "without decimals, put in the figure again and save",
                                       cell->text));
    if (shape->negative && number_shape_is_zero(shape->whole) &&
        number_shape_is_zero(shape->fraction))
        return cell_fault(cell, RULE_CELL_NEGATIVE, arena_printf(cell->arena, "write 0"));
    if (shape->negative)
        return cell_fault(cell, RULE_CELL_NEGATIVE,
                          arena_printf(cell->arena,
                                       "give what there was: %s is not accepted, and "
                                       "corrections of earlier periods belong into "
                                       "those periods",
                                       cell->text));
    if (shape->foreign)
        return number_words_foreign(cell, form);
    if (shape->currency != NULL)
        return cell_fault(cell, RULE_CELL_CURRENCY, number_shape_write(cell, form, shape));
    if (shape->grouped)
        return cell_fault(cell, RULE_CELL_THOUSANDS, number_shape_write(cell, form, shape));
    if (strlen(shape->fraction) > form->decimals)
        return cell_fault(cell, RULE_CELL_FRACTION, fix_fraction(cell, form, shape));
    if (shape->decimal_comma)
        return cell_fault(cell, RULE_CELL_NOT_A_NUMBER,
                          arena_printf(cell->arena, "%s if the comma stands for a point",
                                       number_shape_write(cell, form, shape)));
    if (shape->plus || shape->apostrophe ||
        (shape->point && (shape->fraction[0] == '\0' || shape->whole[0] == '\0')))
        return cell_fault(cell, RULE_CELL_NOT_A_NUMBER, number_shape_write(cell, form, shape));
    return ERR_OK;
}

// Digits as a number, 0 when it is more than `max`.
static int value_of(const char *digits, uint64_t max, uint64_t *value)
{
    *value = 0;
    for (; *digits != '\0'; digits++) {
        uint64_t digit = (uint64_t)(*digits - '0');

        if (*value > (max - digit) / 10)
            return 0;
        *value = *value * 10 + digit;
    }
    return 1;
}

// Digits alone, as nearly every cell is.
static enum err read_digits(const struct cell *cell, const struct number_form *form,
                            uint64_t *number)
{
    if (!value_of(cell->text, form->max_whole, number))
        return too_large(cell, form);
    for (unsigned i = 0; i < form->decimals; i++)
        *number *= 10;
    return ERR_OK;
}

enum err number_read(const struct cell *cell, const struct number_form *form, uint64_t *number)
{
    enum err error;
    struct number_shape shape;
    uint64_t whole, pence = 0;

    if (cell->text[strspn(cell->text, "0123456789")] == '\0')
        return read_digits(cell, form, number);
    if (!number_shape_take(&shape, cell->text))
        return number_words(cell, form);
    error = judge(cell, form, &shape);
    if (error != ERR_OK)
        return error;
    if (!value_of(shape.whole, form->max_whole, &whole))
        return too_large(cell, form);
    for (unsigned i = 0; i < form->decimals; i++) {
        whole *= 10;
        pence = pence * 10;
        if (i < strlen(shape.fraction))
            pence += (uint64_t)(shape.fraction[i] - '0');
    }
    *number = whole + pence;
    return pence > 0 && whole / (form->decimals == 2 ? 100 : 1) == form->max_whole
               ? too_large(cell, form)
               : ERR_OK;
}
