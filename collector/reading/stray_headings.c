#include "collector/reading/stray_headings.h"

#include "collector/reading/csv.h"
#include "collector/reading/encoding.h"
#include "collector/reading/heading_down.h"
#include "collector/reading/heading_row.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

// --- one file

enum { HEAD_BYTES = 64 * 1024 };  // so much of a file is looked at

// The first bytes of an ordinary file; 0 of any other.
static size_t read_head(const char *path, char *bytes)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    size_t used = 0;
    ssize_t got = 1;

    if (fd < 0)
        return 0;
    while (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && used < HEAD_BYTES && got > 0) {
        got = read(fd, bytes + used, HEAD_BYTES - used);
        used += got > 0 ? (size_t)got : 0;
    }
    (void)close(fd);
    return used;
}

// UTF-16 as far as headings need it, which are ASCII: without its mark, and every other byte.
static size_t take_out_utf16(char *bytes, size_t size)
{
    const struct encoding_format *format;
    size_t used = 0;

    if (encoding_of(bytes, size, &format) != ENCODING_UTF16)
        return size;
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != '\0' && bytes[i] != '\xff' && bytes[i] != '\xfe')
            bytes[used++] = bytes[i];
    return used;
}

struct look {
    int part;                   // whose headings were found; -1
    unsigned down[FORM_PARTS];  // names in the first column, of parts with one row
    unsigned rows;              // with something in the first column
};

// Half of the part's headings, or some of them and few others: columns may be left out.
static int are_of_the_part(enum form_part part, unsigned matches, unsigned filled)
{
    enum { SOME = 3 };

    return heading_names_are_enough(part, matches) || (matches >= SOME && 2 * matches >= filled);
}

static unsigned filled_in(const struct csv_row *row)
{
    unsigned filled = 0;

    for (size_t i = 0; i < row->count; i++)
        filled += csv_is_filled(&row->cells[i]) != 0;
    return filled;
}

// The part of which the row has most headings, if it is of one.
static void look_across(struct look *look, const struct csv_row *row)
{
    const unsigned filled = filled_in(row);
    unsigned most = 0;

    for (int i = 0; i < FORM_PARTS; i++) {
        struct heading_names names;

        heading_names_of(&names, (enum form_part)i, row);
        if (names.matches <= most || !are_of_the_part((enum form_part)i, names.matches, filled))
            continue;
        most = names.matches;
        look->part = i;
    }
}

// The headings of a file that stands on its side come one a row.
static void count_down(struct look *look, const struct csv_row *row)
{
    const struct csv_cell *cell = &row->cells[0];

    if (row->count == 0 || !csv_is_filled(cell))
        return;
    look->rows++;
    for (int i = 0; i < FORM_PARTS; i++)
        look->down[i] += form_part((enum form_part)i)->one_row &&
                         heading_name_field((enum form_part)i, cell->text, cell->length) != NULL;
}

static void look_down(struct look *look)
{
    unsigned most = 0;

    for (int i = 0; i < FORM_PARTS; i++) {
        if (look->down[i] <= most || !are_of_the_part((enum form_part)i, look->down[i], look->rows))
            continue;
        most = look->down[i];
        look->part = i;
    }
}

static int take_row(void *context, const struct csv_row *row)
{
    struct look *look = context;

    if (row->sheet_row <= HEADING_ROW_LOOKED_AT)
        look_across(look, row);
    count_down(look, row);
    return look->part >= 0 || row->sheet_row >= HEADING_DOWN_ROWS_MAX;
}

static int told_by_separator(const char *bytes, size_t size)
{
    uint32_t line;

    for (int i = 0; i < FORM_PARTS; i++)
        if (heading_row_separator((enum form_part)i, bytes, size, &line) != 0)
            return i;
    return -1;
}

int stray_headings_part(const char *path, enum form_part *part)
{
    char *bytes = malloc(HEAD_BYTES);
    size_t size = bytes == NULL ? 0 : read_head(path, bytes);
    struct look look = {.part = -1};
    struct csv_faults faults;

    if (size > 0)
        size = take_out_utf16(bytes, size);
    if (size > 0 && csv_read(bytes, size, take_row, &look, &faults) != ERR_NO_MEMORY &&
        look.part < 0)
        look.part = told_by_separator(bytes, size);
    if (look.part < 0)
        look_down(&look);
    free(bytes);
    if (look.part >= 0)
        *part = (enum form_part)look.part;
    return look.part >= 0;
}

// --- a folder

enum { INSIDE_LOOKED_AT = 100 };  // files of a folder: a return has far fewer

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcasecmp((*a)->d_name, (*b)->d_name);
}

// A file with the name of a part, or with its headings.
static int is_of_a_part(const char *path, const char *name, enum form_part *part)
{
    return form_part_of_file(name, part) || (path != NULL && stray_headings_part(path, part));
}

const char *stray_headings_inside(const char *folder, const int present[FORM_PARTS],
                                  struct arena *arena, enum form_part *part)
{
    struct dirent **entries;
    const char *found = NULL;
    const int count = scandir(folder, &entries, NULL, by_name);

    for (int i = 0; i < count && i < INSIDE_LOOKED_AT && found == NULL; i++) {
        const char *name = entries[i]->d_name;

        if (name[0] != '.' &&
            is_of_a_part(arena_printf(arena, "%s/%s", folder, name), name, part) &&
            !present[*part] && *part != FORM_EXPLANATIONS)
            found = arena_strdup(arena, name);
    }
    for (int i = 0; i < count; i++)
        free(entries[i]);
    if (count >= 0)
        free(entries);
    return found;
}
