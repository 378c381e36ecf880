// The rule over figures that are far from the borough's own of the periods before: more than so many
// times the most that it had then, or less than the least by as much.
#include "lib/base/list.h"
#include "proto/form/codes.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/rules/part_sums.h"
#include "proto/rules/rules_internal.h"

enum {
    NAMED_MAX = 3,  // of more than so many the whole part is asked about, in one finding
    PERCENT = 100,
    PENCE = 100,
};

// How far is far. docs/DESIGN.md, "How far is far", has how often each asks of real figures.
struct bounds {
    int64_t percent;  // of the most; and of the least, the other way round
    int64_t more;     // and by more than this, because small numbers jump
    size_t earlier;   // periods that must be known
};

static const struct bounds counts = {200, 20, 2};

// Of parts of which nobody has returned quarters yet (version 2 of the form): what is in another unit, or of
// another borough.
static const struct bounds counts_not_tried = {500, 20, 2};
static const struct bounds spending = {200, (int64_t)50000 * PENCE, 2};
static const struct bounds prices = {200, (int64_t)5000 * PENCE, 2};

// Plans as a whole change slowly: of London's 33 boroughs in six years, by more than a fifth from January
// to January in six cases of 198 (data/published/caseload_london_headline.csv).
static const struct bounds all_plans = {120, 20, 1};

struct earlier {
    struct part_sums sums[RULES_EARLIER_MAX];
    size_t count;
};

struct range {
    int64_t least, most;
    size_t periods;
};

// One figure that is far from what it was.
struct far {
    size_t group;
    unsigned column;
    int64_t value;
    struct range range;
};

static int is_total(const struct part_sums *sums, size_t group)
{
    return sums->by != NULL && sums->by->descriptor == &qd__setting__descriptor &&
           qd__setting__descriptor.values[group].value == QD__SETTING__TOTAL;
}

static const struct bounds *bounds_of(const struct part_sums *sums, size_t group, unsigned column)
{
    const ProtobufCFieldDescriptor *field = &sums->row->fields[column];

    if (is_total(sums, group) && sums->row == &qd__placement__descriptor)
        return &all_plans;
    if (part_sums_is_price(field))
        return &prices;
    if (figures_is_money(field))
        return &spending;
    return sums->since > 1 ? &counts_not_tried : &counts;
}

static struct range range_of(const struct earlier *earlier, size_t group, unsigned column)
{
    struct range range = {.periods = 0};

    for (size_t i = 0; i < earlier->count; i++) {
        const struct figure figure = part_sums_figure(&earlier->sums[i], group, column);

        if (!figure_known(figure))
            continue;
        if (range.periods == 0 || figure.value < range.least)
            range.least = figure.value;
        if (range.periods == 0 || figure.value > range.most)
            range.most = figure.value;
        range.periods++;
    }
    return range;
}

static int is_far(int64_t value, const struct range *range, const struct bounds *bounds)
{
    if (range->periods < bounds->earlier)
        return 0;
    return (value - range->most > bounds->more &&
            value > range->most * bounds->percent / PERCENT) ||
           (range->least - value > bounds->more &&
            value * bounds->percent / PERCENT < range->least);
}

// --- words

static const char *figure_words(const struct rules_run *run, const struct far *far,
                                const struct part_sums *sums, int64_t value)
{
    const char *words = figures_is_money(&sums->row->fields[far->column])
                            ? rules_pounds(run, value)
                            : arena_printf(run->findings->arena, "%lld", (long long)value);

    return words == NULL ? "a figure" : words;
}

// "annual_cost for each plan (special_independent)"
static const char *name_of(const struct rules_run *run, const struct far *far,
                           const struct part_sums *sums)
{
    const ProtobufCFieldDescriptor *field = &sums->row->fields[far->column];
    const char *each = part_sums_is_price(field) ? " for each plan" : "";
    char code[CODES_WRITTEN_BYTES];
    const char *name;

    if (sums->by == NULL) {
        name = field->name;
    } else {
        const ProtobufCEnumDescriptor *codes = sums->by->descriptor;

        codes_write(codes, codes->values[far->group].value, code);
        name = arena_printf(run->findings->arena, "%s%s (%s)", field->name, each, code);
    }
    return name == NULL ? "a figure" : name;
}

