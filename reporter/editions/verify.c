#include "reporter/editions/verify.h"

#include "lib/base/list.h"
#include "reporter/editions/edition_internal.h"
#include "reporter/editions/figures.h"
#include "reporter/editions/hashing.h"
#include "reporter/editions/reference_hash.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct verifying {
    struct verify_report *report;
    struct arena *arena;
    const char *folder;
    struct edition again;
    uint64_t gone;  // boroughs, a bit each, of which a body was removed after it was made
    struct areas areas;
    struct err_text *text;
};

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "out of memory");
}

static enum err fault(struct verifying *verifying, const char *path, const char *what)
{
    struct verify_report *report = verifying->report;
    struct verify_fault *place = LIST_ADD(verifying->arena, report->faults, report->faults_count);

    if (place == NULL || path == NULL)
        return no_memory(verifying->text);
    *place = (struct verify_fault){path, what};
    return ERR_OK;
}

// --- the files that are there

static enum err hash_file(struct verifying *verifying, const char *path,
                          struct manifest_file *found)
{
    const char *whole = arena_printf(verifying->arena, "%s/%s", verifying->folder, path);
    struct sha256_stream stream;
    uint8_t hash[SHA256_BYTES];
    char piece[64 * 1024];
    size_t got;
    FILE *file;

    if (whole == NULL)
        return no_memory(verifying->text);
    file = fopen(whole, "re");
    if (file == NULL)
        return err_say_errno(verifying->text, errno, "%s cannot be opened", whole);
    sha256_begin(&stream);
    while ((got = fread(piece, 1, sizeof piece, file)) > 0) {
        sha256_add(&stream, piece, got);
        found->bytes += got;
    }
    sha256_end(&stream, hash);
    sha256_text(hash, found->sha256);
    if (ferror(file)) {
        (void)fclose(file);
        return err_say_errno(verifying->text, errno, "%s cannot be read", whole);
    }
    (void)fclose(file);
    return ERR_OK;
}

static enum err check_found(struct verifying *verifying, struct manifest_file *found)
{
    const struct manifest_file *made =
        manifest_find_file(&verifying->report->manifest.files, found->path);
    enum err error;

    if (strcmp(found->path, MANIFEST_FILE) == 0)
        return ERR_OK;
    if (made == NULL)
        return fault(verifying, found->path, "is not in the manifest");
    error = hash_file(verifying, found->path, found);
    if (error == ERR_OK && strcmp(found->sha256, made->sha256) != 0)
        error = fault(verifying, found->path,
                      "is not as it was made: its SHA-256 is another than in the manifest");
    return error;
}

static enum err check_files(struct verifying *verifying)
{
    const struct manifest_files *made = &verifying->report->manifest.files;
    struct manifest_files found = {.count = 0};
    enum err error =
        reference_hash_list(&found, verifying->arena, verifying->folder, 1, verifying->text);

    verifying->report->files = found.count;
    for (size_t i = 0; i < found.count && error == ERR_OK; i++)
        error = check_found(verifying, &found.list[i]);
    for (size_t i = 0; i < made->count && error == ERR_OK; i++)
        if (manifest_find_file(&found, made->list[i].path) == NULL)
            error = fault(verifying, made->list[i].path, "is not there");
    return error;
}

// --- what it was made from

// Before anything else is asked of the store: of another one nothing that is said would help.
static enum err check_journal(struct verifying *verifying, struct store *store)
{
    const struct manifest *made = &verifying->report->manifest;
    int has = 0;
    enum err error = edition_has_entry(&has, &made->journal, store, verifying->text);

    if (error == ERR_OK && has && made->has_since)
        error = edition_has_entry(&has, &made->since, store, verifying->text);
    if (error != ERR_OK || has)
        return error;
    return err_say(verifying->text, ERR_COMMAND,
                   "the journal of this store is not the edition's: its number %llu has "
                   "another link, or is not there; --store FOLDER names the store",
                   (unsigned long long)made->journal.sequence);
}

static enum err begin_again(struct verifying *verifying, const struct edition_asked *asked,
                            struct store *store)
{
    const struct manifest *manifest = &verifying->report->manifest;
    struct edition_asked again = *asked;
    struct err_text why = {""};
    enum err error = as_of_parse(&again.as_of, manifest->as_at, &why);

