#include "collector/page/file_rows.h"

#include "lib/base/file.h"
#include "lib/base/list.h"

struct reading {
    struct file_rows *read;
    struct arena *arena;
    enum form_part part;
    const uint32_t *wanted;
    size_t wanted_count;
    struct heading_row search;
    int is_found;   // all rows in which the headings can stand have been seen
    size_t filled;  // rows so far
};

static int is_wanted(const struct reading *reading, uint32_t sheet_row)
{
    for (size_t i = 0; i < reading->wanted_count; i++)
        if (reading->wanted[i] == sheet_row)
            return 1;
    return 0;
}

static int keep(struct reading *reading, const struct csv_row *row)
{
    struct csv_row *kept = LIST_ADD(reading->arena, reading->read->rows, reading->read->count);

    return kept == NULL ? -1 : csv_row_keep(reading->arena, kept, row);
}

static int take(void *context, const struct csv_row *row)
{
    struct reading *reading = context;

    reading->filled += row->count > 0;
    if (!reading->is_found) {
        reading->is_found = heading_row_take(&reading->search, reading->part, row, reading->arena);
        if (reading->is_found < 0)
            return -1;
    }
    return is_wanted(reading, row->sheet_row) ? keep(reading, row) : 0;
}

static void settle(struct reading *reading)
{
    const struct heading_row *search = &reading->search;
    struct file_rows *read = reading->read;

    if (search->count == 0 || !heading_names_are_enough(reading->part, search->names.matches))
        return;
    read->headings = search->rows[search->best];
    read->names = search->names;
    read->below = reading->filled;
    for (size_t i = 0; i <= search->best; i++)
        read->below -= search->rows[i].count > 0;
}

enum err file_rows_read(struct file_rows *read, struct arena *arena, const char *path,
                        enum form_part part, const uint32_t *wanted, size_t wanted_count,
                        struct err_text *text)
{
    struct reading *reading = arena_zalloc(arena, sizeof *reading);
    struct csv_faults faults;
    char *bytes;
    size_t size;
    enum err error;

    *read = (struct file_rows){.count = 0};
    if (reading == NULL)
        return ERR_NO_MEMORY;
    reading->read = read;
    reading->arena = arena;
    reading->part = part;
    reading->wanted = wanted;
    reading->wanted_count = wanted_count;
    error = file_read(&bytes, &size, CSV_FILE_MAX_BYTES, arena, path, text);
    if (error != ERR_OK)
        return error;
    error = csv_read(bytes, size, take, reading, &faults);
    if (error == ERR_NO_MEMORY || arena->exhausted)
        return err_say(text, ERR_NO_MEMORY, "%s is too large for this machine's memory", path);
    read->is_whole = error == ERR_OK;
    settle(reading);
    return ERR_OK;
}

const struct csv_row *file_rows_find(const struct file_rows *read, uint32_t sheet_row)
{
    for (size_t i = 0; i < read->count; i++)
        if (read->rows[i].sheet_row == sheet_row)
            return &read->rows[i];
    return NULL;
}
