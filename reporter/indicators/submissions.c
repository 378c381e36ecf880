#include "reporter/indicators/submissions.h"

#include "proto/form/form.h"

// The figures: these, then the rows of each part of a return, in the order of enum form_part.
enum figure_place { RETURNED, REVISION, RECEIVED_AT, QUERIES, ROWS };

enum { FIRST_PART = FORM_TIMELINESS };  // the header is there always

static int returned(const Qd__Return *candidate)
{
    return candidate != NULL;
}

static size_t figures_count(void)
{
    return ROWS + FORM_PARTS - FIRST_PART;
}

static void figures_of(const struct indicator_source *source, struct figure *figures)
{
    const int there = source->period != NULL;

    for (size_t i = 0; i < figures_count(); i++)
        figures[i] = figure_missing(FIGURE_NOT_RETURNED);
    // Whether a borough has returned is known of all: it is zero, not missing, where it has not.
    figures[RETURNED] = figure_of(there);
    if (!there)
        return;
    figures[REVISION] = figure_of(source->revision);
    figures[RECEIVED_AT] = figure_of((int64_t)source->received_at_unix_ms);
    figures[QUERIES] = figure_of(source->queries);
    for (int part = FIRST_PART; part < FORM_PARTS; part++)
        figures[ROWS + part - FIRST_PART] =
            figure_of((int64_t)form_rows(source->period, (enum form_part)part));
}

static void list(struct indicators *indicators)
{
    static const struct indicator of_the_receipt[] = {
        {"returned_count", "Sent", INDICATOR_COUNT, POLARITY_UNRANKED, 1, 0, RETURNED,
         INDICATOR_NO_FIGURE, "1 when the store holds a return for the period, else 0",
         "the receipt"},
        {"revision", "Revision", INDICATOR_NUMBER, POLARITY_UNRANKED, 1, 0, REVISION,
         INDICATOR_NO_FIGURE, "how many times the borough has returned for the period",
         "the receipt"},
        {"received_at", "Received (UTC)", INDICATOR_TIME, POLARITY_UNRANKED, 1, 0, RECEIVED_AT,
         INDICATOR_NO_FIGURE, "when the aggregator took the latest revision", "the receipt"},
        {"queries_count", "Queries open", INDICATOR_COUNT, POLARITY_UNRANKED, 1, 0, QUERIES,
         INDICATOR_NO_FIGURE, "findings that ask for an explanation and have none", "the receipt"},
    };

    for (size_t i = 0; i < sizeof of_the_receipt / sizeof of_the_receipt[0]; i++)
        indicators_add(indicators, of_the_receipt[i]);
    for (int part = FIRST_PART; part < FORM_PARTS; part++) {
        const struct form_part_info *info = form_part((enum form_part)part);

        indicators_add(indicators,
                       (struct indicator){
                           .measure = arena_printf(indicators->arena, "%s_rows_count", info->name),
                           .label = arena_printf(indicators->arena, "%s rows", info->name),
                           .unit = INDICATOR_COUNT,
                           .polarity = POLARITY_UNRANKED,
                           // The text table has no room for all parts.
                           .headline = part != FORM_EXPLANATIONS,
                           .numerator = ROWS + part - FIRST_PART,
                           .denominator = INDICATOR_NO_FIGURE,
                           .formula = arena_printf(indicators->arena, "rows of %s", info->file),
                           .source = "the return"});
    }
}

const struct indicator_table submissions_table = {
    .name = "submissions",
    .title = "Returns received",
    .about = "Which boroughs have returned for the period, and what is in the latest revision.",
    .part = "anything",
    .returned = returned,
    .figures_count = figures_count,
    .figures = figures_of,
    .list = list,
};
