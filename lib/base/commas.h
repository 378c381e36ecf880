// Words of a person with commas between them: "setting, need". Blanks around a word do not count, and where
// nothing stands between two commas there is no word.
#ifndef QD_LIB_BASE_COMMAS_H
#define QD_LIB_BASE_COMMAS_H

#include "lib/base/arena.h"

// The next word, in the arena; `words` then stands behind it. NULL at the end, or when the arena is
// exhausted.
const char *commas_next(struct arena *arena, const char **words);

#endif
