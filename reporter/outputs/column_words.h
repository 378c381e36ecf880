// What the columns of tables and sheets hold, by their names: columns.def, and the form's own labels.
#ifndef QD_REPORTER_OUTPUTS_COLUMN_WORDS_H
#define QD_REPORTER_OUTPUTS_COLUMN_WORDS_H

enum column_type {
    COLUMN_TEXT,
    COLUMN_PERIOD,
    COLUMN_TRUTH,
    COLUMN_INTEGER,
    COLUMN_DECIMAL,
    COLUMN_SYMBOLS  // a decimal, or x, z, c, low: an indicator of open data
};

// Of which areas' returns the cells of a column are made.
enum column_reach {
    COLUMN_OF_AREA,   // of the line's own
    COLUMN_OF_LINE,   // of none: they say what the line is of, as its keys do
    COLUMN_OF_OTHERS  // of others', too: a rank, a median
};

struct column_words {
    const char *name;
    enum column_type type;
    int is_key;  // one of those that tell the lines of a file apart
    const char *title, *description;
    enum column_reach reach;
};

// Never without words: of a column that nobody described, the title is its name.
struct column_words column_words_of(const char *name);

// 1 if somebody described it.
int column_words_has(const char *name);

static inline int column_words_is_number(const struct column_words *words)
{
    return words->type == COLUMN_INTEGER || words->type == COLUMN_DECIMAL;
}

#endif