// "plans_issued is 412, and was 98 to 131 in 4 earlier quarters"
static const char *sentence(const struct rules_run *run, const struct far *far,
                            const struct part_sums *sums)
{
    const int is_quarter =
        run->returned->header->period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER;
    const char *words = arena_printf(
        run->findings->arena, "%s is %s, and was %s%s%s in %zu earlier %s%s",
        name_of(run, far, sums), figure_words(run, far, sums, far->value),
        figure_words(run, far, sums, far->range.least),
        far->range.least == far->range.most ? "" : " to ",
        far->range.least == far->range.most ? "" : figure_words(run, far, sums, far->range.most),
        far->range.periods, is_quarter ? "quarter" : "year", far->range.periods == 1 ? "" : "s");

    return words == NULL ? "" : words;
}

// What was added up has no cell of its own.
static struct finding_place place_of(const struct rules_run *run, const struct far *far,
                                     const struct part_sums *sums)
{
    if (is_total(sums, far->group))
        return rules_settings_total_row(run->returned, run->part);
    if (sums->by != NULL)
        return finding_place_part(run->part);
    return (struct finding_place){.part = run->part, .field = &sums->row->fields[far->column]};
}

static void found(const struct rules_run *run, const struct part_sums *sums, const struct far *list,
                  size_t count)
{
    const char *words = "", *names = "";

    if (count <= NAMED_MAX) {
        for (size_t i = 0; i < count; i++)
            rules_found(run, place_of(run, &list[i], sums), "%s", sentence(run, &list[i], sums));
        return;
    }
    for (size_t i = 0; i < count && words != NULL && names != NULL; i++)
        if (i < NAMED_MAX)
            words =
                arena_printf(run->findings->arena, "%s%s; ", words, sentence(run, &list[i], sums));
        else
            names = arena_printf(run->findings->arena, "%s%s%s", names, i == NAMED_MAX ? "" : ", ",
                                 name_of(run, &list[i], sums));
    rules_found(run, finding_place_part(run->part),
                "%zu figures are far from what they were: %salso %s", count,
                words == NULL ? "" : words, names == NULL ? "" : names);
}

// --- the rule

// Those of the periods right before this one that are there.
static int gather(const struct rules_run *run, struct earlier *earlier)
{
    Qd__Period period = *run->returned->header->period;

    earlier->count = 0;
    for (int i = 0; i < RULES_EARLIER_MAX && period_before(&period, &period); i++) {
        const Qd__Return *returned = rules_earlier(run, &period);

        if (returned != NULL && form_rows(returned, run->part) > 0 &&
            part_sums_make(&earlier->sums[earlier->count++], run->findings->arena, returned,
                           run->part) != 0)
            return -1;
    }
    return 0;
}

void rules_far(const struct rules_run *run)
{
    struct arena *arena = run->findings->arena;
    struct earlier earlier;
    struct part_sums sums;
    struct far *list = NULL;
    size_t count = 0;

    if (gather(run, &earlier) != 0 || earlier.count == 0 ||
        part_sums_make(&sums, arena, run->returned, run->part) != 0)
        return;
    for (size_t group = 0; group < sums.groups; group++)
        for (unsigned column = 0; column < form_columns(sums.row); column++) {
            const struct figure figure = part_sums_figure(&sums, group, column);
            const struct range range = range_of(&earlier, group, column);

            if (figure_known(figure) &&
                is_far(figure.value, &range, bounds_of(&sums, group, column))) {
                struct far *place = LIST_ADD(arena, list, count);

                if (place != NULL)
                    *place = (struct far){group, column, figure.value, range};
            }
        }
    found(run, &sums, list, count);
}
