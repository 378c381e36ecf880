// The time, as it is stored (Unix milliseconds, UTC) and as it is shown.
#ifndef QD_LIB_BASE_CLOCK_H
#define QD_LIB_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT_BYTES = 32 };

uint64_t clock_unix_ms(void);

// Never goes back; for waiting only.
uint64_t clock_monotonic_ms(void);

// "2026-11-23T10:00:00Z" for programs and files.
void clock_format(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES]);

// "23 Nov 2026 10:00:00 UTC" for people.
void clock_format_words(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES]);

#endif
