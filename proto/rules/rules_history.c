// The rules over the stock and the rows of the borough's return before this one.
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/rules/rules_internal.h"

#include <stdlib.h>
#include <string.h>

enum {
    STOCK_PERCENT = 105,  // plans that came from elsewhere, and as-at dates that lie apart
    PERCENT = 100,
};

// --- more plans than there can be

// What happened since the return of the last stock: every quarter since must have said how many plans
// it issued.
static struct figure issued(const Qd__Return *returned)
{
    return returned->timeliness == NULL ? figure_missing(FIGURE_NOT_RETURNED)
                                        : FIGURE_VALUE(returned->timeliness, plans_issued);
}

void rules_history_stock(const struct rules_run *run)
{
    const struct figure plans = rules_settings_total(run->returned, FORM_PLACEMENTS);
    struct figure since = run->input->read[FORM_TIMELINESS] == RULES_READ_WHOLE
                              ? issued(run->returned)
                              : figure_missing(FIGURE_NOT_RETURNED);
    struct finding_place place = rules_settings_total_row(run->returned, FORM_PLACEMENTS);
    Qd__Period period = *run->returned->header->period;
    char name[PERIOD_TEXT_BYTES];

    if (!figure_known(plans))
        return;
    for (int i = 0; i < RULES_EARLIER_MAX && figure_known(since) && period_before(&period, &period);
         i++) {
        const Qd__Return *earlier = rules_earlier(run, &period);
        const struct figure last = earlier == NULL ? figure_missing(FIGURE_NOT_RETURNED)
                                                   : rules_settings_total(earlier, FORM_PLACEMENTS);

        if (!figure_known(last)) {
            figure_add(&since,
                       earlier == NULL ? figure_missing(FIGURE_NOT_RETURNED) : issued(earlier));
            continue;
        }
        period_format(&period, name);
        if (plans.value * PERCENT > (last.value + since.value) * STOCK_PERCENT)
            rules_found(run, place, "there are %lld plans; %s had %lld, and %lld were issued since",
                        (long long)plans.value, name, (long long)last.value,
                        (long long)since.value);
        return;
    }
}

// --- a part that was returned before

struct packed {
    const uint8_t *bytes;
    size_t size;
};

static int compare_packed(const void *left, const void *right)
{
    const struct packed *a = left, *b = right;
    const size_t common = a->size < b->size ? a->size : b->size;
    const int order = common == 0 ? 0 : memcmp(a->bytes, b->bytes, common);

    return order != 0 ? order : (a->size > b->size) - (a->size < b->size);
}

// The rows of a part as bytes, whatever their order in the file was. NULL when memory is exhausted.
static const struct packed *packed_rows(struct arena *arena, const Qd__Return *returned,
                                        enum form_part part, size_t count)
{
    struct packed *list = arena_alloc(arena, count * sizeof *list);

    for (size_t i = 0; i < count && list != NULL; i++) {
        const ProtobufCMessage *row = form_row(returned, part, i);
        uint8_t *bytes = arena_alloc(arena, protobuf_c_message_get_packed_size(row) + 1);

        if (bytes == NULL)
            return NULL;
        list[i] = (struct packed){bytes, protobuf_c_message_pack(row, bytes)};
    }
    if (list != NULL)
        qsort(list, count, sizeof *list, compare_packed);
    return list;
}

static int is_same_part(const struct rules_run *run, const Qd__Return *earlier)
{
    struct arena *arena = run->findings->arena;
    const size_t count = form_rows(run->returned, run->part);
    const struct packed *here, *there;

    if (form_rows(earlier, run->part) != count)
        return 0;
    here = packed_rows(arena, run->returned, run->part, count);
    there = packed_rows(arena, earlier, run->part, count);
    if (here == NULL || there == NULL)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (compare_packed(&here[i], &there[i]) != 0)
            return 0;
    return 1;
}

// Where nothing is given but reasons why there are no figures, these may well be the same.
static int holds_figures(const struct rules_run *run)
{
    const ProtobufCMessageDescriptor *columns = form_part(run->part)->row;

    for (size_t i = 0; i < form_rows(run->returned, run->part); i++)
        for (unsigned j = 0; j < form_columns(columns); j++)
            if (figures_is_figure(&columns->fields[j]) &&
                figure_in(form_row(run->returned, run->part, i), &columns->fields[j]).value > 0)
                return 1;
    return 0;
}

void rules_history_unchanged(const struct rules_run *run)
{
    Qd__Period period = *run->returned->header->period;
    char name[PERIOD_TEXT_BYTES];

    if (!holds_figures(run))
        return;
    for (int i = 0; i < RULES_EARLIER_MAX && period_before(&period, &period); i++) {
        const Qd__Return *earlier = rules_earlier(run, &period);

        if (earlier == NULL || !is_same_part(run, earlier))
            continue;
        period_format(&period, name);
        rules_found(run, finding_place_part(run->part),
                    "no cell differs from those that were returned for %s", name);
        return;
    }
}
