// A table of words and digits that is ready to be written: rows of cells under columns. What is made into
// a sheet has all formats. A column can be for people alone, or for programs alone: figures are rounded
// for the ones and exact for the others.
//
//     sheet_init(&sheet, arena, &about, columns, count);
//     cells = sheet_row(&sheet, "Camden and London");
//     cells[NAME] = "Camden";
//
// Texts belong to the arena, or outlive it. When it is exhausted a row is NULL.
#ifndef QD_REPORTER_OUTPUTS_SHEET_H
#define QD_REPORTER_OUTPUTS_SHEET_H

#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct sheet_column {
    const char *name;     // in CSV and JSON; NULL: it is for people alone
    const char *heading;  // in text; NULL: it is for programs alone
    int is_number;        // digits in JSON; in text to the right
};

struct sheet_about {
    const char *kind;  // whose columns it has: "compare"
    const char *name;  // of the table that it is made of: "timeliness"; else the kind
    const char *title, *about;
    int simulated;  // some of the figures are made up
    // The newest return that is in it (0: it is of no one journal), and when it was received (0: nobody says).
    uint64_t sequence, received_at_unix_ms;
};

// What stands below a sheet of text: "rank", and what is to be known about it.
struct sheet_note {
    const char *lead, *text;
};

struct sheet_row {
    const char *section;  // rows of one section stand under headings of their own in text
    const char **cells;   // one for each column; NULL or "" for nothing
    int ruled;            // in text a line stands above it
};

struct sheet {
    struct arena *arena;
    struct sheet_about about;
    const struct sheet_column *columns;
    size_t columns_count;
    struct sheet_row *rows;
    size_t rows_count;
    struct sheet_note *notes;
    size_t notes_count;
};

void sheet_init(struct sheet *sheet, struct arena *arena, const struct sheet_about *about,
                const struct sheet_column *columns, size_t count);

// The cells of one more row, all blank; NULL when the arena is exhausted.
const char **sheet_row(struct sheet *sheet, const char *section);

// Draws a line above the last row, in text.
void sheet_rule(struct sheet *sheet);

// One more note. Nothing where the text is "", or NULL because the arena is exhausted.
void sheet_note(struct sheet *sheet, const char *lead, const char *text);

// ERR_IO when `out` did not take it all; ERR_NO_MEMORY when the arena was exhausted before.
typedef enum err sheet_write_fn(const struct sheet *sheet, FILE *out);

// For a terminal: a block a section. Columns that OUTPUT_TEXT_COLUMNS do not hold are continued below,
// with the first column again.
enum err sheet_text(const struct sheet *sheet, FILE *out);

// A line a row, under the names of the columns.
enum err sheet_csv(const struct sheet *sheet, FILE *out);

// {"schema", "kind", "table", "title", "about", "as_at": {"sequence", "received_at"} or null, "simulated", "columns":
// [{"name", "title", "type", "description"}], "rows": [{<a member for each column>}], "notes": [{"about",
// "note"}]}; what is blank is null (document.h).
enum err sheet_json(const struct sheet *sheet, FILE *out);

// A workbook with the sheet as its one table: the columns that it has for programs.
enum err sheet_xlsx(const struct sheet *sheet, FILE *out);

// The member "notes" of an object: what stands below the sheet in text.
struct json_stream;
void sheet_json_notes(const struct sheet *sheet, struct json_stream *json);

#endif
