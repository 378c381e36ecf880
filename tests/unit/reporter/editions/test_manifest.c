// The manifest is read as it was written, and what is not one is refused.
#include "reporter/editions/manifest.h"

#include "tests/support/tabled/tabled.h"

#include <stdlib.h>
#include <unistd.h>

#define A_HASH "00000000000000000000000000000000000000000000000000000000000000aa"

struct fixture {
    char folder[64], path[96];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    *state = f;
    strcpy(f->folder, "/tmp/qd-manifest-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    snprintf(f->path, sizeof f->path, "%s/" MANIFEST_FILE, f->folder);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    (void)unlink(f->path);
    (void)rmdir(f->folder);
    free(f);
    return 0;
}

static struct manifest made(void)
{
    static const uint8_t hash[SHA256_BYTES] = {1, 2, 3};
    static struct redacted redacted[] = {{20, CAMDEN}, {21, BARNET}};
    static struct manifest_indicator indicators[] = {
        {"reviews", "held_percent", "percent", "held", "due", "Held, \"of\" due.", "2025"}};
    static struct manifest_left_out left_out[] = {{"compare-money", "nobody has returned it"}};
    struct manifest manifest = {.period = "2025-26 Q3",
                                .audience = "borough:Camden",
                                .journal = {19, A_HASH},
                                .since = {7, A_HASH},
                                .has_since = 1,
                                .redacted = {redacted, 2},
                                .as_at = "2026-11-27",
                                .calendar = A_HASH,
                                .program = "qd-reporter",
                                .version = "1.2.3",
                                .form = 3,
                                .rules = A_HASH,
                                .reference = A_HASH,
                                .indicators = indicators,
                                .indicators_count = 1,
                                .left_out = left_out,
                                .left_out_count = 1};

    assert_int_equal(manifest_add_file(&manifest.files, &tabled_arena, "text/b.txt", 5, hash),
                     ERR_OK);
    assert_int_equal(manifest_add_file(&manifest.files, &tabled_arena, "csv/a.csv", 7, hash),
                     ERR_OK);
    assert_int_equal(
        manifest_add_file(&manifest.reference_files, &tabled_arena, "boroughs.csv", 0, hash),
        ERR_OK);
    manifest_sort_files(&manifest.files);
    return manifest;
}

static void put(const struct fixture *f, const char *text)
{
    FILE *file = fopen(f->path, "w");

    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static enum err read_error(const struct fixture *f, const char *text)
{
    struct err_text why = {""};
    struct manifest manifest;

    put(f, text);
    return manifest_read(&manifest, &tabled_arena, f->folder, &why);
}

static const char *written(const struct manifest *manifest)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    const char *kept;

    assert_non_null(out);
    assert_int_equal(manifest_write(manifest, out), ERR_OK);
    assert_int_equal(fclose(out), 0);
    kept = arena_strdup(&tabled_arena, text);
    free(text);
    return kept;
}

// With each of its members called otherwise, one after the other.
static void a_manifest_without_one_of_its_members_is_refused(void **state)
{
    static const char *const members[] = {"period",  "audience", "sequence",  "link",   "as_at",
                                          "version", "form",     "rules",     "sha256", "measure",
                                          "files",   "program",  "reference", "path",   "bytes"};
    const struct manifest manifest = made();
    const char *whole = written(&manifest);

    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        const char *quoted = arena_printf(&tabled_arena, "\"%s\":", members[i]);
        const char *at = strstr(whole, quoted);

        assert_non_null(at);
        assert_int_equal(
            read_error(*state, arena_printf(&tabled_arena, "%.*s\"other\":%s", (int)(at - whole),
                                            whole, at + strlen(quoted))),
            ERR_MALFORMED);
    }
}

// One of before redactions were named: the member is optional, and a list when it is there.
static void a_manifest_without_redactions_names_none(void **state)
{
    const struct fixture *f = *state;
    const struct manifest manifest = made();
    const char *whole = written(&manifest), *end;
    const char *at = strstr(whole, "\"redacted_since\":");
    struct err_text why = {""};
    struct manifest again;

    assert_non_null(at);
    end = strchr(at, ']');
    assert_non_null(end);
    put(f, arena_printf(&tabled_arena, "%.*s%s", (int)(at - whole), whole, end + 2));
    assert_int_equal(manifest_read(&again, &tabled_arena, f->folder, &why), ERR_OK);
    assert_int_equal(again.redacted.count, 0);
    assert_false(again.names_redacted);
    assert_string_equal(again.program, "qd-reporter");
    assert_int_equal(read_error(f, arena_printf(&tabled_arena, "%.*s\"redacted_since\": 1%s",
                                                (int)(at - whole), whole, end + 1)),
                     ERR_MALFORMED);
}

static void what_is_no_manifest_is_refused(void **state)
{
    struct err_text why = {""};
    struct manifest manifest;

    assert_int_equal(manifest_read(&manifest, &tabled_arena, "/nowhere", &why), ERR_NOT_FOUND);
    assert_int_equal(read_error(*state, "{"), ERR_MALFORMED);
    assert_int_equal(read_error(*state, "[]"), ERR_MALFORMED);
    assert_int_equal(read_error(*state, "{\"manifest_version\": 2}"), ERR_UNKNOWN_VERSION);
}

static void a_path_that_leads_out_of_the_edition_is_refused(void **state)
{
    static const char *const paths[] = {"", "/etc/passwd", "../manifest.json", "csv/../../x"};

    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        struct manifest manifest = made();

        manifest.files.list[0].path = paths[i];
        assert_int_equal(read_error(*state, written(&manifest)), ERR_MALFORMED);
    }
}

static void promise_g_a_manifest_is_read_as_it_was_written(void **state)
{
    const struct fixture *f = *state;
    const struct manifest manifest = made();
    const char *whole = written(&manifest);
    struct err_text why = {""};
    struct manifest again;

    put(f, whole);
    assert_int_equal(manifest_read(&again, &tabled_arena, f->folder, &why), ERR_OK);
    again.left_out = manifest.left_out;  // which nobody reads back
    again.left_out_count = manifest.left_out_count;
    assert_string_equal(written(&again), whole);
    assert_string_equal(again.files.list[0].path, "csv/a.csv");
    assert_true(redacted_has_all(&again.redacted, &manifest.redacted));
    assert_null(manifest_find_file(&again.files, "csv/b.csv"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_no_manifest_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_manifest_without_one_of_its_members_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_manifest_without_redactions_names_none, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_path_that_leads_out_of_the_edition_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(promise_g_a_manifest_is_read_as_it_was_written, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
