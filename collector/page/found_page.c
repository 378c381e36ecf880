#include "collector/page/found_page.h"

#include "collector/page/found_words.h"
#include "collector/reading/folder_files.h"
#include "lib/base/clock.h"
#include "lib/base/quote.h"
#include "proto/form/boroughs.h"
#include "proto/form/period.h"

// --- the folder, once more

static enum err read_file(struct found *found, enum form_part part, struct err_text *text)
{
    struct found_file *file = &found->files[part];
    const char *path = arena_printf(found->arena, "%s/%s", found->asked->folder, file->name);
    uint32_t *wanted =
        arena_alloc(found->arena, (found->causes.count + 1) * CAUSES_ROWS_SHOWN * sizeof *wanted);
    size_t count = 0;
    enum err error;

    if (path == NULL || wanted == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < found->causes.count; i++)
        if (found->causes.list[i].first->place.part == part)
            count += causes_rows(&found->causes.list[i], wanted + count);
    error = file_rows_read(&file->rows, found->arena, path, part, wanted, count, text);
    // What cannot be read was found already, or is gone since: then there is no piece of it.
    return error == ERR_NO_MEMORY ? error : ERR_OK;
}

static enum err read_files(struct found *found, struct err_text *text)
{
    struct folder_files files;
    struct findings again;
    enum err error;

    findings_init(&again, found->arena);
    error = folder_files_read(&files, found->asked->folder, &again, text);
    for (int part = 0; part < FORM_PARTS && error == ERR_OK; part++) {
        found->files[part].name = files.names[part];
        if (files.names[part] != NULL)
            error = read_file(found, (enum form_part)part, text);
    }
    return error;
}

// --- causes, section by section

static json_t *sections_array(const struct found *found)
{
    static const char *const headings[REPORT_SECTIONS] = {
        [REPORT_STOPS] = "Stop the return",
        [REPORT_ASKS] = "Ask for an explanation",
        [REPORT_EXPLAINED] = "Are explained",
        [REPORT_INFORMS] = "For information",
    };
    const struct causes *causes = &found->causes;
    json_t *list = json_array();
    size_t at = 0;

    for (int section = 0; section < REPORT_SECTIONS; section++) {
        json_t *of_it = json_array();

        for (size_t i = 0; i < causes->in_section[section]; i++, at++)
            found_append(&of_it, found_cause(found, &causes->list[at], at + 1));
        if (causes->in_section[section] == 0)
            json_decref(of_it);
        else
            found_append(&list,
                         json_pack("{s:s, s:o}", "heading", headings[section], "causes", of_it));
    }
    return list;
}

// --- the rest of the page

// An object with the list, so that a template can say what stands around it once; null for an empty list.
static json_t *list_or_null(json_t *list, const char *name)
{
    if (list == NULL || json_array_size(list) > 0)
        return json_pack("{s:o}", name, list);
    json_decref(list);
    return json_null();
}

static void add_fact(json_t **facts, const char *name, const char *value)
{
    found_append(facts, json_pack("{s:s, s:o}", "name", name, "value", found_whole_text(value)));
}

static json_t *facts_array(const struct found *found)
{
    const struct found_asked *asked = found->asked;
    const Qd__Header *header = found_header(found);
    char period[PERIOD_TEXT_BYTES], day[CLOCK_DAY_BYTES];
    json_t *facts = json_array();

    if (header != NULL) {
        period_format(header->period, period);
        add_fact(&facts, "Return of", boroughs_of(header->new_la_code)->la_name);
        add_fact(&facts, "For", period);
    }
    clock_format_day(asked->today, day);
    add_fact(&facts, "Folder", asked->folder);
    add_fact(&facts, "Checked", day);
    return facts;
}

static json_t *not_checked_array(const struct findings *findings)
{
    json_t *list = json_array();

    for (int part = 0; part < FORM_PARTS; part++)
        if (findings->not_checked[part] != NULL)
            found_append(&list, found_whole_text(findings->not_checked[part]));
    return list_or_null(list, "sentences");
}

static void put_line(void *context, const char *part, const char *words)
{
    json_t **list = context;

    found_append(list, json_pack("{s:o, s:o}", "part", found_whole_text(part), "words",
                                 found_whole_text(words)));
}

