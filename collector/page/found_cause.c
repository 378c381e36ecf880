// A cause in the page's document: what it is, where, a piece of the spreadsheet, and how to fix it.
#include "collector/page/found_internal.h"
#include "collector/page/found_words.h"

#include <string.h>

// --- how to fix a cause

// Findings with the same words: "L167, M167: ..."
struct fix {
    const struct finding *first;
    size_t count;
    const char *cells;
};

enum { FIXES_SHOWN = 3, CELLS_SHOWN = 5 };

static struct fix *fix_for(struct fix fixes[FIXES_SHOWN], size_t *count,
                           const struct finding *finding)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(fixes[i].first->fix, finding->fix) == 0)
            return &fixes[i];
    if (*count == FIXES_SHOWN)
        return NULL;
    fixes[*count] = (struct fix){.first = finding, .cells = ""};
    return &fixes[(*count)++];
}

static void add_cell(struct arena *arena, struct fix *fix, const struct finding *finding)
{
    const char *cell = found_words_cell(arena, &finding->place);

    fix->count++;
    if (fix->count <= CELLS_SHOWN && fix->cells != NULL && cell != NULL)
        fix->cells = arena_printf(arena, "%s%s%s", fix->cells, fix->count == 1 ? "" : ", ", cell);
}

static json_t *fix_object(struct arena *arena, const struct fix *fix)
{
    const struct finding *first = fix->first;
    const char *how = found_words_sentence(arena, first->fix);
    const char *cells =
        fix->count <= CELLS_SHOWN
            ? fix->cells
            : arena_printf(arena, "%s and %zu more", fix->cells, fix->count - CELLS_SHOWN);
    const char *words =
        how == NULL ? NULL
        : fix->count > 1
            ? how
            : arena_printf(arena, "%s %s", found_words_sentence(arena, first->what), how);

    return json_pack("{s:o, s:o}", "cells", found_whole_text(cells), "words",
                     found_whole_text(words));
}

// `*others` of the cause's findings have words that do not stand here.
static json_t *fixes_array(const struct found *found, const struct cause *cause, size_t *others)
{
    struct fix fixes[FIXES_SHOWN];
    size_t count = 0;
    json_t *list = json_array();

    *others = 0;
    for (size_t i = 0; i < cause->count; i++) {
        struct fix *fix = fix_for(fixes, &count, cause->list[i]);

        if (fix == NULL)
            ++*others;
        else
            add_cell(found->arena, fix, cause->list[i]);
    }
    for (size_t i = 0; i < count; i++)
        found_append(&list, fix_object(found->arena, &fixes[i]));
    return list;
}

static json_t *cell_object(const struct found *found, const struct finding *finding)
{
    const struct finding_place *place = &finding->place;
    const char *heading = place->field != NULL ? place->field->name : place->heading;

    return json_pack("{s:o, s:o, s:o, s:o}",                                           //
                     "cell", found_whole_text(found_words_cell(found->arena, place)),  //
                     "heading", found_whole_text(heading == NULL ? "" : heading),      //
                     "value",
                     found_text(finding->value == NULL ? "" : finding->value, FOUND_CELL_COLUMNS),
                     "fix", found_whole_text(found_words_sentence(found->arena, finding->fix)));
}

// All cells where the piece and the fixes above do not hold them; null where they do.
static json_t *more_of(const struct found *found, const struct cause *cause, size_t others)
{
    json_t *list = json_array();

    if (others == 0 && causes_rows_count(cause) <= CAUSES_ROWS_SHOWN) {
        json_decref(list);
        return json_null();
    }
    for (size_t i = 0; i < cause->count; i++)
        found_append(&list, cell_object(found, cause->list[i]));
    return json_pack("{s:I, s:o, s:o}", "count", (json_int_t)cause->count, "others",
                     others == 0 ? json_null() : json_integer((json_int_t)others), "cells", list);
}

// --- explanations.csv

// The lines that answer the cause: of few rows one each, else one for all that the rule asks. null where nothing
// is asked.
static json_t *explain_of(const struct found *found, const struct cause *cause)
{
    enum { ROWS_MOST = 3 };
    json_t *lines = json_array();
    size_t named = 0;

    if (cause->section != REPORT_ASKS) {
        json_decref(lines);
        return json_null();
    }
    found_append(&lines, json_string("rule,part,row,column,explanation"));
    for (size_t i = 0; i < cause->count && cause->count <= ROWS_MOST; i++) {
        const struct finding *finding = cause->list[i];

        if (finding->row_key == NULL || *finding->row_key == '\0')
            continue;
        found_append(&lines, found_whole_text(arena_printf(
                                 found->arena, "%s,%s,%s,,\"...\"", finding->rule->id,
                                 form_part(finding->place.part)->name, finding->row_key)));
        named++;
    }
    if (named == 0)
        found_append(&lines, found_whole_text(arena_printf(found->arena, "%s,,,,\"...\"",
                                                           cause->first->rule->id)));
    return json_pack("{s:o}", "lines", lines);
}

// --- causes

static const struct {
    const char *class, *words, *fix;
} sections[REPORT_SECTIONS] = {
    [REPORT_STOPS] = {"stops", "Stops the return", "How to fix it"},
    [REPORT_ASKS] = {"asks", "Asks for an explanation", "How to fix it"},
    [REPORT_EXPLAINED] = {"explained", "Asked for an explanation, and has it", "If it is not so"},
    [REPORT_INFORMS] = {"informs", "For information", "What to do"},
};

json_t *found_cause(const struct found *found, const struct cause *cause, size_t number)
{
    const struct finding *first = cause->first;
    size_t others;
    json_t *fixes = fixes_array(found, cause, &others);

    return json_pack(
        "{s:I, s:s, s:s, s:o, s:o, s:o, s:s?, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",  //
        "number", (json_int_t)number,                                                         //
        "class", sections[cause->section].class,                                              //
        "class_words", sections[cause->section].words,                                        //
        "title", found_whole_text(found_words_cause(found, cause)),                           //
        "file", found_whole_text(found_words_file(&first->place)), "where",
        found_whole_text(found_words_where(found, cause)),          //
        "rules", found_words_rules(found, cause),                   //
        "piece", found_piece(found, cause),                         //
        "fix_words", sections[cause->section].fix, "fixes", fixes,  //
        "more", more_of(found, cause, others),                      //
        "not_listed",
        cause->not_listed == 0 ? json_null() : json_integer((json_int_t)cause->not_listed),     //
        "why", found_whole_text(found_words_why(found, cause)),                                 //
        "explain", explain_of(found, cause),                                                    //
        "explanation", found_whole_text(first->explanation == NULL ? "" : first->explanation),  //
        "not_affected", found_whole_text(found_words_not_affected(found, cause)));
}
