#include "collector/reading/stray_file.h"

#include "collector/reading/stray_headings.h"
#include "lib/base/spelling.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

// --- its name

// What the end of a name says that a file is, and what must be done before it can be part of a return.
struct kind {
    const char *noun;
    const char *before, *after;  // around the file of a part that it is meant for: how to fix it
    const char *fix;             // when it is not known which part
    const char *endings[11];
    int can_be_text;  // whatever its name says
};

static const struct kind kinds[] = {
    {"workbook",
     "if it is meant to be ",
     ", save its sheet as \"CSV UTF-8 (comma delimited)\" under that name; "
     "else take it out of the folder",
     "save each sheet that belongs to the return as \"CSV UTF-8 (comma delimited)\" "
     "under the name of its file in the template, and take the workbook out of the folder",
     {".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".fods", ".numbers", ".gsheet"},
     1},
    {"archive",
     "if ",
     " is in it, unpack it and put that file into the folder; take the archive out",
     "if files of the return are in it, unpack it; take it out of the folder",
     {".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz"},
     0},
    {"shortcut",
     "put the file itself into the folder as ",
     ", and take the shortcut out",
     "put the file itself into the folder, if it belongs to the return; take the shortcut out",
     {".lnk", ".url", ".webloc"},
     0},
    {"encrypted file",
     "if it is meant to be ",
     ", decrypt it and put what comes out into the folder; take this one out",
     "decrypt it, if it belongs to the return; take it out of the folder",
     {".gpg", ".pgp", ".asc", ".p7m"},
     0},
    {"unfinished download",
     "if it is meant to be ",
     ", download it again to its end; take this one out of the folder",
     "download it again to its end, if it belongs to the return; take this one out of the folder",
     {".crdownload", ".part", ".partial", ".download"},
     0},
    {"export in another format",
     "if it is meant to be ",
     ", export it as CSV under that name; else take it out of the folder",
     "if it belongs to the return, export it as CSV under the name of its file in the template; "
     "take this one out of the folder",
     {".json", ".xml", ".html", ".htm", ".mhtml", ".parquet", ".accdb", ".mdb", ".dbf", ".sav"},
     1},
};

static int ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name);

    return length >= strlen(ending) && strcasecmp(name + length - strlen(ending), ending) == 0;
}

// NULL for an ordinary file.
static const struct kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (const char *const *ending = kinds[i].endings; *ending != NULL; ending++)
            if (ends_with(name, *ending))
                return &kinds[i];
    return NULL;
}

// How far a name is from that of the part: slips of spelling first; then one that is there already, and
// one that is not figures, is less likely to be meant.
static size_t distance(const char *stem, enum form_part part, const int present[FORM_PARTS])
{
    const char *right = form_part(part)->name;
    size_t slips = spelling_holds(stem, right) ? 0 : spelling_slips(stem, right);

    return 4 * slips + (present[part] ? 2U : 0U) + ((RULE_IN_FIGURES >> part & 1) != 0 ? 0U : 1U);
}

// The part that a name is probably meant for: "Placement.csv", "placements (2).csv".
static int told_by_name(const char *name, const int present[FORM_PARTS], enum form_part *part)
{
    const char *dot = strchr(name, '.');
    char *stem = strndup(name, dot == NULL ? strlen(name) : (size_t)(dot - name));
    size_t best;

    if (stem == NULL)
        return 0;
    best = 4 * (spelling_slips_allowed(stem) + 1);
    for (int i = 0; i < FORM_PARTS; i++) {
        size_t far = distance(stem, (enum form_part)i, present);

        if (far < best) {
            best = far;
            *part = (enum form_part)i;
        }
    }
    best = best < 4 * (spelling_slips_allowed(stem) + 1);
    free(stem);
    return best != 0;
}

// --- findings

static const char *noun_of(const struct stray_file *stray)
{
    const struct kind *kind = kind_of(stray->name);

    return kind == NULL ? "file" : kind->noun;
}

static struct finding_place place_of(const struct stray_file *stray)
{
    return (struct finding_place){.whole_part = 1, .file = stray->name};
}

// What is wrong with a name that goes on behind the right one is seldom seen.
static const char *hidden_ending(const struct stray_file *stray, const char *file)
{
    return strncasecmp(stray->name, file, strlen(file)) == 0
               ? " (your desktop may hide the last ending of a name)"
               : "";
}

