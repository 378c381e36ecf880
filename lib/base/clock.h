// The time, as it is stored (Unix milliseconds, UTC) and as it is shown.
#ifndef QD_LIB_BASE_CLOCK_H
#define QD_LIB_BASE_CLOCK_H

#include <stdint.h>

enum { CLOCK_TEXT_BYTES = 32 };

uint64_t clock_unix_ms(void);

// Today in UTC, as days since 1970-01-01. Where QUARTERDAY_TODAY holds a day (2026-04-15), it is that
// one: so tests choose the day, and an officer whose machine's clock is wrong can say the right one.
int32_t clock_today(void);

// Never goes back; for waiting only.
uint64_t clock_monotonic_ms(void);

// How long ago `then_ms` was at `now_ms`, both of clock_monotonic_ms. 0 where `then_ms` is the later one: another
// thread may have read the clock in between.
static inline uint64_t clock_since_ms(uint64_t then_ms, uint64_t now_ms)
{
    return now_ms > then_ms ? now_ms - then_ms : 0;
}

// The day of a time, in UTC, as days since 1970-01-01.
int32_t clock_day(uint64_t unix_ms);

enum { CLOCK_DAY_BYTES = 16 };
// "2026-11-23"; the day is at or after 1970-01-01.
void clock_format_day(int32_t day, char text[CLOCK_DAY_BYTES]);

// "2026-11-23T10:00:00Z" for programs and files.
void clock_format(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES]);

// "23 Nov 2026 10:00:00 UTC" for people.
void clock_format_words(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES]);

#endif
