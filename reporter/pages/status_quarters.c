// Four quarters against the year: whether they add up to what DfE published for it, or to what was returned.
#include "reporter/pages/status_internal.h"

#include "proto/form/boroughs.h"
#include "proto/form/period.h"
#include "reporter/pages/figure_words.h"
#include "reporter/pages/papers_link.h"
#include "reporter/views/view.h"

#include <stdlib.h>
#include <string.h>

enum { YEARS_BACK = 3 };
#define MEASURE "plans_issued_count"

// The columns of `qd-reporter quality` that are looked at.
struct columns {
    size_t code, name, quarters, year;
};

static size_t column_of(const struct sheet *sheet, const char *name)
{
    size_t column = 0;

    while (column < sheet->columns_count &&
           (sheet->columns[column].name == NULL || strcmp(sheet->columns[column].name, name) != 0))
        column++;
    return column;
}

static int is_there(const struct sheet *sheet, size_t row, size_t column)
{
    const char *cell = column < sheet->columns_count ? sheet->rows[row].cells[column] : NULL;

    return cell != NULL && cell[0] != '\0';
}

static size_t count_both(const struct sheet *sheet, const struct columns *columns)
{
    size_t count = 0;

    for (size_t row = 0; row < sheet->rows_count; row++)
        count += is_there(sheet, row, columns->quarters) && is_there(sheet, row, columns->year);
    return count;
}

// What DfE published; where there is nothing of it, what was returned for the year.
static int find_columns(const struct sheet *sheet, struct columns *columns, int *is_published)
{
    static const char *const years[] = {"dfe_numerator", "returned_numerator"};

    *columns = (struct columns){.code = column_of(sheet, "area_code"),
                                .name = column_of(sheet, "area_name"),
                                .quarters = column_of(sheet, "quarters_numerator")};
    for (int i = 0; i < 2; i++) {
        columns->year = column_of(sheet, years[i]);
        *is_published = i == 0;
        if (count_both(sheet, columns) > 0)
            return 1;
    }
    return 0;
}

// --- words

static int borough_of(const char *code)
{
    const struct borough *borough = boroughs_find(code);

    return borough == NULL ? -1 : (int)(borough - boroughs);
}

static void add_row(struct page *page, json_t *list, const char *const *cells,
                    const struct columns *columns, const Qd__Period *year)
{
    const double quarters = strtod(cells[columns->quarters], NULL),
                 whole = strtod(cells[columns->year], NULL), less = quarters - whole;
    json_t *item = page_item(page, list);

    page_say(page, item, "name", "%s", cells[columns->name]);
    page_say(page, item, "value", "%s", figure_words_rounded(page->arena, quarters, 0));
    papers_link_say(
        page, item, "papers",
        papers_link_of(page, year, "timeliness", borough_of(cells[columns->code]), MEASURE));
    page_say(page, item, "year", "%s", figure_words_rounded(page->arena, whole, 0));
    page_say(page, item, "difference", "%s", figure_words_signed(page->arena, less, 0));
    page_say(page, item, "of_year", "%s",
             whole == 0 ? "0/0"
                        : arena_printf(page->arena, "%s%%",
                                       figure_words_signed(page->arena, 100 * less / whole, 1)));
}

static void say(struct page *page, const struct sheet *sheet, const struct columns *columns,
                const Qd__Period *year, int is_published)
{
    json_t *data = page_object(page, page->data, "quarters"), *list = page_list(page, data, "rows");
    const size_t both = count_both(sheet, columns);
    char when[PERIOD_TEXT_BYTES];
    size_t differ;

    for (size_t row = 0; row < sheet->rows_count; row++)
        if (is_there(sheet, row, columns->quarters) && is_there(sheet, row, columns->year) &&
            strcmp(sheet->rows[row].cells[columns->quarters],
                   sheet->rows[row].cells[columns->year]) != 0)
            add_row(page, list, sheet->rows[row].cells, columns, year);
    period_format(year, when);
    differ = json_array_size(list);
    page_say(page, data, "year", "%s", when);
    page_say(page, data, "origin", "%s", is_published ? "Published" : "Returned");
    page_set(page, data, "has_rows", json_boolean(differ > 0));
    page_sentence(page, data, "finding", "status_quarters", "{s:s?, s:i, s:b, s:s}", "differ",
                  differ == 0 ? NULL : arena_printf(page->arena, "%zu", differ), "of", (int)both,
                  "published", is_published, "year", when);
}

// --- which year

static enum err try_year(struct page *page, const Qd__Period *year, int *found,
                         struct err_text *text)
{
    struct view_asked asked = {.kind = "quality",
                               .table = "timeliness",
                               .measures = MEASURE,
                               .areas = "boroughs",
                               .as_of = AS_OF_NOW,
                               .audience = page_audience(page)};
    char when[PERIOD_TEXT_BYTES];
    struct err_text why = {""};
    const struct view *view;
    struct columns columns;
    int is_published;
    enum err error;

    period_format(year, when);
    asked.periods = when;
    error = page_view(page, &asked, &view, &why);
    if (error == ERR_EMPTY)
        return ERR_OK;
    if (error != ERR_OK)
        return err_say(text, error, "%s", why.text);
    *found = find_columns(view->sheet, &columns, &is_published);
    if (*found)
        say(page, view->sheet, &columns, year, is_published);
    return ERR_OK;
}

enum err status_quarters(struct page *page, const Qd__Period *period, struct err_text *text)
{
    Qd__Period year = QD__PERIOD__INIT;
    enum err error = ERR_OK;
    int found = 0;

    // Of a quarter and a financial year it is the calendar year in which that begins.
    year.kind = QD__PERIOD_KIND__CALENDAR_YEAR;
    year.year = period->year;
    for (int back = 0; back < YEARS_BACK && !found && error == ERR_OK && period_valid(&year);
         back++, year.year--)
        error = try_year(page, &year, &found, text);
    return error;
}
