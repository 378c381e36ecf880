#include "collector/words/leaving.h"

#include "lib/base/list.h"
#include "lib/base/terminal.h"
#include "lib/base/wrap.h"
#include "proto/form/figures.h"
#include "proto/form/row_key.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_MAX = 20, INDENT = 2, HANGING = 4 };

// A row, and what it is called.
struct named {
    const char *key;
    const ProtobufCMessage *row;
    size_t index;
};

static int by_key(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

// The rows of a part in the order of their keys; NULL when the arena is exhausted.
static struct named *name_rows(struct arena *arena, const Qd__Return *returned, enum form_part part,
                               size_t count)
{
    struct named *rows = arena_alloc(arena, (count + 1) * sizeof *rows);

    for (size_t i = 0; i < count && rows != NULL; i++) {
        const ProtobufCMessage *row = form_row(returned, part, i);

        rows[i] = (struct named){.key = row_key(arena, part, row), .row = row, .index = i};
        if (rows[i].key == NULL)
            return NULL;
    }
    if (rows != NULL)
        qsort(rows, count, sizeof *rows, by_key);
    return rows;
}

static int is_known(const ProtobufCMessage *row, const ProtobufCFieldDescriptor *field)
{
    uint64_t value;

    return figures_is_figure(field) && figures_value(row, field, &value);
}

// The new one, for the rest to be filled in; NULL when the arena is exhausted.
static struct leaving_figure *add(struct leaving *leaving, struct arena *arena, enum form_part part,
                                  const char *key, const char *what)
{
    struct leaving_figure *figure = LIST_ADD(arena, leaving->figures, leaving->count);

    if (figure == NULL || what == NULL)
        return NULL;
    *figure = (struct leaving_figure){.part = part, .row = key, .what = what};
    return figure;
}

// A row that is not there any more: all its figures in one line.
static int lose_row(struct leaving *leaving, struct arena *arena, enum form_part part,
                    const struct named *before)
{
    const ProtobufCMessageDescriptor *form = before->row->descriptor;
    const char *what = NULL;

    for (unsigned i = 0; i < form_columns(form); i++)
        if (is_known(before->row, &form->fields[i]))
            what = arena_printf(arena, "%s%s%s %s", what == NULL ? "" : what,
                                what == NULL ? "" : ", ", form->fields[i].name,
                                form_write_cell(arena, before->row, &form->fields[i]));
    return what == NULL || add(leaving, arena, part, before->key, what) != NULL ? 0 : -1;
}

// Whether the row counts what it counted, as far as both know it.
static int counts_the_same(const ProtobufCMessage *before, const ProtobufCMessage *after)
{
    const ProtobufCMessageDescriptor *form = before->descriptor;

    for (unsigned i = 0; i < form_columns(form); i++) {
        uint64_t was, is;

        if (figures_is_count(&form->fields[i]) && figures_value(before, &form->fields[i], &was) &&
            figures_value(after, &form->fields[i], &is) && was != is)
            return 0;
    }
    return 1;
}

static int lose_figure(struct leaving *leaving, struct arena *arena, enum form_part part,
                       const struct named *before, const struct named *after,
                       const ProtobufCFieldDescriptor *field)
{
    const char *now = form_write_cell(arena, after->row, field);
    struct leaving_figure *lost;

    if (now == NULL)
        return -1;
    lost = add(leaving, arena, part, before->key,
               arena_printf(arena, "%s %s, now %s", field->name,
                            form_write_cell(arena, before->row, field),
                            now[0] == '\0' ? "blank" : now));
    if (lost == NULL)
        return -1;
    if (figures_is_money(field) && !counts_the_same(before->row, after->row))
        return 0;
    lost->kept = field;
    lost->index = after->index;
    (void)figures_value(before->row, field, &lost->value);
    leaving->keepable++;
    return 0;
}

static int lose_figures(struct leaving *leaving, struct arena *arena, enum form_part part,
                        const struct named *before, const struct named *after)
{
    const ProtobufCMessageDescriptor *form = before->row->descriptor;

    for (unsigned i = 0; i < form_columns(form); i++) {
        const ProtobufCFieldDescriptor *field = &form->fields[i];

        if (is_known(before->row, field) && !is_known(after->row, field) &&
            lose_figure(leaving, arena, part, before, after, field) != 0)
            return -1;
    }
    return 0;
}

static int compare_part(struct leaving *leaving, struct arena *arena, enum form_part part,
                        const Qd__Return *before, const Qd__Return *after)
{
    const size_t had = leaving->rows[part], has = form_rows(after, part);
    const struct named *old = name_rows(arena, before, part, had);
    const struct named *new = name_rows(arena, after, part, has);

    if (old == NULL || new == NULL)
        return -1;
    for (size_t i = 0; i < had; i++) {
        const struct named *same = bsearch(&old[i], new, has, sizeof *new, by_key);
        const int failed = same == NULL ? lose_row(leaving, arena, part, &old[i])
                                        : lose_figures(leaving, arena, part, &old[i], same);

        if (failed)
            return -1;
    }
    return 0;
}

int leaving_find(struct leaving *leaving, struct arena *arena, const Qd__Return *before,
                 const Qd__Return *after)
{
    *leaving = (struct leaving){.parts = 0};
    for (int i = 0; i < FORM_PARTS; i++) {
        const enum form_part part = (enum form_part)i;

        if (!figures_in(form_part(part)->row))
            continue;
        leaving->rows[part] = form_rows(before, part);
        if (leaving->rows[part] > 0 && form_rows(after, part) == 0)
            leaving->parts |= 1U << part;
        else if (compare_part(leaving, arena, part, before, after) != 0)
            return -1;
    }
    return 0;
}

// --- in words

static void write_line(FILE *out, const char *part, const char *row, const char *what)
{
    char line[1024];

    (void)snprintf(line, sizeof line, "%s%s%s: %s", part, row[0] == '\0' ? "" : ", row ", row,
                   what);
    wrap_indented(out, INDENT, HANGING, line, terminal_text_columns(out));
}

void leaving_text(FILE *out, const struct leaving *leaving)
{
    for (int i = 0; i < FORM_PARTS; i++) {
        char what[64];

        if ((leaving->parts >> i & 1) == 0)
            continue;
        (void)snprintf(what, sizeof what, "all of it (%zu %s)", leaving->rows[i],
                       leaving->rows[i] == 1 ? "row" : "rows");
        write_line(out, form_part((enum form_part)i)->file, "", what);
    }
    for (size_t i = 0; i < leaving->count && i < SHOWN_MAX; i++)
        write_line(out, form_part(leaving->figures[i].part)->file, leaving->figures[i].row,
                   leaving->figures[i].what);
    if (leaving->count > SHOWN_MAX)
        fprintf(out, "%*sand %zu more\n", INDENT, "", leaving->count - SHOWN_MAX);
}

json_t *leaving_json(const struct leaving *leaving)
{
    json_t *parts = json_array(), *figures = json_array();
    int failed = parts == NULL || figures == NULL;

    for (int i = 0; i < FORM_PARTS && !failed; i++)
        if ((leaving->parts >> i & 1) != 0)
            failed = json_array_append_new(parts, json_string(form_part((enum form_part)i)->name));
    for (size_t i = 0; i < leaving->count && !failed; i++)
        failed = json_array_append_new(
            figures, json_pack("{s:s, s:s, s:s}", "part", form_part(leaving->figures[i].part)->name,
                               "row", leaving->figures[i].row, "what", leaving->figures[i].what));
    if (!failed)
        return json_pack("{s:o, s:o}", "parts", parts, "figures", figures);
    json_decref(parts);
    json_decref(figures);
    return NULL;
}
