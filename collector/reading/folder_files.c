#include "collector/reading/folder_files.h"

#include "lib/base/spelling.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

// --- names

// 1 and the part whose file has this name; 0 if none has.
static int part_of(const char *name, enum form_part *part)
{
    for (int i = 0; i < FORM_PARTS; i++)
        if (strcasecmp(name, form_part((enum form_part)i)->file) == 0) {
            *part = (enum form_part)i;
            return 1;
        }
    return 0;
}

static int ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);

    return length >= strlen(ending) && strcasecmp(name + length - strlen(ending), ending) == 0;
}

static int is_workbook(const char *name)
{
    static const char *const endings[] = {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends_with(name, endings[i]))
            return 1;
    return 0;
}

static int is_passed_over(const char *name)
{
    static const char *const names[] = {"README.txt", "Thumbs.db", "desktop.ini"};

    if (name[0] == '.' || strncmp(name, "~$", strlen("~$")) == 0)
        return 1;  // hidden, or a lock of LibreOffice or of Excel
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return 1;
    return 0;
}

// The part that a name is probably meant for: "Placement.csv", "placements (2).csv".
static int part_meant(const char *name, enum form_part *part)
{
    const char *dot = strrchr(name, '.');
    char *stem = strndup(name, dot == NULL ? strlen(name) : (size_t)(dot - name));
    size_t best = stem == NULL ? 0 : spelling_slips_allowed(stem) + 1;

    for (int i = 0; stem != NULL && i < FORM_PARTS; i++) {
        const char *right = form_part((enum form_part)i)->name;
        size_t slips = spelling_holds(stem, right) ? 0 : spelling_slips(stem, right);

        if (slips < best) {
            best = slips;
            *part = (enum form_part)i;
        }
    }
    best = stem != NULL && best <= spelling_slips_allowed(stem);
    free(stem);
    return best != 0;
}

// --- findings

// What is wrong with a name that goes on behind the right one is seldom seen.
static const char *fix_name(struct arena *arena, const char *name, const char *file)
{
    if (is_workbook(name))
        return arena_printf(arena,
                            "if it is meant to be %s, save its sheet as \"CSV UTF-8 (comma "
                            "delimited)\" under that name; else take it out of the folder",
                            file);
    return arena_printf(arena,
                        "if it is meant to be %s, rename it so%s; else take it out of the "
                        "folder",
                        file,
                        strncasecmp(name, file, strlen(file)) == 0
                            ? " (your desktop may hide the last ending of a name)"
                            : "");
}

// The return would lack a whole part.
static void found_misnamed(enum form_part part, const char *name, struct findings *findings)
{
    const char *file = form_part(part)->file;

    findings_add(findings, RULE_FILE_MISNAMED,
                 (struct finding_place){.whole_part = 1, .file = name}, NULL,
                 fix_name(findings->arena, name, file),
                 "this file is not read: its name is not exactly %s%s", file,
                 strchr(name, ' ') == NULL ? "" : ", there is a space in it");
}

static void found_folder(const char *name, struct findings *findings)
{
    findings_add(findings, RULE_FILE_UNKNOWN, (struct finding_place){.whole_part = 1, .file = name},
                 NULL, "if the return lies in it, check that folder; else take it out of this one",
                 "this is a folder, and nothing in it is read");
}

static void found_stray(const struct folder_files *files, const char *name,
                        struct findings *findings)
{
    struct arena *arena = findings->arena;
    const char *fix = NULL;
    enum form_part part = FORM_HEADER;

    if (part_meant(name, &part) && files->names[part] != NULL)
        fix = arena_printf(arena,
                           "take it out of the folder: %s is there as well, and only that is read",
                           form_part(part)->file);
    else if (part_meant(name, &part))
        fix = fix_name(arena, name, form_part(part)->file);
    else if (is_workbook(name))
        fix = "save its sheets as \"CSV UTF-8 (comma delimited)\", or take it out of the folder";
    findings_add(findings, RULE_FILE_UNKNOWN, (struct finding_place){.whole_part = 1, .file = name},
                 NULL, fix, "this %s is no part of a return",
                 is_workbook(name) ? "workbook" : "file");
}

