#include "reporter/indicators/indicators.h"

#include "lib/base/list.h"
#include "proto/form/figures.h"
#include "proto/form/labels.h"
#include "reporter/indicators/formula.h"
#include "reporter/indicators/stats.h"
#include "reporter/indicators/sums.h"

#include <string.h>

enum { FORM_SUBMISSIONS = RECEIPT_PART };  // as indicators.def names it

// The names of indicators.def. A kind may have a unit's name.
#define KIND_COUNT INDICATOR_A_COUNT
#define KIND_MONEY INDICATOR_MONEY
#define KIND_PROPORTION INDICATOR_PROPORTION
#define KIND_RATE INDICATOR_RATE
#define KIND_MEAN INDICATOR_MEAN
#define KIND_MEDIAN INDICATOR_MEDIAN
#define KIND_MONEY_SHARE INDICATOR_MONEY_SHARE
#define KIND_FACT INDICATOR_FACT

static const struct indicator rows[] = {
#define INDICATOR(part_, name_, numerator_, denominator_, unit_, decimals_, direction_, kind_,     \
                  label_, source_, note_, ...)                                                     \
    {.part = FORM_##part_,                                                                         \
     .name = #name_,                                                                               \
     .numerator = (numerator_),                                                                    \
     .denominator = (denominator_),                                                                \
     .unit = INDICATOR_##unit_,                                                                    \
     .decimals = (decimals_),                                                                      \
     .direction = INDICATOR_##direction_,                                                          \
     .kind = KIND_##kind_,                                                                         \
     .label = (label_),                                                                            \
     .source = (source_),                                                                          \
     .note = (note_),                                                                              \
     __VA_ARGS__},
#include "reporter/indicators/indicators.def"
};

enum { ROWS = sizeof rows / sizeof rows[0] };

const struct indicator_headline indicators_headlines[] = {
#define HEADLINE(part, name, where) {FORM_##part, #name, where},
#include "reporter/indicators/indicators.def"
};
const size_t indicators_headlines_count =
    sizeof indicators_headlines / sizeof indicators_headlines[0];

const struct indicator_beside indicators_beside[] = {
#define BESIDE(part, name, other) {FORM_##part, #name, #other},
#include "reporter/indicators/indicators.def"
};
const size_t indicators_beside_count = sizeof indicators_beside / sizeof indicators_beside[0];

const struct indicator_pack indicators_pack[] = {
#define PACK(part, name, where, address, label, brief, key)                                        \
    {FORM_##part, key, #name, where, address, label, brief},
#include "reporter/indicators/indicators.def"
};
const size_t indicators_pack_count = sizeof indicators_pack / sizeof indicators_pack[0];

// A row that leaves its definition out has none in words.
static struct indicator of_row(size_t row)
{
    struct indicator made = rows[row];

    if (made.definition == NULL)
        made.definition = "";
    return made;
}

// --- figures that are indicators without a row

// Where a made one is kept: in the arena, of which NULL says that it is exhausted.
static struct indicator of_column(struct arena *arena, int part,
                                  const ProtobufCFieldDescriptor *column)
{
    const struct labels *labels = labels_of(column);
    const int money = figures_is_money(column);

    return (struct indicator){
        .part = part,
        .name = money ? column->name : arena_printf(arena, "%s_count", column->name),
        .numerator = column->name,
        .denominator = "",
        .unit = money ? INDICATOR_POUNDS : INDICATOR_COUNT,
        .decimals = money ? 2 : 0,
        .kind = money ? INDICATOR_MONEY : INDICATOR_A_COUNT,
        .label = labels->label,
        .source = labels->dfe[0] == '\0' ? "" : arena_printf(arena, "DfE: %s", labels->dfe),
        .note = "",
        .definition = labels->help};
}

static struct indicator of_sum(struct arena *arena, const struct sums_columns *sum)
{
    return (struct indicator){.part = (int)sum->part,
                              .name = arena_printf(arena, "%s_count", sum->name),
                              .numerator = sum->name,
                              .denominator = "",
                              .kind = INDICATOR_A_COUNT,
                              .label = sum->label,
                              .source = sum->source,
                              .note = "",
                              .definition = sum->label};
}

static struct indicator of_rows(struct arena *arena, unsigned figure)
{
    char name[RECEIPT_NAME_BYTES];

    receipt_name(figure, name);
    return (struct indicator){
        .part = RECEIPT_PART,
        .name = arena_printf(arena, "%s_count", name),
        .numerator = arena_strdup(arena, name),
        .denominator = "",
        .direction = INDICATOR_UNRANKED,
        .kind = INDICATOR_A_COUNT,
        .label = arena_printf(arena, "%.*s rows", (int)(strlen(name) - strlen("_rows")), name),
        .source = "the return",
        .note = "",
        .definition = "How many rows the return has in that file."};
}

// --- the list

struct list {
    struct arena *arena;
    struct indicator *items;
    size_t count;
    int failed;
};

static void add(struct list *list, struct indicator indicator)
{
    const int is_whole = indicator.name != NULL && indicator.numerator != NULL &&
                         indicator.label != NULL && indicator.source != NULL;
    struct indicator *place = is_whole ? LIST_ADD(list->arena, list->items, list->count) : NULL;

    if (place == NULL)
        list->failed = 1;
    else
        *place = indicator;
}

static int has_row(const struct list *list, const char *numerator)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].numerator, numerator) == 0 &&
            !indicators_has_denominator(&list->items[i]))
            return 1;
    return 0;
}

