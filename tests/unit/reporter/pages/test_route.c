// From an address to its page.
#include "reporter/pages/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct route_found find(const char *path)
{
    struct route_found found;

    assert_int_equal(route_find(&found, &arena, path), ERR_OK);
    return found;
}

static void an_address_that_is_escaped_or_large_or_longer_is_no_page(void **state)
{
    static const char *const none[] = {"",        "about",    "/About",   "/about/",  "/about/more",
                                       "//about", "/abou%74", "/about?x", "/a/b/c/d", "/../about",
                                       "/about\n"};

    (void)state;
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (find(none[i]).route != NULL)
            fail_msg("%s has a page", none[i]);
}

static void an_ending_asks_for_the_figures_of_the_page(void **state)
{
    const struct route_found page = find("/about"), figures = find("/about.json");

    (void)state;
    assert_non_null(page.route);
    assert_int_equal(page.ending, ROUTE_HTML);
    assert_ptr_equal(figures.route, page.route);
    assert_int_equal(figures.ending, ROUTE_JSON);
    assert_string_equal(figures.address, "/about");
}

static void words_in_braces_are_words_of_an_address(void **state)
{
    (void)state;
    for (size_t i = 0; i < route_count; i++)
        for (const char *open = strchr(route_list[i].pattern, '{'); open != NULL;
             open = strchr(open + 1, '{')) {
            int known = 0;

            for (int word = 0; word < ROUTE_WORDS; word++)
                known |= strncmp(open + 1, route_word_name((enum route_word)word),
                                 strcspn(open + 1, "}")) == 0;
            if (!known)
                fail_msg("%s has an unknown word", route_list[i].pattern);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_that_is_escaped_or_large_or_longer_is_no_page),
        cmocka_unit_test(an_ending_asks_for_the_figures_of_the_page),
        cmocka_unit_test(words_in_braces_are_words_of_an_address),
    };
    int failed;

    arena_init(&arena, 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
