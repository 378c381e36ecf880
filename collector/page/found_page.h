// What was found in a return, as a page: one JSON document with everything that is shown, in the words and
// the order in which it is shown. A template puts it into HTML and works out nothing.
//
//   version, program, title, verdict, lead, simulated
//   facts          {name, value}: whose return it is, for when, which folder, which day
//   sections       {heading, causes}; of a cause:
//                    number, class, class_words, title, file, where, rules,
//                    piece (of the spreadsheet; null), fix_words, fixes {cells, words},
//                    more {count, others, cells} (all, where `fixes` and `piece` do not hold them; null),
//                    not_listed (null for none), why, explain {lines} (for explanations.csv; null),
//                    explanation, not_affected
//   not_checked    {sentences}; null where everything was checked
//   understood     {part, words}: understood.h
//   files          {list}; null where there are none. Of a file {file, rows, clean, stops, asks}; `rows` is null
//                  where no headings were found; `clean`, rows in which nothing was found, where not all
//                  could be looked at
//   folder         as it is typed behind a command
//
// A cell of a piece has text, blank, number (it looks like one) and found; a row has name (its number, or
// the period of an earlier return), headings, earlier, found and cells.
#ifndef QD_COLLECTOR_PAGE_FOUND_PAGE_H
#define QD_COLLECTOR_PAGE_FOUND_PAGE_H

#include "collector/words/understood.h"
#include "lib/base/arena.h"
#include "lib/base/err.h"

#include <jansson.h>

enum { FOUND_PAGE_VERSION = 1 };

struct found_asked {
    const char *folder;  // that was read: pieces of its files are shown
    const struct findings *findings;
    const struct understood *understood;
    int32_t today;  // in days since 1970
};

// New. The folder is read once more, for the pieces; a file that is gone meanwhile has none.
// ERR_NO_MEMORY; as folder_files_read.
enum err found_page_make(json_t **page, struct arena *arena, const struct found_asked *asked,
                         struct err_text *text);

#endif
