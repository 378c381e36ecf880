// Days and periods in the words of a page, in the arena.
#ifndef QD_REPORTER_PAGES_DAY_WORDS_H
#define QD_REPORTER_PAGES_DAY_WORDS_H

#include "lib/base/arena.h"
#include "return.pb-c.h"

#include <stdint.h>

// "30 January 2026", "30 Jan", "January 2025"; the day is at or after 1970-01-01.
const char *day_words_day(struct arena *arena, int32_t day);
const char *day_words_short(struct arena *arena, int32_t day);
const char *day_words_month(struct arena *arena, int32_t day);

// "27 November 2026, 02:28 UTC".
const char *day_words_time(struct arena *arena, uint64_t unix_ms);

// "calendar year 2024", "financial year 2024-25", "2025-26 Q3, October to December 2025".
const char *day_words_period(struct arena *arena, const Qd__Period *period);

#endif
