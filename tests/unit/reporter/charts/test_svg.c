// A scene as SVG: nothing that a text says can leave its place, and numbers do not depend on the locale.
#include "reporter/charts/svg.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static void what_is_no_number_is_zero_and_zero_has_no_sign(void **state)
{
    char text[SVG_NUMBER_BYTES];

    (void)state;
    svg_number(NAN, text);
    assert_string_equal(text, "0");
    svg_number(-INFINITY, text);
    assert_string_equal(text, "0");
    svg_number(-0.04, text);
    assert_string_equal(text, "0");
    svg_number(-0.3, text);
    assert_string_equal(text, "-0.3");
    svg_number(12.25, text);
    assert_string_equal(text, "12.3");
    svg_number(300, text);
    assert_string_equal(text, "300");
}

static void markup_in_a_text_stays_text(void **state)
{
    static const char hostile[] = "</text><script>\"&'\x01";
    struct scene scene;
    const char *svg;

    (void)state;
    scene_begin(&scene, &arena, "x", hostile, hostile);
    scene_text(&scene, "s", 1, 2, hostile);
    svg = svg_text(&scene);
    assert_non_null(svg);
    assert_null(strstr(svg, "<script"));
    assert_null(strchr(svg, '\x01'));
    assert_non_null(strstr(svg, "&lt;/text&gt;&lt;script&gt;&quot;&amp;&#39;"));
}

static void a_drawing_says_what_it_is_and_names_no_colour(void **state)
{
    struct scene scene;
    const char *svg;

    (void)state;
    scene_begin(&scene, &arena, "order-w", "Boroughs", "From 1 to 2");
    scene_rect(&scene, "bar", 1, 2, 3, 4);
    svg = svg_text(&scene);
    assert_non_null(strstr(svg, "role=\"img\" aria-labelledby=\"order-w-t order-w-d\""));
    assert_non_null(strstr(svg, "<title id=\"order-w-t\">Boroughs</title>"));
    assert_non_null(strstr(svg, "width=\"3\" height=\"4\""));
    assert_null(strstr(svg, "fill="));
    assert_null(strstr(svg, "style="));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_number_is_zero_and_zero_has_no_sign),
        cmocka_unit_test(markup_in_a_text_stays_text),
        cmocka_unit_test(a_drawing_says_what_it_is_and_names_no_colour),
    };
    int failed;

    arena_init(&arena, 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
