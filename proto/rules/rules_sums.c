// The rule over rows that are the sum of other rows of their part, and would count twice.
//
// Rows are grouped by their codes without those of some columns; a row of which all figures are half of
// its group's sums is the sum of the others. The columns that are left out are those that some row leaves
// open (not_known): such a row may be the total of those that do not. In a part whose rows have no
// provider each column by itself as well: there a row has so many figures that they do not all agree
// by chance.
#include "proto/form/field.h"
#include "proto/form/figures.h"
#include "proto/rules/rules_internal.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 8, FIGURES_MAX = 16, ROWS_MIN = 3, NAMED_MAX = 4, CODES = UCHAR_MAX + 1 };

// What a code may say beside its meaning.
enum { CODE_TOTAL = 1, CODE_OPEN };

struct line {
    uint64_t codes;  // a byte each
    uint64_t open;   // 0xff for each that is left open
    size_t index;
    unsigned open_set;  // the same, a bit each
    int is_of_provider;
};

struct lines {
    const ProtobufCFieldDescriptor *codes[COLUMNS_MAX], *figures[FIGURES_MAX],
        *provider[COLUMNS_MAX];
    unsigned char kinds[COLUMNS_MAX][CODES];  // of the codes of each column
    size_t codes_count, figures_count, provider_count;
    ProtobufCMessage *const *rows;
    struct line *list;
    size_t count;
    unsigned char *told;  // by the rows' places: a finding is about it
};

// --- the rows

static int is_named(const ProtobufCEnumValue *value, const char *ending)
{
    const size_t length = strlen(value->name), wanted = strlen(ending);

    return length >= wanted && strcmp(value->name + length - wanted, ending) == 0;
}

// Codes are below 256 (read_line).
static void find_codes(unsigned char kinds[CODES], const ProtobufCEnumDescriptor *codes)
{
    for (unsigned i = 0; i < codes->n_values; i++) {
        const ProtobufCEnumValue *value = &codes->values[i];

        if (is_named(value, "TOTAL"))
            kinds[value->value & UCHAR_MAX] = CODE_TOTAL;
        else if (is_named(value, "NOT_KNOWN"))
            kinds[value->value & UCHAR_MAX] = CODE_OPEN;
    }
}

static void find_columns(struct lines *lines, enum form_part part)
{
    const ProtobufCMessageDescriptor *form = form_part(part)->row;

    for (unsigned i = 0; i < form_columns(form); i++) {
        const ProtobufCFieldDescriptor *field = &form->fields[i];

        if (figures_is_figure(field)) {
            if (lines->figures_count < FIGURES_MAX)
                lines->figures[lines->figures_count++] = field;
        } else if (field->type == PROTOBUF_C_TYPE_ENUM &&
                   field->label == PROTOBUF_C_LABEL_REQUIRED) {
            if (lines->codes_count < COLUMNS_MAX) {
                find_codes(lines->kinds[lines->codes_count], field->descriptor);
                lines->codes[lines->codes_count++] = field;
            }
        } else if (lines->provider_count < COLUMNS_MAX) {
            lines->provider[lines->provider_count++] = field;
        }
    }
}

// 0 for a row of all that there is: the form has one of its own.
static int read_line(const struct lines *lines, size_t index, struct line *line)
{
    *line = (struct line){.index = index};
    for (size_t i = 0; i < lines->codes_count; i++) {
        const unsigned code =
            *(const unsigned *)field_value(lines->rows[index], lines->codes[i]) & UCHAR_MAX;

        if (lines->kinds[i][code] == CODE_TOTAL)
            return 0;
        line->codes |= (uint64_t)code << (i * CHAR_BIT);
        if (lines->kinds[i][code] == CODE_OPEN) {
            line->open |= (uint64_t)UCHAR_MAX << (i * CHAR_BIT);
            line->open_set |= 1U << i;
        }
    }
    for (size_t i = 0; i < lines->provider_count; i++)
        line->is_of_provider |= field_given(lines->rows[index], lines->provider[i]);
    return 1;
}

// --- a group

static int compare(const void *a, const void *b, void *left_out)
{
    const uint64_t mask = ~*(const uint64_t *)left_out;
    const struct line *one = a, *other = b;

    if ((one->codes & mask) != (other->codes & mask))
        return (one->codes & mask) < (other->codes & mask) ? -1 : 1;
    return one->index < other->index ? -1 : one->index > other->index;
}

// What its rows make together.
struct group {
    const struct line *list;
    size_t count;
    int64_t sums[FIGURES_MAX];
    int unknown[FIGURES_MAX];  // a row has a reason in place of the figure
    size_t rows_of_something;  // with a figure above 0
};

static void add_up(const struct lines *lines, struct group *group)
{
    for (size_t i = 0; i < group->count; i++) {
        int is_something = 0;

        for (size_t j = 0; j < lines->figures_count; j++) {
            const struct figure figure =
                figure_in(lines->rows[group->list[i].index], lines->figures[j]);

            if (figure_known(figure))
                group->unknown[j] |=
                    __builtin_add_overflow(group->sums[j], figure.value, &group->sums[j]);
            else
                group->unknown[j] |= figure.state != FIGURE_BLANK;
            is_something |= figure_known(figure) && figure.value > 0;
        }
        group->rows_of_something += (size_t)is_something;
    }
}

