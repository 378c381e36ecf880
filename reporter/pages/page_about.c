// About the figures: how they are made, what the signs mean, who sees what, how to check.
#include "proto/form/figure.h"
#include "reporter/outputs/output.h"
#include "reporter/pages/page_internal.h"
#include "reporter/table/marks.h"

// What a figure without a value is to a sum.
static const char *in_a_sum(enum figure_state state)
{
    if (state == FIGURE_NOT_APPLICABLE)
        return "is not summed";
    return state == FIGURE_CONFIDENTIAL || state == FIGURE_ROUNDS_TO_0
               ? "counts in full"
               : "leaves the borough out, above and below the line";
}

static void say_signs(struct page *page)
{
    json_t *list = page_list(page, page->data, "signs"), *item;

    for (int i = 0; i < FIGURE_BLANK; i++) {
        const enum figure_state state = (enum figure_state)i;

        item = page_item(page, list);
        page_say(page, item, "sign", "%s", output_sign(state));
        page_say(page, item, "means", "%s", output_status(state));
        page_say(page, item, "in_a_sum", "%s", in_a_sum(state));
    }
    list = page_list(page, page->data, "marks");
    for (int mark = 0; mark < MARKS; mark++) {
        item = page_item(page, list);
        page_say(page, item, "mark", "%s", marks_words[mark].word);
        page_say(page, item, "means", "%s", marks_words[mark].meaning);
    }
}

static void say_link(struct page *page, const uint8_t link[CODEC_HASH_BYTES])
{
    char text[2 * CODEC_HASH_BYTES + 1];

    codec_hex(text, link, CODEC_HASH_BYTES);
    page_say(page, json_object_get(page->data, "journal"), "link", "%s", text);
}

// Where the journal ends; nothing of it is for the public.
static enum err say_journal(struct page *page, struct err_text *text)
{
    struct store_reading *reading;
    const enum err error = page_look(page, &reading, text);
    json_t *journal;

    if (error != ERR_OK)
        return error;
    page->sequence = reading->end.sequence;
    journal = page_object(page, page->data, "journal");
    page_set(page, journal, "sequence", json_integer((json_int_t)reading->end.sequence));
    page_set(page, journal, "returns", json_integer((json_int_t)reading->report.returns));
    say_link(page, reading->end.link);
    return ERR_OK;
}

enum err page_about(struct page *page, struct err_text *text)
{
    page_begin(page, "How these figures are made, and how to check them", "About the figures");
    say_signs(page);
    return page->request->reader.audience == PAGES_PUBLIC ? ERR_OK : say_journal(page, text);
}
