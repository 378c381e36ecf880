#include "reporter/table/table_notes.h"

#include "lib/base/list.h"
#include "lib/base/utf8.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"
#include "proto/rules/rule_columns.h"
#include "reporter/table/judged.h"
#include "reporter/table/table_internal.h"

#include <stdio.h>
#include <string.h>

// --- taking them from a return

// In one line: line ends, and what cannot be seen or turns the direction of writing, become spaces.
const char *table_notes_line(struct arena *arena, const char *words)
{
    const size_t length = strlen(words);
    char *line = arena_alloc(arena, length + 1);
    size_t used = 0;

    for (size_t i = 0; line != NULL && i < length;) {
        const size_t bytes = utf8_first(words + i, length - i).bytes;

        if (utf8_is_blank(words + i, bytes)) {
            if (used > 0 && line[used - 1] != ' ')
                line[used++] = ' ';
        } else {
            memcpy(line + used, words + i, bytes);
            used += bytes;
        }
        i += bytes;
    }
    if (line == NULL)
        return "";
    line[used > 0 && line[used - 1] == ' ' ? used - 1 : used] = '\0';
    return line;
}

static struct table_note *add(struct table *table, enum table_role role, const Qd__Return *returned,
                              const struct rule *rule, const char *words)
{
    struct table_note *note = LIST_ADD(table->arena, table->notes, table->notes_count);

    if (note == NULL)
        return NULL;
    *note = (struct table_note){.role = role, .rule = rule};
    (void)period_from_key(&note->period, period_key(returned->header->period));  // it is one
    note->words = table_notes_line(table->arena, words);
    return note;
}

static void add_place(struct table *table, struct table_note *note, struct table_note_place place)
{
    struct table_note_place *added =
        note == NULL ? NULL : LIST_ADD(table->arena, note->places, note->count);

    if (added != NULL)
        *added = place;
}

struct table_note_place table_notes_place(const Qd__Return *returned, const struct finding *finding)
{
    struct table_note_place place = {
        .part = finding->place.part, .field = finding->place.field, .rows = dimensions_all()};
    struct dimensions dimensions;

    if (finding->place.whole_part || finding->place.index >= form_rows(returned, place.part))
        return place;
    dimensions_of(&dimensions, place.part);
    place.rows =
        dimensions_of_row(&dimensions, form_row(returned, place.part, finding->place.index));
    return place;
}

// The return for the period, which holds its own stock, is taken for both.
static int is_taken_twice(const struct table *table, enum table_role role,
                          const Qd__Return *returned)
{
    return role == TABLE_STOCK && period_key(returned->header->period) ==
                                      period_key(&table->periods.list[table->work->period]);
}

// Of the return with the stock only what is not of the table's own part.
static int is_taken(const struct table *table, enum table_role role, const Qd__Return *returned,
                    enum form_part part)
{
    if (part == FORM_HEADER)
        return !is_taken_twice(table, role, returned);
    return (role == TABLE_STOCK) == ((int)part != table->about.part);
}

// --- what is still asked: a note without words

// Of words, and of what is in no part with figures, it is not known which figures they are about: of all.
static struct table_note_place queried_place(const struct judged_finding *finding)
{
    if ((RULE_IN_FIGURES >> finding->place.part & 1) != 0)
        return finding->place;
    return (struct table_note_place){.part = FORM_HEADER, .rows = dimensions_all()};
}

static void add_query(struct table *table, enum table_role role, const Qd__Return *returned,
                      const struct rule *rule, struct table_note_place place)
{
    struct table_note *note;

    if (!is_taken(table, role, returned, place.part))
        return;
    note = add(table, role, returned, rule, "");
    if (note != NULL)
        note->words = NULL;
    add_place(table, note, place);
}

// What this program does not find, because a newer one asks it, may be about anything.
static void take_queries(struct table *table, enum table_role role, const struct receipt *receipt,
                         const struct judged *judged)
{
    const Qd__Return *returned = receipt->returned;
    uint32_t found = 0;

    if (receipt->queries == 0)
        return;
    for (size_t i = 0; i < judged->count; i++) {
        const struct judged_finding *finding = &judged->list[i];

        if (finding->explanation != NULL)
            continue;
        found++;
        add_query(table, role, returned, finding->rule, queried_place(finding));
    }
    if (found < receipt->queries)
        add_query(table, role, returned, NULL,
                  (struct table_note_place){.part = FORM_HEADER, .rows = dimensions_all()});
}

// What one explanation answers is one note.
static void take_explanations(struct table *table, enum table_role role, const Qd__Return *returned,
                              const struct judged *judged)
{
    const size_t first = table->notes_count;
    const char **said = arena_alloc(table->arena, judged->count * sizeof *said + 1);

    for (size_t i = 0; said != NULL && i < judged->count; i++) {
        const struct judged_finding *finding = &judged->list[i];
        size_t at = first;

        if (finding->explanation == NULL || !is_taken(table, role, returned, finding->place.part))
            continue;
        while (at < table->notes_count && said[at - first] != finding->explanation)
            at++;
        if (at == table->notes_count &&
            add(table, role, returned, finding->rule, finding->explanation) == NULL)
            return;
        said[at - first] = finding->explanation;
        add_place(table, &table->notes[at], finding->place);
    }
}

