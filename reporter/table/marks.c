#include "reporter/table/marks.h"

#include "proto/form/period.h"

#include <stdio.h>
#include <string.h>

const struct mark_words marks_words[MARKS] = {
#define MARK(NAME, word, letter, meaning) [MARK_##NAME] = {#word, letter, meaning},
#include "reporter/table/marks.def"
};

const struct marks_undated marks_undated[] = {
#define UNDATED_BY(part, sum) {FORM_##part, #sum},
#include "reporter/table/marks.def"
};
const size_t marks_undated_count = sizeof marks_undated / sizeof marks_undated[0];

enum counted { FLOW, STOCK };

static const struct change {
    int part;
    enum counted what;
    uint32_t year, month, day;
    const char *words;
} changes[] = {
#define BREAK(part, what, year, month, day, words) {FORM_##part, what, year, month, day, words},
#include "reporter/table/marks.def"
};

int marks_share_column(const struct formula *a, const struct formula *b)
{
    for (unsigned i = 0; i < a->count; i++)
        for (unsigned j = 0; j < b->count; j++)
            if (a->terms[i].column != NULL && a->terms[i].column == b->terms[j].column)
                return 1;
    return 0;
}

// The first day on which what the period counts is counted.
static int32_t first_counted(enum counted what, const Qd__Period *period)
{
    Qd__Period counted = *period;

    if (what == STOCK)
        period_of_stock(&counted, period);
    return period_first_day(&counted);
}

const char *marks_break(int part, const Qd__Period *before, const Qd__Period *after)
{
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        Qd__Date first = QD__DATE__INIT;

        first.year = changes[i].year;
        first.month = changes[i].month;
        first.day = changes[i].day;
        if (changes[i].part == part &&
            first_counted(changes[i].what, before) < period_date_days(&first) &&
            first_counted(changes[i].what, after) >= period_date_days(&first))
            return changes[i].words;
    }
    return NULL;
}

void marks_format(marks_set set, char text[MARKS_TEXT_BYTES])
{
    size_t used = 0;

    text[0] = '\0';
    for (int mark = 0; mark < MARKS && used < MARKS_TEXT_BYTES; mark++)
        if ((set >> mark & 1) != 0)
            used += (size_t)snprintf(text + used, MARKS_TEXT_BYTES - used, "%s%s",
                                     used == 0 ? "" : " ", marks_words[mark].word);
}

void marks_letters(marks_set set, char text[MARKS + 1])
{
    size_t used = 0;

    for (int mark = 0; mark < MARKS; mark++)
        if ((set >> mark & 1) != 0)
            text[used++] = marks_words[mark].letter[0];
    text[used] = '\0';
}
