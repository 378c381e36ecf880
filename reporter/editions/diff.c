#include "reporter/editions/diff.h"

#include "reporter/editions/figures.h"

#include <string.h>

enum {
    TABLE,
    PERIOD,
    AREA_CODE,
    AREA_NAME,
    MEASURE,
    LABEL,
    A,  // the four of a cell, in the order of put
    B = A + 4,
    BECAUSE = B + 4,
    COLUMNS
};

static const struct sheet_column columns[COLUMNS] = {
    [TABLE] = {"table", NULL, 0},
    [PERIOD] = {"period", "period", 0},
    [AREA_CODE] = {"area_code", NULL, 0},
    [AREA_NAME] = {"area_name", "area", 0},
    [MEASURE] = {"measure", NULL, 0},
    [LABEL] = {"label", NULL, 0},
    [A] = {"value_a", "A", 1},
    [A + 1] = {"status_a", "", 0},
    [A + 2] = {"numerator_a", NULL, 1},
    [A + 3] = {"denominator_a", NULL, 1},
    [B] = {"value_b", "B", 1},
    [B + 1] = {"status_b", "", 0},
    [B + 2] = {"numerator_b", NULL, 1},
    [B + 3] = {"denominator_b", NULL, 1},
    [BECAUSE] = {"because", "because", 0},
};

struct two {
    struct diff *diff;
    struct arena *arena;
    struct manifest a, b;
};

// --- manifests

// What could not be put together: the arena is exhausted, which is said at the end.
static void say(struct two *two, const char *lead, const char *words)
{
    if (words != NULL)
        sheet_note(&two->diff->sheet, lead, words);
}

static void note(struct two *two, const char *lead, const char *a, const char *b)
{
    if (strcmp(a, b) != 0)
        say(two, lead,
            arena_printf(two->arena, "%s in A, %s in B", a[0] == '\0' ? "none" : a,
                         b[0] == '\0' ? "none" : b));
}

static const char *number(struct arena *arena, uint64_t value)
{
    const char *text = arena_printf(arena, "%llu", (unsigned long long)value);

    return text == NULL ? "" : text;
}

static void note_manifests(struct two *two)
{
    const struct manifest *a = &two->a, *b = &two->b;

    note(two, "period", a->period, b->period);
    note(two, "audience", a->audience, b->audience);
    note(two, "journal", number(two->arena, a->journal.sequence),
         number(two->arena, b->journal.sequence));
    note(two, "as at", a->as_at, b->as_at);
    note(two, "calendar", a->calendar, b->calendar);
    note(two, "program", a->version, b->version);
    note(two, "form", number(two->arena, a->form), number(two->arena, b->form));
    note(two, "rules", a->rules, b->rules);
}

static void note_lists(struct two *two)
{
    const struct manifest_files *a = &two->a.reference_files, *b = &two->b.reference_files;

    for (size_t i = 0; i < a->count; i++) {
        const struct manifest_file *other = manifest_find_file(b, a->list[i].path);

        if (other == NULL || strcmp(other->sha256, a->list[i].sha256) != 0)
            say(two, "list",
                arena_printf(two->arena, "%s %s", a->list[i].path,
                             other == NULL ? "is in A alone" : "is another in B"));
    }
    for (size_t i = 0; i < b->count; i++)
        if (manifest_find_file(a, b->list[i].path) == NULL)
            say(two, "list", arena_printf(two->arena, "%s is in B alone", b->list[i].path));
}

// --- definitions

static const struct manifest_indicator *find(const struct manifest *manifest, const char *table,
                                             const char *measure)
{
    for (size_t i = 0; i < manifest->indicators_count; i++)
        if (strcmp(manifest->indicators[i].table, table) == 0 &&
            strcmp(manifest->indicators[i].measure, measure) == 0)
            return &manifest->indicators[i];
    return NULL;
}

static int is_defined_alike(const struct manifest_indicator *a, const struct manifest_indicator *b)
{
    return strcmp(a->unit, b->unit) == 0 && strcmp(a->numerator, b->numerator) == 0 &&
           strcmp(a->denominator, b->denominator) == 0 &&
           strcmp(a->definition, b->definition) == 0 && strcmp(a->since, b->since) == 0;
}

