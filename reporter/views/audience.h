// For whom a table is: `--audience panel`, `borough:Camden` or `public`.
//
// One borough's contract prices are a secret from the others. So a table for a borough has no prices but
// its own would be, and leaves measures of prices out; and the panel's own tables are for the panel alone.
// For the public nothing is made until there is disclosure control.
#ifndef QD_REPORTER_VIEWS_AUDIENCE_H
#define QD_REPORTER_VIEWS_AUDIENCE_H

#include "lib/base/err.h"

struct audience {
    int is_panel;
    const char *borough;  // "Camden"; NULL for the panel
};

// ERR_COMMAND for a word that is no audience, and for the public.
enum err audience_parse(struct audience *audience, const char *word, struct err_text *text);

#endif
