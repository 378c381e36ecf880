// Files that come with the programs and are read at run time: the reference lists of data/reference.
//
//   where                                   when
//   $QUARTERDAY_SHARE/NAME                  when that is set
//   BIN/../share/quarterday/NAME            else; BIN is the folder that the running program lies in
//
// `cmake --install` puts data/reference there; in a build folder share/quarterday is a link to data/.
// So an installation may be moved as a whole, and a build finds its own checkout's files.
#ifndef QD_LIB_BASE_SHARE_H
#define QD_LIB_BASE_SHARE_H

#include "lib/base/err.h"

#include <limits.h>

// `name` is "reference/boroughs.csv". ERR_NOT_FOUND says where it was looked for.
enum err share_path(char path[PATH_MAX], const char *name, struct err_text *text);

#endif
