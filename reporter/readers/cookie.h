// Cookies, as a browser sends them (RFC 6265, 5.4): `Cookie: a=1; b=2`.
#ifndef QD_REPORTER_READERS_COOKIE_H
#define QD_REPORTER_READERS_COOKIE_H

#include <stddef.h>

// The first value of that name, between quotation marks or not. 0: there is none, it does not fit, or
// it holds a byte that no cookie has; then `value` is "".
int cookie_find(const char *header, const char *name, char *value, size_t room);

#endif
