#include "collector/words/understood.h"

#include "collector/words/printable.h"
#include "collector/words/understood_internal.h"
#include "lib/base/clock.h"
#include "lib/base/thousands.h"
#include "proto/form/boroughs.h"
#include "proto/form/figures.h"
#include "proto/form/period.h"

#include <stdlib.h>

enum { HANGING = 2 };

struct understood_sides understood_sides(const struct understood *understood, enum form_part part)
{
    const int is_left_out =
        understood->findings != NULL && understood->findings->not_checked[part] != NULL;
    struct understood_sides sides = {.part = part,
                                     .now = summary_of(understood->returned, part),
                                     .has_earlier = understood->earlier != NULL};

    if (sides.has_earlier)
        sides.earlier = summary_of(understood->earlier, part);
    sides.state = sides.now.rows > 0 ? UNDERSTOOD_WHOLE
                  : is_left_out      ? UNDERSTOOD_NOT_READ
                                     : UNDERSTOOD_NOT_THERE;
    return sides;
}

const char *understood_day(const Qd__Return *returned, char text[CLOCK_DAY_BYTES])
{
    const Qd__Date *date =
        returned == NULL || returned->header == NULL ? NULL : returned->header->as_at_date;

    if (date == NULL)
        return NULL;
    clock_format_day(period_date_days(date), text);
    return text;
}

// The parts that every return was asked for from the beginning are missed where they are not there; the
// others where the earlier return had them.
static int is_shown(const struct understood_sides *sides)
{
    const int is_missed = sides->part != FORM_EXPLANATIONS && form_part(sides->part)->since == 1;

    return is_missed || sides->state != UNDERSTOOD_NOT_THERE ||
           (sides->has_earlier && sides->earlier.rows > 0);
}

// --- for a person

// Without a header there is no earlier return, either, and nobody asks.
static const char *last_of(const struct understood *understood)
{
    return understood->returned->header != NULL &&
                   understood->returned->header->period->kind == QD__PERIOD_KIND__FINANCIAL_QUARTER
               ? "last quarter"
               : "last year";
}

static void put_number(FILE *out, const ProtobufCFieldDescriptor *field, int64_t value)
{
    enum { PENCE = 100 };
    const int is_money = field != NULL && figures_is_money(field);
    const uint64_t size = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char text[THOUSANDS_BYTES];

    if (is_money && size % PENCE != 0)
        snprintf(text, sizeof text, "%llu.%02llu", (unsigned long long)(size / PENCE),
                 (unsigned long long)(size % PENCE));
    else
        snprintf(text, sizeof text, "%llu", (unsigned long long)(is_money ? size / PENCE : size));
    thousands_group(text, sizeof text);
    fprintf(out, "%s%s%s", value < 0 ? "-" : "", is_money ? "£" : "", text);
}

static void put_change(FILE *out, const ProtobufCFieldDescriptor *field, int64_t change)
{
    fputs(change == 0 ? ", no change" : change > 0 ? ", +" : ", ", out);
    if (change != 0)
        put_number(out, field, change);
}

static void put_rows(FILE *out, size_t rows)
{
    put_number(out, NULL, (int64_t)rows);
    fputs(rows == 1 ? " row" : " rows", out);
}

static void put_all_rows(FILE *out, const struct understood_sides *sides, const char *last)
{
    put_rows(out, sides->now.rows);
    if (!sides->has_earlier || form_part(sides->part)->one_row)
        return;
    fprintf(out, " (%s ", last);
    put_number(out, NULL, (int64_t)sides->earlier.rows);
    put_change(out, NULL, (int64_t)sides->now.rows - (int64_t)sides->earlier.rows);
    fputc(')', out);
}

static void put_sum(FILE *out, const struct summary_figure *figure)
{
    const int is_money = figures_is_money(figure->field);

    if (figure_known(figure->sum))
        put_number(out, figure->field, figure->sum.value);
    else if (is_money)
        fputs("£", out);
    if (!is_money)
        fprintf(out, "%s%s", figure_known(figure->sum) ? " " : "", figure->words);
    if (!figure_known(figure->sum))
        fputs(" not given", out);
}

static void put_earlier(FILE *out, const struct summary_figure *figure,
                        const struct summary_figure *earlier, const char *last)
{
    fprintf(out, "%s ", last);
    if (!figure_known(earlier->sum)) {
        fputs("not given", out);
        return;
    }
    put_number(out, earlier->field, earlier->sum.value);
    if (figure_known(figure->sum))
        put_change(out, figure->field, figure->sum.value - earlier->sum.value);
}

