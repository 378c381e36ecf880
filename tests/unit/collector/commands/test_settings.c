// Where to send, as whom: from the command line and from an ini file.
#include "collector/commands/settings.h"

#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define KEY "00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF"

struct fixture {
    char folder[64];
    char ini[96];
    struct settings settings;
    struct settings_given given;
    struct err_text text;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/qd-settings-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->ini, sizeof fixture->ini, "%s/some.ini", fixture->folder);
    fixture->given.config = fixture->ini;
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    unlink(fixture->ini);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

static enum err load(struct fixture *fixture, const char *ini)
{
    FILE *file = fopen(fixture->ini, "w");

    assert_non_null(file);
    assert_true(fputs(ini, file) >= 0);
    assert_int_equal(fclose(file), 0);
    fixture->text.text[0] = '\0';
    return settings_load(&fixture->settings, &fixture->given, &fixture->text);
}

// Whether this ini file is refused, as the command's fault. What is said begins with the file, where it is
// about the file.
static void expect_refused(struct fixture *fixture, const char *asked, const char *ini)
{
    const char *in_folder;

    assert_int_equal(load(fixture, ini), ERR_COMMAND);
    in_folder = strstr(fixture->text.text, "some.ini");
    golden_note(asked, in_folder == NULL ? fixture->text.text : in_folder);
}

static void a_file_that_is_not_there_is_an_error_only_when_it_was_named(void **state)
{
    struct fixture *fixture = *state;
    char before[PATH_MAX];

    assert_int_equal(settings_load(&fixture->settings, &fixture->given, &fixture->text),
                     ERR_COMMAND);
    assert_non_null(strstr(fixture->text.text, "some.ini"));
    assert_non_null(strstr(fixture->text.text, "--config"));

    assert_non_null(getcwd(before, sizeof before));
    assert_int_equal(chdir(fixture->folder), 0);
    fixture->given.config = NULL;
    assert_int_equal(settings_load(&fixture->settings, &fixture->given, NULL), ERR_OK);
    assert_int_equal(chdir(before), 0);
    assert_string_equal(fixture->settings.config, "");
    assert_string_equal(fixture->settings.key, "borough.key");
    assert_string_equal(fixture->settings.outbox, "outbox");
    assert_int_equal(fixture->settings.timeout_ms, 0);
}

static void an_address_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[] = {
        "",
        "127.0.0.1:7733",
        "tcp://",
        "tcp://:7733",
        "tcp://host",
        "tcp://host:",
        "tcp://host:0",
        "tcp://host:65536",
        "tcp://a b:1",
        "tcp://host:7733/x",
        "ipc:///tmp/x:1",
        "tcp://host:77x3",
        "tcp://host:99999999999999999999",
        "tcp://*:*",
        "tcp://host/:12",
    };

    assert_int_equal(load(fixture, ""), ERR_OK);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fixture->given.values[SETTINGS_NAME_AGGREGATOR] = wrong[i];
        expect_refused(fixture, wrong[i], "");
    }
    golden_check_noted("errors.golden", "addresses");
}

static void a_server_key_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;

    expect_refused(fixture, "four digits", "[collector]\nserver_key = 0011\n");
    expect_refused(fixture, "a letter before the key", "[collector]\nserver_key = x" KEY "\n");
    golden_check_noted("errors.golden", "server keys");
}

static void a_timeout_that_is_none_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[] = {"0", "-1", "1.5", "86401", "10s", "", "4294967297"};

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        fixture->given.values[SETTINGS_NAME_TIMEOUT] = wrong[i];
        expect_refused(fixture, wrong[i], "");
    }
    golden_check_noted("errors.golden", "timeouts");
}

static void a_mistake_in_the_file_is_told_with_its_line(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *name, *ini;
    } mistakes[] = {
        {"words alone in line 3", "[collector]\n\nwhat is this\n"},
        {"a setting that does not exist", "[collector]\nagregator = tcp://a:1\n"},
        {"a setting before its section", "aggregator = tcp://a:1\n[collector]\n"},
        {"a setting twice", "[collector]\ntimeout = 5\nkey = k\ntimeout = 6\n"},
        {"several mistakes: a timeout first", "[collector]\ntimeout = never\nkey =\n?\n"},
        {"several mistakes: a sign first", "?\n[collector]\ntimeout = never\n"},
    };

    for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
        expect_refused(fixture, mistakes[i].name, mistakes[i].ini);
    golden_check_noted("errors.golden", "mistakes in quarterday.ini");
}

