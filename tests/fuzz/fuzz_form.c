// Whatever stands in a cell: read as each kind of field that there is. What is taken must be
// written and read again as the same; what is not must say how to fix it.
#include "collector/cells/read_cell.h"
#include "proto/form/form.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// abort, because NDEBUG takes assert away.
static void hold(int condition)
{
    if (!condition)
        abort();
}

static void try_field(struct arena *arena, enum form_part part,
                      const ProtobufCFieldDescriptor *field, const char *cell, size_t length)
{
    ProtobufCMessage *row = form_new_row(arena, part), *again = form_new_row(arena, part);
    const char *written, *rewritten;
    struct cell_fault fault;

    hold(row != NULL && again != NULL);
    if (read_cell(arena, row, field, cell, length, &fault) != ERR_OK) {
        hold(fault.what != NULL && fault.fix != NULL && fault.fix[0] != '\0');
        // What is proposed is a value. (Of a date there may be two.)
        if (fault.instead != NULL && strstr(fault.instead, " or ") == NULL)
            hold(read_cell(arena, again, field, fault.instead, strlen(fault.instead), &fault) ==
                 ERR_OK);
        return;
    }
    written = form_write_cell(arena, row, field);
    hold(written != NULL);
    hold(read_cell(arena, again, field, written, strlen(written), &fault) == ERR_OK);
    rewritten = form_write_cell(arena, again, field);
    hold(rewritten != NULL && strcmp(written, rewritten) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        enum form_part part;
        const char *field;
    } kinds[] = {{FORM_HEADER, "new_la_code"}, {FORM_HEADER, "period"},
                 {FORM_HEADER, "as_at_date"},  {FORM_HEADER, "note"},
                 {FORM_PLACEMENTS, "setting"}, {FORM_PLACEMENTS, "plans"},
                 {FORM_PLACEMENTS, "urn"},     {FORM_PLACEMENTS, "annual_cost"}};
    struct arena arena;

    arena_init(&arena, 1000 * 1000);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        try_field(&arena, kinds[i].part,
                  protobuf_c_message_descriptor_get_field_by_name(form_part(kinds[i].part)->row,
                                                                  kinds[i].field),
                  (const char *)data, size);
    arena_free(&arena);
    return 0;
}