static json_t *understood_array(const struct understood *understood)
{
    json_t *list = json_array();

    if (understood_lines(understood, put_line, (void *)&list) == ERR_OK)
        return list;
    json_decref(list);
    return NULL;
}

struct tally {
    size_t stops, asks, at_fault;  // rows below the headings in which something was found
    int is_down;                   // the headings stand one below the other, beside the one row
    int is_whole;                  // nothing stands in the way of looking at all rows
};

// The findings of a file stand in the order of its rows, behind those of the file as a whole.
static struct tally tally_of(const struct found *found, enum form_part part)
{
    const struct file_rows *rows = &found->files[part].rows;
    const struct findings *findings = found->asked->findings;
    struct tally tally = {.is_whole = rows->is_whole && rows->headings.count > 0};
    uint32_t last = 0;

    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        const enum report_section section = report_groups_section(finding);
        const uint32_t row = finding->place.sheet_row;

        if (finding->place.part != part || finding->place.file != NULL)
            continue;
        tally.is_down |= rule_id(finding->rule) == RULE_HEADING_DOWN;
        if (section > REPORT_ASKS)
            continue;
        tally.stops += section == REPORT_STOPS;
        tally.asks += section == REPORT_ASKS;
        tally.at_fault += row > rows->headings.sheet_row && row != last;
        tally.is_whole &= section != REPORT_STOPS || row > rows->headings.sheet_row ||
                          finding->rule->scope > RULE_SCOPE_HEADING;
        last = row;
    }
    return tally;
}

static json_t *file_object(const struct found *found, enum form_part part)
{
    const struct tally tally = tally_of(found, part);
    const struct file_rows *read = &found->files[part].rows;
    const size_t rows = tally.is_down ? 1 : read->below;
    const size_t at_fault = tally.is_down ? tally.at_fault > 0 : tally.at_fault;
    const int is_known = tally.is_down || read->headings.count > 0;
    const int is_whole = tally.is_down || (tally.is_whole && at_fault <= rows);

    return json_pack("{s:o, s:o, s:o, s:I, s:I}",                                      //
                     "file", found_whole_text(found->files[part].name),                //
                     "rows", is_known ? json_integer((json_int_t)rows) : json_null(),  //
                     "clean",
                     is_whole ? json_integer((json_int_t)(rows - at_fault)) : json_null(),  //
                     "stops", (json_int_t)tally.stops,                                      //
                     "asks", (json_int_t)tally.asks);
}

static json_t *files_array(const struct found *found)
{
    json_t *list = json_array();

    for (int part = 0; part < FORM_PARTS; part++)
        if (found->files[part].name != NULL)
            found_append(&list, file_object(found, (enum form_part)part));
    return list_or_null(list, "list");
}

static json_t *page_object(const struct found *found)
{
    const struct found_asked *asked = found->asked;
    const Qd__Header *header = found_header(found);
    struct quote_text quoted;

    return json_pack("{s:i, s:s, s:o, s:s, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o}",  //
                     "version", FOUND_PAGE_VERSION,                                   //
                     "program", "qd-collector " QD_VERSION,                           //
                     "title", found_whole_text(found_words_title(found)),             //
                     "verdict", found_words_verdict(found),                           //
                     "lead", found_whole_text(found_words_lead(found)),               //
                     "simulated",
                     header != NULL && header->has_simulated &&
                         header->simulated == QD__YES_NO__YES,           //
                     "facts", facts_array(found),                        //
                     "sections", sections_array(found),                  //
                     "not_checked", not_checked_array(asked->findings),  //
                     "understood", understood_array(asked->understood),  //
                     "files", files_array(found),                        //
                     "folder", found_whole_text(quote_shell(&quoted, asked->folder)));
}

enum err found_page_make(json_t **page, struct arena *arena, const struct found_asked *asked,
                         struct err_text *text)
{
    struct found *found = arena_zalloc(arena, sizeof *found);
    enum err error = found == NULL ? ERR_NO_MEMORY : ERR_OK;

    *page = NULL;
    if (error == ERR_OK) {
        found->arena = arena;
        found->asked = asked;
        error = causes_make(&found->causes, arena, asked->findings);
    }
    if (error == ERR_OK)
        error = read_files(found, text);
    if (error == ERR_OK)
        *page = page_object(found);
    if (error != ERR_OK)
        return error;
    return *page == NULL ? err_say(text, ERR_NO_MEMORY, "there is no memory for the page") : ERR_OK;
}
