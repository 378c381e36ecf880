// What boroughs say of the figures that are shown: a note for each explanation and each return's own.
#include "reporter/outputs/footnotes.h"
#include "reporter/outputs/paragraph.h"
#include "reporter/table/table_notes.h"

#include <string.h>

enum { NOTES_MAX = 40 };  // beyond that they bury the table

struct notes {
    const struct text_column *columns;
    size_t count;          // of them
    unsigned char *about;  // by column
    size_t written;
    FILE *out;
};

// 0 when it is about nothing that is shown.
static int find_columns(const struct notes *notes, size_t period, const struct table_note *note)
{
    for (size_t i = 0; i < notes->count; i++) {
        const struct text_column *column = &notes->columns[i];

        notes->about[i] =
            column->period == period && table_notes_is_about(column->table, column->column, note);
    }
    return memchr(notes->about, 1, notes->count) != NULL;
}

static void write_note(struct notes *notes, size_t period, int row, const struct table_note *note)
{
    const struct table *table = notes->columns[0].table;
    struct paragraph paragraph = {.used = 0};
    char name[TABLE_NOTES_NAME_BYTES];

    if (!find_columns(notes, period, note) || notes->written++ >= NOTES_MAX)
        return;
    table_notes_name(table, period, note, name);
    paragraph_addf(&paragraph, "%s (%s): ", table_row_name(table, row), name);
    footnotes_labels(&paragraph, notes->columns, notes->count, notes->about);
    paragraph_add(&paragraph, "", note->words);
    paragraph_note(notes->out, "*", paragraph.text);
}

static void write_borough(struct notes *notes, size_t period, int row)
{
    const struct table *table = notes->columns[0].table;
    const struct table_source source = table_source_of(table, period, row);

    for (size_t i = 0; i < source.notes_count; i++)
        write_note(notes, period, row, &table->notes[source.notes_first + i]);
}

void footnotes_notes(const struct text_column *columns, size_t count, unsigned char *about,
                     FILE *out)
{
    const struct table *table = columns[0].table;
    struct notes notes = {.columns = columns, .count = count, .about = about, .out = out};
    struct paragraph paragraph = {.used = 0};

    for (size_t period = 0; period < table->periods.count; period++)
        for (size_t i = 0; i < table->rows_count; i++)
            write_borough(&notes, period, table->rows[i]);
    if (notes.written <= NOTES_MAX)
        return;
    paragraph_addf(&paragraph, "and %zu more: --format csv has them all",
                   notes.written - NOTES_MAX);
    paragraph_note(out, "*", paragraph.text);
}
