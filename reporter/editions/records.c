#include "reporter/editions/records.h"

#include "lib/base/list.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>

void records_none(struct records *records)
{
    *records = (struct records){.count = 0};
}

// --- headings

// 0: the arena is exhausted.
static int describe(struct records *records, struct arena *arena)
{
    records->columns = arena_alloc(arena, records->columns_count * sizeof *records->columns);
    for (size_t i = 0; i < records->columns_count && !arena->exhausted; i++)
        records->columns[i] = column_words_of(records->headings[i]);
    return !arena->exhausted;
}

// Our headings are plain words: none is in quotation marks.
static enum err read_headings(struct records *records, struct arena *arena, const char *name,
                              const char *bytes, size_t size, struct err_text *text)
{
    const char *end = memchr(bytes, '\n', size);
    const char *next = bytes;

    if (end != NULL && end > bytes && end[-1] == '\r')
        end--;
    for (; end != NULL && next < end; next++) {
        const char *comma = memchr(next, ',', (size_t)(end - next));
        const char **heading = LIST_ADD(arena, records->headings, records->columns_count);

        if (comma == NULL)
            comma = end;
        if (heading != NULL)
            *heading = arena_strndup(arena, next, (size_t)(comma - next));
        next = comma;
    }
    if (records->columns_count == 0)
        return err_say(text, ERR_MALFORMED, "%s: its first row has no headings", name);
    if (records->columns_count > REFERENCE_COLUMNS_MAX)
        return err_say(text, ERR_MALFORMED, "%s: it has more than %d columns", name,
                       REFERENCE_COLUMNS_MAX);
    return describe(records, arena)
               ? ERR_OK
               : err_say(text, ERR_NO_MEMORY, "it needs more memory than there is");
}

// --- lines

struct reading {
    struct records *records;
    struct arena *arena;
};

static enum err take(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct records *records = reading->records;
    struct records_line *line = LIST_ADD(reading->arena, records->list, records->count);
    const char **cells =
        arena_alloc(reading->arena, records->columns_count * sizeof *records->headings);

    if (line == NULL || cells == NULL)
        return err_say(why, ERR_NO_MEMORY, "it needs more memory than there is");
    for (size_t i = 0; i < records->columns_count; i++)
        cells[i] = fields[i] == NULL ? "" : fields[i];
    *line = (struct records_line){records, cells};
    return ERR_OK;
}

static int by_key(const struct records_line *a, const struct records_line *b)
{
    for (size_t i = 0; i < a->of->columns_count; i++) {
        const int order = a->of->columns[i].is_key ? strcmp(a->cells[i], b->cells[i]) : 0;

        if (order != 0)
            return order;
    }
    return 0;
}

static int by_cells(const void *first, const void *second)
{
    const struct records_line *a = first, *b = second;
    int order = by_key(a, b);

    for (size_t i = 0; i < a->of->columns_count && order == 0; i++)
        order = strcmp(a->cells[i], b->cells[i]);
    return order;
}

static void sort(struct records *records)
{
    if (records->count > 0)
        qsort(records->list, records->count, sizeof *records->list, by_cells);
}

enum err records_read(struct records *records, struct arena *arena, const char *name,
                      const char *bytes, size_t size, struct err_text *text)
{
    struct reading reading = {records, arena};
    enum err error;

    records_none(records);
    error = read_headings(records, arena, name, bytes, size, text);
    if (error == ERR_OK)
        error = reference_file_parse(name, bytes, size, arena, records->headings,
                                     records->columns_count, take, &reading, text);
    if (error == ERR_OK)
        sort(records);
    return error;
}

// --- fewer columns

enum err records_narrow(struct records *records, struct arena *arena, const struct records *to)
{
    struct records narrow = {.list = records->list, .count = records->count};
    int places[REFERENCE_COLUMNS_MAX];

    for (size_t i = 0; i < to->columns_count; i++) {
        const int place = records_column(records, to->headings[i]);
        const char **heading;

        if (place < 0 || records_column(&narrow, to->headings[i]) >= 0)
            continue;
        places[narrow.columns_count] = place;
        heading = LIST_ADD(arena, narrow.headings, narrow.columns_count);
        if (heading == NULL)
            return ERR_NO_MEMORY;
        *heading = records->headings[place];
    }
    if (!describe(&narrow, arena))
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < records->count; i++) {
        const char *cells[REFERENCE_COLUMNS_MAX] = {NULL};

        for (size_t j = 0; j < narrow.columns_count; j++)
            cells[j] = records->list[i].cells[places[j]];
        records->list[i].of = records;
        memcpy(records->list[i].cells, cells, narrow.columns_count * sizeof cells[0]);
    }
    *records = narrow;
    sort(records);
    return ERR_OK;
}

// --- what is in them

int records_column(const struct records *records, const char *name)
{
    for (size_t i = 0; i < records->columns_count; i++)
        if (strcmp(records->headings[i], name) == 0)
            return (int)i;
    return -1;
}

const char *records_cell(const struct records_line *line, const char *name)
{
    const int column = records_column(line->of, name);

    return column < 0 ? "" : line->cells[column];
}

int records_is_same(const struct records_line *a, const struct records_line *b)
{
    for (size_t i = 0; i < a->of->columns_count; i++)
        if (strcmp(a->cells[i], b->cells[i]) != 0)
            return 0;
    return 1;
}

int records_next(struct records_walk *walk, const struct records_line **a,
                 const struct records_line **b)
{
    const int has_a = walk->next_a < walk->a->count, has_b = walk->next_b < walk->b->count;
    const struct records_line *first = has_a ? &walk->a->list[walk->next_a] : NULL;
    const struct records_line *second = has_b ? &walk->b->list[walk->next_b] : NULL;
    const int order = !has_a ? 1 : !has_b ? -1 : by_key(first, second);

    *a = order <= 0 ? first : NULL;
    *b = order >= 0 ? second : NULL;
    walk->next_a += *a != NULL;
    walk->next_b += *b != NULL;
    return has_a || has_b;
}
