#include "proto/form/summary.h"

#include "proto/form/figures.h"

#include <string.h>

// --- which rows count

static int rows_all(const ProtobufCMessage *row)
{
    (void)row;
    return 1;
}

// In the row `total` stands what the others add up to, or could not be broken down to.
static int rows_total(const ProtobufCMessage *row)
{
    return ((const Qd__Placement *)row)->setting == QD__SETTING__TOTAL;
}

// Line 1.4.11 may pay for children who are on another line as well.
static int rows_once(const ProtobufCMessage *row)
{
    return ((const Qd__Transport *)row)->section_251_line != QD__SECTION251_LINE__LINE_1_4_11;
}

// Without words it is a query that travels in the return, and no row of the officer's.
static int has_words(const ProtobufCMessage *row)
{
    const char *words = ((const Qd__Explanation *)row)->explanation;

    return words[strspn(words, " \r\n")] != '\0';
}

// --- what they add up to

static const struct {
    enum form_part part;
    const char *field;
    int (*counts)(const ProtobufCMessage *row);
    const char *words;
} summaries[] = {
#define SUMMARY(part, field, rows, words) {FORM_##part, #field, rows_##rows, words},
#include "proto/form/summary.def"
};

static void add(struct summary_figure *figure, const ProtobufCMessage *row)
{
    const struct figure value = figure_in(row, figure->field);

    if (!figure_known(value))
        figure->rows_absent += value.state != FIGURE_BLANK && value.state != FIGURE_NOT_APPLICABLE;
    else if (figure->sum.state == FIGURE_BLANK)
        figure->sum = value;
    else
        figure_add(&figure->sum, value);
}

static size_t count_rows(ProtobufCMessage *const *rows, size_t count, enum form_part part)
{
    size_t counted = 0;

    for (size_t i = 0; i < count; i++)
        counted += part != FORM_EXPLANATIONS || has_words(rows[i]);
    return counted;
}

struct summary summary_of(const Qd__Return *returned, enum form_part part)
{
    const ProtobufCMessageDescriptor *columns = form_part(part)->row;
    ProtobufCMessage *const *rows;
    const size_t count = form_all_rows(returned, part, &rows);
    struct summary summary = {.rows = count_rows(rows, count, part)};

    for (size_t i = 0; i < sizeof summaries / sizeof summaries[0]; i++) {
        struct summary_figure *figure = &summary.figures[summary.figures_count];

        if (summaries[i].part != part || summary.figures_count == SUMMARY_FIGURES_MAX)
            continue;
        summary.figures_count++;
        figure->field =
            protobuf_c_message_descriptor_get_field_by_name(columns, summaries[i].field);
        figure->words = summaries[i].words;
        figure->sum = figure_missing(FIGURE_BLANK);
        for (size_t row = 0; row < count; row++)
            if (summaries[i].counts(rows[row]))
                add(figure, rows[row]);
    }
    return summary;
}
