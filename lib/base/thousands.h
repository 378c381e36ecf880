// Figures as people read them.
#ifndef QD_LIB_BASE_THOUSANDS_H
#define QD_LIB_BASE_THOUSANDS_H

#include <stddef.h>

enum { THOUSANDS_BYTES = 40 };  // for any int64_t, with two decimals

// 1234567.89 becomes 1,234,567.89, in its place. A text that would not fit into `size` bytes then stays
// as it is.
void thousands_group(char *text, size_t size);

#endif
