// Which figures a rule judges where its findings name no column.
#include "proto/form/form.h"
#include "proto/rules/rule_columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const ProtobufCFieldDescriptor *column(enum form_part part, const char *name)
{
    return protobuf_c_message_descriptor_get_field_by_name(form_part(part)->row, name);
}

static void every_word_is_a_column_of_its_part(void **state)
{
    static const struct {
        enum form_part part;
        const char *columns;
    } rows[] = {
#define COLUMNS(rule, part, columns) {FORM_##part, columns},
#include "proto/rules/rule_columns.def"
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[1000], *rest = words;

        assert_true(strlen(rows[i].columns) < sizeof words);
        strcpy(words, rows[i].columns);
        for (const char *word; (word = strsep(&rest, " ")) != NULL;)
            if (column(rows[i].part, word) == NULL)
                fail_msg("\"%s\" is not a column", word);
    }
}

static void a_rule_over_some_columns_does_not_judge_the_others(void **state)
{
    const struct rule *bands = rule_get(RULE_BANDS_ADD_UP);

    (void)state;
    assert_true(rule_columns_has(bands, column(FORM_TIMELINESS, "plans_issued")));
    assert_true(rule_columns_has(bands, column(FORM_TIMELINESS, "plans_issued_over_52_weeks_ex")));
    assert_false(rule_columns_has(bands, column(FORM_TIMELINESS, "requests_received")));
    assert_true(rule_columns_has(rule_get(RULE_NOTHING_BUT_ZEROS),
                                 column(FORM_TIMELINESS, "requests_received")));
    // A rule over several parts has a row for each.
    assert_true(
        rule_columns_has(rule_get(RULE_CODE_AND_ITS_PARTS), column(FORM_PLACEMENTS, "plans")));
    assert_true(
        rule_columns_has(rule_get(RULE_CODE_AND_ITS_PARTS), column(FORM_NEW_PLANS, "new_plans")));
    assert_false(rule_columns_has(rule_get(RULE_CODE_AND_ITS_PARTS),
                                  column(FORM_PLACEMENTS, "annual_cost")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_is_a_column_of_its_part),
        cmocka_unit_test(a_rule_over_some_columns_does_not_judge_the_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
