#include "reporter/editions/diff.h"

#include "lib/base/file.h"
#include "reporter/editions/diff_internal.h"

#include <stdlib.h>
#include <string.h>

#define CSV_FOLDER "csv/"
#define CSV_ENDING ".csv"

enum { CSV_MAX_BYTES = 64 * 1024 * 1024 };

// A CSV of both.
struct pair {
    struct diff_two *two;
    const char *stem;  // "compare-timeliness"
    struct records a, b;
    struct arena *arena;  // of what is read
};

// --- two files

static enum err compare_records(struct pair *pair)
{
    struct sheet *sheet = &pair->two->diff->sheet;
    struct records_walk walk = {&pair->a, &pair->b, 0, 0};
    const struct records_line *a, *b;
    const size_t before = sheet->rows_count;
    enum err error = ERR_OK;

    while (error == ERR_OK && records_next(&walk, &a, &b))
        error = diff_line(pair->two, pair->stem, a, b);
    if (sheet->rows_count > before)
        qsort(&sheet->rows[before], sheet->rows_count - before, sizeof sheet->rows[0],
              diff_line_order);
    return error;
}

static void note_columns(struct pair *pair, const struct records *of, const struct records *other,
                         const char *edition)
{
    struct arena *arena = pair->two->arena;
    const char *names = "";

    for (size_t i = 0; i < of->columns_count && names != NULL; i++)
        if (records_column(other, of->headings[i]) < 0)
            names =
                arena_printf(arena, "%s%s%s", names, names[0] == '\0' ? "" : ", ", of->headings[i]);
    if (names != NULL && names[0] != '\0')
        sheet_note(&pair->two->diff->sheet, "column",
                   arena_printf(arena, "not compared, because %s alone has it in %s: %s", edition,
                                pair->stem, names));
}

static enum err keep_common_columns(struct pair *pair)
{
    enum err error;

    if (pair->a.columns_count == 0 || pair->b.columns_count == 0)
        return ERR_OK;  // one of them has no such table
    note_columns(pair, &pair->a, &pair->b, "A");
    note_columns(pair, &pair->b, &pair->a, "B");
    error = records_narrow(&pair->a, pair->arena, &pair->b);
    return error == ERR_OK ? records_narrow(&pair->b, pair->arena, &pair->a) : error;
}

static enum err read_one(struct records *records, struct pair *pair, const char *folder,
                         const struct manifest *manifest, const char *path, struct err_text *text)
{
    const char *whole = arena_printf(pair->arena, "%s/%s", folder, path);
    char *bytes;
    size_t size;
    enum err error;

    records_none(records);
    if (manifest_find_file(&manifest->files, path) == NULL)
        return ERR_OK;
    if (whole == NULL)
        return err_say(text, ERR_NO_MEMORY, "out of memory");
    error = file_read(&bytes, &size, CSV_MAX_BYTES, pair->arena, whole, text);
    return error == ERR_OK ? records_read(records, pair->arena, whole, bytes, size, text) : error;
}

static enum err compare_files(struct pair *pair, const char *path, struct err_text *text)
{
    struct diff_two *two = pair->two;
    enum err error = read_one(&pair->a, pair, two->folder_a, &two->a, path, text);

    if (error == ERR_OK)
        error = read_one(&pair->b, pair, two->folder_b, &two->b, path, text);
    if (error != ERR_OK)
        return error;
    error = keep_common_columns(pair);
    if (error == ERR_OK)
        error = compare_records(pair);
    return error != ERR_OK || two->arena->exhausted
               ? err_say(text, ERR_NO_MEMORY, "the editions need more memory than there is")
               : ERR_OK;
}

// --- all files

// "reviews" of csv/reviews.csv; NULL: it is no table, or the arena is exhausted.
static const char *stem_of(struct arena *arena, const char *path)
{
    const size_t folder = sizeof CSV_FOLDER - 1, ending = sizeof CSV_ENDING - 1;
    const size_t length = strlen(path);

    if (length <= folder + ending || strncmp(path, CSV_FOLDER, folder) != 0 ||
        strcmp(path + length - ending, CSV_ENDING) != 0)
        return NULL;
    return arena_strndup(arena, path + folder, length - folder - ending);
}

static int has_figures(const struct manifest *manifest, const char *stem)
{
    for (size_t i = 0; i < manifest->indicators_count; i++)
        if (strcmp(manifest->indicators[i].table, stem) == 0)
            return 1;
    return 0;
}

static enum err compare_path(struct diff_two *two, const char *path, int of_figures,
                             struct err_text *text)
{
    struct pair pair = {.two = two, .stem = stem_of(two->arena, path)};
    struct arena arena;
    enum err error;

    if (pair.stem == NULL ||
        of_figures != (has_figures(&two->a, pair.stem) || has_figures(&two->b, pair.stem)))
        return ERR_OK;
    arena_init(&arena, DIFF_ARENA_CAP_BYTES);
    pair.arena = &arena;
    error = compare_files(&pair, path, text);
    arena_free(&arena);
    return error;
}

static enum err compare_all(struct diff_two *two, int of_figures, struct err_text *text)
{
    const struct manifest_files *a = &two->a.files, *b = &two->b.files;
    enum err error = ERR_OK;

    for (size_t i = 0; i < a->count && error == ERR_OK; i++)
        error = compare_path(two, a->list[i].path, of_figures, text);
    for (size_t i = 0; i < b->count && error == ERR_OK; i++)
        if (manifest_find_file(a, b->list[i].path) == NULL)
            error = compare_path(two, b->list[i].path, of_figures, text);
    return error;
}

enum err diff_make(struct diff *diff, struct arena *arena, const char *a, const char *b,
                   struct err_text *text)
{
    static const struct sheet_about about = {
        .kind = "diff",
        .name = "diff",
        .title = "How two editions differ",
        .about = "Each cell that is another in edition B than in edition A."};
    struct diff_two two = {.diff = diff, .arena = arena, .folder_a = a, .folder_b = b};
    enum err error;

    *diff = (struct diff){.lines = 0};
    sheet_init(&diff->sheet, arena, &about, diff_line_columns, DIFF_LINE_COLUMNS);
    error = manifest_read(&two.a, arena, a, text);
    if (error == ERR_OK)
        error = manifest_read(&two.b, arena, b, text);
    if (error != ERR_OK)
        return error;
    diff_notes(&two);
    error = compare_all(&two, 1, text);
    if (error == ERR_OK)
        error = compare_all(&two, 0, text);
    if (error != ERR_OK)
        return error;
    diff->lines = diff->sheet.rows_count;
    return arena->exhausted
               ? err_say(text, ERR_NO_MEMORY, "the editions need more memory than there is")
               : ERR_OK;
}
