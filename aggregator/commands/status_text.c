// For a terminal: status_print of status.h.
#include "aggregator/commands/status.h"

#include "lib/base/clock.h"
#include "proto/form/form.h"
#include "proto/form/period.h"

#include <inttypes.h>

enum { STATUS_PARTS_BYTES = 160, STATUS_COUNT_BYTES = 16 };

static void parts_as_words(const struct store_return *latest, char text[STATUS_PARTS_BYTES])
{
    size_t used = 0;

    if (latest->standing == STORE_REDACTED) {
        (void)snprintf(text, STATUS_PARTS_BYTES, "redacted: its figures are not shown");
        return;
    }
    text[0] = '\0';
    for (int part = 0; part < FORM_PARTS; part++)
        if ((latest->entry.parts & 1U << part) != 0 && used < STATUS_PARTS_BYTES)
            used += (size_t)snprintf(text + used, STATUS_PARTS_BYTES - used, "%s%s",
                                     used == 0 ? "" : ", ", form_part((enum form_part)part)->name);
}

static void print_withdrawn(const struct status *status, const struct store_return *latest,
                            FILE *out)
{
    const char *reason = status_reason(status, latest);
    char when[CLOCK_TEXT_BYTES];

    clock_format_words(latest->withdrawn_at_unix_ms, when);
    fprintf(out, " (withdrawn on %s", when);
    if (reason != NULL)
        fprintf(out, " by the operator: %s", reason);
    fputc(')', out);
}

static void print_missing(const struct status *status, const struct status_period *shown, FILE *out)
{
    const int is_late = shown->calendar != NULL && status->today > shown->calendar->due;
    const char *between = is_late ? "  missing, and late: " : "  missing: ";
    const struct store_period *period = shown->stored;

    if (period->returned + period->withdrawn == 0) {
        fprintf(out, "%sall\n", between);
        return;
    }
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        if (store_counts(period->returns[i]))
            continue;
        fprintf(out, "%s%s", between, boroughs[i].la_name);
        if (period->returns[i] != NULL)
            print_withdrawn(status, period->returns[i], out);
        between = ", ";
    }
    if (period->returned < BOROUGHS_COUNT)
        fputc('\n', out);
}

// "-" where it is not known.
static void count_as_words(const struct status_said *said, uint32_t count,
                           char text[STATUS_COUNT_BYTES])
{
    if (said->is_known)
        (void)snprintf(text, STATUS_COUNT_BYTES, "%" PRIu32, count);
    else
        (void)snprintf(text, STATUS_COUNT_BYTES, "-");
}

static void print_due(const struct status_period *shown, FILE *out)
{
    char due[CLOCK_DAY_BYTES], until[CLOCK_DAY_BYTES];

    if (shown->calendar != NULL) {
        clock_format_day(shown->calendar->due, due);
        clock_format_day(shown->calendar->refresh_until, until);
        fprintf(out, "; due %s, provisional until %s", due, until);
    }
    fputc('\n', out);
}

static void print_period(const struct status *status, const struct status_period *shown, FILE *out)
{
    const struct store_period *period = shown->stored;
    char words[PERIOD_TEXT_BYTES];

    fprintf(out, "%s: %u/%d boroughs have returned", status_period_words(period, words),
            period->returned, BOROUGHS_COUNT);
    print_due(shown, out);
    if (period->returned > 0)
        fprintf(out, "  %-24s %8s  %-24s %7s %12s %5s  %s\n", "borough", "revision", "received",
                "queries", "explanations", "notes", "parts");
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        const struct store_return *latest = period->returns[i];
        const int32_t late = status_days_late(shown, (int)i);
        char received[CLOCK_TEXT_BYTES];
        char parts[STATUS_PARTS_BYTES];
        char explanations[STATUS_COUNT_BYTES], notes[STATUS_COUNT_BYTES];

        if (!store_counts(latest))
            continue;
        count_as_words(&shown->said[i], shown->said[i].explanations, explanations);
        count_as_words(&shown->said[i], shown->said[i].notes, notes);
        clock_format_words(latest->entry.unix_ms, received);
        parts_as_words(latest, parts);
        fprintf(out, "  %-24s %8" PRIu32 "  %-24s %7" PRIu32 " %12s %5s  %s", boroughs[i].la_name,
                latest->entry.revision, received, latest->entry.queries, explanations, notes,
                parts);
        if (late > 0)
            fprintf(out, " (%" PRId32 " %s late)", late, late == 1 ? "day" : "days");
        fputc('\n', out);
    }
    print_missing(status, shown, out);
}

static void print_restore(const struct status_restore *restore, FILE *out)
{
    char when[CLOCK_TEXT_BYTES];

    clock_format_words(restore->unix_ms, when);
    fprintf(out, "\nA backup was put in place of the store on %s.", when);
    if (restore->first_lost <= restore->last_lost)
        fprintf(out,
                " Receipts numbered %" PRIu64 " to %" PRIu64
                " are of returns that it did not hold.",
                restore->first_lost, restore->last_lost);
    fputs(" What is newest of each period, boroughs send again at their next submit.\n", out);
}

enum err status_print(const struct status *status, FILE *out)
{
    if (status->count == 0)
        fputs("No borough has returned anything yet.\n", out);
    for (size_t i = 0; i < status->count; i++) {
        if (i > 0)
            fputc('\n', out);
        print_period(status, &status->periods[i], out);
    }
    for (size_t i = 0; i < status->restores_count; i++)
        print_restore(&status->restores[i], out);
    if (status->takes_simulated)
        fputs("\nThis store takes simulated returns: their figures are made up.\n", out);
    return fflush(out) == 0 && !ferror(out) ? ERR_OK : ERR_IO;
}
