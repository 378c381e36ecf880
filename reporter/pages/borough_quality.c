// How good the figures of a pack are: what is not there, what the borough says of them, and the receipts.
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "reporter/pages/borough_internal.h"
#include "reporter/pages/day_words.h"
#include "reporter/pages/figure_words.h"

// --- what marks say of the figures, each once

static void say_marks(struct borough_page *of)
{
    json_t *list = page_list(of->page, of->page->data, "marks");

    for (int mark = 0; mark < MARKS; mark++) {
        const char *about[INDICATORS_PACK_MAX];
        size_t count = 0;
        json_t *item;

        for (size_t i = 0; i < of->pack.count; i++)
            if ((subject_cell(&of->pack.lines[i].subject, of->row)->marks &
                 marks_one((enum mark)mark)) != 0)
                about[count++] = of->pack.lines[i].about->brief;
        if (count == 0)
            continue;
        item = page_item(of->page, list);
        page_say(of->page, item, "lead", "%s", figure_words_list(of->page->arena, about, count));
        page_say(of->page, item, "words", "%s", marks_words[mark].meaning);
    }
}

// --- receipts: a receipt is made of the entry of its return

static void say_hash(struct page *page, json_t *item, const uint8_t *hash)
{
    char text[2 * CODEC_HASH_BYTES + 1];

    codec_hex(text, hash, CODEC_HASH_BYTES);
    page_say(page, item, "hash", "%s", text);
}

static const char *verdict(struct page *page, const struct store_return *latest)
{
    const int stands = latest->standing != STORE_WITHDRAWN && latest->standing != STORE_REDACTED;

    return page_words(
        page, "receipt_verdict", "{s:b, s:b, s:b, s:s?}", "withdrawn",
        latest->standing == STORE_WITHDRAWN, "redacted", latest->standing == STORE_REDACTED,
        "clean", stands && latest->entry.queries == 0, "open",
        stands && latest->entry.queries > 0 ? arena_printf(page->arena, "%u", latest->entry.queries)
                                            : NULL);
}

static void add_receipt(struct borough_page *of, json_t *list, const struct store_return *latest)
{
    char period_text[PERIOD_TEXT_BYTES] = "";
    Qd__Period period;
    json_t *item = page_item(of->page, list);

    if (period_from_key(&period, latest->entry.period_key))
        period_format(&period, period_text);
    page_say(of->page, item, "period", "%s", period_text);
    page_say(of->page, item, "arrived", "%s",
             day_words_time(of->page->arena, latest->entry.unix_ms));
    page_say(of->page, item, "revision", "%u", latest->entry.revision);
    page_say(of->page, item, "sequence", "%llu", (unsigned long long)latest->entry.sequence);
    page_say(of->page, item, "verdict", "%s", verdict(of->page, latest));
    say_hash(of->page, item, latest->entry.body_hash);
}

static int is_in_pack(const struct borough_page *of, uint32_t key)
{
    for (size_t i = 0; i < of->pack.count; i++) {
        const struct subject *subject = &of->pack.lines[i].subject;

        if (period_key(&subject->table->periods.list[subject->period]) == key)
            return 1;
    }
    return 0;
}

static enum err say_receipts(struct borough_page *of, struct err_text *text)
{
    struct store_reading *reading;
    const enum err error = page_look(of->page, &reading, text);
    unsigned open = 0;
    json_t *now, *earlier;

    if (error != ERR_OK)
        return error;
    now = page_list(of->page, of->page->data, "receipts");
    earlier = page_list(of->page, of->page->data, "other_receipts");
    for (size_t i = 0; i < reading->periods_count; i++) {
        const struct store_return *latest = reading->periods[i]->returns[of->row];

        if (latest == NULL)
            continue;
        if (is_in_pack(of, reading->periods[i]->key))
            open += latest->entry.queries;
        add_receipt(of, is_in_pack(of, reading->periods[i]->key) ? now : earlier, latest);
    }
    if (json_array_size(now) > 0)
        page_sentence(of->page, of->page->data, "found", "quality_open", "{s:s?, s:b, s:s, s:b}",
                      "open", open == 0 ? NULL : arena_printf(of->page->arena, "%u", open), "one",
                      open == 1, "returns",
                      figure_words_number(of->page->arena, json_array_size(now)), "many",
                      json_array_size(now) > 1);
    page_say(of->page, of->page->data, "other_count", "%zu", json_array_size(earlier));
    page_say(of->page, of->page->data, "journal", "%llu",
             (unsigned long long)reading->end.sequence);
    return ERR_OK;
}

enum err borough_quality(struct borough_page *of, struct err_text *text)
{
    page_set(of->page, of->page->data, "is_own", json_boolean(of->is_own));
    say_marks(of);
    if (!of->is_own)
        return ERR_OK;
    pack_say_words(&of->pack, of->page, page_list(of->page, of->page->data, "said"), of->row);
    return say_receipts(of, text);
}
