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

struct column_words {
    const char *name;
    enum column_type type;
    int is_key;  // one of those that tell the lines of a file apart
    const char *title, *description;
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
