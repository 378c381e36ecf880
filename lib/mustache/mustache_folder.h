// Templates that lie in a folder, as files: NAME.mustache, and beside it what it includes.
//
//   in a template      is the file
//   {{>cause}}         cause.mustache
//   {{>findings.css}}  findings.css, which is a template as well
//
// A name is made of small letters, digits, '_', '-' and '.'; it leads to no other folder.
#ifndef QD_LIB_MUSTACHE_MUSTACHE_FOLDER_H
#define QD_LIB_MUSTACHE_MUSTACHE_FOLDER_H

#include "lib/mustache/mustache.h"

enum { MUSTACHE_FOLDER_FILE_MAX_BYTES = 1000 * 1000 };  // of one template

// Writes the template of that name with the data to `out`. An included template that is not there, or cannot be
// read, is an error here: ERR_NOT_FOUND names it. Else as mustache_parse and mustache_render.
enum err mustache_folder_render(const char *folder, const char *name, const json_t *data, FILE *out,
                                struct err_text *text);

#endif
