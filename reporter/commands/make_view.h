// The view that a command line asks for, from the store that it names.
#ifndef QD_REPORTER_COMMANDS_MAKE_VIEW_H
#define QD_REPORTER_COMMANDS_MAKE_VIEW_H

#include "reporter/commands/reporter_words.h"
#include "reporter/views/view.h"

// A view of a kind and table, whole, in the arena; the store is closed again. ERR_COMMAND for a word that
// is not right, ERR_EMPTY when there is nothing; else as view.h says.
enum err make_view(struct view *view, struct arena *arena, const char *kind, const char *table,
                   const struct reporter_words *words, int for_people, struct err_text *text);

// The same without the store: what is asked for is judged.
enum err make_view_begin(struct view *view, struct arena *arena, const char *kind,
                         const char *table, const struct reporter_words *words, int for_people,
                         struct err_text *text);

// The folder of the reference lists, in the arena.
enum err make_view_reference(const char **path, struct arena *arena,
                             const struct reporter_words *words, struct err_text *text);

#endif
