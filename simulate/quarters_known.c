// From a borough's published figures to those of nine quarters: quarters_internal.h.
#include "simulate/quarters_internal.h"

#include "proto/form/boroughs.h"
#include "proto/form/figures.h"
#include "simulate/draw.h"

#include <string.h>

// Of a year's flows and spending, in the order of its quarters; each borough's differ a little.
static void draw_weights(struct draw *draw, unsigned weights[QUARTERS_A_YEAR])
{
    for (size_t i = 0; i < QUARTERS_A_YEAR; i++)
        weights[i] = (unsigned)draw_between(draw, 225, 275);
}

static enum err contradicts(const struct quarters_borough *borough, const char *what,
                            struct err_text *text)
{
    return err_say(text, ERR_MALFORMED, "%s: the parts of %s are more than their whole",
                   boroughs_of(borough->authority)->la_name, what);
}

// --- flows

static enum err know_flows(struct quarters_borough *borough, const struct quarters_known *known,
                           struct err_text *text)
{
    unsigned weights[QUARTERS_A_YEAR];
    struct flows year;
    struct draw draw;

    if (known->flows_2024->timeliness == NULL ||
        flows_take_apart(&year, known->flows_2024->timeliness) != 0)
        return contradicts(borough, "the flows of 2024", text);
    draw_start(&draw, borough->seed, DRAW_SPLIT, (uint32_t)borough->authority, 0, 0);
    draw_weights(&draw, weights);
    for (size_t i = 0; i < QUARTERS_YEARS; i++) {
        flows_split(&year, &draw, weights, borough->flows + i * QUARTERS_A_YEAR);
        flows_grow(&year, (unsigned)draw_between(&draw, 96, 112), &draw);
    }
    return ERR_OK;
}

// --- places

// Of 100 plans with need "other", which holds Down syndrome with DfE, so many are for that.
enum { DOWN_SYNDROME_PERCENT = 35 };

static void add_plans(struct places *places, const Qd__Placement *row)
{
    const size_t setting = places_setting(row->setting);
    uint64_t down_syndrome = 0;

    if (row->primary_need == QD__NEED__OTH)
        down_syndrome = row->plans * DOWN_SYNDROME_PERCENT / 100;
    places->plans[setting][places_need(row->primary_need)] += row->plans - down_syndrome;
    places->plans[setting][places_need(QD__NEED__DS)] += down_syndrome;
}

// Rows by setting and need, or by setting alone. 1 and the total, or 0 when there is none.
static int read_plans(struct places *places, uint64_t *total, const Qd__Return *known)
{
    int found = 0;

    *places = (struct places){0};
    for (size_t i = 0; i < known->n_placements; i++) {
        const Qd__Placement *row = known->placements[i];

        if (row->setting == QD__SETTING__TOTAL) {
            found = row->has_plans;
            *total = row->plans;
        } else if (row->has_plans) {
            add_plans(places, row);
        } else if (row->primary_need == QD__NEED__NEED_NOT_KNOWN) {
            places->unknown[places_setting(row->setting)] = 1;
        }
    }
    return found;
}

// January 2024 is known by setting: needs are shared as in January 2025, and so are the plans whose
// setting is not known over the settings that DfE has as x.
static int share_first(struct places *first, uint64_t total, const struct places *second)
{
    const uint64_t known = places_total(first);
    unsigned weights[PLACES_SETTINGS] = {0};
    uint64_t parts[PLACES_SETTINGS] = {0};
    unsigned sum = 0;
    struct draw draw;

    if (known > total)
        return -1;
    for (size_t s = 0; s < PLACES_SETTINGS; s++)
        sum += weights[s] = first->unknown[s] ? (unsigned)places_in(second, s) : 0;
    if (sum == 0 && known < total)
        return -1;
    draw_start(&draw, 0, DRAW_SPLIT, 0, 0, 0);
    if (sum > 0)
        draw_split(&draw, total - known, weights, PLACES_SETTINGS, parts);
    for (size_t s = 0; s < PLACES_SETTINGS; s++)
        places_share(first, s, places_in(first, s) + parts[s], second);
    return 0;
}

static void grow(struct places *places, const struct places *before, struct draw *draw)
{
    for (size_t s = 0; s < PLACES_SETTINGS; s++) {
        const uint64_t percent = draw_between(draw, 98, 110);

        for (size_t n = 0; n < PLACES_NEEDS; n++)
            places->plans[s][n] = (before->plans[s][n] * percent + 50) / 100;
    }
}

static enum err know_places(struct quarters_borough *borough, const struct quarters_known *known,
                            struct err_text *text)
{
    struct places *places = borough->places;
    struct draw draw;
    uint64_t totals[2];

    if (!read_plans(&places[0], &totals[0], known->plans_2024) ||
        !read_plans(&places[1], &totals[1], known->plans_2025) ||
        totals[1] != places_total(&places[1]) ||
        share_first(&places[0], totals[0], &places[1]) != 0)
        return contradicts(borough, "the plans of January 2024 or 2025", text);
    draw_start(&draw, borough->seed, DRAW_GROWTH, (uint32_t)borough->authority, 0, 0);
    places[2] = (struct places){0};
    grow(&places[2], &places[1], &draw);
    return ERR_OK;
}

static uint64_t between(uint64_t from, uint64_t to, size_t step)
{
    return from >= to ? from - (from - to) * step / QUARTERS_A_YEAR
                      : from + (to - from) * step / QUARTERS_A_YEAR;
}

