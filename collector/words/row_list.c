#include "collector/words/row_list.h"

#include <stdlib.h>

void row_list_add(struct row_list *list, uint32_t row)
{
    list->rows++;
    if (list->count > 0 && list->rows_not_named == 0 && list->ranges[list->count - 1].to + 1 == row)
        list->ranges[list->count - 1].to = row;
    else if (list->count < ROW_LIST_RANGES_MAX)
        list->ranges[list->count++] = (struct row_range){row, row};
    else
        list->rows_not_named++;
}

void row_list_put(FILE *out, const struct row_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct row_range *range = &list->ranges[i];

        fprintf(out, "%s%u", i == 0 ? "" : ", ", (unsigned)range->from);
        if (range->to > range->from)
            fprintf(out, "%s%u", range->to == range->from + 1 ? ", " : "-", (unsigned)range->to);
    }
    if (list->rows_not_named > 0)
        fprintf(out, " and %zu more", list->rows_not_named);
}

const char *row_list_text(struct arena *arena, const struct row_list *list)
{
    char *text = NULL;
    size_t length;
    const char *copy = NULL;
    FILE *out = open_memstream(&text, &length);

    if (out != NULL) {
        row_list_put(out, list);
        if (fclose(out) == 0)
            copy = arena_strdup(arena, text);
        free(text);
    }
    return copy == NULL ? "several" : copy;
}
