#include "reporter/outputs/catalogue.h"

#include "lib/base/wrap.h"
#include "reporter/indicators/indicators.h"
#include "reporter/outputs/catalogue_internal.h"
#include "reporter/outputs/output.h"

#include <string.h>

enum { ARENA_CAP_BYTES = 16 * 1024 * 1024 };

static const char intro[] =
    "A percentage is rounded once, to one decimal, a half upwards; an amount over a count to the "
    "penny. Of Inner London, Outer London and London an indicator is the sum of the numerators "
    "over the sum of the denominators of the boroughs that have both. Boroughs are ranked by the "
    "exact figure or fraction, and ties share the better rank. Rank 1 is the best. Where the best "
    "is \"none\", neither more nor less is better in itself: rank 1 is the highest, and the rank "
    "only puts boroughs in order and is no judgement. What is only about the sending of a return "
    "is not ranked. Formulas are in the names of the form's columns; _ex means that plans to which "
    "an exception applies are left out.";

static const char dimensions_rule[] =
    "Every measure can be broken down by --by, and picked by --where, over these dimensions; a "
    "figure is then of the rows with that code or sub-total, unless its formula says otherwise.";

// --- for a terminal

static void write_text_one(struct arena *arena, const struct indicator *indicator, FILE *out)
{
    const char *from = indicators_ranked_from(indicator->direction);
    const char *flow = indicators_flow_name(indicators_flow(indicator));

    fprintf(out, "\n  %s%s\n", indicator->name,
            catalogue_is_headline(indicator) ? "  (headline)" : "");
    wrap_paragraph(out, "      ", indicator->label, OUTPUT_TEXT_COLUMNS);
    if (strcmp(indicator->definition, indicator->label) != 0)
        wrap_paragraph(out, "      ", indicator->definition, OUTPUT_TEXT_COLUMNS);
    fprintf(out, "      %s%s%s, unit %s, best %s, ", indicators_kind_name(indicator->kind),
            flow[0] == '\0' ? "" : ", ", flow, catalogue_unit(arena, indicator),
            indicators_direction_name(indicator->direction));
    if (from == NULL)
        fputs("not ranked\n", out);
    else
        fprintf(out, "rank 1 is the %s\n", from);
    if (indicators_is_a_price(indicator))
        fputs("      for the panel alone\n", out);
    wrap_paragraph(out, "      = ", catalogue_formula(arena, indicator), OUTPUT_TEXT_COLUMNS);
    wrap_paragraph(out, "      the law: ", catalogue_law(arena, indicator), OUTPUT_TEXT_COLUMNS);
    wrap_paragraph(out, "      since: ", catalogue_since(arena, indicator), OUTPUT_TEXT_COLUMNS);
    if (indicator->source[0] != '\0')
        wrap_paragraph(out, "      source: ", indicator->source, OUTPUT_TEXT_COLUMNS);
    wrap_paragraph(out, "      ", indicator->note, OUTPUT_TEXT_COLUMNS);
}

static void write_text_dimensions(struct arena *arena, int part, FILE *out)
{
    struct dimensions dimensions = {.count = 0};

    if (part != RECEIPT_PART)
        dimensions_of(&dimensions, (enum form_part)part);
    if (dimensions.count == 0)
        return;
    fputc('\n', out);
    wrap_paragraph(out, "  ", dimensions_rule, OUTPUT_TEXT_COLUMNS);
    for (unsigned i = 0; i < dimensions.count; i++) {
        const char *lead = arena_printf(arena, "    %-10s ", dimensions.list[i].name);

        if (lead != NULL)
            wrap_paragraph(out, lead, catalogue_codes(arena, &dimensions.list[i]),
                           OUTPUT_TEXT_COLUMNS);
    }
}

static void write_text_table(struct arena *arena, const struct tables_entry *table,
                             const struct indicator *list, size_t count, FILE *out)
{
    fprintf(out, "\n%s: %s\n", table->name, table->title);
    wrap_paragraph(out, "", table->about, OUTPUT_TEXT_COLUMNS);
    write_text_dimensions(arena, table->part, out);
    for (size_t i = 0; i < count; i++)
        write_text_one(arena, &list[i], out);
}

// --- as Markdown

// A cell of a table: a bar would end it.
static void write_cell(const char *text, FILE *out)
{
    fputc(' ', out);
    for (; *text != '\0'; text++) {
        if (*text == '|' || *text == '<' || *text == '>')
            fputc('\\', out);
        fputc(*text, out);
    }
    fputs(" |", out);
}

static void write_markdown_one(struct arena *arena, const struct indicator *indicator, FILE *out)
{
    const char *mark = catalogue_is_headline(indicator) ? "**" : "";
    const char *from = indicators_ranked_from(indicator->direction);

    fprintf(out, "| %s`%s`%s |", mark, indicator->name, mark);
    write_cell(indicator->label, out);
    write_cell(strcmp(indicator->definition, indicator->label) == 0 ? "" : indicator->definition,
               out);
    write_cell(indicators_kind_name(indicator->kind), out);
    write_cell(indicators_flow_name(indicators_flow(indicator)), out);
    write_cell(catalogue_unit(arena, indicator), out);
    write_cell(indicators_direction_name(indicator->direction), out);
    write_cell(from == NULL ? "none" : from, out);
    write_cell(catalogue_formula(arena, indicator), out);
    write_cell(catalogue_law(arena, indicator), out);
    write_cell(catalogue_since(arena, indicator), out);
    write_cell(indicator->source, out);
    write_cell(indicators_is_a_price(indicator) ? "panel" : "", out);
    write_cell(indicator->note, out);
    fputc('\n', out);
}

