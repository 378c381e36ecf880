#include "proto/form/boroughs.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void what_is_no_borough_is_not_found(void **state)
{
    static const char *const texts[] = {
        "",
        " ",
        "London",
        "200",
        "214",
        "300",
        "321",
        "0202",
        "20",
        "2020",
        "202.0",
        "-202",
        "E09000034",
        "E09000000",
        "E12000007",
        "314 / 318",
        "314/318",
        "Essex",
        "Camden & x",
        "Council",
        "City of",
        "Kingston upon Thames / Richmond upon Thames",
        "E09000021 / E09000027",
        "Kingston upon Hull",
        "City of Camden of London",
        "a name that is longer than any authority's, as somebody put a whole sentence into it"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_null(boroughs_find(texts[i]));
}

static void what_is_no_code_to_the_letter_has_no_place(void **state)
{
    (void)state;
    assert_int_equal(-1, boroughs_index_of_code(""));
    assert_int_equal(-1, boroughs_index_of_code("e09000007"));
    assert_int_equal(-1, boroughs_index_of_code("E0900000"));
    assert_int_equal(-1, boroughs_index_of_code("Camden"));
}

static void numbers_that_are_none_have_no_place(void **state)
{
    static const int numbers[] = {0, -1, 200, 214, 300, 321, 7, 0x7fffffff};

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(-1, boroughs_index((Qd__LocalAuthority)numbers[i]));
        assert_null(boroughs_of((Qd__LocalAuthority)numbers[i]));
    }
}

// The columns of a line of boroughs.csv, which has no quotation marks.
static void split(char *line, char *columns[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        columns[i] = line;
        line += strcspn(line, ",\r\n");
        if (*line != '\0')
            *line++ = '\0';
    }
}

static void they_are_those_of_the_reference_list(void **state)
{
    enum { CODE, NAME, NUMBER, COLUMNS };
    FILE *file = fopen(QD_DATA_DIR "/reference/boroughs.csv", "r");
    char line[1024], *columns[COLUMNS];
    size_t rows = 0;

    (void)state;
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    split(line, columns, COLUMNS);
    assert_non_null(strstr(columns[CODE], "new_la_code"));
    assert_string_equal("la_name", columns[NAME]);
    assert_string_equal("old_la_code", columns[NUMBER]);
    while (fgets(line, sizeof line, file) != NULL) {
        const struct borough *borough;

        split(line, columns, COLUMNS);
        borough = boroughs_of((Qd__LocalAuthority)strtol(columns[NUMBER], NULL, 10));
        assert_non_null(borough);
        assert_string_equal(columns[CODE], borough->new_la_code);
        assert_string_equal(columns[NAME], borough->la_name);
        rows++;
    }
    fclose(file);
    assert_int_equal(BOROUGHS_COUNT, rows);
}

static void they_are_those_of_the_form(void **state)
{
    const ProtobufCEnumDescriptor *authorities = &qd__local_authority__descriptor;

    (void)state;
    assert_int_equal(BOROUGHS_COUNT, authorities->n_values);
    for (unsigned i = 0; i < authorities->n_values; i++) {
        const ProtobufCEnumValue *value = &authorities->values[i];
        const struct borough *borough = boroughs_of((Qd__LocalAuthority)value->value);

        assert_non_null(borough);
        assert_string_equal(value->name, borough->new_la_code);
        assert_int_equal(i, boroughs_index(borough->authority));
        assert_int_equal(i, boroughs_index_of_code(borough->new_la_code));
        assert_ptr_equal(&boroughs[i], borough);
    }
}

static void each_is_found_by_code_number_and_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < BOROUGHS_COUNT; i++) {
        char text[80];

        assert_ptr_equal(&boroughs[i], boroughs_find(boroughs[i].new_la_code));
        assert_ptr_equal(&boroughs[i], boroughs_find(boroughs[i].la_name));
        snprintf(text, sizeof text, " %d ", (int)boroughs[i].authority);
        assert_ptr_equal(&boroughs[i], boroughs_find(text));
        snprintf(text, sizeof text, "London Borough of %s", boroughs[i].la_name);
        assert_ptr_equal(&boroughs[i], boroughs_find(text));
        snprintf(text, sizeof text, "%s Council", boroughs[i].la_name);
        assert_ptr_equal(&boroughs[i], boroughs_find(text));
        snprintf(text, sizeof text, "%s", boroughs[i].la_name);
        for (char *letter = text; *letter != '\0'; letter++)
            *letter = (char)toupper((unsigned char)*letter);
        assert_ptr_equal(&boroughs[i], boroughs_find(text));
    }
}

static void other_ways_of_writing_a_name_are_known(void **state)
{
    static const struct {
        const char *text;
        Qd__LocalAuthority authority;
    } cases[] = {
        {"RBKC", 207},
        {"Kensington & Chelsea", 207},
        {"the Royal Borough of Kensington and Chelsea", 207},
        {"LBHF", 205},
        {"Hammersmith & Fulham", 205},
        {"Westminster City Council", 213},
        {"City of Westminster", 213},
        {"Royal Borough of Greenwich", 203},
        {"Corporation of London", 201},
        {"City of London Corporation", 201},
        {"the City of London", 201},
        {"Kingston", 314},
        {"Kingston-upon-Thames", 314},
        {"Royal Borough of Kingston upon Thames", 314},
        {"Richmond", 318},
        {"London Borough of Richmond upon Thames", 318},
        {"LB Camden", 202},
        {"Camden LB", 202},
        {"camden  london borough council", 202},
        {"e09000007", 202},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_non_null(boroughs_find(cases[i].text));
        assert_int_equal(cases[i].authority, boroughs_find(cases[i].text)->authority);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_borough_is_not_found),
        cmocka_unit_test(what_is_no_code_to_the_letter_has_no_place),
        cmocka_unit_test(numbers_that_are_none_have_no_place),
        cmocka_unit_test(they_are_those_of_the_reference_list),
        cmocka_unit_test(they_are_those_of_the_form),
        cmocka_unit_test(each_is_found_by_code_number_and_name),
        cmocka_unit_test(other_ways_of_writing_a_name_are_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
