// What boroughs say of their figures, in the table's own order: the note of a return, and what they
// explain of what a rule asks. Each knows the cells that it is about.
//
//   the note of a return           every cell that has a figure of that return
//   an explanation                 the cells that are made of what the rule found: of the part, the column
//                                  (where none is named, or one that is not a figure, those that the rule
//                                  judges: rule_columns.h) and the codes of the row
//
// An area has no notes: its boroughs' have them.
#ifndef QD_REPORTER_TABLE_TABLE_NOTES_H
#define QD_REPORTER_TABLE_TABLE_NOTES_H

#include "proto/rules/findings.h"
#include "reporter/table/table.h"

// Something that was found, and explained in these words.
struct table_note_place {
    enum form_part part;                    // FORM_HEADER: all that is in the return
    const ProtobufCFieldDescriptor *field;  // NULL: those that the rule judges
    struct slice rows;
};

struct table_note {
    Qd__Period period;        // of the return that it stands in
    enum table_role role;     // what that is to the period of the table
    const struct rule *rule;  // that asked; NULL: it is the note of the return
    const char *words;        // in one line
    struct table_note_place *places;
    size_t count;
};

// The notes of a cell, one after the other: the first, for NULL. NULL when there are no more.
const struct table_note *table_notes_next(const struct table *table, size_t period, size_t column,
                                          int row, const struct table_note *note);

// Whether a note of a borough in a period is about its cell in that column.
int table_notes_is_about(const struct table *table, size_t column, const struct table_note *note);

// What a finding of a rule is about.
struct table_note_place table_notes_place(const Qd__Return *returned,
                                          const struct finding *finding);

// Words in one line, with nothing invisible in them, in the arena; "" when that is exhausted.
const char *table_notes_line(struct arena *arena, const char *words);

// Whose words they are: "QD-R03", "return", and of another period than the table's "2024-25 Q3, QD-R03".
enum { TABLE_NOTES_NAME_BYTES = 32 };
void table_notes_name(const struct table *table, size_t period, const struct table_note *note,
                      char name[TABLE_NOTES_NAME_BYTES]);

#endif
