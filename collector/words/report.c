// The findings as text: report_findings_text of report.h.
#include "collector/words/report.h"

#include "collector/words/printable.h"
#include "collector/words/report_groups.h"
#include "collector/words/row_list.h"
#include "lib/base/terminal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2, HANGING = 4 };

struct report {
    FILE *out;
    const struct findings *findings;
    struct report_groups groups;
    size_t not_kept[RULE_COUNT];
    unsigned char why_said[RULE_COUNT];  // once in a report is enough
};

// --- sentences

// Somebody else's words may be in it; the list of all settings must fit.
enum { WORDS_COLUMNS_MAX = 1500 };

static void put_words(FILE *out, const char *text)
{
    size_t length = strlen(text);

    printable_put(out, text, length, WORDS_COLUMNS_MAX);
    if (length > 0 && strchr(".!?", text[length - 1]) == NULL)
        fputc('.', out);
}

// What was made for the middle of a sentence gets a capital.
static void put_sentence(FILE *out, const char *text)
{
    if (text[0] >= 'a' && text[0] <= 'z')
        fputc(toupper((unsigned char)*text++), out);
    put_words(out, text);
}

static void put_file(FILE *out, const struct finding_place *place)
{
    const char *file = place->file == NULL ? form_part(place->part)->file : place->file;

    if (*file == '\0')
        fputs("the folder", out);
    else
        printable_put(out, file, strlen(file), PRINTABLE_ALL);
}

// "placements.csv, row 14, column F (plans)"
static void put_place(FILE *out, const struct finding_place *place)
{
    const char *heading = place->field != NULL ? place->field->name : place->heading;

    put_file(out, place);
    if (place->sheet_row != 0)
        fprintf(out, ", row %u", (unsigned)place->sheet_row);
    if (place->sheet_column != 0) {
        char letters[FINDING_LETTERS_BYTES];

        finding_letters(place->sheet_column, letters);
        fprintf(out, ", column %s", letters);
        if (heading != NULL && *heading != '\0') {
            fputs(" (", out);
            printable_put(out, heading, strlen(heading), PRINTABLE_QUOTE_COLUMNS);
            fputc(')', out);
        }
    }
}

// --- paragraphs

// A paragraph is composed as one line, and broken when it is complete.
struct paragraph {
    char *text;
    size_t length;
    FILE *stream;
};

static int paragraph_begin(struct paragraph *paragraph)
{
    *paragraph = (struct paragraph){.text = NULL};
    paragraph->stream = open_memstream(&paragraph->text, &paragraph->length);
    return paragraph->stream != NULL;
}

static enum err paragraph_end(struct paragraph *paragraph, FILE *out, int first, int rest)
{
    int failed = fclose(paragraph->stream) != 0;

    if (!failed)
        printable_paragraph(out, first, rest, paragraph->text);
    free(paragraph->text);
    return failed ? ERR_NO_MEMORY : ERR_OK;
}

// How to fix it is not said again below another finding of which the same was said.
static enum err write_finding(FILE *out, const struct finding *finding, const struct finding *above)
{
    struct paragraph paragraph;

    if (!paragraph_begin(&paragraph))
        return ERR_NO_MEMORY;
    put_place(paragraph.stream, &finding->place);
    fputs(": ", paragraph.stream);
    put_words(paragraph.stream, finding->what);
    if (above == NULL || strcmp(above->fix, finding->fix) != 0) {
        fputc(' ', paragraph.stream);
        put_sentence(paragraph.stream, finding->fix);
    }
    if (report_groups_section(finding) == REPORT_ASKS && finding->row_key[0] != '\0') {
        fputs(" Its row in explanations.csv: ", paragraph.stream);
        put_words(paragraph.stream, finding->row_key);
    }
    fprintf(paragraph.stream, " [%s]", finding->rule->id);
    return paragraph_end(&paragraph, out, INDENT, HANGING);
}

static enum err write_explanation(FILE *out, const char *words)
{
    struct paragraph paragraph;

    if (!paragraph_begin(&paragraph))
        return ERR_NO_MEMORY;
    fputs("Explained: ", paragraph.stream);
    put_words(paragraph.stream, words);
    return paragraph_end(&paragraph, out, HANGING, HANGING);
}

static enum err write_why(FILE *out, const struct rule *rule)
{
    struct paragraph paragraph;

    if (!paragraph_begin(&paragraph))
        return ERR_NO_MEMORY;
    fputs("Why: ", paragraph.stream);
    put_words(paragraph.stream, rule->why);
    return paragraph_end(&paragraph, out, HANGING, HANGING);
}

static enum err write_more_rows(FILE *out, const struct row_list *rows, int are_all)
{
    struct paragraph paragraph;

    if (!paragraph_begin(&paragraph))
        return ERR_NO_MEMORY;
    fprintf(paragraph.stream, "And the same in %zu more rows%s: ", rows->rows,
            are_all ? "" : " at least");
    row_list_put(paragraph.stream, rows);
    fputc('.', paragraph.stream);
    return paragraph_end(&paragraph, out, HANGING, HANGING);
}

// --- groups and sections

static enum err write_group(struct report *report, const struct report_group *group)
{
    enum { SHOWN_ALL = 5, SHOWN_FIRST = 3 };
    const struct finding *list = report->findings->list;
    const struct rule *rule = list[group->first].rule;
    size_t id = rule_id(rule);
    size_t shown = group->count <= SHOWN_ALL ? group->count : SHOWN_FIRST, at = group->first;
    const struct finding *above = NULL;
    struct row_list rows = {.count = 0};
    enum err error = ERR_OK;

