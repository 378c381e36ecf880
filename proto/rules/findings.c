#include "proto/rules/findings.h"

#include "lib/base/list.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void findings_init(struct findings *findings, struct arena *arena)
{
    *findings = (struct findings){.arena = arena, .kept_max = FINDINGS_KEPT_MAX};
}

void findings_count(struct findings *findings, enum rule_id rule)
{
    findings->found[rule]++;
    switch (rule_get(rule)->class) {
    case RULE_STOPS:
        findings->stops++;
        break;
    case RULE_ASKS:
        findings->asks++;
        break;
    case RULE_INFORMS:
        findings->informs++;
        break;
    }
}

// Copies a text that may be NULL; 0 when the arena is exhausted.
static int copied(struct arena *arena, const char **copy, const char *text)
{
    *copy = text == NULL ? NULL : arena_strdup(arena, text);
    return text == NULL || *copy != NULL;
}

void findings_vadd(struct findings *findings, enum rule_id rule, struct finding_place place,
                   const char *value, const char *fix, const char *what_format, va_list arguments)
{
    struct finding made = {.rule = rule_get(rule), .place = place, .row_key = ""};
    struct arena *arena = findings->arena;
    struct finding *kept;

    findings_count(findings, rule);
    if (findings->count >= findings->kept_max)
        return;
    made.what = arena_vprintf(arena, what_format, arguments);
    if (made.what == NULL || !copied(arena, &made.value, value) ||
        !copied(arena, &made.fix, fix == NULL ? made.rule->fix : fix) ||
        !copied(arena, &made.place.file, place.file) ||
        !copied(arena, &made.place.heading, place.heading))
        return;
    kept = LIST_ADD(arena, findings->list, findings->count);
    if (kept != NULL)
        *kept = made;
}

void findings_add(struct findings *findings, enum rule_id rule, struct finding_place place,
                  const char *value, const char *fix, const char *what_format, ...)
{
    va_list arguments;

    va_start(arguments, what_format);
    findings_vadd(findings, rule, place, value, fix, what_format, arguments);
    va_end(arguments);
}

void findings_explain(struct findings *findings, size_t at, const char *words)
{
    findings->asks--;
    if (at >= findings->count)
        return;
    findings->list[at].explained = 1;
    findings->list[at].explanation = words;
}

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_texts(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

// The name of a file that is no part of a return; "" for one that is.
static const char *name_of_stray(const struct finding_place *place)
{
    const char *name = place->file;

    return name == NULL || strcmp(name, form_part(place->part)->file) == 0 ? "" : name;
}

// Stray files come last.
static uint64_t file_rank(const struct finding_place *place)
{
    return *name_of_stray(place) == '\0' ? (uint64_t)place->part : (uint64_t)FORM_PARTS;
}

static uint64_t field_number(const struct finding_place *place)
{
    return place->field == NULL ? 0 : place->field->id;
}

// Zero, where the spreadsheet's row or column is not known, leaves the order to the return's own.
// Ends with everything that is shown, so that the order never depends on qsort's.
static int compare(const void *left, const void *right)
{
    const struct finding *a = left, *b = right;
    const struct finding_place *p = &a->place, *q = &b->place;
    int order = compare_numbers(file_rank(p), file_rank(q));

    if (order == 0)
        order = strcmp(name_of_stray(p), name_of_stray(q));
    if (order == 0)
        order = (q->whole_part != 0) - (p->whole_part != 0);
    if (order == 0)
        order = compare_numbers(p->sheet_row, q->sheet_row);
    if (order == 0)
        order = compare_numbers(p->index, q->index);
    if (order == 0)
        order = compare_numbers(p->sheet_column, q->sheet_column);
    if (order == 0)
        order = compare_numbers(field_number(p), field_number(q));
    if (order == 0)
        order = compare_texts(a->rule->id, b->rule->id);
    if (order == 0)
        order = compare_texts(a->value, b->value);
    return order != 0 ? order : compare_texts(a->what, b->what);
}

void findings_sort(struct findings *findings)
{
    if (findings->count > 1)
        qsort(findings->list, findings->count, sizeof findings->list[0], compare);
}

struct finding_place finding_place_part(enum form_part part)
{
    return (struct finding_place){.part = part, .whole_part = 1};
}

void finding_letters(uint32_t column, char text[FINDING_LETTERS_BYTES])
{
    enum { LETTERS = 26 };
    char reversed[FINDING_LETTERS_BYTES];
    size_t count = 0, at = 0;

    for (; column > 0; column = (column - 1) / LETTERS)
        reversed[count++] = (char)('A' + (column - 1) % LETTERS);
    while (count > 0)
        text[at++] = reversed[--count];
    text[at] = '\0';
}
