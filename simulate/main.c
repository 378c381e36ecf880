// qd-simulate: writes made-up returns as folders of CSV, for tests and the demonstration. It is built
// beside the programs, and not installed.
#include "lib/base/commands.h"
#include "lib/base/msg.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "simulate/quarters.h"
#include "simulate/simulate.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum {
    PATH_BYTES = 4096,
    SLUG_BYTES = 64,
    ARENA_CAP_BYTES = 64 * 1000 * 1000,
    SIZE_MOST = 1000000
};

struct words {
    uint64_t seed;
    size_t placements, bytes;
    unsigned parts;
    int real;
    int32_t until;  // the last day, since 1970-01-01
};

// --- options

static enum err take_number(const char *value, uint64_t most, uint64_t *number,
                            struct err_text *text)
{
    char *end;

    errno = 0;
    *number = strtoull(value, &end, 10);
    if (!isdigit((unsigned char)*value) || *end != '\0' || errno != 0 || *number > most)
        return err_say(text, ERR_COMMAND, "\"%s\" is not a whole number from 0 to %llu", value,
                       (unsigned long long)most);
    return ERR_OK;
}

static enum err take_seed(void *field, const char *value, struct err_text *text)
{
    return take_number(value, UINT64_MAX, field, text);
}

static enum err take_size(void *field, const char *value, struct err_text *text)
{
    uint64_t number = 0;
    const enum err error = take_number(value, SIZE_MOST, &number, text);

    *(size_t *)field = (size_t)number;
    return error;
}

// The index-th part that has figures; FORM_PARTS behind the last.
static int part_with_figures(size_t index)
{
    int part = 0;

    while (part < FORM_PARTS && ((SIMULATE_ALL >> part & 1) == 0 || index-- > 0))
        part++;
    return part;
}

static const char *part_name(size_t index)
{
    const int part = part_with_figures(index);

    return part < FORM_PARTS ? form_part((enum form_part)part)->name : NULL;
}

static enum err take_part(void *field, const char *value, struct err_text *text)
{
    for (size_t i = 0; part_name(i) != NULL; i++)
        if (strcmp(part_name(i), value) == 0) {
            *(unsigned *)field |= 1U << part_with_figures(i);
            return ERR_OK;
        }
    return err_say(text, ERR_COMMAND, "\"%s\" is not a part with figures, as timeliness is", value);
}

static enum err take_day(void *field, const char *value, struct err_text *text)
{
    Qd__Date date = QD__DATE__INIT;
    int length = 0;

    if (sscanf(value, "%4u-%2u-%2u%n", &date.year, &date.month, &date.day, &length) != 3 ||
        value[length] != '\0' || !period_date_valid(&date))
        return err_say(text, ERR_COMMAND, "\"%s\" is not a day: write it as 2026-05-31", value);
    *(int32_t *)field = period_date_days(&date);
    return ERR_OK;
}

static const struct command_option options[] = {
    {"seed", "NUMBER", "another seed makes other figures; 1 if it is left out", take_seed,
     offsetof(struct words, seed), NULL},
    {"until", "DAY", "leave out what is sent after that day, as 2026-05-31", take_day,
     offsetof(struct words, until), NULL},
    {"part", "PART", "a part that the return has, once for each; all if it is left out", take_part,
     offsetof(struct words, parts), part_name},
    {"placements", "NUMBER", "rows of placements, with the total", take_size,
     offsetof(struct words, placements), NULL},
    {"bytes", "NUMBER", "about how long the return is when it is packed", take_size,
     offsetof(struct words, bytes), NULL},
    {"real", NULL, "do not say in the return that it is simulated", command_take_flag,
     offsetof(struct words, real), NULL},
    {0},
};

// --- names of folders

// "Hammersmith and Fulham" is hammersmith-and-fulham.
static void slug_of(const char *name, char slug[SLUG_BYTES])
{
    size_t i;

    for (i = 0; name[i] != '\0' && i + 1 < SLUG_BYTES; i++)
        slug[i] = name[i] == ' ' ? '-' : (char)tolower((unsigned char)name[i]);
    slug[i] = '\0';
}

