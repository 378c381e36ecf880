#include "collector/page/causes.h"

#include "lib/base/list.h"
#include "proto/rules/rule_columns.h"

#include <stdlib.h>
#include <string.h>

// --- the columns of a rule

int causes_names_columns(const struct rule *rule, enum form_part part)
{
    const ProtobufCMessageDescriptor *row = form_part(part)->row;
    unsigned named = 0;

    for (unsigned i = 0; i < form_columns(row); i++)
        named += (unsigned)(rule_columns_has(rule, &row->fields[i]) != 0);
    return named > 0 && named < form_columns(row);
}

int causes_is_over(const struct finding *finding, const ProtobufCFieldDescriptor *column)
{
    return finding->place.field == NULL && column != NULL &&
           causes_names_columns(finding->rule, finding->place.part) &&
           rule_columns_has(finding->rule, column);
}

// --- what is one cause

static int same_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static int same_rule(const struct finding *a, const struct finding *b)
{
    return a->rule == b->rule && a->explained == b->explained &&
           same_text(a->explanation, b->explanation) && a->place.part == b->place.part &&
           same_text(a->place.file, b->place.file);
}

// A sum that does not add up because of a figure that another rule has found.
static int is_sum_of(const struct finding *sum, const struct finding *figure)
{
    return sum->rule->class == figure->rule->class && sum->rule->scope == RULE_SCOPE_ROW &&
           figure->rule->scope == RULE_SCOPE_ROW && sum->place.part == figure->place.part &&
           sum->place.sheet_row == figure->place.sheet_row && !sum->explained &&
           !figure->explained && causes_is_over(sum, figure->place.field);
}

// --- the list

static enum err add(struct cause *cause, struct arena *arena, const struct finding *finding)
{
    const struct finding **place = LIST_ADD(arena, cause->list, cause->count);

    if (place == NULL)
        return ERR_NO_MEMORY;
    *place = finding;
    return ERR_OK;
}

static struct cause *cause_for(struct causes *causes, struct arena *arena,
                               const struct finding *finding)
{
    struct cause *cause;

    for (size_t i = 0; i < causes->count; i++)
        if (same_rule(causes->list[i].first, finding))
            return &causes->list[i];
    cause = LIST_ADD(arena, causes->list, causes->count);
    if (cause != NULL)
        *cause = (struct cause){.section = report_groups_section(finding), .first = finding};
    return cause;
}

static enum err put_group(struct causes *causes, struct arena *arena,
                          const struct findings *findings, const struct report_groups *groups,
                          const struct report_group *group)
{
    struct cause *cause = cause_for(causes, arena, &findings->list[group->first]);
    enum err error = cause == NULL ? ERR_NO_MEMORY : ERR_OK;
    size_t at = group->first;

    for (size_t i = 0; i < group->count && error == ERR_OK; i++, at = groups->next[at])
        error = add(cause, arena, &findings->list[at]);
    return error;
}

// The cause in which a finding stands that the sum follows from; NULL if there is none.
static struct cause *reason_of(struct causes *causes, const struct cause *sum)
{
    for (size_t i = 0; i < causes->count; i++)
        for (size_t j = 0; j < causes->list[i].count; j++)
            if (&causes->list[i] != sum && is_sum_of(sum->first, causes->list[i].list[j]))
                return &causes->list[i];
    return NULL;
}

static enum err join_sums(struct causes *causes, struct arena *arena)
{
    size_t kept = 0;
    enum err error = ERR_OK;

    for (size_t i = 0; i < causes->count && error == ERR_OK; i++) {
        const struct cause *sum = &causes->list[i];
        struct cause *reason = sum->count == 1 ? reason_of(causes, sum) : NULL;

        if (reason != NULL) {
            error = add(reason, arena, sum->first);
            causes->list[i].count = 0;
        }
    }
    for (size_t i = 0; i < causes->count; i++)
        if (causes->list[i].count > 0)
            causes->list[kept++] = causes->list[i];
    causes->count = kept;
    return error;
}

// --- counted and not kept

static void count_not_listed(struct causes *causes, const struct findings *findings)
{
    size_t not_kept[RULE_COUNT];

    memcpy(not_kept, findings->found, sizeof not_kept);
    for (size_t i = 0; i < findings->count; i++)
        not_kept[rule_id(findings->list[i].rule)]--;
    for (size_t i = 0; i < causes->count; i++) {
        size_t *more = &not_kept[rule_id(causes->list[i].first->rule)];

        causes->list[i].not_listed = *more;
        *more = 0;
    }
}

// --- the order

struct ordered {
    struct cause cause;
    size_t place;
};

static int compare(const void *a, const void *b)
{
    const struct ordered *p = a, *q = b;

    if (p->cause.section != q->cause.section)
        return p->cause.section < q->cause.section ? -1 : 1;
    if (p->cause.count != q->cause.count)
        return p->cause.count > q->cause.count ? -1 : 1;
    return p->place < q->place ? -1 : 1;
}

static enum err put_in_order(struct causes *causes, struct arena *arena)
{
    struct ordered *list = arena_alloc(arena, (causes->count + 1) * sizeof *list);

    if (list == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < causes->count; i++)
        list[i] = (struct ordered){causes->list[i], i};
    qsort(list, causes->count, sizeof *list, compare);
    for (size_t i = 0; i < causes->count; i++) {
        causes->list[i] = list[i].cause;
        causes->in_section[list[i].cause.section]++;
    }
    return ERR_OK;
}

enum err causes_make(struct causes *causes, struct arena *arena, const struct findings *findings)
{
    struct report_groups groups;
    enum err error = report_groups_make(&groups, findings);

    *causes = (struct causes){.count = 0};
    if (error != ERR_OK)
        return error;
    for (size_t i = 0; i < groups.count && error == ERR_OK; i++)
        error = put_group(causes, arena, findings, &groups, &groups.list[i]);
    report_groups_free(&groups);
    if (error == ERR_OK) {
        count_not_listed(causes, findings);
        error = join_sums(causes, arena);
    }
    return error == ERR_OK ? put_in_order(causes, arena) : error;
}

// --- rows of a cause

static int is_row_of_file(const struct finding *finding)
{
    return finding->place.file == NULL && finding->place.sheet_row != 0;
}

static int is_listed(const uint32_t *rows, size_t count, uint32_t row)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i] == row)
            return 1;
    return 0;
}

static int compare_rows(const void *a, const void *b)
{
    const uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;

    return (p > q) - (p < q);
}

size_t causes_rows(const struct cause *cause, uint32_t rows[CAUSES_ROWS_SHOWN])
{
    size_t count = 0;

    for (size_t i = 0; i < cause->count && count < CAUSES_ROWS_SHOWN; i++)
        if (is_row_of_file(cause->list[i]) &&
            !is_listed(rows, count, cause->list[i]->place.sheet_row))
            rows[count++] = cause->list[i]->place.sheet_row;
    qsort(rows, count, sizeof rows[0], compare_rows);
    return count;
}

// Findings of one column stand in the order of their rows, so a row that was counted may come again
// further down, in the next column: rows are counted in a list.
size_t causes_rows_count(const struct cause *cause)
{
    uint32_t *rows = calloc(cause->count + 1, sizeof *rows);
    size_t count = 0, distinct = 0;

    for (size_t i = 0; rows != NULL && i < cause->count; i++)
        if (is_row_of_file(cause->list[i]))
            rows[count++] = cause->list[i]->place.sheet_row;
    if (rows != NULL)
        qsort(rows, count, sizeof rows[0], compare_rows);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || rows[i] != rows[i - 1];
    free(rows);
    return distinct;
}
