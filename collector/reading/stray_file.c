#include "collector/reading/stray_file.h"

#include "collector/reading/csv.h"
#include "collector/reading/encoding.h"
#include "collector/reading/heading_down.h"
#include "collector/reading/heading_row.h"
#include "lib/base/spelling.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

// --- its name

// What the end of a name says that a file is, and what must be done before it can be part of a return.
struct kind {
    const char *noun;
    const char *before, *after;  // around the file of a part that it is meant for: how to fix it
    const char *fix;             // when it is not known which part
    const char *endings[8];
    int can_be_text;  // whatever its name says
};

static const struct kind kinds[] = {
    {"workbook",
     "if it is meant to be ",
     ", save its sheet as \"CSV UTF-8 (comma delimited)\" under that name; else take it out of the "
     "folder",
     "save its sheets as \"CSV UTF-8 (comma delimited)\", or take it out of the folder",
     {".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".numbers"},
     1},
    {"archive",
     "if ",
     " is in it, unpack it and put that file into the folder; take the archive out",
     "if files of the return are in it, unpack it; take it out of the folder",
     {".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz"},
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

// --- its headings

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
};

// The headings of a file that stands on its side come one a row.
static void look_down(struct look *look, const struct csv_row *row)
{
    for (int i = 0; i < FORM_PARTS && look->part < 0 && row->count > 0; i++) {
        const struct csv_cell *cell = &row->cells[0];

        if (!form_part((enum form_part)i)->one_row ||
            heading_name_field((enum form_part)i, cell->text, cell->length) == NULL)
            continue;
        if (heading_names_are_enough((enum form_part)i, ++look->down[i]))
            look->part = i;
    }
}

static int take_row(void *context, const struct csv_row *row)
{
    struct look *look = context;

    for (int i = 0; i < FORM_PARTS && look->part < 0 && row->sheet_row <= HEADING_ROW_LOOKED_AT;
         i++) {
        struct heading_names names;

        heading_names_of(&names, (enum form_part)i, row);
        if (heading_names_are_enough((enum form_part)i, names.matches))
            look->part = i;
    }
    look_down(look, row);
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

static int told_by_headings(const char *path, enum form_part *part)
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
    free(bytes);
    if (look.part >= 0)
        *part = (enum form_part)look.part;
    return look.part >= 0;
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
        return arena_printf(
            arena,
            "rename it %s%s, if that is what is to be sent; else take it out of the "
            "folder",
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

    if (stray->by_headings)
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
        findings_add(
            findings, RULE_FILE_UNKNOWN, place_of(stray), NULL,
            stray->by_headings
                ? arena_printf(findings->arena,
                               "see to it that all rows are in %s, and take this file out of "
                               "the folder",
                               file)
                : "take it out of the folder",
            "this %s is not read: %s is there as well, and only that is", noun_of(stray), file);
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

void stray_file_look(struct stray_file *stray, const char *folder, const char *name,
                     const int present[FORM_PARTS], struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    const struct kind *kind = kind_of(name);

    *stray = (struct stray_file){.name = name};
    if (path == NULL)
        return;
    stray->is_folder = is_folder(path);
    if (stray->is_folder)
        return;
    if (kind == NULL || kind->can_be_text)
        stray->by_headings = told_by_headings(path, &stray->part);
    stray->has_part = stray->by_headings || told_by_name(name, present, &stray->part);
}