static enum err make_folder(const char *path, struct err_text *text)
{
    if (mkdir(path, 0777) != 0)
        return err_say_errno(text, errno, "%s cannot be made", path);
    return ERR_OK;
}

static enum err join(char path[PATH_BYTES], const char *folder, const char *name,
                     struct err_text *text)
{
    if (snprintf(path, PATH_BYTES, "%s/%s", folder, name) >= PATH_BYTES)
        return err_say(text, ERR_COMMAND, "%s is too long a path", folder);
    return ERR_OK;
}

// --- one return

static int run_return(const void *values, const char *const *arguments)
{
    const struct words *words = values;
    const struct borough *borough = boroughs_find(arguments[1]);
    const struct simulate_options asked = {.seed = words->seed,
                                           .parts = words->parts,
                                           .placements = words->placements,
                                           .bytes = words->bytes,
                                           .simulated = !words->real};
    struct err_text text = {""};
    Qd__Period period = QD__PERIOD__INIT;
    const Qd__Return *made;
    struct arena arena;
    enum err error;

    if (borough == NULL)
        return msg_failure(
            err_say(&text, ERR_COMMAND, "\"%s\" is not a London authority", arguments[1]), &text);
    if (period_parse(&period, arguments[2], &text) != ERR_OK)
        return msg_failure(ERR_COMMAND, &text);
    if (words->placements == 1)
        return msg_failure(
            err_say(&text, ERR_COMMAND, "placements are a total and a row at least: 2"), &text);
    arena_init(&arena, ARENA_CAP_BYTES);
    made = simulate_return(&arena, borough->authority, arguments[2], &asked);
    error = made == NULL ? err_say(&text, ERR_NO_MEMORY, "no memory is left to make a return")
                         : simulate_write(made, arguments[0], &text);
    arena_free(&arena);
    return error == ERR_OK ? 0 : msg_failure(error, &text);
}

// --- nine quarters of 33 boroughs

struct place {
    const char *from, *to;
    FILE *schedule;
    const struct words *words;
    size_t written;
};

static enum err read_known(struct arena *arena, const char *folder, struct quarters_known *known,
                           struct err_text *text)
{
    const struct {
        const char *name;
        const Qd__Return **returned;
    } folders[] = {{"2024", &known->flows_2024},          {"2023-24-q4", &known->plans_2024},
                   {"2024-25-q4", &known->plans_2025},    {"2023-24", &known->spending_2023_24},
                   {"2024-25", &known->spending_2024_25}, {"2025", &known->disputes_2025}};
    enum err error = ERR_OK;

    for (size_t i = 0; i < sizeof folders / sizeof folders[0] && error == ERR_OK; i++) {
        char path[PATH_BYTES];
        Qd__Return *returned = NULL;

        error = join(path, folder, folders[i].name, text);
        if (error == ERR_OK)
            error = simulate_read(arena, path, &returned, text);
        *folders[i].returned = returned;
    }
    return error;
}

static void day_in_words(int32_t day, char words[16])
{
    const time_t seconds = (time_t)day * 24 * 60 * 60;
    struct tm date;

    (void)gmtime_r(&seconds, &date);
    (void)strftime(words, 16, "%Y-%m-%d", &date);
}

static enum err write_sent(struct place *place, const struct borough *borough, const char *slug,
                           const struct quarters_sent *sent, struct err_text *text)
{
    char period[PERIOD_TEXT_BYTES], period_slug[SLUG_BYTES], name[PATH_BYTES], path[PATH_BYTES];
    char day[16];
    enum err error;

    if (sent->day > place->words->until)
        return ERR_OK;
    period_format(sent->returned->header->period, period);
    slug_of(period, period_slug);
    if (sent->revision == 1)
        (void)snprintf(name, sizeof name, "%s/%s", slug, period_slug);
    else
        (void)snprintf(name, sizeof name, "%s/%s-revision-%u", slug, period_slug, sent->revision);
    error = join(path, place->to, name, text);
    if (error == ERR_OK)
        error = simulate_write(sent->returned, path, text);
    day_in_words(sent->day, day);
    if (error == ERR_OK &&
        fprintf(place->schedule, "%s,%s,%s,%s,%u,%s\r\n", day, borough->new_la_code,
                borough->la_name, period, sent->revision, name) < 0)
        error = err_say(text, ERR_IO, "%s/schedule.csv cannot be written", place->to);
    place->written += error == ERR_OK;
    return error;
}

