#include "collector/page/found_words.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"

#include <ctype.h>
#include <string.h>

// --- tools

// What was made for the middle of a sentence gets a capital; a name of a file or column keeps its small letter.
const char *found_words_heading(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    if (copy != NULL && islower((unsigned char)copy[0]) &&
        strcspn(copy, "._ ") == strcspn(copy, " "))
        copy[0] = (char)toupper((unsigned char)copy[0]);
    return copy;
}

const char *found_words_sentence(struct arena *arena, const char *text)
{
    const char *sentence = found_words_heading(arena, text);
    const size_t length = sentence == NULL ? 0 : strlen(sentence);

    if (length == 0 || strchr(".!?", sentence[length - 1]) != NULL)
        return sentence;
    return arena_printf(arena, "%s.", sentence);
}

// Small numbers as words.
static const char *number(struct arena *arena, size_t count)
{
    static const char *const words[] = {"no",  "one",   "two",   "three", "four", "five",
                                        "six", "seven", "eight", "nine",  "ten"};

    return count < sizeof words / sizeof words[0] ? words[count]
                                                  : arena_printf(arena, "%zu", count);
}

static size_t count_findings(const struct found *found)
{
    size_t count = 0;

    for (int i = 0; i < RULE_COUNT; i++)
        count += found->asked->findings->found[i];
    return count;
}

// --- the head

const char *found_words_verdict(const struct found *found)
{
    if (found->asked->findings->stops > 0)
        return "This return cannot be sent yet";
    return found->asked->findings->asks > 0 ? "This return can be sent, and will be asked about"
                                            : "This return can be sent";
}

const char *found_words_title(const struct found *found)
{
    const Qd__Header *header = found_header(found);
    const size_t causes =
        found->causes.in_section[REPORT_STOPS] + found->causes.in_section[REPORT_ASKS];
    const char *what = causes == 0   ? "Nothing to see to"
                       : causes == 1 ? "1 cause to see to"
                                     : arena_printf(found->arena, "%zu causes to see to", causes);
    char period[PERIOD_TEXT_BYTES];

    if (header == NULL)
        return arena_printf(found->arena, "%s: %s", what, found->asked->folder);
    period_format(header->period, period);
    return arena_printf(found->arena, "%s: %s, %s", what, boroughs_of(header->new_la_code)->la_name,
                        period);
}

// "; two ask for an explanation"; nothing for none.
static const char *with_section(const struct found *found, const char *sentence,
                                enum report_section section)
{
    static const char *const does[REPORT_SECTIONS][2] = {
        [REPORT_STOPS] = {"stops the return", "stop the return"},
        [REPORT_ASKS] = {"asks for an explanation", "ask for an explanation"},
        [REPORT_EXPLAINED] = {"is explained", "are explained"},
        [REPORT_INFORMS] = {"is for information", "are for information"},
    };
    const size_t count = found->causes.in_section[section];

    if (count == 0 || sentence == NULL)
        return sentence;
    if (count == found->causes.count)
        return arena_printf(found->arena, "%s %s", count == 1 ? "it" : "all of them",
                            does[section][count > 1]);
    return arena_printf(found->arena, "%s%s%s %s", sentence, *sentence == '\0' ? "" : "; ",
                        number(found->arena, count), does[section][count > 1]);
}

const char *found_words_lead(const struct found *found)
{
    struct arena *arena = found->arena;
    const size_t causes = found->causes.count, all = count_findings(found);
    const char *what, *does = "", *most = "";
    const struct cause *first = found->causes.list;

    if (causes == 0)
        return "Nothing was found that is wrong, missing or unlikely.";
    if (causes == all)
        what = arena_printf(arena, "%s thing%s found", number(arena, all),
                            all == 1 ? " was" : "s were");
    else
        what = arena_printf(arena, "%s cause%s explain%s %s findings", number(arena, causes),
                            causes == 1 ? "" : "s", causes == 1 ? "s" : "", number(arena, all));
    for (int section = 0; section < REPORT_SECTIONS; section++)
        does = with_section(found, does, (enum report_section)section);
    if (causes > 1 && first->count >= 3 && first->count * 3 >= all)
        most = arena_printf(arena, " The first one accounts for %s of the %zu.",
                            number(arena, first->count), all);
    if (what == NULL || does == NULL || most == NULL)
        return NULL;
    return arena_printf(arena, "%s. %s.%s", found_words_heading(arena, what),
                        found_words_heading(arena, does), most);
}

// "Nine cells have a thousands separator": the title of a rule over cells goes on from "a cell".
static const char *title_of_cells(const struct found *found, const char *title, size_t cells)
{
    static const char *const verbs[][2] = {{"has", "have"}, {"is", "are"}, {"does", "do"}};

    if (cells == 1)
        return arena_printf(found->arena, "a cell %s", title);
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const size_t length = strlen(verbs[i][0]);

        if (strncmp(title, verbs[i][0], length) == 0 && title[length] == ' ')
            return arena_printf(found->arena, "%s cells %s%s", number(found->arena, cells),
                                verbs[i][1], title + length);
    }
    return title;
}

