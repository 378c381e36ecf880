// The rule against rows of one part that are the same combination.
#include "proto/form/codes.h"
#include "proto/form/field.h"
#include "proto/rules/duplicates.h"
#include "proto/rules/rules_internal.h"

// --- what tells one row from another

// Codes fit a byte each; weeks that no year has are cut, as another rule stops them.
static struct combination of_placement(const Qd__Return *returned, size_t index)
{
    const Qd__Placement *row = returned->placements[index];
    uint64_t weeks = row->has_weeks_a_year ? (uint64_t)row->weeks_a_year + 1 : 0;
    uint64_t codes = (uint64_t)row->setting | (uint64_t)row->primary_need << 8 |
                     (uint64_t)row->phase << 16 | (uint64_t)row->residence << 24 |
                     (uint64_t)row->location << 32 | (weeks > 0xff ? 0xff : weeks) << 40 |
                     (uint64_t)(row->has_fee_basis ? row->fee_basis : 0) << 48 |
                     (uint64_t)(row->has_sourcing ? row->sourcing : 0) << 56;
    int named = !row->has_urn && !row->has_ukprn;

    return (struct combination){.codes = codes,
                                .more =
                                    (uint64_t)(row->has_price_includes ? row->price_includes : 0) |
                                    (uint64_t)(row->has_vat ? row->vat : 0) << 8,
                                .provider = (uint64_t)(row->has_urn ? row->urn : 0) << 32 |
                                            (row->has_ukprn ? row->ukprn : 0),
                                .name = named ? row->provider_name : NULL};
}

static int is_code(const ProtobufCFieldDescriptor *column)
{
    return column->label == PROTOBUF_C_LABEL_REQUIRED && column->type == PROTOBUF_C_TYPE_ENUM;
}

// The codes of a row of any other part, a byte each.
static struct combination of_codes(const ProtobufCMessage *row)
{
    struct combination combination = {0};

    for (unsigned i = 0; i < row->descriptor->n_fields; i++)
        if (is_code(&row->descriptor->fields[i]))
            combination.codes =
                combination.codes << 8 |
                (uint64_t) * (const int *)field_value(row, &row->descriptor->fields[i]);
    return combination;
}

static struct combination combination_of(const struct rules_run *run, size_t index)
{
    return run->part == FORM_PLACEMENTS ? of_placement(run->returned, index)
                                        : of_codes(form_row(run->returned, run->part, index));
}

// --- rows that repeat

static const char *plans_in_words(const struct rules_run *run, size_t index)
{
    const char *words = form_write_cell(
        run->findings->arena, &run->returned->placements[index]->base,
        protobuf_c_message_descriptor_get_field_by_name(&qd__placement__descriptor, "plans"));

    return words == NULL ? "some" : words;
}

// "section_251_line, mode, phase and location"
static const char *codes_in_words(const struct rules_run *run)
{
    const ProtobufCMessageDescriptor *row = form_part(run->part)->row;
    const char *words = "", *last = NULL;

    for (unsigned i = 0; i < row->n_fields && words != NULL; i++) {
        if (!is_code(&row->fields[i]))
            continue;
        if (last != NULL)
            words = arena_printf(run->findings->arena, "%s%s%s", words, *words == '\0' ? "" : ", ",
                                 last);
        last = row->fields[i].name;
    }
    if (words != NULL && *words != '\0')
        words = arena_printf(run->findings->arena, "%s and %s", words, last);
    else if (words != NULL)
        words = last;
    return words == NULL ? "codes" : words;
}

static void found_repeated(void *context, size_t earlier, size_t later)
{
    struct rules_run run = *(const struct rules_run *)context;
    char setting[CODES_WRITTEN_BYTES];

    run.index = later;
    if (run.part != FORM_PLACEMENTS) {
        rules_found(&run, rules_row(&run), "%s has the same %s", rules_row_name(&run, earlier),
                    codes_in_words(&run));
        return;
    }
    codes_write(&qd__setting__descriptor, (int)run.returned->placements[later]->setting, setting);
    rules_found(&run, rules_row(&run),
                "%s is the same combination, of setting %s. Plans: %s there, %s here",
                rules_row_name(&run, earlier), setting, plans_in_words(&run, earlier),
                plans_in_words(&run, later));
}

void rules_repeated(const struct rules_run *run)
{
    struct findings *findings = run->findings;
    struct rules_run context = *run;
    size_t count = form_rows(run->returned, run->part);
    struct combination *rows;

    if (form_part(run->part)->one_row)
        return;
    rows = arena_alloc(findings->arena, count * sizeof *rows);

    for (size_t i = 0; i < count && rows != NULL; i++)
        rows[i] = combination_of(run, i);
    if (rows == NULL ||
        duplicates_find(findings->arena, rows, count, found_repeated, &context) != 0)
        findings_add(findings, run->rule, finding_place_part(run->part), NULL, "return fewer rows",
                     "memory did not suffice to look for rows that repeat");
}
