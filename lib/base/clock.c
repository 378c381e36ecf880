#include "lib/base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SECONDS_A_DAY = 24 * 60 * 60 };

static uint64_t read_clock(clockid_t id)
{
    struct timespec now = {0};

    // It cannot fail: both clocks exist on every Linux, and the pointer is good.
    (void)clock_gettime(id, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t clock_unix_ms(void)
{
    return read_clock(CLOCK_REALTIME);
}

// 0 for what is not a day.
static int day_of(const char *text, int32_t *day)
{
    struct tm parts = {0};
    const char *end = strptime(text, "%Y-%m-%d", &parts);

    if (end == NULL || *end != '\0')
        return 0;
    *day = (int32_t)(timegm(&parts) / SECONDS_A_DAY);
    return 1;
}

int32_t clock_today(void)
{
    const char *given = getenv("QUARTERDAY_TODAY");
    int32_t day;

    if (given != NULL && day_of(given, &day))
        return day;
    return clock_day(clock_unix_ms());
}

int32_t clock_day(uint64_t unix_ms)
{
    return (int32_t)(unix_ms / 1000 / SECONDS_A_DAY);
}

uint64_t clock_monotonic_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

// 2^64 milliseconds are fewer years than an int can count, so gmtime_r cannot fail.
static struct tm in_utc(uint64_t unix_ms)
{
    const time_t seconds = (time_t)(unix_ms / 1000);
    struct tm parts = {0};

    (void)gmtime_r(&seconds, &parts);
    return parts;
}

void clock_format_day(int32_t day, char text[CLOCK_DAY_BYTES])
{
    const struct tm parts = in_utc((uint64_t)day * SECONDS_A_DAY * 1000);

    if (strftime(text, CLOCK_DAY_BYTES, "%Y-%m-%d", &parts) == 0)
        text[0] = '\0';
}

void clock_format(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES])
{
    const struct tm parts = in_utc(unix_ms);

    if (strftime(text, CLOCK_TEXT_BYTES, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        text[0] = '\0';
}

void clock_format_words(uint64_t unix_ms, char text[CLOCK_TEXT_BYTES])
{
    // strftime's %b would follow the locale; %e pads the first nine days with a space.
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const struct tm parts = in_utc(unix_ms);
    const int used =
        snprintf(text, CLOCK_TEXT_BYTES, "%d %s ", parts.tm_mday, months[parts.tm_mon]);

    if (strftime(text + used, CLOCK_TEXT_BYTES - (size_t)used, "%Y %H:%M:%S UTC", &parts) == 0)
        text[0] = '\0';
}
