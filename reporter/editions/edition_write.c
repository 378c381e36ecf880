// Every file of an edition: each view, in each format that takes it; and what has changed.
#include "lib/base/list.h"
#include "reporter/editions/changes.h"
#include "reporter/editions/edition_internal.h"
#include "reporter/outputs/output_format.h"

#include <string.h>

// The edition that is written, and where to.
struct writing {
    struct edition *edition;
    const char *folder;
    struct changes changes;
    size_t views;  // that there are
    struct err_text *text;
};

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the edition needs more memory than there is");
}

struct view_asked edition_asks(const struct edition *edition, const struct view_entry *entry,
                               int for_people)
{
    return (struct view_asked){.kind = entry->kind->name,
                               .table = entry->table,
                               .periods = edition->manifest.period,
                               .for_people = for_people,
                               .as_of = edition->as_of,
                               .audience = edition->audience,
                               .calendar = edition->asked.calendar};
}

// --- names

// "timeliness", "compare-timeliness".
static const char *stem_of(struct arena *arena, const struct view_entry *entry)
{
    if (strcmp(entry->kind->name, "table") == 0)
        return entry->table;
    return arena_printf(arena, "%s-%s", entry->kind->name, entry->table);
}

// --- the files of a view

struct one_file {
    const struct output_file *file;
    const struct output_subject *subject;
    const char *url;
};

static enum err write_one(const void *what, FILE *out)
{
    const struct one_file *one = what;

    return output_format_write_file(one->file, one->subject, one->url, out);
}

static enum err write_format(struct writing *writing, const struct output_format *format,
                             const struct output_subject *subject, const char *stem)
{
    struct arena *arena = writing->edition->arena;
    const char *url = arena_printf(arena, "%s%s", stem, format->files[0].ending);
    enum err error = url == NULL ? no_memory(writing->text) : ERR_OK;

    for (int i = 0; i < OUTPUT_FORMAT_FILES && error == ERR_OK; i++) {
        const struct one_file one = {&format->files[i], subject, url};
        const char *path;

        if (one.file->ending == NULL)
            break;
        path = arena_printf(arena, "%s/%s%s", format->name, stem, one.file->ending);
        error = path == NULL ? no_memory(writing->text)
                             : edition_file(writing->edition, writing->folder, path, write_one,
                                            &one, writing->text);
    }
    return error;
}

static enum err write_formats(struct writing *writing, const struct view *view, const char *stem)
{
    const struct output_subject subject = {.table = view->table, .sheet = view->sheet};
    const struct output_format *format;
    enum err error = ERR_OK;

    for (size_t i = 0; (format = output_format_at(i)) != NULL && error == ERR_OK; i++)
        if ((format->for_people != 0) == (view->asked.for_people != 0) &&
            output_format_takes(format, &subject))
            error = write_format(writing, format, &subject, stem);
    return error;
}

// --- what the manifest says of a view

static enum err note_left_out(struct writing *writing, const char *stem, const char *why)
{
    struct edition *edition = writing->edition;
    struct manifest *manifest = &edition->manifest;
    struct manifest_left_out *place =
        LIST_ADD(edition->arena, manifest->left_out, manifest->left_out_count);

    if (place == NULL)
        return no_memory(writing->text);
    *place = (struct manifest_left_out){.view = stem, .why = arena_strdup(edition->arena, why)};
    return place->why == NULL ? no_memory(writing->text) : ERR_OK;
}

// Texts of the indicators are the program's, or in the view's arena.
static enum err note_indicators(struct writing *writing, const struct table *table)
{
    struct edition *edition = writing->edition;
    struct manifest *manifest = &edition->manifest;
    struct arena *arena = edition->arena;

