// W3C's metadata of open data: an indicator is a number, or a symbol in place of one.
#include "reporter/outputs/csvw.h"
#include "reporter/outputs/output_ees_internal.h"

enum err output_ees_csvw(const struct table *table, const char *url, FILE *out)
{
    char title[OUTPUT_TITLE_BYTES];
    struct csvw_file file = csvw_file_of(table, url, title);
    struct column_words *columns;
    struct ees ees;

    if (output_ees_make(&ees, table) != 0)
        return ERR_NO_MEMORY;
    columns = arena_alloc(table->arena,
                          (output_ees_places_count + ees.filters_count + ees.indicators_count) *
                              sizeof *columns);
    if (columns == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < output_ees_places_count; i++)
        columns[file.count++] = column_words_of(output_ees_places[i]);
    for (unsigned i = 0; i < ees.filters_count; i++) {
        columns[file.count] =
            column_words_of(table->breakdown.dimensions.list[ees.filters[i]].column->name);
        columns[file.count++].name = output_ees_filter(&ees, i);
    }
    for (size_t i = 0; i < ees.indicators_count; i++) {
        const struct table_column *column = output_ees_indicator(&ees, i);

        columns[file.count++] = (struct column_words){.name = column->indicator->name,
                                                      .type = COLUMN_SYMBOLS,
                                                      .title = column->measure_label,
                                                      .description = column->indicator->definition};
    }
    file.columns = columns;
    return csvw_write(&file, out);
}
