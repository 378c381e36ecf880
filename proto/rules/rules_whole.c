// The rule over columns of which every code has a row (labels.def, WHOLE).
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/form/labels.h"
#include "proto/rules/rules_internal.h"

static int has_row(const struct rules_run *run, const ProtobufCFieldDescriptor *column, int code)
{
    const size_t rows = form_rows(run->returned, run->part);

    for (size_t i = 0; i < rows; i++)
        if (*(const int *)field_value(form_row(run->returned, run->part, i), column) == code)
            return 1;
    return 0;
}

// Its codes without a row, of those that the form had in the return's version.
static const char *missing(const struct rules_run *run, const ProtobufCFieldDescriptor *column)
{
    const ProtobufCEnumDescriptor *codes = column->descriptor;
    const char *list = "";

    for (unsigned i = 0; i < codes->n_values && list != NULL; i++) {
        const int code = codes->values[i].value;
        char text[CODES_WRITTEN_BYTES];

        if (codes_since(codes, code) <= run->returned->schema_version &&
            !has_row(run, column, code) && codes_write(codes, code, text))
            list =
                arena_printf(run->findings->arena, "%s%s%s", list, *list == '\0' ? "" : ", ", text);
    }
    return list;
}

void rules_whole(const struct rules_run *run)
{
    const ProtobufCMessageDescriptor *form = form_part(run->part)->row;

    for (unsigned i = 0; i < form_columns(form); i++) {
        const char *list = labels_is_whole(&form->fields[i]) ? missing(run, &form->fields[i]) : "";

        if (list == NULL || *list != '\0')
            rules_found(run, finding_place_part(run->part),
                        "no row is of %s, so that all of them together cannot be added up",
                        list == NULL ? "others" : list);
    }
}