static enum err write_borough(struct place *place, const struct borough *borough,
                              struct arena *arena, struct err_text *text)
{
    struct quarters_known known = {0};
    struct quarters quarters = {.count = 0};
    char slug[SLUG_BYTES], path[PATH_BYTES];
    enum err error;

    slug_of(borough->la_name, slug);
    error = join(path, place->from, slug, text);
    if (error == ERR_OK)
        error = read_known(arena, path, &known, text);
    if (error == ERR_OK)
        error = quarters_make(&quarters, arena, place->words->seed, &known, text);
    if (error == ERR_OK)
        error = join(path, place->to, slug, text);
    if (error == ERR_OK)
        error = make_folder(path, text);
    for (size_t i = 0; error == ERR_OK && i < quarters.count; i++)
        error = write_sent(place, borough, slug, &quarters.sent[i], text);
    return error;
}

static enum err write_boroughs(struct place *place, struct err_text *text)
{
    struct arena arena;
    enum err error = ERR_OK;

    arena_init(&arena, ARENA_CAP_BYTES);
    (void)fputs("day,new_la_code,la_name,period,revision,folder\r\n", place->schedule);
    for (size_t i = 0; i < BOROUGHS_COUNT && error == ERR_OK; i++) {
        error = write_borough(place, &boroughs[i], &arena, text);
        arena_reset(&arena);
        msg_progress("boroughs", (unsigned long)i + 1, BOROUGHS_COUNT);
    }
    msg_progress_end();
    arena_free(&arena);
    return error;
}

static int run_quarters(const void *values, const char *const *arguments)
{
    struct place place = {.from = arguments[0], .to = arguments[1], .words = values};
    struct err_text text = {""};
    char path[PATH_BYTES];
    enum err error = make_folder(place.to, &text);

    if (error == ERR_OK)
        error = join(path, place.to, "schedule.csv", &text);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    place.schedule = fopen(path, "wb");
    if (place.schedule == NULL)
        return msg_failure(err_say_errno(&text, errno, "%s cannot be written", path), &text);
    error = write_boroughs(&place, &text);
    if (fclose(place.schedule) != 0 && error == ERR_OK)
        error = err_say_errno(&text, errno, "%s cannot be written", path);
    if (error != ERR_OK)
        return msg_failure(error, &text);
    printf("%zu return folders in %s\n", place.written, place.to);
    return 0;
}

static const struct command commands[] = {
    {"return",
     "FOLDER BOROUGH PERIOD",
     "Write one return that nothing is wrong with",
     "The return is made up from a seed: the same seed makes the same return on every machine. It "
     "has all parts that a return for the period can have, or those that --part names.",
     "seed part placements bytes real",
     run_return,
     NULL,
     {{"return camden Camden '2024-25 Q4'", "a quarter of Camden"}}},
    {"quarters",
     "PUBLISHED FOLDER",
     "Write nine quarters of 33 boroughs",
     "From 2023-24 Q4 to 2025-26 Q4. PUBLISHED is a folder that script/returns-from-published has "
     "made: what the Department for Education has published of 2024 and of January 2025, the "
     "quarters add up to. FOLDER/<borough>/<period>/ is a return's folder; FOLDER/schedule.csv "
     "says when each is sent, who is late and who revises.",
     "seed until",
     run_quarters,
     NULL,
     {{"quarters build/published build/quarters", "all of them"}}},
    {0},
};

static const struct commands_program program = {
    .name = "qd-simulate",
    .summary = "Made-up returns for tests and demonstrations.",
    .help =
        "Returns that it makes say in return.csv that they are simulated: an aggregator takes them "
        "only into a store that was made for them.",
    .commands = commands,
    .options = options};

int main(int argc, char **argv)
{
    struct words words = {.seed = 1, .until = INT32_MAX};

    return commands_run(&program, &words, argc, argv);
}
