// The doctor: each thing that can stand in the way is told apart, and the first one is the result.
#include "collector/commands/doctor.h"

#include "tests/support/fake/fake.h"
#include "tests/support/golden/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007, WHATS_MAX = 16 };

struct fixture {
    char folder[64];
    char key_path[96];
    char outbox_path[96];
    char server_key[KEYS_TEXT_BYTES];
    struct keys_pair key;
    struct fake_aggregator fake;
    struct settings_given given;
    size_t count;
    char whats[WHATS_MAX][32];
    enum doctor_verdict verdicts[WHATS_MAX];
    struct err_text words[WHATS_MAX];
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/qd-doctor-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    snprintf(fixture->key_path, sizeof fixture->key_path, "%s/key", fixture->folder);
    snprintf(fixture->outbox_path, sizeof fixture->outbox_path, "%s/outbox", fixture->folder);
    keys_generate(&fixture->key);
    assert_int_equal(keys_save(&fixture->key, fixture->key_path, NULL), ERR_OK);
    fake_init(&fixture->fake, (Qd__LocalAuthority)CAMDEN, &fixture->key);
    keys_to_text(fixture->fake.key.public_key, fixture->server_key);
    fake_start(&fixture->fake);
    fixture->given.values[SETTINGS_NAME_AGGREGATOR] = fixture->fake.endpoint;
    fixture->given.values[SETTINGS_NAME_SERVER_KEY] = fixture->server_key;
    fixture->given.values[SETTINGS_NAME_KEY] = fixture->key_path;
    fixture->given.values[SETTINGS_NAME_OUTBOX] = fixture->outbox_path;
    fixture->given.values[SETTINGS_NAME_TIMEOUT] = "10";
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    fake_stop(&fixture->fake);
    unlink(fixture->key_path);
    unlink(fixture->outbox_path);
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

static void tell(void *context, const char *what, enum doctor_verdict verdict, const char *words)
{
    struct fixture *fixture = context;

    assert_true(fixture->count < WHATS_MAX);
    snprintf(fixture->whats[fixture->count], sizeof fixture->whats[0], "%s", what);
    fixture->verdicts[fixture->count] = verdict;
    snprintf(fixture->words[fixture->count].text, sizeof fixture->words[0].text, "%s", words);
    fixture->count++;
}

// Runs the doctor, and finds that `what` is the first thing that is not right, and that everything
// before it is. Returns what is said of it.
static char *first_wrong(struct fixture *fixture, const char *what, enum err error)
{
    size_t i = 0;

    fixture->count = 0;
    assert_int_equal(doctor_run(&fixture->given, tell, fixture), error);
    while (i < fixture->count && fixture->verdicts[i] == DOCTOR_OK)
        i++;
    assert_true(i < fixture->count);
    assert_string_equal(fixture->whats[i], what);
    assert_int_equal(fixture->verdicts[i], DOCTOR_NOT_OK);
    return fixture->words[i].text;
}

// What is said stands under the name.
static void expect_first_wrong(struct fixture *fixture, const char *what, enum err error,
                               const char *name)
{
    char *said = first_wrong(fixture, what, error), key[KEYS_TEXT_BYTES];

    keys_to_text(fixture->key.public_key, key);
    golden_stand(said, key, "KEY");
    golden_stand(said, fixture->folder, "PLACE");
    golden_note_in(fixture->fake.endpoint, what, said);
    golden_check_noted("errors.golden", name);
}

static enum doctor_verdict verdict_on(const struct fixture *fixture, const char *what)
{
    for (size_t i = 0; i < fixture->count; i++)
        if (strcmp(fixture->whats[i], what) == 0)
            return fixture->verdicts[i];
    fail_msg("nothing was said about %s", what);
    return DOCTOR_NOT_OK;
}

static void settings_that_cannot_be_read_are_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->given.config = "/nowhere/some.ini";
    expect_first_wrong(fixture, "settings", ERR_COMMAND,
                       "a doctor without the settings that were named");
    assert_int_equal(fixture->count, 1);
}