    for (size_t i = 0; i < group->count && error == ERR_OK; i++) {
        if (i < shown)
            error = write_finding(report->out, &list[at], above);
        else
            row_list_add(&rows, list[at].place.sheet_row);
        above = &list[at];
        at = report->groups.next[at];
    }
    if (error == ERR_OK && rows.rows > 0)
        error = write_more_rows(report->out, &rows, report->not_kept[id] == 0);
    if (error == ERR_OK && list[group->first].explanation != NULL)
        error = write_explanation(report->out, list[group->first].explanation);
    if (error == ERR_OK && rule->why[0] != '\0' && !report->why_said[id]) {
        report->why_said[id] = 1;
        error = write_why(report->out, rule);
    }
    return error;
}

// Findings that were counted and not kept, because there were too many of one kind.
static void write_not_kept(const struct report *report, enum report_section section)
{
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);
        const struct finding one = {.rule = rule};

        if (report->not_kept[i] > 0 && report_groups_section(&one) == section)
            fprintf(report->out, "\n%*sAnd %zu more of %s (%s) that are not listed.\n", INDENT, "",
                    report->not_kept[i], rule->id, rule->title);
    }
}

static size_t section_size(const struct findings *findings, enum report_section section)
{
    size_t asked = 0;

    for (int i = 0; i < RULE_COUNT; i++)
        if (rule_get((enum rule_id)i)->class == RULE_ASKS)
            asked += findings->found[i];
    switch (section) {
    case REPORT_STOPS:
        return findings->stops;
    case REPORT_ASKS:
        return findings->asks;
    case REPORT_EXPLAINED:
        return asked - findings->asks;
    case REPORT_INFORMS:
    case REPORT_SECTIONS:
        break;
    }
    return findings->informs;
}

static enum err write_section(struct report *report, enum report_section section)
{
    static const char *const headings[REPORT_SECTIONS] = {
        [REPORT_STOPS] = "Stops the return",
        [REPORT_ASKS] = "Asks for an explanation",
        [REPORT_EXPLAINED] = "Asked for an explanation, and has it",
        [REPORT_INFORMS] = "For information",
    };
    static const enum terminal_colour colours[REPORT_SECTIONS] = {
        [REPORT_STOPS] = TERMINAL_RED,
        [REPORT_ASKS] = TERMINAL_YELLOW,
        [REPORT_EXPLAINED] = TERMINAL_BOLD,
        [REPORT_INFORMS] = TERMINAL_BOLD,
    };
    size_t size = section_size(report->findings, section);
    enum err error = ERR_OK;

    if (size == 0)
        return ERR_OK;
    terminal_paint(report->out, colours[section]);
    fprintf(report->out, "%s (%zu)", headings[section], size);
    terminal_paint(report->out, TERMINAL_PLAIN);
    fputc('\n', report->out);
    for (size_t i = 0; i < report->groups.count && error == ERR_OK; i++) {
        if (report->groups.list[i].section != section)
            continue;
        fputc('\n', report->out);
        error = write_group(report, &report->groups.list[i]);
    }
    write_not_kept(report, section);
    fputc('\n', report->out);
    return error;
}

static void write_not_checked(const struct report *report)
{
    int any = 0;

    for (int i = 0; i < FORM_PARTS; i++) {
        const char *sentence = report->findings->not_checked[i];

        if (sentence == NULL)
            continue;
        if (!any)
            fputs("Not checked yet\n\n", report->out);
        any = 1;
        printable_paragraph(report->out, INDENT, HANGING, sentence);
    }
    if (any)
        fputc('\n', report->out);
}

// --- the verdict

static void write_verdict(const struct report *report)
{
    const struct findings *findings = report->findings;
    char text[256];

    if (findings->stops > 0)
        snprintf(text, sizeof text,
                 "This return cannot be sent yet: fix what stops it (%zu), and check again.",
                 findings->stops);
    else if (findings->asks > 0)
        snprintf(text, sizeof text,
                 "This return can be sent. It will be asked about what stands above (%zu): fix "
                 "the figures, or say in explanations.csv why they are right, for a rule or for "
                 "one place in which it asks.",
                 findings->asks);
    else
        snprintf(text, sizeof text, "This return can be sent.");
    terminal_paint(report->out, findings->stops > 0  ? TERMINAL_RED
                                : findings->asks > 0 ? TERMINAL_YELLOW
                                                     : TERMINAL_GREEN);
    printable_paragraph(report->out, 0, 0, text);
    terminal_paint(report->out, TERMINAL_PLAIN);
}

static int is_clean(const struct findings *findings)
{
    for (int i = 0; i < RULE_COUNT; i++)
        if (findings->found[i] > 0)
            return 0;
    return 1;
}

enum err report_findings_text(FILE *out, const struct findings *findings, const char *folder,
                              const struct understood *understood)
{
    struct report report = {.out = out, .findings = findings};
    enum err error = report_groups_make(&report.groups, findings);

    if (error != ERR_OK)
        return error;
    if (understood != NULL) {
        error = understood_text(out, 0, understood);
        fputc('\n', out);
    }
    memcpy(report.not_kept, findings->found, sizeof report.not_kept);
    for (size_t i = 0; i < findings->count; i++)
        report.not_kept[rule_id(findings->list[i].rule)]--;
    printable_put(out, folder, strlen(folder), PRINTABLE_ALL);
    fputs(is_clean(findings) ? ": nothing was found\n\n"
                             : ": what was found, and how to fix it\n\n",
          out);
    for (int i = 0; i < REPORT_SECTIONS && error == ERR_OK; i++)
        error = write_section(&report, (enum report_section)i);
    if (error == ERR_OK) {
        write_not_checked(&report);
        write_verdict(&report);
    }
    report_groups_free(&report.groups);
    if (error == ERR_OK && (fflush(out) != 0 || ferror(out)))
        error = ERR_IO;
    return error;
}