    if (error != ERR_OK)
        return err_say(verifying->text, ERR_MALFORMED, "%s: as_at: %s", verifying->folder,
                       why.text);
    again.as_of.sequence = manifest->journal.sequence;
    again.period = manifest->period;
    again.audience = manifest->audience;
    again.since = manifest->has_since ? manifest->since.sequence : EDITION_NO_SINCE;
    return edition_begin(&verifying->again, verifying->arena, &again, store, verifying->text);
}

static enum err check_calendar(struct verifying *verifying)
{
    const struct manifest *made = &verifying->report->manifest;
    const struct manifest *again = &verifying->again.manifest;

    if (strcmp(made->calendar, again->calendar) == 0)
        return ERR_OK;
    if (made->calendar[0] == '\0')
        return err_say(verifying->text, ERR_COMMAND,
                       "the edition was made without a calendar: verify it without one");
    return err_say(verifying->text, ERR_COMMAND,
                   "the edition was made with another calendar, whose SHA-256 is %s: name that "
                   "file with --calendar",
                   made->calendar);
}

static enum err name_other(struct verifying *verifying)
{
    const struct manifest *made = &verifying->report->manifest;
    const struct manifest *again = &verifying->again.manifest;
    struct arena *arena = verifying->arena;
    const char *other = "";

    if (strcmp(made->version, again->version) != 0)
        other =
            arena_printf(arena, "%s %s (this is %s)", made->program, made->version, again->version);
    else if (made->form != again->form || strcmp(made->rules, again->rules) != 0)
        other = arena_printf(arena, "%s %s with form %u and other rules (this has form %u)",
                             made->program, made->version, made->form, again->form);
    else if (!made->names_redacted)
        other = arena_printf(arena, "%s %s of before redactions were named", made->program,
                             made->version);
    if (other != NULL && strcmp(made->reference, again->reference) != 0)
        other = arena_printf(arena, "%s%sreference lists whose SHA-256 is %s", other,
                             other[0] == '\0' ? "" : ", and ", made->reference);
    if (other == NULL)
        return no_memory(verifying->text);
    verifying->report->other = other[0] == '\0' ? NULL : other;
    return ERR_OK;
}

// Bodies that were removed after it was made: not those that its manifest knows of.
static void count_redacted(struct verifying *verifying)
{
    const struct redacted_list *made = &verifying->report->manifest.redacted;
    const struct redacted_list *again = &verifying->again.manifest.redacted;

    for (size_t i = 0; i < again->count; i++)
        if (!redacted_has(made, again->list[i].sequence)) {
            verifying->gone |= 1ULL << again->list[i].borough;
            verifying->report->redacted++;
        }
}

// --- made again

static enum err write_manifest(const void *what, FILE *out)
{
    return manifest_write(what, out);
}

// The manifest says of itself nothing, so its bytes are compared with those that are there.
static enum err compare_manifest(struct verifying *verifying)
{
    struct manifest_file found = {.path = MANIFEST_FILE};
    char again[SHA256_TEXT_BYTES];
    uint8_t hash[SHA256_BYTES];
    struct hashing hashing;
    enum err error = hash_file(verifying, MANIFEST_FILE, &found);

    if (error == ERR_OK)
        error = hashing_open(&hashing, NULL, verifying->text);
    if (error != ERR_OK)
        return error;
    (void)write_manifest(&verifying->again.manifest, hashing.out);
    error = hashing_close(&hashing, hash);
    sha256_text(hash, again);
    if (error == ERR_OK && strcmp(again, found.sha256) != 0)
        error = fault(verifying, MANIFEST_FILE, "is another when it is made again");
    return error;
}

static enum err compare_bytes(struct verifying *verifying)
{
    const struct manifest_files *made = &verifying->report->manifest.files;
    const struct manifest_files *again = &verifying->again.manifest.files;
    enum err error = edition_write(&verifying->again, NULL, verifying->text);

