#include "collector/reading/folder_files.h"

#include "collector/reading/stray_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// --- names

static int is_passed_over(const char *name)
{
    static const char *const names[] = {"README.txt",   "Thumbs.db", "ehthumbs.db",
                                        "desktop.ini",  "Icon\r",    "@eaDir",
                                        "$RECYCLE.BIN", "__MACOSX",  "System Volume Information"};

    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strncmp(name, "~$", strlen("~$")) == 0)
        return 1;  // the last: a lock of Excel
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcasecmp(name, names[i]) == 0)
            return 1;
    return 0;
}

// --- findings

static int has_figures(enum form_part part)
{
    return (RULE_IN_FIGURES >> part & 1) != 0;
}

static int has_any(const struct folder_files *files)
{
    int any = 0;

    for (int i = 0; i < FORM_PARTS; i++)
        any |= files->names[i] != NULL;
    return any;
}

static void found_missing(struct folder_files *files, struct findings *findings)
{
    const int is_all_elsewhere = files->may_be_elsewhere && !has_any(files);
    int figures = 0;

    for (int i = 0; i < FORM_PARTS; i++) {
        const struct form_part_info *info = form_part((enum form_part)i);

        if (files->names[i] == NULL && !files->missing[i] && info->required) {
            files->missing[i] = 1;
            if (!is_all_elsewhere)
                findings_add(findings, RULE_FILE_MISSING, finding_place_part((enum form_part)i),
                             NULL, NULL, "the file is missing");
        }
        if (has_figures((enum form_part)i))
            figures |= files->names[i] != NULL || files->missing[i];
    }
    if (figures)
        return;
    if (!files->may_be_elsewhere)
        findings_add(findings, RULE_FILE_NOTHING,
                     (struct finding_place){.whole_part = 1, .file = ""}, NULL, NULL,
                     "there is no file with figures, as %s is", form_part(FORM_TIMELINESS)->file);
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

            if (form_part_of_file(entries[i]->d_name, &part) && files->names[part] == NULL &&
                (!exact || strcmp(entries[i]->d_name, form_part(part)->file) == 0))
                files->names[part] = arena_strdup(arena, entries[i]->d_name);
        }
}

// What desktops and locks leave behind: it is of interest only with a part's headings.
static int is_hidden(const char *name)
{
    return name[0] == '.';
}

// `is_kept` 0: enough are named, this one is counted. 1 if there is something to say of it.
static int find_stray(struct folder_files *files, const char *folder, const char *name, int is_kept,
                      struct findings *findings)
{
    int present[FORM_PARTS], misnamed;
    struct stray_file stray;

    for (int i = 0; i < FORM_PARTS; i++)
        present[i] = files->names[i] != NULL;
    stray_file_look(&stray, folder, name, present, findings->arena);
    // Without explanations.csv no figure is missing.
    misnamed = stray.may_hold_part ||
               (stray.has_part && !present[stray.part] && stray.part != FORM_EXPLANATIONS);
    if (is_hidden(name) && !(misnamed && stray.by_headings))
        return 0;
    if (stray.may_hold_part)
        files->may_be_elsewhere = 1;
    else if (misnamed)
        files->missing[stray.part] = 1;
    if (!is_kept)
        findings_count(findings, misnamed ? RULE_FILE_MISNAMED : RULE_FILE_UNKNOWN);
    else if (misnamed)
        stray_file_misnamed(&stray, findings);
    else
        stray_file_unknown(&stray, present, findings);
    return 1;
}

static void find_strays(struct folder_files *files, const char *folder,
                        struct dirent *const *entries, size_t count, struct findings *findings)
{
    size_t strays = 0;

    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        enum form_part part;

        if (form_part_of_file(name, &part) && files->names[part] != NULL &&
            strcmp(files->names[part], name) == 0)
            continue;
        strays +=
            (size_t)find_stray(files, folder, name, strays < FOLDER_FILES_STRAY_MAX, findings);
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