void quarters_places(const struct quarters_borough *borough, size_t quarter, struct places *places,
                     struct places *ended)
{
    enum { ENDED_PERCENT = 3 };  // of the places in January 2025, each quarter
    const struct places *from = &borough->places[quarter / QUARTERS_A_YEAR];
    const size_t step = quarter % QUARTERS_A_YEAR;
    const struct places *to = step == 0 ? from : from + 1;

    *places = *ended = (struct places){0};
    for (size_t s = 0; s < PLACES_SETTINGS; s++)
        for (size_t n = 0; n < PLACES_NEEDS; n++) {
            places->plans[s][n] = between(from->plans[s][n], to->plans[s][n], step);
            ended->plans[s][n] = borough->places[1].plans[s][n] * ENDED_PERCENT * quarter / 100;
        }
    if (quarter == 0)
        memcpy(places->unknown, from->unknown, sizeof places->unknown);
}

// --- spending

static int pence_of(const Qd__Return *known, uint64_t *pence)
{
    for (size_t i = 0; i < known->n_transport; i++)
        if (known->transport[i]->section_251_line == QD__SECTION251_LINE__LINE_2_1_4 &&
            known->transport[i]->has_gross_expenditure) {
            *pence = (uint64_t)known->transport[i]->gross_expenditure;
            return 1;
        }
    return 0;
}

static enum err know_spending(struct quarters_borough *borough, const struct quarters_known *known,
                              struct err_text *text)
{
    unsigned weights[QUARTERS_A_YEAR];
    uint64_t years[QUARTERS_YEARS], pence[QUARTERS_ALL + QUARTERS_A_YEAR] = {0};
    struct draw draw;

    draw_start(&draw, borough->seed, DRAW_SPLIT, (uint32_t)borough->authority, 1, 0);
    draw_weights(&draw, weights);
    if (!pence_of(known->spending_2023_24, &years[0]) ||
        !pence_of(known->spending_2024_25, &years[1]))
        return err_say(text, ERR_MALFORMED, "%s: line 2.1.4 of 2023-24 or 2024-25 is not known",
                       boroughs_of(borough->authority)->la_name);
    years[2] = years[1] * draw_between(&draw, 102, 113) / 100;
    for (size_t i = 0; i < QUARTERS_YEARS; i++)
        draw_split(&draw, years[i], weights, QUARTERS_A_YEAR, pence + i * QUARTERS_A_YEAR);
    memcpy(borough->pence, pence + QUARTERS_A_YEAR - 1, sizeof borough->pence);
    for (size_t i = 0; i < QUARTERS; i++) {
        const size_t number = i + QUARTERS_A_YEAR - 1, year = number / QUARTERS_A_YEAR;

        for (size_t q = year * QUARTERS_A_YEAR; q <= number; q++)
            borough->pence_to_date[i] += pence[q];
        borough->pence_a_year[i] = years[year];
    }
    return ERR_OK;
}

// --- disputes

// The row by the definition in use; NULL where there is none.
static const Qd__Dispute *dispute_of(const Qd__Return *known)
{
    for (size_t i = 0; i < known->n_disputes; i++)
        if (known->disputes[i]->definition == QD__DECISION_DEFINITION__SINCE_2025)
            return known->disputes[i];
    return NULL;
}

static void share_count(struct draw *draw, const unsigned weights[QUARTERS_A_YEAR], int known,
                        uint64_t year, struct maintained_count *quarters)
{
    uint64_t parts[QUARTERS_A_YEAR];

    draw_split(draw, year, weights, QUARTERS_A_YEAR, parts);
    for (size_t i = 0; i < QUARTERS_A_YEAR; i++) {
        quarters[i].state = known ? MAINTAINED_KNOWN : MAINTAINED_NOT_AVAILABLE;
        quarters[i].count = parts[i];
    }
}

// What is behind the last known year is drawn.
static enum err know_disputes(struct quarters_borough *borough, const struct quarters_known *known,
                              struct err_text *text)
{
    const Qd__Dispute *years[] = {dispute_of(known->flows_2024), dispute_of(known->disputes_2025)};
    unsigned weights[QUARTERS_A_YEAR];
    struct draw draw;

    draw_start(&draw, borough->seed, DRAW_SPLIT, (uint32_t)borough->authority, 2, 0);
    draw_weights(&draw, weights);
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        const size_t first = i * QUARTERS_A_YEAR;

        if (years[i] == NULL)
            return err_say(text, ERR_MALFORMED, "%s: the appeals of 2024 or 2025 are not known",
                           boroughs_of(borough->authority)->la_name);
        share_count(&draw, weights, years[i]->has_appeals_registered, years[i]->appeals_registered,
                    borough->appeals + first);
        share_count(&draw, weights, years[i]->has_appealable_decisions,
                    years[i]->appealable_decisions, borough->decisions + first);
    }
    return ERR_OK;
}

// --- all of it

enum err quarters_know(struct quarters_borough *borough, uint64_t seed,
                       const struct quarters_known *known, struct err_text *text)
{
    enum err error;

    *borough = (struct quarters_borough){.authority = known->flows_2024->header->new_la_code,
                                         .seed = seed};
    market_open(&borough->market, seed, borough->authority);
    error = know_flows(borough, known, text);
    if (error == ERR_OK)
        error = know_places(borough, known, text);
    if (error == ERR_OK)
        error = know_spending(borough, known, text);
    if (error == ERR_OK)
        error = know_disputes(borough, known, text);
    return error;
}