static const char *fix_of(const struct stray_file *stray, struct arena *arena)
{
    const struct kind *kind = kind_of(stray->name);
    const char *file = form_part(stray->part)->file;

    if (stray->by_headings)
        return arena_printf(arena,
                            "rename it %s%s, if that is what is to be sent; "
                            "else take it out of the folder",
                            file, hidden_ending(stray, file));
    if (kind != NULL)
        return arena_printf(arena, "%s%s%s", kind->before, file, kind->after);
    return arena_printf(arena,
                        "if it is meant to be %s, rename it so%s; else take it out of the folder",
                        file, hidden_ending(stray, file));
}

void stray_file_misnamed(const struct stray_file *stray, struct findings *findings)
{
    const struct form_part_info *info = form_part(stray->part);

    if (!stray->has_part)
        findings_add(findings, RULE_FILE_MISNAMED, place_of(stray), NULL, kind_of(stray->name)->fix,
                     "this %s is not read, and may hold a part of the return", noun_of(stray));
    else if (stray->inside != NULL)
        findings_add(findings, RULE_FILE_MISNAMED, place_of(stray), NULL,
                     arena_printf(findings->arena,
                                  "put the file itself into the folder of the return as %s, "
                                  "if it is what is to be sent; else take this folder out",
                                  info->file),
                     "this is a folder, and nothing in it is read: %s in it holds %s",
                     stray->inside, info->name);
    else if (stray->by_headings)
        findings_add(findings, RULE_FILE_MISNAMED, place_of(stray), NULL,
                     fix_of(stray, findings->arena),
                     "this file holds %s: it has the headings of %s, and another name", info->name,
                     info->file);
    else
        findings_add(
            findings, RULE_FILE_MISNAMED, place_of(stray), NULL, fix_of(stray, findings->arena),
            "this %s is not read: its name is not exactly %s%s", noun_of(stray), info->file,
            strchr(stray->name, ' ') == NULL ? "" : ", there is a space in it");
}

void stray_file_unknown(const struct stray_file *stray, const int present[FORM_PARTS],
                        struct findings *findings)
{
    const struct kind *kind = kind_of(stray->name);
    const char *file = form_part(stray->part)->file, *fix = kind == NULL ? NULL : kind->fix;

    if (stray->is_folder) {
        findings_add(findings, RULE_FILE_UNKNOWN, place_of(stray), NULL,
                     "if the return lies in it, check that folder; else take it out of this one",
                     "this is a folder, and nothing in it is read");
    } else if (stray->has_part && present[stray->part]) {
        findings_add(findings, RULE_FILE_UNKNOWN, place_of(stray), NULL,
                     stray->by_headings ? arena_printf(findings->arena,
                                                       "see to it that all rows are in %s, "
                                                       "and take this file out of the folder",
                                                       file)
                                        : "take it out of the folder",
                     "this %s is not read: %s is there as well, and only that is", noun_of(stray),
                     file);
    } else {
        if (stray->has_part)
            fix = fix_of(stray, findings->arena);
        findings_add(findings, RULE_FILE_UNKNOWN, place_of(stray), NULL, fix,
                     "this %s is not a part of a return", noun_of(stray));
    }
}

// --- both

static int is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

// Whatever its name: what cannot be looked into may hold one part or all of them. A name that is nearly that of
// a file with figures, or of explanations, which is there, leaves no doubt.
static int may_hold_part(const struct stray_file *stray, const int present[FORM_PARTS])
{
    return kind_of(stray->name) != NULL && !stray->by_headings &&
           (!stray->has_part || (stray->part == FORM_HEADER && present[stray->part]));
}

void stray_file_look(struct stray_file *stray, const char *folder, const char *name,
                     const int present[FORM_PARTS], struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    const struct kind *kind = kind_of(name);

    *stray = (struct stray_file){.name = name};
    if (path == NULL)
        return;
    stray->is_folder = is_folder(path);
    if (stray->is_folder) {
        stray->inside = stray_headings_inside(path, present, arena, &stray->part);
        stray->has_part = stray->inside != NULL;
        return;
    }
    if (kind == NULL || kind->can_be_text)
        stray->by_headings = stray_headings_part(path, &stray->part);
    stray->has_part = stray->by_headings || told_by_name(name, present, &stray->part);
    if (!may_hold_part(stray, present))
        return;
    stray->may_hold_part = 1;
    stray->has_part = 0;
}