    for (size_t i = 0; i < table->count; i++) {
        const struct indicator *indicator = table->columns[i].indicator;
        struct manifest_indicator *place;

        if (i > 0 && strcmp(indicator->name, table->columns[i - 1].indicator->name) == 0)
            continue;
        place = LIST_ADD(arena, manifest->indicators, manifest->indicators_count);
        if (place == NULL)
            return no_memory(writing->text);
        *place = (struct manifest_indicator){
            .table = table->about.name,
            .measure = arena_strdup(arena, indicator->name),
            .unit = indicators_unit_name(indicator->unit),
            .numerator = arena_strdup(arena, indicator->numerator),
            .denominator = arena_strdup(arena, indicator->denominator),
            .definition = arena_strdup(arena, indicator->definition),
            .since = indicator->since == NULL ? "" : arena_strdup(arena, indicator->since)};
    }
    return arena->exhausted ? no_memory(writing->text) : ERR_OK;
}

// --- a view

static enum err take_view(struct writing *writing, const struct view *view, const char *stem)
{
    enum err error = write_formats(writing, view, stem);

    if (error != ERR_OK || view->asked.for_people || view->sheet != NULL)
        return error;
    return note_indicators(writing, view->table);
}

// What nobody has returned, and what cannot be of such a period, is left out.
static int is_left_out(enum err error)
{
    return error == ERR_EMPTY || error == ERR_COMMAND;
}

// What is for people says nothing that is not in what is for programs.
static enum err add_changes(struct writing *writing, const struct view *view, const char *stem,
                            int is_there)
{
    const struct changes_view now = {.stem = stem, .view = view, .is_there = is_there};

    return view->asked.for_people ? ERR_OK : changes_add(&writing->changes, &now, writing->text);
}

static enum err write_view(struct writing *writing, const struct view_entry *entry, int for_people)
{
    const struct edition *edition = writing->edition;
    const struct view_asked asked = edition_asks(edition, entry, for_people);
    const char *stem = stem_of(edition->arena, entry);
    struct err_text why = {""};
    struct arena arena;
    struct view view;
    enum err error;

    if (stem == NULL)
        return no_memory(writing->text);
    arena_init(&arena, VIEW_ARENA_CAP_BYTES);
    error = view_begin(&view, &arena, &asked, edition->asked.reference, &why);
    if (error == ERR_OK)
        error = view_make(&view, edition->store, edition->kept, &why);
    if (error == ERR_OK) {
        writing->views++;
        error = take_view(writing, &view, stem);
        if (error == ERR_OK)
            error = add_changes(writing, &view, stem, 1);
    } else if (is_left_out(error)) {
        error = for_people ? ERR_OK : note_left_out(writing, stem, why.text);
        if (error == ERR_OK)
            error = add_changes(writing, &view, stem, 0);
    } else {
        err_say(writing->text, error, "%s", why.text);
    }
    arena_free(&arena);
    return error;
}

static enum err write_all(struct edition *edition, const char *folder, struct err_text *text)
{
    struct writing writing = {.edition = edition, .folder = folder, .text = text};
    struct view_entry entry;
    enum err error = changes_begin(&writing.changes, edition, text);

    for (size_t i = 0; error == ERR_OK && view_at(&entry, i); i++)
        for (int for_people = 0; for_people < 2 && error == ERR_OK; for_people++)
            if (view_is_for(&entry, &edition->audience))
                error = write_view(&writing, &entry, for_people);
    if (error == ERR_OK && writing.views == 0)
        return err_say(text, ERR_EMPTY, "%s", edition->manifest.left_out[0].why);
    if (error == ERR_OK)
        error = changes_write(&writing.changes, folder, edition, text);
    manifest_sort_files(&edition->manifest.files);
    return error;
}

enum err edition_write(struct edition *edition, const char *folder, struct err_text *text)
{
    struct kept kept;
    enum err error;

    kept_init(&kept, EDITION_KEPT_BYTES);
    edition->kept = &kept;
    error = write_all(edition, folder, text);
    edition->kept = NULL;
    kept_free(&kept);
    return error;
}