static void a_line_that_is_too_long_is_told(void **state)
{
    struct fixture *fixture = *state;
    char ini[1000] = "[collector]\noutbox = ";

    memset(ini + strlen(ini), 'x', 600);
    expect_refused(fixture, "600 letters", ini);
    golden_check_noted("errors.golden", "a line that is too long");
}

static void the_file_is_read(void **state)
{
    struct fixture *fixture = *state;
    char expected[128];
    char host[SETTINGS_ADDRESS_BYTES];
    char port[SETTINGS_PORT_BYTES];

    assert_int_equal(load(fixture, "\xEF\xBB\xBF; a comment\r\n"
                                   "[aggregator]\r\nlisten = elsewhere\r\n"
                                   "[collector]\r\n"
                                   "aggregator = tcp://sen.example.gov.uk:7733\r\n"
                                   "server_key = " KEY "\r\n"
                                   "key = keys/camden.key ; ours\r\n"
                                   "outbox = /var/outbox\r\n"
                                   "timeout = 90"),
                     ERR_OK);
    assert_string_equal(fixture->settings.config, fixture->ini);
    assert_string_equal(fixture->settings.aggregator, "tcp://sen.example.gov.uk:7733");
    assert_true(fixture->settings.has_server_key);
    assert_int_equal(fixture->settings.server_key[31], 0xff);
    assert_string_equal(fixture->settings.outbox, "/var/outbox");
    assert_int_equal(fixture->settings.timeout_ms, 90000);
    assert_int_equal(settings_need_aggregator(&fixture->settings, NULL), ERR_OK);

    // Relative to the file, so that it does not matter where the command is typed.
    snprintf(expected, sizeof expected, "%s/keys/camden.key", fixture->folder);
    assert_string_equal(fixture->settings.key, expected);

    settings_host_and_port(&fixture->settings, host, port);
    assert_string_equal(host, "sen.example.gov.uk");
    assert_string_equal(port, "7733");
}

static void the_command_line_wins(void **state)
{
    struct fixture *fixture = *state;

    fixture->given.values[SETTINGS_NAME_AGGREGATOR] = "tcp://127.0.0.1:1";
    fixture->given.values[SETTINGS_NAME_OUTBOX] = "here";
    fixture->given.values[SETTINGS_NAME_TIMEOUT] = "5";
    assert_int_equal(load(fixture, "[collector]\naggregator = tcp://a:2\noutbox = there\n"
                                   "timeout = 7\nserver_key = " KEY "\n"),
                     ERR_OK);
    assert_string_equal(fixture->settings.aggregator, "tcp://127.0.0.1:1");
    assert_string_equal(fixture->settings.outbox, "here");
    assert_int_equal(fixture->settings.timeout_ms, 5000);
    assert_true(fixture->settings.has_server_key);
}

static void what_is_missing_is_told_with_the_two_places_to_put_it(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(load(fixture, ""), ERR_OK);
    assert_int_equal(settings_need_aggregator(&fixture->settings, &fixture->text), ERR_COMMAND);
    assert_non_null(strstr(fixture->text.text, "--aggregator"));
    assert_non_null(strstr(fixture->text.text, "quarterday.ini"));

    assert_int_equal(load(fixture, "[collector]\naggregator = tcp://a:1\n"), ERR_OK);
    assert_int_equal(settings_need_aggregator(&fixture->settings, &fixture->text), ERR_COMMAND);
    assert_non_null(strstr(fixture->text.text, "--server-key"));
    assert_non_null(strstr(fixture->text.text, "server_key"));
}

static void a_name_that_is_too_long_is_refused(void **state)
{
    struct fixture *fixture = *state;
    static char name[PATH_MAX + 10];

    memset(name, 'x', sizeof name - 1);
    fixture->given.values[SETTINGS_NAME_KEY] = name;
    expect_refused(fixture, "a key file", "");
    golden_check_noted("errors.golden", "a name that is too long");
    fixture->given.values[SETTINGS_NAME_KEY] = NULL;
    fixture->given.config = name;
    assert_int_equal(settings_load(&fixture->settings, &fixture->given, &fixture->text),
                     ERR_COMMAND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_not_there_is_an_error_only_when_it_was_named),
        TEST(an_address_that_is_none_is_refused),
        TEST(a_server_key_that_is_none_is_refused),
        TEST(a_timeout_that_is_none_is_refused),
        TEST(a_mistake_in_the_file_is_told_with_its_line),
        TEST(a_line_that_is_too_long_is_told),
        TEST(a_name_that_is_too_long_is_refused),
        TEST(the_file_is_read),
        TEST(the_command_line_wins),
        TEST(what_is_missing_is_told_with_the_two_places_to_put_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
