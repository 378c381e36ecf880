#include "collector/words/understood.h"

#include "collector/words/understood_internal.h"
#include "lib/base/clock.h"
#include "proto/form/boroughs.h"
#include "proto/form/figures.h"
#include "proto/form/labels.h"
#include "proto/form/period.h"

static json_t *number_or_null(struct figure figure)
{
    return figure_known(figure) ? json_integer(figure.value) : json_null();
}

static json_t *figure_object(const struct summary_figure *figure,
                             const struct summary_figure *earlier)
{
    const struct figure none = figure_missing(FIGURE_BLANK);
    const struct figure before = earlier == NULL ? none : earlier->sum;
    const struct figure change = figure_known(figure->sum) && figure_known(before)
                                     ? figure_of(figure->sum.value - before.value)
                                     : none;

    return json_pack("{s:s, s:s, s:o, s:I, s:o, s:o}",  //
                     "name", figure->field->name,       //
                     "unit",
                     figures_is_money(figure->field) ? "pence" : labels_of(figure->field)->unit,  //
                     "value", number_or_null(figure->sum),                                        //
                     "rows_absent", (json_int_t)figure->rows_absent,                              //
                     "earlier", number_or_null(before),                                           //
                     "change", number_or_null(change));
}

static json_t *part_object(const struct understood_sides *sides)
{
    static const char *const states[] = {[UNDERSTOOD_NOT_THERE] = "none",
                                         [UNDERSTOOD_WHOLE] = "whole",
                                         [UNDERSTOOD_NOT_READ] = "not_read"};
    json_t *figures = json_array();

    for (size_t i = 0; i < sides->now.figures_count; i++)
        if (json_array_append_new(
                figures, figure_object(&sides->now.figures[i],
                                       sides->has_earlier ? &sides->earlier.figures[i] : NULL)) !=
            0) {
            json_decref(figures);
            return NULL;
        }
    return json_pack("{s:s, s:s, s:I, s:o, s:o}", "part", form_part(sides->part)->name, "state",
                     states[sides->state], "rows", (json_int_t)sides->now.rows, "earlier_rows",
                     sides->has_earlier ? json_integer((json_int_t)sides->earlier.rows)
                                        : json_null(),
                     "figures", figures);
}

static json_t *parts_array(const struct understood *understood)
{
    json_t *parts = json_array();

    for (int part = 0; part < FORM_PARTS; part++) {
        const struct understood_sides sides = understood_sides(understood, (enum form_part)part);

        if (part == FORM_HEADER)
            continue;
        if (json_array_append_new(parts, part_object(&sides)) != 0) {
            json_decref(parts);
            return NULL;
        }
    }
    return parts;
}

json_t *understood_json(const struct understood *understood)
{
    char period[PERIOD_TEXT_BYTES], before[PERIOD_TEXT_BYTES];
    char day[CLOCK_DAY_BYTES], earlier_day[CLOCK_DAY_BYTES];
    const struct borough *borough = NULL;
    const Qd__Header *header;

    if (understood->returned == NULL)
        return json_null();
    header = understood->returned->header;
    if (header != NULL) {
        borough = boroughs_of(header->new_la_code);
        period_format(header->period, period);
    }
    if (understood->earlier != NULL)
        period_format(understood->earlier->header->period, before);
    return json_pack("{s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:o}",                             //
                     "new_la_code", borough == NULL ? NULL : borough->new_la_code,            //
                     "la_name", borough == NULL ? NULL : borough->la_name,                    //
                     "period", header == NULL ? NULL : period,                                //
                     "as_at_date", understood_day(understood->returned, day),                 //
                     "earlier_period", understood->earlier == NULL ? NULL : before,           //
                     "earlier_as_at_date", understood_day(understood->earlier, earlier_day),  //
                     "parts", parts_array(understood));
}
