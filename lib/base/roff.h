// A manual page in roff, for man(1). Texts are plain: what is special to roff is escaped, and `words`
// in backquotes are set in bold.
#ifndef QD_LIB_BASE_ROFF_H
#define QD_LIB_BASE_ROFF_H

#include <stdio.h>

// The page's head and its NAME: "qd-collector", 1, "check a borough's return ...".
void roff_begin(FILE *out, const char *name, int section, const char *summary);

void roff_heading(FILE *out, const char *heading);     // "OPTIONS"
void roff_subheading(FILE *out, const char *heading);  // "check FOLDER"

// Paragraphs, an empty line between them.
void roff_paragraphs(FILE *out, const char *paragraphs);

// A term in bold, and its meaning beside it, which ends with a full stop here.
void roff_term(FILE *out, const char *term, const char *meaning);

// A line as it is typed, in bold, and what it does.
void roff_example(FILE *out, const char *line, const char *meaning);

// Lines as they stand in a file.
void roff_verbatim(FILE *out, const char *lines);

#endif