static void write_markdown_dimensions(struct arena *arena, int part, FILE *out)
{
    struct dimensions dimensions = {.count = 0};

    if (part != RECEIPT_PART)
        dimensions_of(&dimensions, (enum form_part)part);
    if (dimensions.count == 0)
        return;
    fprintf(out, "\n%s\n\n| dimension | codes; sub-totals |\n|---|---|\n", dimensions_rule);
    for (unsigned i = 0; i < dimensions.count; i++) {
        fprintf(out, "| `%s` |", dimensions.list[i].name);
        write_cell(catalogue_codes(arena, &dimensions.list[i]), out);
        fputc('\n', out);
    }
}

static void write_markdown_table(struct arena *arena, const struct tables_entry *table,
                                 const struct indicator *list, size_t count, FILE *out)
{
    fprintf(out, "\n## %s: %s\n\n%s\n", table->name, table->title, table->about);
    write_markdown_dimensions(arena, table->part, out);
    fputs("\n| measure | what it is | definition | kind | stock or flow | unit | best | rank 1 | "
          "formula | the law | since | source | for | note |\n"
          "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
          out);
    for (size_t i = 0; i < count; i++)
        write_markdown_one(arena, &list[i], out);
}

// --- all of them

static enum err written(FILE *out, const struct arena *arena, struct err_text *text)
{
    if (arena->exhausted)
        return err_say(text, ERR_NO_MEMORY, "the list needs more memory than there is");
    if (fflush(out) != 0 || ferror(out))
        return err_say(text, ERR_IO, "the list could not be written in full");
    return ERR_OK;
}

enum err catalogue_write(enum catalogue_format format, FILE *out, struct err_text *text)
{
    struct tables_entry table;
    struct arena arena;
    enum err error;

    arena_init(&arena, ARENA_CAP_BYTES);
    if (format == CATALOGUE_MARKDOWN)
        fprintf(out,
                "# Indicators\n\nMade by `qd-reporter indicators --markdown`. %s Headlines are in "
                "bold.\n",
                intro);
    else
        wrap_paragraph(out, "", intro, OUTPUT_TEXT_COLUMNS);
    for (size_t i = 0; tables_at(&table, i); i++) {
        struct indicator *list;
        const size_t count = indicators_list(&list, &arena, table.part);

        if (format == CATALOGUE_MARKDOWN)
            write_markdown_table(&arena, &table, list, count, out);
        else
            write_text_table(&arena, &table, list, count, out);
    }
    if (format == CATALOGUE_MARKDOWN)
        catalogue_panel_markdown(out);
    else
        catalogue_panel_text(out);
    error = written(out, &arena, text);
    arena_free(&arena);
    return error;
}

// --- some of them

static void write_in_full(struct arena *arena, const struct tables_entry *table,
                          const struct indicator *indicator, FILE *out)
{
    fprintf(out, "%s: %s\n", table->name, table->title);
    write_text_one(arena, indicator, out);
    write_text_dimensions(arena, table->part, out);
}

// The indicators of all tables with that name: how many.
static size_t write_named(struct arena *arena, const char *name, FILE *out)
{
    struct indicator indicator;
    struct tables_entry table;
    size_t found = 0;

    for (size_t i = 0; tables_at(&table, i); i++)
        if (indicators_find(&indicator, arena, table.part, name)) {
            write_in_full(arena, &table, &indicator, out);
            found++;
        }
    return found;
}

static size_t write_mentioned(struct arena *arena, const char *word, FILE *out)
{
    struct tables_entry table;
    size_t found = 0;

    for (size_t i = 0; tables_at(&table, i); i++) {
        struct indicator *list;
        const size_t count = indicators_list(&list, arena, table.part);
        size_t here = 0;

        for (size_t j = 0; j < count; j++) {
            if (!indicators_mentions(&list[j], word))
                continue;
            if (here++ == 0)
                fprintf(out, "%s%s: %s\n", found == 0 ? "" : "\n", table.name, table.title);
            write_text_one(arena, &list[j], out);
        }
        found += here;
    }
    return found;
}

static enum err no_such_word(struct arena *arena, const char *word, struct err_text *text)
{
    const char *nearest[INDICATORS_NEAREST] = {"", "", ""};
    struct indicator *all = NULL;
    struct tables_entry table;
    size_t count = 0;

    for (size_t i = 0; tables_at(&table, i); i++) {
        struct indicator *list;
        const size_t more = indicators_list(&list, arena, table.part);
        struct indicator *joined = arena_alloc(arena, (count + more) * sizeof *joined);

        if (joined == NULL || list == NULL)
            return err_say(text, ERR_NO_MEMORY, "the list needs more memory than there is");
        if (count > 0)
            memcpy(joined, all, count * sizeof *joined);
        memcpy(joined + count, list, more * sizeof *joined);
        all = joined;
        count += more;
    }
    indicators_nearest(all, count, word, nearest);
    return err_say(text, ERR_EMPTY,
                   "no indicator has \"%.60s\" in its name or description; the nearest names are "
                   "%s, %s and %s",
                   word, nearest[0], nearest[1], nearest[2]);
}

enum err catalogue_search(const char *word, FILE *out, struct err_text *text)
{
    struct tables_entry table;
    struct arena arena;
    enum err error = ERR_OK;

    arena_init(&arena, ARENA_CAP_BYTES);
    if (tables_find(&table, word)) {
        struct indicator *list;
        const size_t count = indicators_list(&list, &arena, table.part);

        write_text_table(&arena, &table, list, count, out);
    } else if (!catalogue_panel_named(word, out) && write_named(&arena, word, out) == 0 &&
               write_mentioned(&arena, word, out) == 0) {
        error = no_such_word(&arena, word, text);
    }
    if (error == ERR_OK)
        error = written(out, &arena, text);
    arena_free(&arena);
    return error;
}