// Whether some row can be the sum of the others by its first figure, which rules most groups out.
static int can_agree(const struct lines *lines, const struct group *group)
{
    const ProtobufCFieldDescriptor *first = lines->figures[0];
    struct figure sum = figure_of(0);

    for (size_t i = 0; i < group->count; i++) {
        const struct figure figure = figure_in(lines->rows[group->list[i].index], first);

        if (!figure_known(figure))
            return 1;
        figure_add(&sum, figure);
    }
    for (size_t i = 0; i < group->count; i++)
        if (!figure_known(sum) ||
            figure_in(lines->rows[group->list[i].index], first).value == sum.value / 2)
            return 1;
    return 0;
}

// How many figures above 0 of the row are the sums of the others'; 0 if one is not.
static size_t agreeing(const struct lines *lines, const struct group *group,
                       const struct line *line)
{
    size_t agree = 0;

    for (size_t i = 0; i < lines->figures_count; i++) {
        const struct figure figure = figure_in(lines->rows[line->index], lines->figures[i]);

        if (!figure_known(figure))
            continue;
        if (group->unknown[i] || figure.value > INT64_MAX / 2 || group->sums[i] != 2 * figure.value)
            return 0;
        agree += figure.value > 0;
    }
    return agree;
}

// --- findings

static void found(const struct rules_run *run, const struct group *group, const struct line *line)
{
    struct rules_run here = *run;
    const char *others = "";
    size_t named = 0;

    for (size_t i = 0; i < group->count && others != NULL; i++) {
        if (group->list[i].index == line->index)
            continue;
        if (named++ < NAMED_MAX)
            others = arena_printf(run->findings->arena, "%s%s%s", others, named == 1 ? "" : ", ",
                                  rules_row_name(run, group->list[i].index));
    }
    if (others != NULL && named > NAMED_MAX)
        others = arena_printf(run->findings->arena, "%s and %zu more", others, named - NAMED_MAX);
    here.index = line->index;
    rules_found(&here, rules_row(&here), "the row is the sum of %s",
                others == NULL ? "other rows" : others);
}

static void judge_group(const struct rules_run *run, struct lines *lines, uint64_t left_out,
                        const struct line *list, size_t count)
{
    struct group group = {.list = list, .count = count};

    if (count < ROWS_MIN || !can_agree(lines, &group))
        return;
    add_up(lines, &group);
    if (group.rows_of_something < ROWS_MIN)
        return;
    for (size_t i = 0; i < count; i++) {
        const size_t needed = list[i].open == left_out ? 1 : 2;

        if (list[i].is_of_provider || (list[i].open != left_out && lines->provider_count > 0) ||
            agreeing(lines, &group, &list[i]) < needed)
            continue;
        if (!lines->told[list[i].index])
            found(run, &group, &list[i]);
        lines->told[list[i].index] = 1;
        return;  // of two that agree one may be the sum, and which is not known
    }
}

static void judge_without(const struct rules_run *run, struct lines *lines, uint64_t left_out)
{
    size_t begin = 0;

    qsort_r(lines->list, lines->count, sizeof *lines->list, compare, &left_out);
    for (size_t i = 1; i <= lines->count; i++)
        if (i == lines->count ||
            ((lines->list[i].codes ^ lines->list[begin].codes) & ~left_out) != 0) {
            judge_group(run, lines, left_out, lines->list + begin, i - begin);
            begin = i;
        }
}

// The sets of columns that some row leaves open, and each column by itself; of some eight bits. A row of a
// provider is no sum, so that what it alone leaves open is not asked.
void rules_sums(const struct rules_run *run)
{
    enum { SETS = 1 << COLUMNS_MAX };
    struct lines lines = {.count = 0};
    unsigned char asked[SETS] = {0};
    const size_t rows = form_all_rows(run->returned, run->part, &lines.rows);

    find_columns(&lines, run->part);
    lines.list = arena_alloc(run->findings->arena, (rows + 1) * sizeof *lines.list);
    lines.told = arena_zalloc(run->findings->arena, rows + 1);
    if (lines.list == NULL || lines.told == NULL)
        return;
    for (size_t i = 0; i < rows; i++)
        lines.count += (size_t)read_line(&lines, i, &lines.list[lines.count]);
    for (size_t i = 0; i < lines.count; i++)
        asked[lines.list[i].open_set] |= !lines.list[i].is_of_provider;
    for (unsigned j = 0; j < lines.codes_count && lines.provider_count == 0; j++)
        asked[1U << j] = 1;
    for (unsigned set = 1; set < SETS; set++) {
        uint64_t left_out = 0;

        for (unsigned j = 0; j < COLUMNS_MAX; j++)
            if ((set >> j & 1) != 0)
                left_out |= (uint64_t)UCHAR_MAX << (j * CHAR_BIT);
        if (asked[set])
            judge_without(run, &lines, left_out);
    }
}
