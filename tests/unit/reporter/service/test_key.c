// The key of a page: whatever its bytes depend on makes another one.
#include "reporter/service/follow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { KEYS = 12 };

static void each_thing_that_a_page_depends_on_makes_another_key(void **state)
{
    const struct follow_state at = {
        .end = {.sequence = 7, .link = {1}}, .day = 20000, .files = {1}};
    const struct pages_reader panel = {.audience = PAGES_PANEL};
    const struct pages_reader one = {.audience = PAGES_BOROUGH, .borough = 1};
    const struct pages_reader two = {.audience = PAGES_BOROUGH, .borough = 2};
    const struct pages_reader everybody = {.audience = PAGES_PUBLIC};
    struct follow_state later = at, next_day = at, other_files = at, restored = at;
    uint8_t keys[KEYS][SHA256_BYTES];
    int count = 0;

    (void)state;
    later.end.sequence++;
    restored.end.link[0]++;
    next_day.day++;
    other_files.files[0]++;
    follow_key(keys[count++], &at, &panel, "/about", NULL);
    follow_key(keys[count++], &later, &panel, "/about", NULL);
    follow_key(keys[count++], &restored, &panel, "/about", NULL);
    follow_key(keys[count++], &next_day, &panel, "/about", NULL);
    follow_key(keys[count++], &other_files, &panel, "/about", NULL);
    follow_key(keys[count++], &at, &one, "/about", NULL);
    follow_key(keys[count++], &at, &two, "/about", NULL);
    follow_key(keys[count++], &at, &everybody, "/about", NULL);
    follow_key(keys[count++], &at, &panel, "/about", "");
    follow_key(keys[count++], &at, &panel, "/about", "a=1");
    follow_key(keys[count++], &at, &panel, "/about?a=1", NULL);
    follow_key(keys[count++], &at, &panel, "/about.json", NULL);
    assert_int_equal(count, KEYS);
    for (int i = 0; i < KEYS; i++)
        for (int j = 0; j < i; j++)
            assert_memory_not_equal(keys[i], keys[j], SHA256_BYTES);
}

static void the_same_page_has_the_same_key(void **state)
{
    struct follow_state at = {.end = {.sequence = 7}, .day = 20000};
    const struct pages_reader panel = {.audience = PAGES_PANEL, .borough = 4, .name = "anna"};
    const struct pages_reader other = {.audience = PAGES_PANEL, .borough = 9, .name = "berta"};
    uint8_t one[SHA256_BYTES], two[SHA256_BYTES];

    (void)state;
    follow_key(one, &at, &panel, "/about", "a=1");
    at.read_unix_ms = 99;
    at.is_readable = 1;
    follow_key(two, &at, &other, "/about", "a=1");
    assert_memory_equal(one, two, SHA256_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thing_that_a_page_depends_on_makes_another_key),
        cmocka_unit_test(the_same_page_has_the_same_key),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
