#include "collector/reading/survey.h"

#include "collector/reading/heading_row.h"

#include <string.h>

struct looking {
    struct survey *survey;
    enum form_part part;
    unsigned best;  // matches of the heading row
    size_t rows_to_heading;
    size_t rows;
    uint32_t last_used[CSV_COLUMNS_MAX];
};

// The first row holds the headings, unless a later one does so better.
static void consider(struct looking *looking, const struct csv_row *row)
{
    struct survey *survey = looking->survey;
    unsigned matches;

    if (row->sheet_row > SURVEY_HEADING_ROWS && survey->heading_row != 0)
        return;
    matches = heading_row_matches(looking->part, row);
    if (survey->heading_row != 0 &&
        (matches <= looking->best || !heading_row_is_enough(looking->part, matches)))
        return;
    looking->best = matches;
    looking->rows_to_heading = looking->rows;
    survey->heading_row = row->sheet_row;
}

static int look_at_row(void *context, const struct csv_row *row)
{
    struct looking *looking = context;

    looking->rows++;
    looking->survey->last_row = row->sheet_row;
    consider(looking, row);
    for (size_t i = 0; i < row->count; i++)
        if (strspn(row->cells[i].text, " \t\r\n") < row->cells[i].length)
            looking->last_used[i] = row->sheet_row;
    return 0;
}

enum err survey_file(struct survey *survey, enum form_part part, const void *bytes, size_t size)
{
    struct looking looking = {.survey = survey, .part = part};
    enum err error;

    *survey = (struct survey){.heading_row = 0};
    error = csv_read(bytes, size, look_at_row, NULL, &looking, &survey->fault);
    survey->rows = looking.rows - looking.rows_to_heading;
    for (size_t i = 0; i < CSV_COLUMNS_MAX; i++)
        survey->used[i] = looking.last_used[i] > survey->heading_row;
    return error == ERR_MALFORMED ? ERR_OK : error;
}