const char *found_words_cause(const struct found *found, const struct cause *cause)
{
    const struct rule *rule = cause->first->rule;
    const char *title = rule->scope == RULE_SCOPE_CELL
                            ? title_of_cells(found, rule->title, cause->count + cause->not_listed)
                            : rule->title;

    return title == NULL ? NULL : found_words_heading(found->arena, title);
}

// --- places

const char *found_words_cell(struct arena *arena, const struct finding_place *place)
{
    char letters[FINDING_LETTERS_BYTES];

    finding_letters(place->sheet_column, letters);
    if (place->sheet_row == 0)
        return place->sheet_column == 0 ? "" : arena_printf(arena, "column %s", letters);
    return place->sheet_column == 0
               ? arena_printf(arena, "row %u", (unsigned)place->sheet_row)
               : arena_printf(arena, "%s%u", letters, (unsigned)place->sheet_row);
}

const char *found_words_file(const struct finding_place *place)
{
    const char *file = place->file == NULL ? form_part(place->part)->file : place->file;

    return *file == '\0' ? "the folder" : file;
}

static const char *where_of_one(const struct found *found, const struct finding_place *place)
{
    const char *heading = place->field != NULL ? place->field->name : place->heading;
    const char *file = found_words_file(place);

    if (place->sheet_row == 0 && place->sheet_column == 0)
        return file;
    if (place->sheet_column == 0 || heading == NULL || *heading == '\0')
        return arena_printf(found->arena, "%s, %s", file, found_words_cell(found->arena, place));
    return arena_printf(found->arena, "%s, %s (%s)", file, found_words_cell(found->arena, place),
                        heading);
}

const char *found_words_where(const struct found *found, const struct cause *cause)
{
    const struct finding_place *first = &cause->first->place;
    const size_t all = cause->count + cause->not_listed;
    size_t in_cells = 0;

    if (all == 1)
        return where_of_one(found, first);
    for (size_t i = 0; i < cause->count; i++)
        in_cells += cause->list[i]->place.sheet_column != 0;
    if (causes_rows_count(cause) == 1 && in_cells < cause->count)
        return arena_printf(found->arena, "%s, row %u; %s findings, one cause",
                            found_words_file(first), (unsigned)first->sheet_row,
                            number(found->arena, all));
    return arena_printf(found->arena, "%s, %zu %s", found_words_file(first), all,
                        in_cells == cause->count                   ? "cells"
                        : causes_rows_count(cause) >= cause->count ? "rows"
                                                                   : "findings");
}

const char *found_words_rules(const struct found *found, const struct cause *cause)
{
    const struct rule *first = cause->first->rule, *last = cause->list[cause->count - 1]->rule;

    return first == last ? first->id : arena_printf(found->arena, "%s, %s", first->id, last->id);
}

const char *found_words_why(const struct found *found, const struct cause *cause)
{
    const struct rule *first = cause->first->rule, *last = cause->list[cause->count - 1]->rule;
    const char *why = found_words_sentence(found->arena, first->why);

    if (first == last || why == NULL)
        return why;
    return arena_printf(found->arena, "%s %s", why, found_words_sentence(found->arena, last->why));
}

// --- what is not affected

static const char *other_files(const struct found *found, enum form_part part)
{
    const char *names = "";

    for (int i = 0; i < FORM_PARTS && names != NULL; i++)
        if (found->files[i].name != NULL && i != (int)part)
            names = arena_printf(found->arena, "%s%s%s", names, *names == '\0' ? "" : ", ",
                                 found->files[i].name);
    if (names == NULL || *names == '\0')
        return names;
    return arena_printf(found->arena, "What was read of the other files: %s.", names);
}

const char *found_words_not_affected(const struct found *found, const struct cause *cause)
{
    const struct finding *first = cause->first;
    const struct file_rows *rows = &found->files[first->place.part].rows;
    const size_t at_fault = causes_rows_count(cause);

    if (cause->section == REPORT_ASKS)
        return "The return can be sent with it. It is asked about until it is explained, or the "
               "figures are changed.";
    if (cause->section != REPORT_STOPS)
        return "";
    if (first->place.file != NULL)
        return "The files of the return that have their right names.";
    if (at_fault > 0 && first->place.sheet_row > rows->headings.sheet_row &&
        rows->below > at_fault && cause->not_listed == 0)
        return rows->below - at_fault == 1
                   ? arena_printf(found->arena, "The other row of %s.",
                                  found_words_file(&first->place))
                   : arena_printf(found->arena, "The other %zu rows of %s.", rows->below - at_fault,
                                  found_words_file(&first->place));
    if (first->rule->scope == RULE_SCOPE_CELL && form_part(first->place.part)->one_row)
        return "Every other cell of the row was read.";
    if (first->rule->scope == RULE_SCOPE_ROW && form_part(first->place.part)->one_row)
        return "The other figures of the row.";
    return other_files(found, first->place.part);
}