    for (size_t i = 0; i < again->count && error == ERR_OK; i++) {
        const struct manifest_file *file = manifest_find_file(made, again->list[i].path);

        if (file == NULL)
            error = fault(verifying, again->list[i].path, "is missing from the edition");
        else if (strcmp(file->sha256, again->list[i].sha256) != 0)
            error = fault(verifying, file->path, "is another when it is made again");
    }
    for (size_t i = 0; i < made->count && error == ERR_OK; i++)
        if (manifest_find_file(again, made->list[i].path) == NULL)
            error = fault(verifying, made->list[i].path, "is not there when it is made again");
    return error == ERR_OK ? compare_manifest(verifying) : error;
}

// Whether a figure is made of a body that was removed: it is of the borough, or of an area with it.
static int needs_what_is_gone(const struct verifying *verifying, const struct figures_row *row)
{
    const int borough = boroughs_index_of_code(row->area_code);
    const int area = borough >= 0 ? -1 : areas_find(&verifying->areas, row->area_code);
    uint64_t in = borough >= 0 ? 1ULL << borough : 0;

    for (size_t i = 0; area >= 0 && i < verifying->areas.list[area].members_count; i++)
        in |= 1ULL << verifying->areas.list[area].members[i].borough;
    return (in & verifying->gone) != 0;
}

static enum err judge(struct verifying *verifying, const struct figures_difference *difference)
{
    const struct figures_row *row = difference->a != NULL ? difference->a : difference->b;

    if (needs_what_is_gone(verifying, row)) {
        verifying->report->redacted_figures++;
        return ERR_OK;
    }
    return fault(verifying,
                 arena_printf(verifying->arena, "%s, %s, %s, %s", row->table, row->measure,
                              row->area_name, row->period),
                 difference->b == NULL   ? "is not there when it is made again"
                 : difference->a == NULL ? "is missing from the edition"
                                         : "is another when it is made again");
}

static enum err compare_read(struct verifying *verifying, const char *folder)
{
    struct figures_differences differences;
    struct figures made, again;
    enum err error = figures_read(&made, verifying->arena, verifying->folder,
                                  &verifying->report->manifest, verifying->text);

    if (error == ERR_OK)
        error = figures_read(&again, verifying->arena, folder, &verifying->again.manifest,
                             verifying->text);
    if (error == ERR_OK && figures_compare(&differences, verifying->arena, &made, &again) != ERR_OK)
        error = no_memory(verifying->text);
    if (error != ERR_OK)
        return error;
    verifying->report->figures = differences.compared;
    for (size_t i = 0; i < differences.count && error == ERR_OK; i++)
        error = judge(verifying, &differences.list[i]);
    return error;
}

static enum err compare_figures(struct verifying *verifying)
{
    const char *temporary = getenv("TMPDIR");
    const char *near =
        arena_printf(verifying->arena, "%s/edition", temporary == NULL ? "/tmp" : temporary);
    const char *folder = "";
    enum err error = near == NULL
                         ? no_memory(verifying->text)
                         : edition_folder_beside(&folder, verifying->arena, near, verifying->text);

    if (error != ERR_OK)
        return error;
    error = edition_write(&verifying->again, folder, verifying->text);
    if (error == ERR_OK)
        error = compare_read(verifying, folder);
    edition_folder_remove(folder);
    return error;
}

enum err verify_edition(struct verify_report *report, struct arena *arena, const char *folder,
                        const struct edition_asked *asked, struct store *store,
                        struct err_text *text)
{
    struct verifying verifying = {.report = report,
                                  .arena = arena,
                                  .folder = folder,
                                  .again = {.manifest = {.version = ""}},
                                  .text = text};
    enum err error;

    *report = (struct verify_report){.files = 0};
    error = manifest_read(&report->manifest, arena, folder, text);
    if (error == ERR_OK)
        error = check_files(&verifying);
    if (error == ERR_OK)
        error = check_journal(&verifying, store);
    if (error == ERR_OK)
        error = begin_again(&verifying, asked, store);
    if (error == ERR_OK)
        error = check_calendar(&verifying);
    if (error == ERR_OK)
        error = name_other(&verifying);
    if (error == ERR_OK)
        error = areas_read(&verifying.areas, arena, asked->reference, text);
    if (error != ERR_OK)
        return error;
    count_redacted(&verifying);
    return report->other == NULL && report->redacted == 0 ? compare_bytes(&verifying)
                                                          : compare_figures(&verifying);
}
