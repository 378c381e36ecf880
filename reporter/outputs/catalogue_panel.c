#include "lib/base/wrap.h"
#include "reporter/outputs/catalogue_internal.h"
#include "reporter/outputs/output.h"
#include "reporter/outputs/panel_sheet.h"

enum { AUDIENCE_BYTES = 256 };

static const char intro[] = "Made of the placements of one period. What is compared is alike in "
                            "all that a price depends on "
                            "(docs/METHODS.md), and each table names the boroughs that are not in "
                            "it. `--audience borough:NAME` "
                            "has what a borough may see.";

static const char *audience_of(const struct panel_sheet *sheet)
{
    switch (sheet->audience) {
    case PANEL_SHEET_PANEL:
        return "for the panel alone";
    case PANEL_SHEET_BOROUGHS:
        return "for the panel and each borough";
    default:
        return "for the panel; a borough sees of it ";
    }
}

static void write_text_one(const struct panel_sheet *sheet, FILE *out)
{
    char audience[AUDIENCE_BYTES];

    snprintf(audience, sizeof audience, "%s%s", audience_of(sheet), sheet->for_boroughs);
    fprintf(out, "  %s: %s\n", sheet->name, sheet->title);
    wrap_paragraph(out, "      ", sheet->words, OUTPUT_TEXT_COLUMNS);
    wrap_paragraph(out, "      ", audience, OUTPUT_TEXT_COLUMNS);
}

void catalogue_panel_text(FILE *out)
{
    const struct panel_sheet *sheet;

    fputs("\nThe panel's own tables\n", out);
    wrap_paragraph(out, "", intro, OUTPUT_TEXT_COLUMNS);
    for (size_t i = 0; (sheet = panel_sheet_at(i)) != NULL; i++) {
        fputc('\n', out);
        write_text_one(sheet, out);
    }
}

void catalogue_panel_markdown(FILE *out)
{
    const struct panel_sheet *sheet;

    fprintf(out,
            "\n## The panel's own tables\n\n%s\n\n| table | what it is | definition | for |\n"
            "|---|---|---|---|\n",
            intro);
    for (size_t i = 0; (sheet = panel_sheet_at(i)) != NULL; i++)
        fprintf(out, "| `%s` | %s | %s | %s%s |\n", sheet->name, sheet->title, sheet->words,
                audience_of(sheet), sheet->for_boroughs);
}

int catalogue_panel_named(const char *name, FILE *out)
{
    const struct panel_sheet *sheet = panel_sheet_find(name);

    if (sheet != NULL)
        write_text_one(sheet, out);
    return sheet != NULL;
}
