// In brief, and the lines of a pack: a strip of all boroughs, and the figures over the years.
#include "reporter/outputs/output.h"
#include "reporter/pages/address.h"
#include "reporter/pages/borough_internal.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/line_words.h"
#include "reporter/pages/papers_link.h"
#include "reporter/table/tables.h"

#include <string.h>

enum { BRIEF_MAX = 5, SPARK_WIDTH = 130 };

static struct subject_against neighbours_of(const struct borough_page *of,
                                            const struct subject *subject)
{
    struct subject near = *subject;

    if (of->pack.neighbours.all[of->row] > 0)
        subject_against_neighbours(&near, &of->pack.neighbours);
    else
        near.against = (struct subject_against){.name = "", .has_figure = 0};
    return near.against;
}

// --- in brief: the lines beyond chance from London, in their order, then the first others

static int is_beyond(const struct borough_page *of, const struct subject *subject)
{
    int has;

    return subject->against.has_figure &&
           subject_beyond(subject, subject_cell(subject, of->row), subject->against.figure, &has);
}

// Between what the figures lay; NULL where they are one.
struct range {
    const char *since, *least, *most;
};

static void find_range(const struct borough_page *of, const struct subject *subject,
                       struct range *range)
{
    const struct table_cell *least = NULL, *most = NULL;
    size_t first = SUBJECT_PERIODS_MAX;

    for (size_t i = 0; i < subject->line_count; i++) {
        const struct table_cell *cell =
            table_cell(subject->table, subject->line[i], subject->column, of->row);

        if (!figure_known(cell->value))
            continue;
        first = first == SUBJECT_PERIODS_MAX ? subject->line[i] : first;
        least = least == NULL || cell->value.value < least->value.value ? cell : least;
        most = most == NULL || cell->value.value > most->value.value ? cell : most;
    }
    if (least == NULL || least->value.value == most->value.value)
        return;
    range->since = subject_when(subject, first);
    range->least = figure_words_value(subject->arena, subject->indicator, least);
    range->most = figure_words_value(subject->arena, subject->indicator, most);
}

static void add_brief(struct borough_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct table_cell *cell = subject_cell(subject, of->row);
    const char *beside = line_words_beside(subject, of->row, &subject->against),
               *place = line_words_place_in_short(subject, of->row),
               *share = line_words_share(subject, of->row);
    json_t *item = page_item(of->page, list);
    struct range range = {.since = NULL};

    find_range(of, subject, &range);
    page_say(of->page, item, "lead", "%s", line->about->brief);
    page_sentence(of->page, item, "words", "brief", "{s:s, s:s, s:s, s:s, s:s?, s:s?, s:s?}",
                  "value", figure_words_value(subject->arena, subject->indicator, cell), "share",
                  share, "place", place, "beside", beside, "since", range.since, "least",
                  range.least, "most", range.most);
}

void borough_brief(struct borough_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "brief");
    size_t said = 0;

    for (int beyond = 1; beyond >= 0; beyond--)
        for (size_t i = 0; i < of->pack.count && said < BRIEF_MAX; i++) {
            const struct subject *subject = &of->pack.lines[i].subject;

            if (!figure_known(subject_cell(subject, of->row)->value) ||
                (is_beyond(of, subject) != 0) != beyond)
                continue;
            add_brief(of, list, &of->pack.lines[i]);
            said++;
        }
}

// --- lines

static void draw_strip(struct borough_page *of, json_t *item, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct subject_against near = neighbours_of(of, subject);
    struct strip strip;
    struct scene scene;

    if (!line_words_strip(subject, of->row, &strip))
        return;
    if (indicators_has_denominator(subject->indicator) && line->inner >= 0) {
        struct subject inner = *subject;

        subject_against_area(&inner, line->inner);
        if (inner.against.has_figure)
            strip.area = (struct strip_mark){"", line_words_in_unit(subject, &inner.against.cell)};
        if (near.has_figure)
            strip.neighbours = (struct strip_mark){"", line_words_in_unit(subject, &near.cell)};
    }
    scene_begin(
        &scene, subject->arena, arena_printf(subject->arena, "strip-%s", line->about->address),
        arena_printf(subject->arena, "%s: %s among the boroughs", line->about->label, of->name),
        page_words(of->page, "drawn_strip", "{s:s, s:s, s:b}", "lowest", strip.lowest, "highest",
                   strip.highest, "pack", 1));
    strip_draw(&scene, &strip, STRIP_PACK_WIDTH);
    page_draw_once(of->page, item, "svg", &scene);
}

