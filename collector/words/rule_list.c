#include "collector/words/rule_list.h"

#include "proto/rules/rule.h"

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
