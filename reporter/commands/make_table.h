// The table that a command line asks for, from the store that it names.
#ifndef QD_REPORTER_COMMANDS_MAKE_TABLE_H
#define QD_REPORTER_COMMANDS_MAKE_TABLE_H

#include "reporter/commands/reporter_words.h"
#include "reporter/table/table.h"

#include <limits.h>

enum { MAKE_TABLE_ARENA_CAP_BYTES = 256 * 1000 * 1000 };  // TABLE_CELLS_MAX and what makes them

// The table of that name, whole, in the arena. Without measures it has its headlines, or all measures.
// ERR_COMMAND for a word that is not right, ERR_EMPTY when there is nothing; else as table_read.h says.
enum err make_table(struct table *table, struct arena *arena, const char *name,
                    const struct reporter_words *words, int headlines, struct err_text *text);

// The same with the periods from which those asked for have changed, and `*asked` those alone.
enum err make_table_with_earlier(struct table *table, struct periods *asked, struct arena *arena,
                                 const char *name, const struct reporter_words *words,
                                 int headlines, struct err_text *text);

// The same of a table of years: of the four quarters to the last of each of its periods.
enum err make_table_of_quarters(struct table *table, const struct table *years, struct arena *arena,
                                const char *name, const struct reporter_words *words, int headlines,
                                struct err_text *text);

// The folder of the reference lists.
enum err make_table_reference(char path[PATH_MAX], const struct reporter_words *words,
                              struct err_text *text);

#endif