static int has_figures(enum form_part part)
{
    return (RULE_IN_FIGURES >> part & 1) != 0;
}

static void found_missing(struct folder_files *files, struct findings *findings)
{
    int figures = 0;

    for (int i = 0; i < FORM_PARTS; i++) {
        const struct form_part_info *info = form_part((enum form_part)i);

        if (files->names[i] == NULL && !files->missing[i] && info->required) {
            findings_add(findings, RULE_FILE_MISSING, finding_place_part((enum form_part)i), NULL,
                         NULL, "the file is missing");
            files->missing[i] = 1;
        }
        if (has_figures((enum form_part)i))
            figures |= files->names[i] != NULL || files->missing[i];
    }
    if (figures)
        return;
    findings_add(findings, RULE_FILE_NOTHING, (struct finding_place){.whole_part = 1, .file = ""},
                 NULL, NULL, "there is neither %s nor %s nor %s", form_part(FORM_TIMELINESS)->file,
                 form_part(FORM_PLACEMENTS)->file, form_part(FORM_TRANSPORT)->file);
    for (int i = 0; i < FORM_PARTS; i++)
        files->missing[i] |= has_figures((enum form_part)i);
}

// --- the folder

// By their bytes, not by the language of the machine.
static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_of_interest(const struct dirent *entry)
{
    return !is_passed_over(entry->d_name);
}

// A name in its right case comes before one in another: a second is a stray file.
static void find_parts(struct folder_files *files, struct dirent *const *entries, size_t count,
                       struct arena *arena)
{
    for (int exact = 1; exact >= 0; exact--)
        for (size_t i = 0; i < count; i++) {
            enum form_part part;

            if (part_of(entries[i]->d_name, &part) && files->names[part] == NULL &&
                (!exact || strcmp(entries[i]->d_name, form_part(part)->file) == 0))
                files->names[part] = arena_strdup(arena, entries[i]->d_name);
        }
}

static int is_folder(const char *folder, const char *name, struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    struct stat status;

    return path != NULL && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// `is_kept` 0: enough are named, this one is counted.
static void find_stray(struct folder_files *files, const char *folder, const char *name,
                       int is_kept, struct findings *findings)
{
    int is_sub = is_folder(folder, name, findings->arena);
    enum form_part part;
    // Without explanations.csv no figure is missing.
    int misnamed = !is_sub && part_meant(name, &part) && files->names[part] == NULL &&
                   part != FORM_EXPLANATIONS;

    if (misnamed)
        files->missing[part] = 1;
    if (!is_kept)
        findings_count(findings, misnamed ? RULE_FILE_MISNAMED : RULE_FILE_UNKNOWN);
    else if (misnamed)
        found_misnamed(part, name, findings);
    else if (is_sub)
        found_folder(name, findings);
    else
        found_stray(files, name, findings);
}

static void find_strays(struct folder_files *files, const char *folder,
                        struct dirent *const *entries, size_t count, struct findings *findings)
{
    size_t strays = 0;

    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        enum form_part part;

        if (part_of(name, &part) && files->names[part] != NULL &&
            strcmp(files->names[part], name) == 0)
            continue;
        strays++;
        find_stray(files, folder, name, strays <= FOLDER_FILES_STRAY_MAX, findings);
    }
}

enum err folder_files_read(struct folder_files *files, const char *folder,
                           struct findings *findings, struct err_text *text)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, is_of_interest, by_name);

    *files = (struct folder_files){.names = {NULL}};
    if (count < 0 && errno == ENOTDIR)
        return err_say(text, ERR_NOT_FOUND,
                       "%s is no folder: give the folder in which return.csv lies", folder);
    if (count < 0)
        return err_say_errno(text, errno, "cannot read the folder %s", folder);
    find_parts(files, entries, (size_t)count, findings->arena);
    find_strays(files, folder, entries, (size_t)count, findings);
    found_missing(files, findings);
    for (int i = 0; i < count; i++)
        free(entries[i]);
    free(entries);
    return findings->arena->exhausted ? ERR_NO_MEMORY : ERR_OK;
}
