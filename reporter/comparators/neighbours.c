#include "reporter/comparators/neighbours.h"

#include "proto/reference/reference_file.h"

#include <stdlib.h>
#include <unistd.h>

enum column { BOROUGH, NEIGHBOUR };
static const char *const headings[] = {[BOROUGH] = "old_la_code", [NEIGHBOUR] = "sn_old_la_code"};

// The place of the borough with DfE's number; -1 for an authority elsewhere.
static int place_of(const char *old_la_code)
{
    const long number = strtol(old_la_code, NULL, 10);

    for (int row = 0; row < BOROUGHS_COUNT; row++)
        if ((long)boroughs[row].authority == number)
            return row;
    return -1;
}

static enum err take_row(void *context, const char *const *fields, struct err_text *why)
{
    struct neighbours *neighbours = context;
    const int row = place_of(fields[BOROUGH]), other = place_of(fields[NEIGHBOUR]);

    if (row < 0)
        return err_say(
            why, ERR_MALFORMED,
            "\"%.40s\" is not one of the 33 London authorities: write its ONS code, as E09000007",
            fields[BOROUGH]);
    neighbours->all[row]++;
    if (other >= 0)
        neighbours->in_london[row] |= (uint64_t)1 << other;
    return ERR_OK;
}

enum err neighbours_read(struct neighbours *neighbours, struct arena *arena, const char *reference,
                         struct err_text *text)
{
    const char *path = arena_printf(arena, "%s/%s", reference, NEIGHBOURS_FILE);

    *neighbours = (struct neighbours){.all = {0}};
    if (path == NULL)
        return err_say(text, ERR_NO_MEMORY, "the neighbours need more memory than there is");
    if (access(path, F_OK) != 0)
        return ERR_OK;
    return reference_file_read(path, arena, headings, sizeof headings / sizeof headings[0],
                               take_row, neighbours, text);
}
