#include "reporter/indicators/indicators.h"

#include "lib/base/list.h"
#include "lib/base/spelling.h"
#include "reporter/indicators/placements.h"
#include "reporter/indicators/submissions.h"
#include "reporter/indicators/timeliness.h"
#include "reporter/indicators/transport.h"

#include <string.h>

const struct indicator_table *const indicators_tables[] = {
    &timeliness_table, &placements_table, &transport_table, &submissions_table, NULL};

const struct indicator_table *indicators_table(const char *name)
{
    for (size_t i = 0; indicators_tables[i] != NULL; i++)
        if (strcmp(indicators_tables[i]->name, name) == 0)
            return indicators_tables[i];
    return NULL;
}

enum err indicators_make(struct indicators *indicators, struct arena *arena,
                         const struct indicator_table *table, struct err_text *text)
{
    *indicators = (struct indicators){.arena = arena};
    table->list(indicators);
    if (indicators->failed)
        return err_say(text, ERR_NO_MEMORY, "the list of measures needs more memory than there is");
    return ERR_OK;
}

void indicators_add(struct indicators *indicators, struct indicator indicator)
{
    struct indicator *place = NULL;

    if (indicator.measure != NULL && indicator.label != NULL && indicator.formula != NULL &&
        indicator.source != NULL)
        place = LIST_ADD(indicators->arena, indicators->list, indicators->count);
    if (place == NULL)
        indicators->failed = 1;
    else
        *place = indicator;
}

const struct indicator *indicators_find(const struct indicators *indicators, const char *measure)
{
    for (size_t i = 0; i < indicators->count; i++)
        if (strcmp(indicators->list[i].measure, measure) == 0)
            return &indicators->list[i];
    return NULL;
}

size_t indicators_nearest(const struct indicators *indicators, const char *word,
                          const char *nearest[INDICATORS_NEAREST])
{
    size_t best[INDICATORS_NEAREST];
    size_t count = 0;

    for (size_t i = 0; i < indicators->count; i++) {
        const char *measure = indicators->list[i].measure;
        // A name that was begun or cut out of a longer one is nearer than its letters say.
        const size_t apart = strstr(measure, word) != NULL ? (strlen(measure) - strlen(word)) / 4
                                                           : spelling_slips(word, measure);
        size_t place = count;

        while (place > 0 && apart < best[place - 1])
            place--;
        if (place == INDICATORS_NEAREST)
            continue;
        if (count < INDICATORS_NEAREST)
            count++;
        for (size_t j = count - 1; j > place; j--) {
            best[j] = best[j - 1];
            nearest[j] = nearest[j - 1];
        }
        best[place] = apart;
        nearest[place] = measure;
    }
    return count;
}

const char *indicators_unit_name(enum indicator_unit unit)
{
    static const char *const names[] = {
        [INDICATOR_COUNT] = "count",   [INDICATOR_PERCENT] = "percent",
        [INDICATOR_POUNDS] = "pounds", [INDICATOR_POUNDS_EACH] = "pounds_each",
        [INDICATOR_NUMBER] = "number", [INDICATOR_TIME] = "time"};

    return names[unit];
}

const char *indicators_polarity_name(enum indicator_polarity polarity)
{
    static const char *const names[] = {[POLARITY_NONE] = "none",
                                        [POLARITY_HIGH] = "high",
                                        [POLARITY_LOW] = "low",
                                        [POLARITY_UNRANKED] = "none"};

    return names[polarity];
}

const char *indicators_ranked_from(enum indicator_polarity polarity)
{
    if (polarity == POLARITY_UNRANKED)
        return NULL;
    return polarity == POLARITY_LOW ? "lowest" : "highest";
}

int indicators_unit_sums(enum indicator_unit unit)
{
    return unit != INDICATOR_NUMBER && unit != INDICATOR_TIME;
}
