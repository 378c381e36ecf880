#include "tests/support/cells/cell_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const ProtobufCFieldDescriptor *cell_cases_field(enum form_part part, const char *column)
{
    const ProtobufCFieldDescriptor *field =
        protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, column);

    if (field == NULL)
        fail_msg("%s has no column %s", form_part(part)->file, column);
    return field;
}

// U+0000 to U+FFFF in UTF-8, also what UTF-8 does not allow.
static size_t put_utf8(char *to, unsigned code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        to[0] = (char)(0xc0 | code >> 6);
        to[1] = (char)(0x80 | (code & 0x3f));
        return 2;
    }
    to[0] = (char)(0xe0 | code >> 12);
    to[1] = (char)(0x80 | (code >> 6 & 0x3f));
    to[2] = (char)(0x80 | (code & 0x3f));
    return 3;
}

// The bytes behind one backslash; what stands behind it is at `*at` afterwards.
static size_t put_escaped(const char **at, char *to, size_t last)
{
    static const char names[] = "tnrs\\", bytes[] = "\t\n\r \\";
    const char name = *(*at)++;
    const char *known = strchr(names, name);
    char digits[5] = "";
    size_t made = 0;

    if (name == 'x' || name == 'u') {
        memcpy(digits, *at, name == 'x' ? 2 : 4);
        *at += strlen(digits);
        if (name == 'u')
            return put_utf8(to, (unsigned)strtoul(digits, NULL, 16));
        *to = (char)strtoul(digits, NULL, 16);
        return 1;
    }
    if (name == '*') {
        for (unsigned long times = strtoul(*at, NULL, 10); times > 1; times--, made += last)
            memcpy(to + made, to - last, last);
        *at = strchr(*at, ';') + 1;
        return made;
    }
    assert_non_null(known);
    *to = bytes[known - names];
    return 1;
}

static char *bytes_of(struct arena *arena, const char *written, size_t *length)
{
    enum { LONGEST = 20000 };
    static char bytes[LONGEST];
    size_t used = 0, last = 0;

    while (*written != '\0') {
        if (*written == '\\') {
            written++;
            last = put_escaped(&written, bytes + used, last);
        } else {
            last = 1;
            while ((written[last] & 0xc0) == 0x80)
                last++;
            memcpy(bytes + used, written, last);
            written += last;
        }
        used += last;
    }
    *length = used;
    return arena_strndup(arena, bytes, used);
}

// The first column whose codes are of this enum.
static void find_column_of(const char *codes, struct cell_case *one)
{
    for (enum form_part part = 0; part < FORM_PARTS; part++)
        for (unsigned i = 0; i < form_columns(form_part(part)->row); i++) {
            const ProtobufCFieldDescriptor *field = &form_part(part)->row->fields[i];
            const ProtobufCEnumDescriptor *descriptor = field->descriptor;

            if (field->type == PROTOBUF_C_TYPE_ENUM && strcmp(descriptor->short_name, codes) == 0) {
                one->part = part;
                one->field = field;
                return;
            }
        }
    fail_msg("line %u: no column has codes of %s", one->line, codes);
}

static void find_column(const char *type, struct cell_case *one)
{
    static const struct {
        const char *type;
        enum form_part part;
        const char *field;
    } columns[] = {
        {"count", FORM_TIMELINESS, "plans_issued"},
        {"money", FORM_TRANSPORT, "gross_expenditure"},
        {"price", FORM_PLACEMENTS, "annual_cost"},
        {"number", FORM_PLACEMENTS, "urn"},
        {"text", FORM_HEADER, "note"},
        {"explanation", FORM_EXPLANATIONS, "explanation"},
        {"borough", FORM_HEADER, "new_la_code"},
        {"period", FORM_HEADER, "period"},
        {"date", FORM_HEADER, "as_at_date"},
    };
    const size_t length = strcspn(type, " ");

    if (strncmp(type, "code:", strlen("code:")) == 0) {
        find_column_of(type + strlen("code:"), one);
        return;
    }
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
        if (strncmp(type, columns[i].type, length) == 0 && columns[i].type[length] == '\0') {
            one->part = columns[i].part;
            one->field = cell_cases_field(one->part, columns[i].field);
            one->period = type[length] == ' ' ? type + length + 1 : NULL;
            return;
        }
    fail_msg("line %u: there is no type %s", one->line, type);
}

static void add(struct cell_cases *cases, unsigned line, char *text)
{
    struct cell_case *one = &cases->list[cases->count++];
    const char *columns[4];
    size_t length;

    assert_in_range(cases->count, 1, CELL_CASES_MAX);
    for (size_t i = 0; i < 4; i++) {
        columns[i] = text == NULL ? NULL : strsep(&text, "\t");
        if (columns[i] == NULL)
            fail_msg("line %u has %zu columns", line, i);
    }
    *one = (struct cell_case){.line = line, .rule = columns[2]};
    one->written = arena_strdup(cases->arena, columns[0]);
    one->input = bytes_of(cases->arena, columns[0], &one->length);
    one->rule = arena_strdup(cases->arena, columns[2]);
    one->value = bytes_of(cases->arena, columns[3], &length);
    find_column(arena_strdup(cases->arena, columns[1]), one);
}

void cell_cases_read(struct cell_cases *cases, struct arena *arena)
{
    FILE *in = fopen(QD_DATA_DIR "/../tests/data/cells.tsv", "re");
    char *text = NULL;
    size_t room = 0;
    unsigned line = 0;

    assert_non_null(in);
    cases->arena = arena;
    cases->count = 0;
    while (getline(&text, &room, in) >= 0) {
        line++;
        text[strcspn(text, "\n")] = '\0';
        // A number sign begins a comment where no tab follows: "#REF!" is a cell.
        if (text[0] != '\0' && strchr(text, '\t') != NULL)
            add(cases, line, text);
    }
    free(text);
    fclose(in);
}

ProtobufCMessage *cell_cases_row(struct arena *arena, const struct cell_case *one)
{
    ProtobufCMessage *row = form_new_row(arena, one->part);
    struct cell_fault fault;

    assert_non_null(row);
    if (one->period != NULL)
        assert_int_equal(ERR_OK, read_cell(arena, row, cell_cases_field(FORM_HEADER, "period"),
                                           one->period, strlen(one->period), &fault));
    return row;
}