static void draw_spark(struct borough_page *of, json_t *item, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    struct trend_point points[SUBJECT_PERIODS_MAX], back[SUBJECT_PERIODS_MAX];
    struct trend trend;
    struct scene scene;

    if (!line_words_trend(subject, of->row, &trend, points, back)) {
        page_sentence(of->page, item, "no_spark", "line_without_trend", "{}");
        return;
    }
    scene_begin(&scene, subject->arena,
                arena_printf(subject->arena, "spark-%s", line->about->address), line->about->label,
                line_words_spoken(subject, of->row));
    trend_spark(&scene, &trend, SPARK_WIDTH);
    page_draw_once(of->page, item, "svg_spark", &scene);
}

// "Inner London 67.3 · neighbours 75.8"; of counts how they have moved.
static const char *others_words(const struct borough_page *of, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const struct subject_against near = neighbours_of(of, subject);
    const int has_area = line->inner >= 0;

    if (!indicators_has_denominator(subject->indicator))
        return figure_words_sentence(subject->arena, line_words_moved(subject, of->row));
    return page_words(of->page, "line_others", "{s:s?, s:s?, s:b, s:s?}", "area",
                      has_area ? table_row_name(subject->table, line->inner) : NULL, "of_area",
                      has_area ? figure_words_value(subject->arena, subject->indicator,
                                                    subject_cell(subject, line->inner))
                               : NULL,
                      "both", has_area && near.has_figure, "neighbours",
                      near.has_figure
                          ? figure_words_value(subject->arena, subject->indicator, &near.cell)
                          : NULL);
}

static void add_line(struct borough_page *of, json_t *list, const struct pack_line *line)
{
    const struct subject *subject = &line->subject;
    const char *place = line_words_place(subject, of->row),
               *beside = line_words_beside(subject, of->row, &subject->against);
    json_t *item = page_item(of->page, list);

    page_say(of->page, item, "label", "%s", line->about->label);
    page_say(of->page, item, "href", "/%s/%s/%s?borough=%s",
             address_period(subject->arena, &subject->table->periods.list[subject->period]),
             address_of(subject->arena, subject->table->about.name), line->about->address,
             address_of(subject->arena, of->name));
    page_say(of->page, item, "when", "%s", subject_when(subject, subject->period));
    page_say(of->page, item, "better", "%s", line_words_better(subject));
    page_say(
        of->page, item, "value", "%s",
        figure_words_value(subject->arena, subject->indicator, subject_cell(subject, of->row)));
    papers_link_say(of->page, item, "papers",
                    papers_link(of->page, subject, subject->period, of->row));
    page_say(of->page, item, "share", "%s", line_words_share(subject, of->row));
    page_sentence(of->page, item, "says", "line_says", "{s:s, s:s}", "place", place, "beside",
                  figure_words_sentence(subject->arena, beside));
    page_say(of->page, item, "others", "%s", others_words(of, line));
    draw_strip(of, item, line);
    draw_spark(of, item, line);
}

// --- the parts: timeliness on the first side, the others on the second

static void begin_part(struct borough_page *of, json_t **lines, json_t *parts, const char *id,
                       const char *heading, int begins_side)
{
    json_t *part = page_item(of->page, parts);

    page_say(of->page, part, "id", "%s", id);
    page_say(of->page, part, "heading", "%s", heading);
    page_set(of->page, part, "begins_side", json_boolean(begins_side));
    *lines = page_list(of->page, part, "lines");
    page_list(of->page, part, "missing");
}

static void add_missing(struct borough_page *of, json_t *parts, const struct pack_line *line)
{
    json_t *part = json_array_get(parts, json_array_size(parts) - 1);

    page_add(of->page, json_object_get(part, "missing"),
             page_words(of->page, "line_without_figure", "{s:s, s:s}", "label", line->about->label,
                        "why", output_status(subject_cell(&line->subject, of->row)->value.state)));
}

void borough_lines(struct borough_page *of)
{
    json_t *parts = page_list(of->page, of->page->data, "parts"), *lines = NULL;
    int first_part = -1, part = -1;

    for (size_t i = 0; i < of->pack.count; i++) {
        const struct pack_line *line = &of->pack.lines[i];
        const struct subject *subject = &line->subject;

        if (part != line->about->part) {
            part = line->about->part;
            first_part = first_part < 0 ? part : first_part;
            begin_part(of, &lines, parts, subject->table->about.name,
                       arena_printf(subject->arena, "%s, %s", subject->table->about.title,
                                    subject_when(subject, subject->period)),
                       part != first_part && json_array_size(parts) == 1);
        }
        if (figure_known(subject_cell(subject, of->row)->value))
            add_line(of, lines, line);
        else
            add_missing(of, parts, line);
    }
}