static void a_missing_address_is_told_and_the_rest_looked_at(void **state)
{
    struct fixture *fixture = *state;

    fixture->given.values[SETTINGS_NAME_AGGREGATOR] = NULL;
    expect_first_wrong(fixture, "settings", ERR_COMMAND, "a doctor without an address");
    assert_int_equal(verdict_on(fixture, "key"), DOCTOR_OK);
    assert_int_equal(verdict_on(fixture, "outbox"), DOCTOR_OK);
    assert_int_equal(verdict_on(fixture, "network"), DOCTOR_NOT_TRIED);
}

static void a_missing_key_is_told_and_the_network_tried(void **state)
{
    struct fixture *fixture = *state;

    unlink(fixture->key_path);
    expect_first_wrong(fixture, "key", ERR_COMMAND, "a doctor without a key");
    assert_int_equal(verdict_on(fixture, "network"), DOCTOR_OK);
    assert_int_equal(verdict_on(fixture, "server key"), DOCTOR_NOT_TRIED);
}

static void an_outbox_that_is_none_is_told_and_the_rest_tried(void **state)
{
    struct fixture *fixture = *state;
    FILE *file = fopen(fixture->outbox_path, "w");

    assert_non_null(file);
    fclose(file);
    fixture->count = 0;
    assert_int_not_equal(doctor_run(&fixture->given, tell, fixture), ERR_OK);
    assert_int_equal(verdict_on(fixture, "outbox"), DOCTOR_NOT_OK);
    assert_int_equal(verdict_on(fixture, "answer"), DOCTOR_OK);
}

static void a_name_that_nobody_has_is_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->given.values[SETTINGS_NAME_AGGREGATOR] = "tcp://aggregator.invalid:7733";
    // The rest is what the name service says.
    assert_non_null(strstr(first_wrong(fixture, "name", ERR_UNREACHABLE), "aggregator.invalid"));
    assert_int_equal(verdict_on(fixture, "let in"), DOCTOR_NOT_TRIED);
}

static void a_port_that_nobody_listens_on_is_told(void **state)
{
    struct fixture *fixture = *state;

    fake_stop(&fixture->fake);
    expect_first_wrong(fixture, "network", ERR_UNREACHABLE,
                       "a doctor with an address where nobody is");
}

static void a_wrong_server_key_is_told(void **state)
{
    struct fixture *fixture = *state;

    memset(fixture->server_key, 'a', KEYS_TEXT_BYTES - 1);
    expect_first_wrong(fixture, "server key", ERR_WRONG_SERVER_KEY,
                       "a doctor with a wrong server key");
    assert_int_equal(verdict_on(fixture, "let in"), DOCTOR_NOT_TRIED);
}

static void a_key_that_is_not_let_in_is_told(void **state)
{
    struct fixture *fixture = *state;

    fake_stop(&fixture->fake);
    fixture->fake.let_in[0] ^= 1;
    fake_start(&fixture->fake);
    expect_first_wrong(fixture, "let in", ERR_NOT_LET_IN, "a doctor with a key that is not let in");
    assert_int_equal(verdict_on(fixture, "server key"), DOCTOR_OK);
}

static void an_aggregator_of_another_version_is_told(void **state)
{
    struct fixture *fixture = *state;

    fixture->fake.protocol_version = CODEC_PROTOCOL_VERSION + 1;
    expect_first_wrong(fixture, "answer", ERR_UNKNOWN_VERSION,
                       "a doctor of an aggregator of another version");
}

static void all_is_well(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(doctor_run(&fixture->given, tell, fixture), ERR_OK);
    assert_int_equal(fixture->count, 8);
    for (size_t i = 0; i < fixture->count; i++)
        assert_int_equal(fixture->verdicts[i], DOCTOR_OK);
    assert_string_equal(fixture->whats[7], "answer");
    assert_non_null(strstr(fixture->words[7].text, "Camden"));
    assert_int_not_equal(access(fixture->outbox_path, F_OK), 0);  // looking makes nothing
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(settings_that_cannot_be_read_are_told),
        TEST(a_missing_address_is_told_and_the_rest_looked_at),
        TEST(a_missing_key_is_told_and_the_network_tried),
        TEST(an_outbox_that_is_none_is_told_and_the_rest_tried),
        TEST(a_name_that_nobody_has_is_told),
        TEST(a_port_that_nobody_listens_on_is_told),
        TEST(a_wrong_server_key_is_told),
        TEST(a_key_that_is_not_let_in_is_told),
        TEST(an_aggregator_of_another_version_is_told),
        TEST(all_is_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