// `earlier` is NULL where there is none. A price that neither of them has is not spoken of.
static void put_figure(FILE *out, const struct summary_figure *figure,
                       const struct summary_figure *earlier, const char *last)
{
    const int was_known = earlier != NULL && figure_known(earlier->sum);
    const int is_in_part = figure_known(figure->sum) && figure->rows_absent > 0;

    if (!figure_known(figure->sum) && !was_known && figure->rows_absent == 0)
        return;
    fputs(", ", out);
    put_sum(out, figure);
    if (!is_in_part && earlier == NULL)
        return;
    fputs(" (", out);
    if (is_in_part) {
        fputs("without ", out);
        put_rows(out, figure->rows_absent);
        fputs(earlier == NULL ? "" : "; ", out);
    }
    if (earlier != NULL)
        put_earlier(out, figure, earlier, last);
    fputc(')', out);
}

static void put_header(FILE *out, const struct understood *understood)
{
    const Qd__Header *header = understood->returned->header;
    char period[PERIOD_TEXT_BYTES], day[CLOCK_DAY_BYTES], before[CLOCK_DAY_BYTES];
    const char *as_at = understood_day(understood->returned, day);
    const char *earlier = understood_day(understood->earlier, before);

    if (header == NULL) {
        fputs("it could not be read", out);
        return;
    }
    period_format(header->period, period);
    fprintf(out, "%s, %s", boroughs_of(header->new_la_code)->la_name, period);
    if (as_at != NULL || earlier != NULL)
        fprintf(out, ", as at %s", as_at == NULL ? "no date" : as_at);
    if (earlier != NULL)
        fprintf(out, " (%s %s)", last_of(understood), earlier);
    if (understood->earlier == NULL)
        fprintf(out, " (no return of %s at hand)", last_of(understood));
}

static void put_part(FILE *out, const struct understood_sides *sides, const char *last)
{
    if (sides->state != UNDERSTOOD_WHOLE) {
        fputs(sides->state == UNDERSTOOD_NOT_READ ? "could not be read in full"
                                                  : "not in this return",
              out);
        if (sides->has_earlier && sides->earlier.rows > 0) {
            fprintf(out, " (%s ", last);
            put_rows(out, sides->earlier.rows);
            fputc(')', out);
        }
        return;
    }
    put_all_rows(out, sides, last);
    for (size_t i = 0; i < sides->now.figures_count; i++)
        put_figure(out, &sides->now.figures[i],
                   sides->has_earlier ? &sides->earlier.figures[i] : NULL, last);
}

// A line is composed as a whole, and given to whoever shows it.
static enum err give_line(const struct understood *understood, const struct understood_sides *sides,
                          understood_line_fn *give, void *context)
{
    char *words = NULL;
    size_t length;
    FILE *line = open_memstream(&words, &length);

    if (line == NULL)
        return ERR_NO_MEMORY;
    if (sides->part == FORM_HEADER)
        put_header(line, understood);
    else
        put_part(line, sides, last_of(understood));
    if (fclose(line) == 0)
        give(context, form_part(sides->part)->name, words);
    free(words);
    return words == NULL ? ERR_NO_MEMORY : ERR_OK;
}

enum err understood_lines(const struct understood *understood, understood_line_fn *give,
                          void *context)
{
    struct err_text words = {""};
    enum err error = ERR_OK;

    if (understood->returned == NULL) {
        (void)err_say(&words, ERR_OK, "it could not be read, and nothing is known of its parts");
        if (understood->why != NULL)
            (void)err_say(&words, ERR_OK, "%s: %s", words.text, understood->why);
        give(context, form_part(FORM_HEADER)->name, words.text);
        return ERR_OK;
    }
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++) {
        const struct understood_sides sides = understood_sides(understood, (enum form_part)part);

        if (is_shown(&sides))
            error = give_line(understood, &sides, give, context);
    }
    return error;
}

struct paper {
    FILE *out;
    int indent;
    enum err error;
};

static void put_line(void *context, const char *part, const char *words)
{
    struct paper *paper = context;
    char *line = NULL;

    if (asprintf(&line, "%s: %s", part, words) < 0) {
        paper->error = ERR_NO_MEMORY;
        return;
    }
    printable_paragraph(paper->out, paper->indent, paper->indent + HANGING, line);
    free(line);
}

enum err understood_text(FILE *out, int indent, const struct understood *understood)
{
    struct paper paper = {out, indent, ERR_OK};
    enum err error = understood_lines(understood, put_line, &paper);

    if (error == ERR_OK)
        error = paper.error;
    return error == ERR_OK && ferror(out) ? ERR_IO : error;
}
