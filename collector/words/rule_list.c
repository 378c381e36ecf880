#include "collector/words/rule_list.h"

#include "collector/words/printable.h"
#include "collector/words/rule_examples.h"
#include "proto/rules/rule.h"

#include <jansson.h>
#include <string.h>

// By what the rules look at.
static const char *const titles[RULE_SCOPES] = {
    [RULE_SCOPE_FILE] = "Files",
    [RULE_SCOPE_HEADING] = "Headings",
    [RULE_SCOPE_CELL] = "One cell",
    [RULE_SCOPE_ROW] = "One row",
    [RULE_SCOPE_PART] = "One part",
    [RULE_SCOPE_RETURN] = "The return",
    [RULE_SCOPE_CLOCK] = "The return, and the day on which it is checked",
    [RULE_SCOPE_FOLDER] = "The return, and the name of its folder",
    [RULE_SCOPE_HISTORY] = "The return, and earlier ones",
};

static const char *class_word(enum rule_class class)
{
    switch (class) {
    case RULE_STOPS:
        return "stops";
    case RULE_ASKS:
        return "asks";
    case RULE_INFORMS:
        return "informs";
    }
    return "?";
}

// For a program: the scope's name.
static const char *scope_word(enum rule_scope scope)
{
    static const char *const words[RULE_SCOPES] = {
        [RULE_SCOPE_FILE] = "file",       [RULE_SCOPE_HEADING] = "heading",
        [RULE_SCOPE_CELL] = "cell",       [RULE_SCOPE_ROW] = "row",
        [RULE_SCOPE_PART] = "part",       [RULE_SCOPE_RETURN] = "return",
        [RULE_SCOPE_CLOCK] = "clock",     [RULE_SCOPE_FOLDER] = "folder",
        [RULE_SCOPE_HISTORY] = "history",
    };

    return words[scope];
}

static enum err written(FILE *out)
{
    return fflush(out) != 0 || ferror(out) ? ERR_IO : ERR_OK;
}

enum err rule_list_text(FILE *out)
{
    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);

        fprintf(out, "%s  %-7s  %s\n", rule->id, class_word(rule->class), rule->title);
        if (rule->why[0] != '\0')
            fprintf(out, "                 why:  %s\n", rule->why);
        fprintf(out, "                 fix: %s\n", rule->fix);
    }
    return written(out);
}

// --- one rule

// Words; or lines as they stand in the file.
static void put_example(FILE *out, const char *lead, const char *file, const char *text)
{
    enum { INDENT = 4, LINE_BYTES = 300 };
    char line[LINE_BYTES];

    fputc('\n', out);
    if (file == NULL) {
        snprintf(line, sizeof line, "%s: %s", lead, text);
        printable_paragraph(out, 2, INDENT, line);
        return;
    }
    fprintf(out, "  %s in %s:\n", lead, file);
    if (*text == '\0')
        fprintf(out, "%*s(nothing in it, or no such file)\n", INDENT, "");
    for (const char *end; *text != '\0'; text = end + (*end == '\n')) {
        end = strchrnul(text, '\n');
        fprintf(out, "%*s%.*s\n", INDENT, "", (int)(end - text), text);
    }
}

enum err rule_list_one(FILE *out, const struct rule *rule)
{
    const struct rule_example *example = rule_example(rule_id(rule));
    char line[512];

    fprintf(out, "%s  %s  %s\n\n", rule->id, class_word(rule->class), rule->title);
    if (rule->why[0] != '\0') {
        snprintf(line, sizeof line, "Why: %s", rule->why);
        printable_paragraph(out, 2, 4, line);
    }
    snprintf(line, sizeof line, "Fix: %s", rule->fix);
    printable_paragraph(out, 2, 4, line);
    printable_paragraph(out, 2, 4,
                        rule_is_of_both_ends(rule->scope)
                            ? "Checked by the collector and, in the same way, by the aggregator"
                            : "Checked by the collector");
    put_example(out, "Found", example->file, example->found);
    put_example(out, "Right", example->file, example->right);
    return written(out);
}

// --- for a program

static json_t *json_of(const struct rule *rule)
{
    const struct rule_example *example = rule_example(rule_id(rule));

    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:{s:s?, s:s, s:s}}", "id", rule->id,
                     "class", class_word(rule->class), "looks_at", scope_word(rule->scope), "title",
                     rule->title, "why", rule->why, "fix", rule->fix, "at_both_ends",
                     rule_is_of_both_ends(rule->scope), "example", "file", example->file, "found",
                     example->found, "right", example->right);
}

enum err rule_list_json(FILE *out)
{
    json_t *list = json_array();
    int failed = list == NULL;

    for (int i = 0; i < RULE_COUNT && !failed; i++)
        failed = json_array_append_new(list, json_of(rule_get((enum rule_id)i))) != 0;
    if (!failed)
        failed = json_dumpf(list, out, JSON_INDENT(2)) != 0;
    json_decref(list);
    fputc('\n', out);
    return failed ? ERR_IO : written(out);
}

// --- Markdown

// A vertical bar would end the table's cell.
static void put_cell(FILE *out, const char *text)
{
    fputs("| ", out);
    for (; *text != '\0'; text++) {
        if (*text == '|')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputc(' ', out);
}

static void put_row(FILE *out, const struct rule *rule)
{
    put_cell(out, rule->id);
    put_cell(out, class_word(rule->class));
    put_cell(out, rule->title);
    put_cell(out, rule->why);
    put_cell(out, rule->fix);
    fputs("|\n", out);
}

static void put_scope(FILE *out, enum rule_scope scope)
{
    int rules = 0;

    for (int i = 0; i < RULE_COUNT; i++) {
        const struct rule *rule = rule_get((enum rule_id)i);

        if (rule->scope != scope)
            continue;
        if (rules++ == 0)
            fprintf(out,
                    "\n## %s\n\nChecked by the collector%s.\n\n"
                    "| id | class | what is found | why | how to fix it |\n"
                    "|---|---|---|---|---|\n",
                    titles[scope], rule_is_of_both_ends(scope) ? " and by the aggregator" : "");
        put_row(out, rule);
    }
}

enum err rule_list_markdown(FILE *out)
{
    fputs("# Rules\n"
          "\n"
          "Made from `proto/rules/rules.def` by `qd-collector rules --markdown`; a rule is changed "
          "there.\n"
          "\n"
          "- **stops**: the return is not taken until it is fixed.\n"
          "- **asks**: the return is taken; fix the figure, or explain it in `explanations.csv`.\n"
          "- **informs**: nothing to do.\n",
          out);
    for (int scope = 0; scope < RULE_SCOPES; scope++)
        put_scope(out, (enum rule_scope)scope);
    return written(out);
}
