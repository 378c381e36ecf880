#include "reporter/editions/figures.h"

#include "lib/base/file.h"
#include "lib/base/list.h"
#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURES_FILE_MAX_BYTES = 64 * 1024 * 1024 };

enum {
    PERIOD,
    AREA_CODE,
    AREA_NAME,
    MEASURE,
    LABEL,
    VALUE,
    STATUS,
    NUMERATOR,
    DENOMINATOR,
    COLUMNS
};

static const char *const headings[COLUMNS] = {
    [PERIOD] = "period",   [AREA_CODE] = "area_code", [AREA_NAME] = "area_name",
    [MEASURE] = "measure", [LABEL] = "label",         [VALUE] = "value",
    [STATUS] = "status",   [NUMERATOR] = "numerator", [DENOMINATOR] = "denominator"};

struct reading {
    struct figures *figures;
    struct arena *arena;
    const char *table;
};

static enum err take(void *context, const char *const *fields, struct err_text *why)
{
    struct reading *reading = context;
    struct figures_row *row =
        LIST_ADD(reading->arena, reading->figures->list, reading->figures->count);

    if (row == NULL)
        return err_say(why, ERR_NO_MEMORY, "it needs more memory than there is");
    *row = (struct figures_row){.table = reading->table,
                                .period = fields[PERIOD],
                                .area_code = fields[AREA_CODE],
                                .area_name = fields[AREA_NAME],
                                .measure = fields[MEASURE],
                                .label = fields[LABEL],
                                .value = fields[VALUE],
                                .status = fields[STATUS],
                                .numerator = fields[NUMERATOR],
                                .denominator = fields[DENOMINATOR]};
    return ERR_OK;
}

static int by_cell(const void *first, const void *second)
{
    const struct figures_row *a = first, *b = second;
    int order = strcmp(a->table, b->table);

    if (order == 0)
        order = strcmp(a->measure, b->measure);
    if (order == 0)
        order = strcmp(a->period, b->period);
    return order == 0 ? strcmp(a->area_code, b->area_code) : order;
}

static enum err read_table(struct reading *reading, const char *folder, struct err_text *text)
{
    const char *path = arena_printf(reading->arena, "%s/csv/%s.csv", folder, reading->table);
    char *bytes;
    size_t size;
    enum err error;

    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    error = file_read(&bytes, &size, FIGURES_FILE_MAX_BYTES, reading->arena, path, text);
    if (error != ERR_OK)
        return error;
    return reference_file_parse(path, bytes, size, reading->arena, headings, COLUMNS, take, reading,
                                text);
}

enum err figures_read(struct figures *figures, struct arena *arena, const char *folder,
                      const struct manifest *manifest, struct err_text *text)
{
    struct reading reading = {.figures = figures, .arena = arena};
    enum err error = ERR_OK;

    *figures = (struct figures){.count = 0};
    for (size_t i = 0; i < manifest->indicators_count && error == ERR_OK; i++) {
        const char *table = manifest->indicators[i].table;

        if (reading.table != NULL && strcmp(reading.table, table) == 0)
            continue;
        if (strchr(table, '/') != NULL || table[0] == '.')
            return err_say(text, ERR_MALFORMED, "%s: \"%.40s\" is no table", folder, table);
        reading.table = table;
        error = read_table(&reading, folder, text);
    }
    if (figures->count > 0)
        qsort(figures->list, figures->count, sizeof *figures->list, by_cell);
    return error;
}

// --- two of them

static int is_same(const struct figures_row *a, const struct figures_row *b)
{
    return strcmp(a->value, b->value) == 0 && strcmp(a->status, b->status) == 0 &&
           strcmp(a->numerator, b->numerator) == 0 && strcmp(a->denominator, b->denominator) == 0;
}

enum err figures_compare(struct figures_differences *differences, struct arena *arena,
                         const struct figures *a, const struct figures *b)
{
    size_t i = 0, j = 0;

    *differences = (struct figures_differences){.count = 0};
    while (i < a->count || j < b->count) {
        const int order = i == a->count   ? 1
                          : j == b->count ? -1
                                          : by_cell(&a->list[i], &b->list[j]);
        const struct figures_row *first = order <= 0 ? &a->list[i++] : NULL;
        const struct figures_row *second = order >= 0 ? &b->list[j++] : NULL;
        struct figures_difference *place;

        differences->compared++;
        if (first != NULL && second != NULL && is_same(first, second))
            continue;
        place = LIST_ADD(arena, differences->list, differences->count);
        if (place == NULL)
            return ERR_NO_MEMORY;
        *place = (struct figures_difference){first, second};
    }
    return ERR_OK;
}
