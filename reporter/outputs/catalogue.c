#include "reporter/outputs/catalogue.h"

#include "lib/base/wrap.h"
#include "reporter/indicators/indicators.h"
#include "reporter/outputs/output.h"

enum { ARENA_CAP_BYTES = 16 * 1024 * 1024 };

static const char intro[] =
    "A percentage is rounded once, to one decimal, a half upwards; an amount over a count to the "
    "penny. Of Inner London, Outer London and London an indicator is the sum of the numerators "
    "over the sum of the denominators of the boroughs that have both. What is divided by 0 is not "
    "available. Boroughs are ranked by the exact figure or fraction, and ties share the better "
    "rank. Rank 1 is the best. Where the best is \"none\", neither more nor less is better in "
    "itself: rank 1 is the highest, and the rank only puts boroughs in order and is no judgement. "
    "What is only about the sending of a return is not ranked. Formulas are in the names of the "
    "form's columns; _ex means that plans to which an exception applies are left out.";

static const char crossed_rule[] =
    "<setting> is any setting or sub-total above, <need> any primary need above";

// --- for a terminal
static void write_text_one(const struct indicator *indicator, FILE *out)
{
    const char *from = indicators_ranked_from(indicator->polarity);

    fprintf(out, "\n  %s%s\n", indicator->measure, indicator->headline ? "  (headline)" : "");
    wrap_paragraph(out, "      ", indicator->label, OUTPUT_TEXT_COLUMNS);
    fprintf(out, "      unit %s, best %s, ", indicators_unit_name(indicator->unit),
            indicators_polarity_name(indicator->polarity));
    if (from == NULL)
        fputs("not ranked\n", out);
    else
        fprintf(out, "rank 1 is the %s\n", from);
    wrap_paragraph(out, "      = ", indicator->formula, OUTPUT_TEXT_COLUMNS);
    wrap_paragraph(out, "      source: ", indicator->source, OUTPUT_TEXT_COLUMNS);
}

static void write_text_table(const struct indicator_table *table, FILE *out)
{
    fprintf(out, "\n%s: %s\n", table->name, table->title);
    wrap_paragraph(out, "", table->about, OUTPUT_TEXT_COLUMNS);
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

static void write_markdown_one(const struct indicator *indicator, FILE *out)
{
    const char *mark = indicator->headline ? "**" : "";
    const char *from = indicators_ranked_from(indicator->polarity);

    fprintf(out, "| %s`%s`%s |", mark, indicator->measure, mark);
    write_cell(indicator->label, out);
    write_cell(indicators_unit_name(indicator->unit), out);
    write_cell(indicators_polarity_name(indicator->polarity), out);
    write_cell(from == NULL ? "none" : from, out);
    write_cell(indicator->formula, out);
    write_cell(indicator->source, out);
    fputc('\n', out);
}

static void write_markdown_table(const struct indicator_table *table, FILE *out)
{
    fprintf(out, "\n## %s: %s\n\n%s\n\n", table->name, table->title, table->about);
    fputs("| measure | what it is | unit | best | rank 1 | formula | source |\n"
          "|---|---|---|---|---|---|---|\n",
          out);
}

// --- both
static void write_one(enum catalogue_format format, const struct indicator *indicator, FILE *out)
{
    if (format == CATALOGUE_MARKDOWN)
        write_markdown_one(indicator, out);
    else
        write_text_one(indicator, out);
}

// The two that stand for all that are made of a setting and a need: a count comes first, then its
// percentage.
static void write_crossed(enum catalogue_format format, const struct indicators *indicators,
                          FILE *out)
{
    static const char *const patterns[] = {"<setting>__<need>_count", "<setting>__<need>_percent"};
    size_t said = 0;

    for (size_t i = 0; i < indicators->count && said < 2; i++) {
        struct indicator pattern = indicators->list[i];

        if (!pattern.crossed)
            continue;
        pattern.measure = patterns[said++];
        pattern.label = crossed_rule;
        write_one(format, &pattern, out);
    }
}

enum err catalogue_write(enum catalogue_format format, FILE *out, struct err_text *text)
{
    struct arena arena;
    enum err error = ERR_OK;

    arena_init(&arena, ARENA_CAP_BYTES);
    if (format == CATALOGUE_MARKDOWN)
        fprintf(out,
                "# Indicators\n\nMade by `qd-reporter indicators --markdown`. %s Headlines are in "
                "bold.\n",
                intro);
    else
        wrap_paragraph(out, "", intro, OUTPUT_TEXT_COLUMNS);
    for (size_t i = 0; error == ERR_OK && indicators_tables[i] != NULL; i++) {
        const struct indicator_table *table = indicators_tables[i];
        struct indicators indicators;

        arena_reset(&arena);
        error = indicators_make(&indicators, &arena, table, text);
        if (error != ERR_OK)
            break;
        if (format == CATALOGUE_MARKDOWN)
            write_markdown_table(table, out);
        else
            write_text_table(table, out);
        for (size_t j = 0; j < indicators.count; j++)
            if (!indicators.list[j].crossed)
                write_one(format, &indicators.list[j], out);
        write_crossed(format, &indicators, out);
    }
    arena_free(&arena);
    if (error == ERR_OK && (fflush(out) != 0 || ferror(out)))
        return err_say(text, ERR_IO, "the list could not be written in full");
    return error;
}
