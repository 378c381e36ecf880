#include "reporter/editions/changes.h"

#include "reporter/editions/changes_compare.h"
#include "reporter/editions/changes_returns.h"
#include "reporter/editions/edition_internal.h"
#include "reporter/outputs/csvw.h"
#include "reporter/outputs/output_format.h"

#include <stdlib.h>

// --- as they are written

static enum err write_csv(const struct view *view, char **bytes, size_t *size)
{
    const struct output_subject subject = {.table = view->table, .sheet = view->sheet};
    FILE *out = open_memstream(bytes, size);
    enum err error = ERR_NO_MEMORY;

    if (out == NULL)
        return error;
    error = output_format_write_file(&output_format_find("csv")->files[0], &subject, "", out);
    return fclose(out) == 0 ? error : ERR_NO_MEMORY;
}

static enum err read_view(struct records *records, const struct changes_view *of,
                          struct arena *arena, struct err_text *text)
{
    char *bytes = NULL;
    size_t size = 0;
    enum err error;

    records_none(records);
    if (!of->is_there)
        return ERR_OK;
    error = write_csv(of->view, &bytes, &size);
    if (error == ERR_OK)
        error = records_read(records, arena, of->stem, bytes, size, text);
    else
        err_say(text, error, "%s: %s", of->stem, err_words(error));
    free(bytes);
    return error;
}

static enum err make_before(struct view *before, const struct view *now,
                            const struct edition *edition, struct arena *arena,
                            struct err_text *text)
{
    struct view_asked asked = now->asked;
    enum err error;

    asked.as_of = (struct as_of){edition->asked.since, UINT64_MAX};
    error = view_begin(before, arena, &asked, now->reference, text);
    return error == ERR_OK ? view_make(before, edition->store, edition->kept, text) : error;
}

static enum err add_from(struct changes *changes, const struct changes_view *now,
                         struct arena *arena, struct err_text *text)
{
    struct records first, second;
    struct changes_view then = *now;
    struct err_text why = {""};
    struct view before;
    enum err error = make_before(&before, now->view, changes->edition, arena, &why);

    then.view = &before;
    then.is_there = error == ERR_OK;
    if (error != ERR_OK && error != ERR_EMPTY && error != ERR_COMMAND)
        return err_say(text, error, "%s", why.text);
    error = read_view(&first, &then, arena, text);
    if (error == ERR_OK)
        error = read_view(&second, now, arena, text);
    if (error != ERR_OK)
        return error;
    changes_compare(changes, now->stem, now->is_there ? now->view : &before, &first, &second,
                    arena);
    return arena->exhausted || changes->cells.arena->exhausted
               ? err_say(text, ERR_NO_MEMORY, "the changes need more memory than there is")
               : ERR_OK;
}

enum err changes_add(struct changes *changes, const struct changes_view *now, struct err_text *text)
{
    struct arena arena;
    enum err error;

    if (!changes->edition->manifest.has_since)
        return ERR_OK;
    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = add_from(changes, now, &arena, text);
    arena_free(&arena);
    return error;
}

// --- the whole

enum err changes_begin(struct changes *changes, const struct edition *edition,
                       struct err_text *text)
{
    const struct sheet_about about = {
        .kind = "changes",
        .name = "changes",
        .title = "What has changed since the edition before",
        .about = "Each cell that differs from the edition before, and why.",
        .sequence = edition->manifest.journal.sequence};
    enum err error = ERR_OK;

    *changes = (struct changes){.edition = edition};
    sheet_init(&changes->cells, edition->arena, &about, changes_cells_columns, CHANGES_CELLS);
    if (edition->manifest.has_since)
        error = changes_causes_find(changes, text);
    changes_returns(changes);
    return error;
}

static enum err write_sheet(const void *what, FILE *out)
{
    return sheet_csv(what, out);
}

static enum err write_metadata(const void *what, FILE *out)
{
    const struct sheet *sheet = what;
    char url[64];

    snprintf(url, sizeof url, "%s.csv", sheet->about.name);
    return csvw_sheet(sheet, url, out);
}

enum err changes_write(const struct changes *changes, const char *folder, struct edition *edition,
                       struct err_text *text)
{
    const struct {
        const char *path;
        const struct sheet *sheet;
        edition_write_fn *write;
    } files[] = {{CHANGES_FILE, &changes->cells, write_sheet},
                 {CHANGES_FILE "-metadata.json", &changes->cells, write_metadata},
                 {CHANGES_RETURNS_FILE, &changes->returns, write_sheet},
                 {CHANGES_RETURNS_FILE "-metadata.json", &changes->returns, write_metadata}};
    enum err error = ERR_OK;

    for (size_t i = 0; i < sizeof files / sizeof files[0] && error == ERR_OK; i++)
        error = edition_file(edition, folder, files[i].path, files[i].write, files[i].sheet, text);
    return error;
}
