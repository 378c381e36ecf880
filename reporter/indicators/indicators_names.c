// What people type for an indicator, and what they read of it.
#include "reporter/indicators/indicators.h"

#include "lib/base/spelling.h"

#include <string.h>

// --- a word that is not a name

size_t indicators_nearest(const struct indicator *list, size_t count, const char *word,
                          const char *nearest[INDICATORS_NEAREST])
{
    size_t best[INDICATORS_NEAREST];
    size_t found = 0;

    for (size_t i = 0; i < count; i++) {
        const char *name = list[i].name;
        // A name that was begun or cut out of a longer one is nearer than its letters say.
        const size_t apart = strstr(name, word) != NULL ? (strlen(name) - strlen(word)) / 4
                                                        : spelling_slips(word, name);
        size_t place = found;

        while (place > 0 && apart < best[place - 1])
            place--;
        if (place == INDICATORS_NEAREST)
            continue;
        if (found < INDICATORS_NEAREST)
            found++;
        for (size_t j = found - 1; j > place; j--) {
            best[j] = best[j - 1];
            nearest[j] = nearest[j - 1];
        }
        best[place] = apart;
        nearest[place] = name;
    }
    return found;
}

int indicators_mentions(const struct indicator *indicator, const char *word)
{
    return strcasestr(indicator->name, word) != NULL ||
           strcasestr(indicator->label, word) != NULL ||
           strcasestr(indicator->source, word) != NULL ||
           strcasestr(indicator->definition, word) != NULL ||
           strcasestr(indicator->note, word) != NULL;
}

// --- names

const char *indicators_flow_name(enum indicator_flow flow)
{
    static const char *const names[] = {[INDICATOR_FLOW] = "flow",
                                        [INDICATOR_STOCK] = "stock",
                                        [INDICATOR_FLOW_OVER_STOCK] = "flow over stock",
                                        [INDICATOR_NEITHER] = ""};

    return names[flow];
}

const char *indicators_unit_name(enum indicator_unit unit)
{
    static const char *const names[] = {
        [INDICATOR_COUNT] = "count",     [INDICATOR_PERCENT] = "percent",
        [INDICATOR_PER_100] = "per 100", [INDICATOR_POUNDS] = "pounds",
        [INDICATOR_WEEKS] = "weeks",     [INDICATOR_NUMBER] = "number",
        [INDICATOR_TIME] = "time"};

    return names[unit];
}

const char *indicators_kind_name(enum indicator_kind kind)
{
    static const char *const names[] = {[INDICATOR_A_COUNT] = "count",
                                        [INDICATOR_MONEY] = "money",
                                        [INDICATOR_PROPORTION] = "proportion",
                                        [INDICATOR_RATE] = "rate",
                                        [INDICATOR_MEAN] = "mean",
                                        [INDICATOR_MEDIAN] = "median",
                                        [INDICATOR_MONEY_SHARE] = "money share",
                                        [INDICATOR_FACT] = "fact"};

    return names[kind];
}

const char *indicators_direction_name(enum indicator_direction direction)
{
    static const char *const names[] = {[INDICATOR_NONE] = "none",
                                        [INDICATOR_HIGH] = "high",
                                        [INDICATOR_LOW] = "low",
                                        [INDICATOR_UNRANKED] = "none"};

    return names[direction];
}

const char *indicators_ranked_from(enum indicator_direction direction)
{
    if (direction == INDICATOR_UNRANKED)
        return NULL;
    return direction == INDICATOR_LOW ? "lowest" : "highest";
}
