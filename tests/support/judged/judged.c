#include "tests/support/judged/judged.h"

#include "proto/form/period.h"

#include <stdio.h>

struct arena judged_arena;

int judged_set_up(void **state)
{
    (void)state;
    arena_init(&judged_arena, WRITTEN_ARENA_CAP_BYTES);
    return 0;
}

int judged_tear_down(void **state)
{
    (void)state;
    arena_free(&judged_arena);
    return 0;
}

Qd__Return *judged_return(const struct judged_cells *cells)
{
    Qd__Return *returned =
        written_return(&judged_arena, cells->period == NULL ? "2024-25 Q4" : cells->period);

    if (cells->header != NULL)
        written_cells(&judged_arena, &returned->header->base, cells->header);
    if (cells->timeliness != NULL)
        written_row(&judged_arena, returned, FORM_TIMELINESS, cells->timeliness);
    for (size_t i = 0; i < JUDGED_ROWS_MAX && cells->placements[i] != NULL; i++)
        written_placement(&judged_arena, returned, cells->placements[i]);
    for (size_t i = 0; i < JUDGED_ROWS_MAX && cells->transport[i] != NULL; i++)
        written_transport(&judged_arena, returned, cells->transport[i]);
    for (size_t i = 0; i < JUDGED_ROWS_MAX && cells->rows[i].cells != NULL; i++)
        written_row(&judged_arena, returned, cells->rows[i].part, cells->rows[i].cells);
    if (cells->transport[0] != NULL && !cells->lines_left_out)
        written_other_lines(&judged_arena, returned, "");
    for (size_t i = 0; i < JUDGED_ROWS_MAX && cells->explanations[i] != NULL; i++)
        written_row(&judged_arena, returned, FORM_EXPLANATIONS, cells->explanations[i]);
    return returned;
}

struct findings judged_by(const struct rules_input *input)
{
    struct findings findings;

    findings_init(&findings, &judged_arena);
    rules_check(input, &findings);
    findings_sort(&findings);
    return findings;
}

struct findings judged(const Qd__Return *returned)
{
    const struct rules_input input = rules_input_whole(returned);

    return judged_by(&input);
}

static int32_t day_of(const char *text)
{
    Qd__Date date = QD__DATE__INIT;

    assert_int_equal(sscanf(text, "%u-%u-%u", &date.year, &date.month, &date.day), 3);
    return period_date_days(&date);
}

struct findings judged_at_collector(const struct judged_cells *cells)
{
    struct rules_input input = rules_input_whole(judged_return(cells));
    const int32_t today = cells->today == NULL ? 0 : day_of(cells->today);
    const Qd__Return *earlier[JUDGED_EARLIER_MAX];

    while (input.earlier_count < JUDGED_EARLIER_MAX &&
           cells->earlier[input.earlier_count] != NULL) {
        earlier[input.earlier_count] = judged_return(cells->earlier[input.earlier_count]);
        input.earlier_count++;
    }
    input.earlier = earlier;
    input.today = cells->today == NULL ? NULL : &today;
    input.folder = cells->folder;
    return judged_by(&input);
}
