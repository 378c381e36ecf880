// The rules over what a row of placements says of its market: where the setting lies, who runs it, and what
// the same places cost a year before.
#include "proto/rules/rules_internal.h"

#include <string.h>

static const Qd__Placement *row_of(const struct rules_run *run)
{
    return run->returned->placements[run->index];
}

// --- where it lies

void rules_market_location(const struct rules_run *run)
{
    const Qd__Placement *row = row_of(run);
    const Qd__Header *header = run->returned->header;
    const int outside = row->has_outside_england && row->outside_england == QD__YES_NO__YES;
    const int own = header != NULL && row->has_setting_old_la_code &&
                    row->setting_old_la_code == (uint32_t)header->new_la_code;

    if (outside && row->has_setting_old_la_code)
        rules_found(run, rules_field(run, "outside_england"),
                    "outside England, and in the authority %u", row->setting_old_la_code);
    else if (outside && row->location == QD__LOCATION__IN_BOROUGH)
        rules_found(run, rules_field(run, "outside_england"),
                    "outside England, and in the borough");
    else if (own && row->location == QD__LOCATION__OUT_OF_BOROUGH)
        rules_found(run, rules_field(run, "setting_old_la_code"),
                    "out of the borough, and in its own authority %u", row->setting_old_la_code);
    else if (header != NULL && row->has_setting_old_la_code && !own &&
             row->location == QD__LOCATION__IN_BOROUGH)
        rules_found(run, rules_field(run, "setting_old_la_code"),
                    "in the borough, which is %u, and in the authority %u",
                    (unsigned)header->new_la_code, row->setting_old_la_code);
}

// --- who runs it

static int is_company_number(const char *text)
{
    enum { LENGTH = 8, LETTERS = 2 };
    static const char digits[] = "0123456789", letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const size_t before = strspn(text, letters);

    return strlen(text) == LENGTH && (before == 0 || before == LETTERS) &&
           strspn(text + before, digits) == LENGTH - before;
}

void rules_market_company(const struct rules_run *run)
{
    const char *number = row_of(run)->company_number;

    if (number != NULL && !is_company_number(number))
        rules_found(run, rules_field(run, "company_number"),
                    "it has %zu characters, not eight digits or two capital letters and six digits",
                    strlen(number));
}

// --- a year before

void rules_market_matched(const struct rules_run *run)
{
    const Qd__Placement *row = row_of(run);
    struct figure places, before, now;
    int costs;

    // Most rows say nothing of matched places: they are not looked at further.
    if (!row->has_matched_places && !row->has_matched_cost_before && !row->has_matched_cost_now &&
        !row->has_absent)
        return;
    places = rules_figure(run, "matched_places");
    before = rules_figure(run, "matched_cost_before");
    now = rules_figure(run, "matched_cost_now");
    costs = (before.state != FIGURE_BLANK) + (now.state != FIGURE_BLANK);
    if (figure_known(places) && places.value > 0 && costs < 2)
        rules_found(run, rules_row(run), "%lld places are matched, and what they cost %s is blank",
                    (long long)places.value, before.state == FIGURE_BLANK ? "then" : "now");
    else if (costs > 0 && places.state == FIGURE_BLANK)
        rules_found(run, rules_row(run),
                    "what matched places cost is given, and matched_places is blank");
}

void rules_market_matched_cost(const struct rules_run *run)
{
    const Qd__Placement *row = row_of(run);
    const struct figure now = FIGURE_VALUE(row, matched_cost_now);

    if (row->has_annual_cost && figure_known(now) && now.value > row->annual_cost)
        rules_found(run, rules_field(run, "matched_cost_now"),
                    "the matched places cost %s, and all places of the row %s",
                    rules_pounds(run, now.value), rules_pounds(run, row->annual_cost));
}

void rules_market_uplift(const struct rules_run *run)
{
    enum { THIRD = 3, LESS = 2, MORE_HALVES = 3, HALVES = 2 };
    const struct figure before = FIGURE_VALUE(row_of(run), matched_cost_before);
    const struct figure now = FIGURE_VALUE(row_of(run), matched_cost_now);

    if (figure_known(before) && figure_known(now) && before.value > 0 &&
        (now.value * HALVES > before.value * MORE_HALVES ||
         now.value * THIRD < before.value * LESS))
        rules_found(run, rules_field(run, "matched_cost_now"), "%s then, and %s now",
                    rules_pounds(run, before.value), rules_pounds(run, now.value));
}

// --- what can be compared

void rules_market_compared(const struct rules_run *run)
{
    const Qd__Return *returned = run->returned;
    size_t prices = 0, compared = 0;

    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];

        if (!row->has_annual_cost || row->annual_cost == 0)
            continue;
        prices++;
        compared += row->has_price_includes && row->has_vat;
    }
    if (compared > 0 && compared < prices)
        rules_found(run, finding_place_part(run->part),
                    "%zu of %zu prices do not say what they include, or whether VAT is in them",
                    prices - compared, prices);
}
