// What exactly is counted, what a reader must know, and what boroughs say of their figures.
#include "reporter/pages/indicator_internal.h"
#include "reporter/table/table_notes.h"

static void add_note(struct indicator_page *of, json_t *list, const char *lead, const char *words)
{
    json_t *item;

    if (words == NULL || words[0] == '\0')
        return;
    item = page_item(of->page, list);
    page_say(of->page, item, "lead", "%s", lead);
    page_say(of->page, item, "words", "%s", words);
}

static const char *formula(const struct subject *subject)
{
    const struct indicator *indicator = subject->indicator;

    return indicators_has_denominator(indicator)
               ? arena_printf(subject->arena, "%s / %s", indicator->numerator,
                              indicator->denominator)
               : indicator->numerator;
}

static const char *law(const struct subject *subject)
{
    const struct indicator_target *target = &subject->indicator->target;

    return target->law == NULL ? NULL
                               : sentences_say(subject->sentences, "target", "{s:i, s:s}",
                                               "percent", (int)target->percent, "law", target->law);
}

// For the panel alone: what a borough says is for no other borough.
static void say_words(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    json_t *list = page_list(of->page, of->page->data, "said");

    for (int row = 0; row < BOROUGHS_COUNT && page_is_panel(of->page); row++)
        for (const struct table_note *note =
                 table_notes_next(subject->table, subject->period, subject->column, row, NULL);
             note != NULL;
             note = table_notes_next(subject->table, subject->period, subject->column, row, note)) {
            char name[TABLE_NOTES_NAME_BYTES];
            json_t *item = page_item(of->page, list);

            table_notes_name(subject->table, subject->period, note, name);
            page_say(of->page, item, "name", "%s", table_row_name(subject->table, row));
            page_say(of->page, item, "about", "%s", name);
            page_say(of->page, item, "words", "%s", note->words);
        }
}

void indicator_notes(struct indicator_page *of)
{
    const struct subject *subject = &of->subject;
    const struct periods *periods = &subject->table->periods;
    json_t *list = page_list(of->page, of->page->data, "notes");

    add_note(of, list, "What is counted", subject->indicator->definition);
    add_note(of, list, "Formula", formula(subject));
    add_note(of, list, "Name", subject->indicator->name);
    add_note(of, list, "What the law asks for", law(subject));
    add_note(of, list, "Source", subject->indicator->source);
    add_note(of, list, "To be known", subject->indicator->note);
    for (size_t i = 1; i < subject->line_count; i++)
        add_note(of, list,
                 page_words(of->page, "line_breaks", "{s:s}", "when",
                            subject_when(subject, subject->line[i])),
                 marks_break(subject->table->about.part, &periods->list[subject->line[i - 1]],
                             &periods->list[subject->line[i]]));
    say_words(of);
}
