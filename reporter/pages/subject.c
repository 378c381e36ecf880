#include "reporter/pages/subject.h"

#include "proto/form/period.h"
#include "reporter/pages/address.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"
#include "reporter/table/table_make.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define LONDON_CODE "E12000007"

// --- places

int subject_period(const struct table *table, const Qd__Period *period)
{
    for (size_t i = 0; i < table->periods.count; i++)
        if (period_key(&table->periods.list[i]) == period_key(period))
            return (int)i;
    return -1;
}

int subject_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->columns[i].indicator->name, name) == 0)
            return (int)i;
    return -1;
}

// "line=line_2_1_4": whether a slice is the one that --where writes so.
static int is_slice(const struct table *table, size_t column, const char *where)
{
    const struct dimensions *dimensions = &table->breakdown.dimensions;

    for (size_t i = 0; i < dimensions->count; i++) {
        const char *name = table->columns[column].slice->names[i];
        const size_t length = strlen(dimensions->list[i].name);
        const int is_named =
            strncmp(where, dimensions->list[i].name, length) == 0 && where[length] == '=';

        if (strcmp(name, is_named ? where + length + 1 : BREAKDOWN_TOTAL) != 0)
            return 0;
    }
    return 1;
}

const struct indicator_pack *subject_pack(const struct table *table, size_t column)
{
    for (size_t i = 0; i < indicators_pack_count; i++)
        if (indicators_pack[i].part == table->about.part &&
            strcmp(indicators_pack[i].name, table->columns[column].indicator->name) == 0 &&
            is_slice(table, column, indicators_pack[i].where))
            return &indicators_pack[i];
    return NULL;
}

static int area_of(const struct table *table, const char *code)
{
    const int area = areas_find(&table->areas, code);

    return area < 0 ? -1 : BOROUGHS_COUNT + area;
}

// --- periods

static int is_stock(const struct subject *subject)
{
    return indicators_flow(subject->indicator) == INDICATOR_STOCK;
}

static void find_line(struct subject *subject)
{
    const struct periods *periods = &subject->table->periods;
    const Qd__Period *last = &periods->list[subject->period];

    for (size_t i = 0; i <= subject->period && subject->line_count < SUBJECT_PERIODS_MAX; i++)
        if (!is_stock(subject) || periods->list[i].quarter == last->quarter)
            subject->line[subject->line_count++] = i;
}

static void find_earlier(struct subject *subject)
{
    Qd__Period earlier;
    int place;

    if (!change_period(&earlier, &subject->table->periods.list[subject->period], CHANGE_SINCE_YEAR))
        return;
    place = subject_period(subject->table, &earlier);
    subject->has_earlier = place >= 0;
    subject->earlier = place < 0 ? 0 : (size_t)place;
}

const char *subject_when(const struct subject *subject, size_t period)
{
    const Qd__Period *when = &subject->table->periods.list[period];
    const int32_t day = is_stock(subject) ? table_usual_day(subject->table, period) : TABLE_NO_DAY;
    char text[PERIOD_TEXT_BYTES];

    if (day != TABLE_NO_DAY && when->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER)
        return day_words_month(subject->arena, day);
    period_format(when, text);
    return arena_strdup(subject->arena, text);
}

const char *subject_when_short(const struct subject *subject, size_t period)
{
    const char *when = subject_when(subject, period), *space = strchr(when, ' ');

    return isalpha((unsigned char)when[0]) && space != NULL
               ? arena_printf(subject->arena, "%.3s%s", when, space)
               : when;
}

int subject_is_simulated(const struct table *table, size_t period)
{
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (table_source_of(table, period, row).simulated)
            return 1;
    return 0;
}

// --- the order

static int by_rank(const void *a, const void *b, void *context)
{
    const struct subject *subject = context;
    const int one = *(const int *)a, two = *(const int *)b;
    const int first = subject_cell(subject, one)->rank, second = subject_cell(subject, two)->rank;

    return first != second
               ? first - second
               : strcmp(table_row_name(subject->table, one), table_row_name(subject->table, two));
}

static void find_order(struct subject *subject)
{
    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if (figure_known(subject_cell(subject, row)->value))
            subject->order[subject->ordered++] = row;
    qsort_r(subject->order, subject->ordered, sizeof *subject->order, by_rank, subject);
}

// --- beside what

static void set_against(struct subject *subject, const char *name, const char *address,
                        struct table_cell cell)
{
    subject->against = (struct subject_against){.name = name, .address = address, .cell = cell};
    subject->against.has_figure =
        !subject->indicator->is_mixed &&
        standing_figure(subject->indicator, &cell, &subject->against.figure);
}

void subject_against_area(struct subject *subject, int row)
{
    const char *name = table_row_name(subject->table, row);

    set_against(subject, name, address_of(subject->arena, name), *subject_cell(subject, row));
}

void subject_against_neighbours(struct subject *subject, const struct neighbours *neighbours)
{
    struct table_cell cell = table_sum(subject->table, subject->period, subject->column,
                                       neighbours->in_london[subject->mine]);

    cell.of = neighbours->all[subject->mine];
    set_against(subject,
                arena_printf(subject->arena, "%s\xe2\x80\x99s statistical neighbours",
                             table_row_name(subject->table, subject->mine)),
                "neighbours", cell);
}

int subject_beyond(const struct subject *subject, const struct table_cell *cell, double figure,
                   int *has)
{
    struct interval interval;

    *has = standing_interval(subject->indicator, cell, &interval);
    if (!*has)
        return 0;
    return interval.low > figure ? 1 : interval.high < figure ? -1 : 0;
}

// --- filled in

int subject_begin(struct subject *subject, struct sentences *sentences, const struct table *table,
                  size_t column, size_t period, int mine)
{
    struct arena *arena = sentences->arena;
    const struct table_column *about = &table->columns[column];

    *subject = (struct subject){.arena = arena,
                                .sentences = sentences,
                                .table = table,
                                .column = column,
                                .indicator = about->indicator,
                                .pack = subject_pack(table, column),
                                .period = period,
                                .mine = mine,
                                .london = area_of(table, LONDON_CODE)};
    subject->label = subject->pack != NULL ? subject->pack->label
                     : table->breakdown.label[0] == '\0'
                         ? about->label
                         : arena_printf(arena, "%s: %s", table->breakdown.label, about->label);
    if (standing_make(&subject->standings, arena, table) != 0)
        return -1;
    standing_fill(&subject->standings, table, period, column);
    find_line(subject);
    find_earlier(subject);
    find_order(subject);
    if (subject->london >= 0)
        subject_against_area(subject, subject->london);
    return arena->exhausted ? -1 : 0;
}

int subject_change(const struct subject *subject, int row, struct change *change)
{
    if (!subject->has_earlier)
        return 0;
    change_of(change, subject->table, subject->period, subject->earlier, CHANGE_SINCE_YEAR,
              subject->column, row);
    return change->state == CHANGE_KNOWN;
}

// --- quarters

const char *subject_quarter_word(const struct subject *subject, unsigned quarter)
{
    static const char *const best[] = {"", "Top", "Second", "Third", "Bottom"};
    static const char *const no_best[] = {"", "Highest", "Second", "Third", "Lowest"};

    return (subject->indicator->direction == INDICATOR_NONE ? no_best : best)[quarter];
}

const char *subject_quarter_sign(unsigned quarter)
{
    static const char *const signs[] = {"", "\xe2\x96\xb2", "\xe2\x96\xb3", "\xe2\x96\xbd",
                                        "\xe2\x96\xbc"};

    return signs[quarter];
}
