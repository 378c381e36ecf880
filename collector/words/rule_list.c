#include "collector/words/rule_list.h"

#include "proto/rules/findings.h"

#include <string.h>

// The letter in a rule's id says what it looks at (proto/rules/rules.def).
static const struct {
    char letter;
    const char *title;
    const char *who;
} groups[] = {
    {'F', "The file", "Checked by the collector."},
    {'H', "Headings", "Checked by the collector."},
    {'C', "One cell", "Checked by the collector."},
    {'I', "Whose return, and for when", "Checked by the collector and by the aggregator."},
    {'R', "One row", "Checked by the collector and by the aggregator."},
    {'P', "A part, or several", "Checked by the collector and by the aggregator."},
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

static char letter_of(const struct rule *rule)
{
    return rule->id[strlen("QD-")];
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
    for (size_t group = 0; group < sizeof groups / sizeof groups[0]; group++) {
        fprintf(out, "\n## %s\n\n%s\n\n", groups[group].title, groups[group].who);
        fputs("| id | class | what is found | why | how to fix it |\n"
              "|---|---|---|---|---|\n",
              out);
        for (int i = 0; i < RULE_COUNT; i++)
            if (letter_of(rule_get((enum rule_id)i)) == groups[group].letter)
                put_row(out, rule_get((enum rule_id)i));
    }
    return written(out);
}