static int is_redefined(const struct two *two, const char *table, const char *measure)
{
    const struct manifest_indicator *a = find(&two->a, table, measure);
    const struct manifest_indicator *b = find(&two->b, table, measure);

    return a != NULL && b != NULL && !is_defined_alike(a, b);
}

static const char *formula(struct arena *arena, const struct manifest_indicator *indicator)
{
    return arena_printf(arena, "%s%s%s, in %s (%s)", indicator->numerator,
                        indicator->denominator[0] == '\0' ? "" : " / ", indicator->denominator,
                        indicator->unit, indicator->definition);
}

static void note_definitions(struct two *two)
{
    for (size_t i = 0; i < two->a.indicators_count; i++) {
        const struct manifest_indicator *a = &two->a.indicators[i];
        const struct manifest_indicator *b = find(&two->b, a->table, a->measure);

        if (b == NULL || is_defined_alike(a, b))
            continue;
        two->diff->definitions++;
        say(two, "defined",
            arena_printf(two->arena, "%s of %s has another definition: %s in A; %s in B",
                         a->measure, a->table, formula(two->arena, a), formula(two->arena, b)));
    }
}

// --- cells

static void put(const struct figures_row *row, const char **cells)
{
    if (row == NULL)
        return;
    cells[0] = row->value;
    cells[1] = row->status;
    cells[2] = row->numerator;
    cells[3] = row->denominator;
}

static void add_line(struct two *two, const struct figures_difference *difference)
{
    const struct figures_row *row = difference->a != NULL ? difference->a : difference->b;
    const char *section = arena_printf(two->arena, "%s: %s", row->table, row->label);
    const char **cells = section == NULL ? NULL : sheet_row(&two->diff->sheet, section);

    if (cells == NULL)
        return;  // the arena is exhausted, which is said at the end
    cells[TABLE] = row->table;
    cells[PERIOD] = row->period;
    cells[AREA_CODE] = row->area_code;
    cells[AREA_NAME] = row->area_name;
    cells[MEASURE] = row->measure;
    cells[LABEL] = row->label;
    put(difference->a, &cells[A]);
    put(difference->b, &cells[B]);
    cells[BECAUSE] = difference->b == NULL                         ? "only in A"
                     : difference->a == NULL                       ? "only in B"
                     : is_redefined(two, row->table, row->measure) ? "definition"
                                                                   : "figures";
}

static enum err read_both(struct two *two, struct figures *a, struct figures *b, const char *of_a,
                          const char *of_b, struct err_text *text)
{
    enum err error = manifest_read(&two->a, two->arena, of_a, text);

    if (error == ERR_OK)
        error = manifest_read(&two->b, two->arena, of_b, text);
    if (error == ERR_OK)
        error = figures_read(a, two->arena, of_a, &two->a, text);
    return error == ERR_OK ? figures_read(b, two->arena, of_b, &two->b, text) : error;
}

enum err diff_make(struct diff *diff, struct arena *arena, const char *a, const char *b,
                   struct err_text *text)
{
    static const struct sheet_about about = {
        .name = "diff",
        .title = "How two editions differ",
        .about = "Each cell that is another in edition B than in edition A."};
    struct two two = {.diff = diff, .arena = arena};
    struct figures_differences differences;
    struct figures first, second;
    enum err error;

    *diff = (struct diff){.cells = 0};
    sheet_init(&diff->sheet, arena, &about, columns, COLUMNS);
    error = read_both(&two, &first, &second, a, b, text);
    if (error == ERR_OK)
        error = figures_compare(&differences, arena, &first, &second);
    if (error != ERR_OK)
        return error;
    note_manifests(&two);
    note_lists(&two);
    note_definitions(&two);
    for (size_t i = 0; i < differences.count; i++)
        add_line(&two, &differences.list[i]);
    diff->cells = differences.count;
    diff->compared = differences.compared;
    return arena->exhausted
               ? err_say(text, ERR_NO_MEMORY, "the editions need more memory than there is")
               : ERR_OK;
}
