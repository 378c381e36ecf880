#include "reporter/indicators/transport.h"

#include "proto/form/form.h"
#include "reporter/indicators/placements.h"

#include <stddef.h>

// The figures: gross expenditure of each section 251 line in the form's order, then these.
enum figure_place {
    GROSS,  // of all lines that the borough gives
    CHILDREN,
    ROUTES,
    SOLO,
    PASSENGER_ASSISTANTS,
    PLANS,  // EHC plans of the stock that goes with the period
    FIGURES
};

static const ProtobufCEnumDescriptor *const lines = &qd__section251_line__descriptor;

static int place(enum figure_place figure)
{
    return (int)(lines->n_values + figure);
}

static int returned(const Qd__Return *candidate)
{
    return candidate->n_transport > 0;
}

static size_t figures_count(void)
{
    return lines->n_values + FIGURES;
}

enum { ANY_LINE = 0 };

// What has no row is not zero: nothing proves it. A row without its figure takes the sum's.
static struct figure gross_of(const Qd__Return *period, int line)
{
    struct figure sum = figure_of(0);
    size_t rows = 0;

    for (size_t i = 0; i < period->n_transport; i++) {
        const Qd__Transport *row = period->transport[i];

        if (line != ANY_LINE && (int)row->section_251_line != line)
            continue;
        figure_add(&sum, FIGURE_VALUE(row, gross_expenditure));
        rows++;
    }
    return rows > 0 ? sum : figure_missing(FIGURE_NOT_RETURNED);
}

static struct figure sum_of(const Qd__Return *period, const char *name)
{
    const ProtobufCFieldDescriptor *column =
        protobuf_c_message_descriptor_get_field_by_name(&qd__transport__descriptor, name);
    struct figure sum = figure_of(0);

    for (size_t i = 0; i < period->n_transport; i++)
        figure_add(&sum, figure_in(&period->transport[i]->base, column));
    return period->n_transport > 0 ? sum : figure_missing(FIGURE_NOT_RETURNED);
}

static void figures_of(const struct indicator_source *source, struct figure *figures)
{
    const Qd__Return *period = source->period;

    for (size_t i = 0; i < figures_count(); i++)
        figures[i] = figure_missing(FIGURE_NOT_RETURNED);
    figures[place(PLANS)] = placements_total(source->stock);
    if (period == NULL)
        return;
    for (unsigned i = 0; i < lines->n_values; i++)
        figures[i] = gross_of(period, lines->values[i].value);
    figures[place(GROSS)] = gross_of(period, ANY_LINE);
    figures[place(CHILDREN)] = sum_of(period, "children");
    figures[place(ROUTES)] = sum_of(period, "routes");
    figures[place(SOLO)] = sum_of(period, "solo");
    figures[place(PASSENGER_ASSISTANTS)] = sum_of(period, "passenger_assistants");
}

static const char not_per_child[] = ", over all EHC plans (not the cost of a child transported)";

static void list_line(struct indicators *indicators, unsigned index)
{
    struct arena *arena = indicators->arena;
    const int value = lines->values[index].value;
    const char *label = codes_label(lines, value);
    const int headline = value == QD__SECTION251_LINE__LINE_2_1_4;
    char code[CODES_WRITTEN_BYTES];

    codes_write(lines, value, code);
    indicators_add(indicators,
                   (struct indicator){
                       .measure = arena_printf(arena, "%s_gross_expenditure", code),
                       .label = arena_printf(arena, "Gross expenditure, %s", label),
                       .unit = INDICATOR_POUNDS,
                       .headline = headline,
                       .numerator = (int)index,
                       .denominator = INDICATOR_NO_FIGURE,
                       .formula = arena_printf(arena, "gross_expenditure of all rows of %s", code),
                       .source = "section 251 outturn, gross"});
    indicators_add(
        indicators,
        (struct indicator){
            .measure = arena_printf(arena, "%s_gross_expenditure_per_plan", code),
            .label = arena_printf(arena, "Gross expenditure, %s%s", label, not_per_child),
            .unit = INDICATOR_POUNDS_EACH,
            .headline = headline,
            .numerator = (int)index,
            .denominator = place(PLANS),
            .formula = arena_printf(
                arena, "gross_expenditure of all rows of %s / all plans in the placements of %s",
                code, "the same quarter, or of the January in or after the year"),
            .source = "section 251 outturn, gross; DfE caseload"});
}

static void list(struct indicators *indicators)
{
    static const char of_all_rows[] = "all rows of transport.csv";
    static const struct {
        const char *measure, *label;
        enum indicator_unit unit;
        enum figure_place numerator, denominator;  // FIGURES: none
        const char *formula;
    } rest[] = {
        {"gross_expenditure", "Gross expenditure, all lines that the borough gives",
         INDICATOR_POUNDS, GROSS, FIGURES, "gross_expenditure"},
        {"gross_expenditure_per_child", "Gross expenditure, all lines, over children transported",
         INDICATOR_POUNDS_EACH, GROSS, CHILDREN, "gross_expenditure / children"},
        {"children_count", "Children transported on the last day", INDICATOR_COUNT, CHILDREN,
         FIGURES, "children"},
        {"routes_count", "Routes", INDICATOR_COUNT, ROUTES, FIGURES, "routes"},
        {"solo_count", "Children who travel alone in a vehicle", INDICATOR_COUNT, SOLO, FIGURES,
         "solo"},
        {"solo_percent", "Children who travel alone, of those transported", INDICATOR_PERCENT, SOLO,
         CHILDREN, "solo / children"},
        {"passenger_assistants_count", "Children who travel with a passenger assistant",
         INDICATOR_COUNT, PASSENGER_ASSISTANTS, FIGURES, "passenger_assistants"},
        {"passenger_assistants_percent",
         "Children who travel with a passenger assistant, of those transported", INDICATOR_PERCENT,
         PASSENGER_ASSISTANTS, CHILDREN, "passenger_assistants / children"},
    };

    for (unsigned i = 0; i < lines->n_values; i++)
        list_line(indicators, i);
    for (size_t i = 0; i < sizeof rest / sizeof rest[0]; i++)
        indicators_add(indicators,
                       (struct indicator){.measure = rest[i].measure,
                                          .label = rest[i].label,
                                          .unit = rest[i].unit,
                                          .numerator = place(rest[i].numerator),
                                          .denominator = rest[i].denominator == FIGURES
                                                             ? INDICATOR_NO_FIGURE
                                                             : place(rest[i].denominator),
                                          .formula = arena_printf(indicators->arena, "%s of %s",
                                                                  rest[i].formula, of_all_rows),
                                          .source = "Quarterday"});
}

const struct indicator_table transport_table = {
    .name = "transport",
    .title = "SEN transport",
    .about = "Spending by section 251 line in the period, and children who travel on its last day.",
    .part = "transport",
    .uses_stock = 1,
    .returned = returned,
    .figures_count = figures_count,
    .figures = figures_of,
    .list = list,
};