static void take_words(struct table *table, enum table_role role, const Qd__Return *returned,
                       const struct judged *judged)
{
    const char *note = returned->header->note;

    if (note != NULL && !utf8_is_blank(note, strlen(note)) &&
        is_taken(table, role, returned, FORM_HEADER))
        add_place(table, add(table, role, returned, NULL, note),
                  (struct table_note_place){.part = FORM_HEADER, .rows = dimensions_all()});
    take_explanations(table, role, returned, judged);
}

void table_notes_take(struct table *table, enum table_role role, const struct receipt *receipt,
                      const struct judged *judged)
{
    if (!table->for_borough || table->words_of == &boroughs[table->work->borough])
        take_words(table, role, receipt->returned, judged);
    take_queries(table, role, receipt, judged);
}

// --- keeping those of the returns that the figures are made of

void table_notes_keep(struct table *table, struct table_source *source, size_t first)
{
    size_t kept = first;

    for (size_t i = first; i < table->notes_count; i++) {
        const enum table_role role = table->notes[i].role;
        const int is_of_quarters = source->made_from == TABLE_FROM_QUARTERS;

        if (source->made_from != TABLE_FROM_NOTHING &&
            (role == TABLE_STOCK || (role != TABLE_PERIOD) == is_of_quarters))
            table->notes[kept++] = table->notes[i];
    }
    table->notes_count = kept;
    source->notes_first = first;
    source->notes_count = kept - first;
}

int table_notes_is_queried(const struct table *table, const struct table_source *source,
                           size_t column)
{
    for (size_t i = 0; i < source->notes_count; i++) {
        const struct table_note *note = &table->notes[source->notes_first + i];

        if (note->words == NULL && table_notes_is_about(table, column, note))
            return 1;
    }
    return 0;
}

void table_notes_drop_queries(struct table *table, struct table_source *source)
{
    size_t kept = source->notes_first;

    for (size_t i = kept; i < table->notes_count; i++)
        if (table->notes[i].words != NULL)
            table->notes[kept++] = table->notes[i];
    table->notes_count = kept;
    source->notes_count = kept - source->notes_first;
}

// --- finding those of a cell

static int is_about_term(const struct table *table, const struct table_note *note,
                         const struct table_note_place *place, const struct asked_figure *term)
{
    const struct wanted *wanted;

    if ((note->role == TABLE_STOCK) != (term->part != table->about.part))
        return 0;
    if (place->part == FORM_HEADER)
        return 1;
    if (term->part != (int)place->part)
        return 0;
    wanted = &table->asked.parts[term->part].list[term->index];
    if (!dimensions_meet(&place->rows, &wanted->slice))
        return 0;
    if (place->field != NULL && figures_is_figure(place->field))
        return wanted->column == place->field || wanted->given == place->field;
    return rule_columns_has(note->rule, wanted->column) ||
           (wanted->given != NULL && rule_columns_has(note->rule, wanted->given));
}

static int is_about_sum(const struct table *table, const struct table_note *note,
                        const struct asked_sum *sum)
{
    for (size_t i = 0; i < note->count; i++)
        for (unsigned j = 0; j < sum->count; j++)
            if (is_about_term(table, note, &note->places[i], &sum->terms[j]))
                return 1;
    return 0;
}

int table_notes_is_about(const struct table *table, size_t column, const struct table_note *note)
{
    return is_about_sum(table, note, &table->columns[column].numerator) ||
           is_about_sum(table, note, &table->columns[column].denominator);
}

const struct table_note *table_notes_next(const struct table *table, size_t period, size_t column,
                                          int row, const struct table_note *note)
{
    const struct table_source source = table_source_of(table, period, row);
    const struct table_note *end;

    if (source.notes_count == 0)
        return NULL;
    end = table->notes + source.notes_first + source.notes_count;
    for (note = note == NULL ? table->notes + source.notes_first : note + 1; note < end; note++)
        if (table_notes_is_about(table, column, note))
            return note;
    return NULL;
}

void table_notes_name(const struct table *table, size_t period, const struct table_note *note,
                      char name[TABLE_NOTES_NAME_BYTES])
{
    const char *said = note->rule == NULL ? "return" : note->rule->id;
    char text[PERIOD_TEXT_BYTES];

    period_format(&note->period, text);
    if (period_key(&note->period) == period_key(&table->periods.list[period]))
        snprintf(name, TABLE_NOTES_NAME_BYTES, "%s", said);
    else
        snprintf(name, TABLE_NOTES_NAME_BYTES, "%s, %s", text, said);
}