static void add_receipts(struct list *list)
{
    char name[RECEIPT_NAME_BYTES];

    for (unsigned i = 0; i < receipt_figures(); i++) {
        receipt_name(i, name);
        if (!has_row(list, name))
            add(list, of_rows(list->arena, i));
    }
}

static void add_columns(struct list *list, enum form_part part)
{
    const ProtobufCMessageDescriptor *form = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(form); i++)
        if (figures_is_figure(&form->fields[i]) && !has_row(list, form->fields[i].name))
            add(list, of_column(list->arena, (int)part, &form->fields[i]));
    for (size_t i = 0; i < sums_of_columns_count; i++)
        if (sums_of_columns[i].part == part)
            add(list, of_sum(list->arena, &sums_of_columns[i]));
}

size_t indicators_list(struct indicator **list, struct arena *arena, int part)
{
    struct list made = {.arena = arena};

    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].part == part)
            add(&made, of_row(i));
    if (part == RECEIPT_PART)
        add_receipts(&made);
    else
        add_columns(&made, (enum form_part)part);
    *list = made.failed ? NULL : made.items;
    return made.failed ? 0 : made.count;
}

int indicators_find(struct indicator *indicator, struct arena *arena, int part, const char *name)
{
    struct indicator *list;
    size_t count;

    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].part == part && strcmp(rows[i].name, name) == 0) {
            *indicator = of_row(i);
            return 1;
        }
    count = indicators_list(&list, arena, part);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0) {
            *indicator = list[i];
            return 1;
        }
    return 0;
}

// --- what it is

void indicators_scale(const struct indicator *indicator, int64_t *scale, int64_t *each)
{
    enum { HUNDRED = 100, PENCE = 100, DAYS_OF_A_WEEK = 7 };
    const int hundred =
        indicator->unit == INDICATOR_PERCENT || indicator->unit == INDICATOR_PER_100;

    *each = indicator->unit == INDICATOR_POUNDS  ? PENCE
            : indicator->unit == INDICATOR_WEEKS ? DAYS_OF_A_WEEK
                                                 : 1;
    *scale = hundred ? HUNDRED : 1;
    for (int i = 0; i < indicator->decimals; i++)
        *scale *= 10;
}

const ProtobufCFieldDescriptor *indicators_places(const struct indicator *indicator)
{
    const char *places = indicator->places == NULL ? indicator->denominator : indicator->places;
    struct formula formula;

    if (indicator->kind != INDICATOR_MEDIAN || !formula_parse(&formula, indicator->part, places) ||
        formula.count != 1)
        return NULL;
    return formula.terms[0].column;
}

int indicators_value(const struct indicator *indicator, int64_t numerator, int64_t denominator,
                     int64_t *value)
{
    int64_t scale, each;

    indicators_scale(indicator, &scale, &each);
    return !__builtin_mul_overflow(denominator, each, &denominator) &&
           stats_round(numerator, scale, denominator, value);
}

// Which kinds of figures a formula has, a bit each.
static unsigned flows_in(const struct indicator *indicator, const char *text)
{
    struct formula formula;
    unsigned kinds = 0;

    if (!formula_parse(&formula, indicator->part, text))
        return 0;
    for (unsigned i = 0; i < formula.count; i++)
        if (formula.terms[i].column != NULL)
            kinds |= labels_is_stock(formula.terms[i].column) ? 1U << INDICATOR_STOCK
                                                              : 1U << INDICATOR_FLOW;
    return kinds;
}

enum indicator_flow indicators_flow(const struct indicator *indicator)
{
    switch (flows_in(indicator, indicator->numerator) |
            flows_in(indicator, indicator->denominator)) {
    case 0:
        return INDICATOR_NEITHER;
    case 1U << INDICATOR_FLOW:
        return INDICATOR_FLOW;
    case 1U << INDICATOR_STOCK:
        return INDICATOR_STOCK;
    default:
        return INDICATOR_FLOW_OVER_STOCK;
    }
}

int indicators_is_a_price(const struct indicator *indicator)
{
    struct formula numerator;

    if (!formula_parse(&numerator, indicator->part, indicator->numerator))
        return 0;
    for (unsigned i = 0; i < numerator.count; i++)
        if (numerator.terms[i].part == FORM_PLACEMENTS && numerator.terms[i].column != NULL &&
            figures_is_money(numerator.terms[i].column))
            return 1;
    return 0;
}

unsigned indicators_version(const struct indicator *indicator)
{
    const char *const texts[] = {indicator->numerator, indicator->denominator};
    unsigned version = 0;

    for (int i = 0; i < 2; i++) {
        struct formula formula;

        if (!formula_parse(&formula, indicator->part, texts[i]))
            continue;
        for (unsigned j = 0; j < formula.count; j++)
            if (formula.terms[j].column != NULL &&
                labels_of(formula.terms[j].column)->since > version)
                version = labels_of(formula.terms[j].column)->since;
    }
    return version;
}
