// Drawings are measured: what stands for a figure has the place and the length of it on its scale.
#include "proto/form/boroughs.h"
#include "reporter/charts/arrivals.h"
#include "reporter/charts/flows.h"
#include "reporter/charts/funnel_plot.h"
#include "reporter/charts/prices.h"
#include "reporter/charts/ranked.h"
#include "reporter/charts/shares.h"
#include "reporter/charts/strip.h"
#include "reporter/charts/tiles.h"
#include "reporter/charts/trend.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static void assert_near(double value, double expected)
{
    if (fabs(value - expected) > 1e-6)
        fail_msg("%.17g is not %.17g", value, expected);
}

static void begin(struct scene *scene)
{
    scene_begin(scene, &arena, "x", "title", "words");
}

// The index-th shape of a kind and class; NULL beyond the last.
static const struct scene_shape *shape(const struct scene *scene, enum scene_kind kind,
                                       const char *class, size_t index)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->shapes[i].kind == kind && strcmp(scene->shapes[i].class, class) == 0 &&
            index-- == 0)
            return &scene->shapes[i];
    return NULL;
}

static size_t count_of(const struct scene *scene, enum scene_kind kind, const char *class)
{
    size_t count = 0;

    while (shape(scene, kind, class, count) != NULL)
        count++;
    return count;
}

static int says(const struct scene *scene, const char *word)
{
    for (size_t i = 0; i < scene->count; i++)
        if (scene->shapes[i].text != NULL && strstr(scene->shapes[i].text, word) != NULL)
            return 1;
    return 0;
}

// --- boroughs in order

static const struct ranked_bar bars[] = {
    {"1", "Barnet", "100.0", "99.5 to 100.0", 100, 99.5, 100, 0},
    {"2", "Camden", "25.0", "20.0 to 30.0", 25, 20, 30, 1},
    {"3", "City", "0.0", NULL, 0, 0, 0, 0},
};

static void a_bar_is_as_long_as_its_figure_in_both_sizes(void **state)
{
    static const double full[SCENE_SIZES] = {416, 336};
    const struct ranked ranked = {.unit = "%",
                                  .scale = scale_between(0, 100, 4),
                                  .bars = bars,
                                  .count = 3,
                                  .london = {"London 64.7", 64.7},
                                  .has_intervals = 1};

    (void)state;
    for (int size = 0; size < SCENE_SIZES; size++) {
        const struct scene_shape *all, *mine, *none, *whisker, *line;
        struct scene scene;

        begin(&scene);
        ranked_draw(&scene, &ranked, (enum scene_size)size);
        all = shape(&scene, SCENE_RECT, "bar", 0);
        mine = shape(&scene, SCENE_RECT, "bar me", 0);
        none = shape(&scene, SCENE_RECT, "bar", 1);
        whisker = shape(&scene, SCENE_LINE, "whisk", 1);
        line = shape(&scene, SCENE_LINE, "ref", 0);
        assert_near(all->x2 - all->x, full[size]);
        assert_near(mine->x2 - mine->x, full[size] / 4);
        assert_near(none->x2 - none->x, 0);
        assert_near(whisker->x, all->x + full[size] * 0.2);
        assert_near(whisker->x2, all->x + full[size] * 0.3);
        assert_near(line->x, all->x + full[size] * 0.647);
        assert_int_equal(count_of(&scene, SCENE_LINE, "whisk"), 2);
    }
}

static void a_figure_below_zero_has_its_bar_on_the_other_side(void **state)
{
    static const struct ranked_bar below[] = {{"1", "A", "50", NULL, 50, 0, 0, 0},
                                              {"2", "B", "-50", NULL, -50, 0, 0, 0}};
    const struct ranked ranked = {
        .unit = "", .scale = scale_of(-50, 50, 1, 4), .bars = below, .count = 2};
    const struct scene_shape *a, *b;
    struct scene scene;

    (void)state;
    begin(&scene);
    ranked_draw(&scene, &ranked, SCENE_WIDE);
    a = shape(&scene, SCENE_RECT, "bar", 0);
    b = shape(&scene, SCENE_RECT, "bar", 1);
    assert_near(a->x, b->x2);
    assert_near(a->x2 - a->x, b->x2 - b->x);
}

// --- the map

static void each_borough_has_a_tile_of_its_own_and_letters_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(tiles_places_count, BOROUGHS_COUNT);
    for (int i = 0; i < BOROUGHS_COUNT; i++) {
        const struct tiles_place *place = tiles_find(boroughs[i].new_la_code);

        assert_non_null(place);
        for (size_t j = 0; j < tiles_places_count; j++)
            if (&tiles_places[j] != place) {
                assert_string_not_equal(tiles_places[j].letters, place->letters);
                assert_false(tiles_places[j].column == place->column &&
                             tiles_places[j].row == place->row);
            }
    }
}

static void a_tile_lies_in_its_column_and_row_and_yours_has_a_frame(void **state)
{
    static const struct tiles_tile tiles[] = {
        {"E09000007", "96.1%", "\xe2\x96\xb2 Top", "96.1", 1, 1},
        {"E09000012", "x", NULL, "x", 0, 0}};
    const struct scene_shape *camden, *frame;
    struct scene scene;

    (void)state;
    begin(&scene);
    tiles_draw(&scene, tiles, 2, SCENE_WIDE);
    camden = shape(&scene, SCENE_RECT, "tile q1", 0);
    frame = shape(&scene, SCENE_RECT, "mark", 0);
    assert_near(camden->x, 3 * 96);
    assert_near(camden->y, 74);
    assert_near(frame->x, camden->x - 3);
    assert_non_null(shape(&scene, SCENE_RECT, "tile q0", 0));
    assert_int_equal(count_of(&scene, SCENE_RECT, "mark"), 1);
    assert_near(scene.width, 759);
    assert_near(scene.height, 510);
}

// --- over the periods

static void a_line_breaks_at_a_gap_and_at_another_definition(void **state)
{
    static const struct trend_point points[] = {{0, 1, 0},   {50, 1, 0}, {0, 0, 0}, {100, 1, 0},
                                                {100, 1, 0}, {20, 1, 1}, {40, 1, 0}};
    const struct trend trend = {.points = points, .count = 7, .first = "2018", .last = "2024"};
    const struct scene_shape *line;
    struct scene scene;

    (void)state;
    begin(&scene);
    trend_draw(&scene, &trend, scale_between(0, 100, 4), TREND_WIDTH, 0);
    assert_int_equal(count_of(&scene, SCENE_CURVE, "line"), 3);
    line = shape(&scene, SCENE_CURVE, "line", 0);
    assert_int_equal(line->count, 2);
    assert_near(line->points[0].y, 78);
    assert_near(line->points[1].y, 46);
    assert_near(shape(&scene, SCENE_CURVE, "line", 1)->points[0].y, 14);
    assert_near(shape(&scene, SCENE_CURVE, "line", 2)->points[0].x, 4 + 150 * 5 / 6.0);
    assert_int_equal(count_of(&scene, SCENE_TEXT, "s c"), 1);
}

static void a_sparkline_of_one_figure_is_not_drawn(void **state)
{
    static const struct trend_point points[] = {{10, 1, 0}, {0, 0, 0}, {30, 1, 0}};
    struct trend trend = {.points = points, .count = 2, .first_value = "a", .last_value = "b"};
    const struct scene_shape *first;
    struct scene scene;

    (void)state;
    assert_false(trend_has_spark(&trend));
    trend.count = 3;
    begin(&scene);
    trend_spark(&scene, &trend, 130);
    first = shape(&scene, SCENE_CIRCLE, "dot", 0);
    assert_near(first->y, 34);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 1)->y, 6);
}

// --- one line, all boroughs

static void a_strip_runs_from_the_lowest_to_the_highest(void **state)
{
    static const double figures[] = {7, 50, 100};
    const struct strip strip = {.figures = figures,
                                .count = 3,
                                .lower = 28.5,
                                .upper = 75,
                                .lowest = "7.0",
                                .highest = "100.0",
                                .mine = {"53.5%", 53.5},
                                .london = {"London 50", 50}};
    struct scene scene;

    (void)state;
    begin(&scene);
    strip_draw(&scene, &strip, STRIP_PACK_WIDTH);
    assert_int_equal(count_of(&scene, SCENE_LINE, "tick"), 3);
    assert_near(shape(&scene, SCENE_LINE, "tick", 0)->x, 8);
    assert_near(shape(&scene, SCENE_LINE, "tick", 2)->x, 328);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 0)->x, 168);
    assert_near(shape(&scene, SCENE_RECT, "mid", 0)->x, 8 + 320 * 21.5 / 93);
}

// --- chance

static void plain_limits(const void *context, int64_t of, int far, double *low, double *high)
{
    (void)context;
    *low = 0.5 - (far ? 0.4 : 0.2) / (double)of;
    *high = 0.5 + (far ? 0.4 : 0.2) / (double)of;
}

static void a_dot_lies_at_its_cases_and_its_share_and_labels_keep_apart(void **state)
{
    static const struct funnel_plot_dot dots[] = {{"Camden", "Camden", 100, 0.5, 0, 1, 1},
                                                  {"Barnet", "Barnet", 100, 0.5, 1, 0, 1},
                                                  {"Brent", "Brent", 100, 0.5, 1, 0, 1},
                                                  {"Ealing", "Ealing", 100, 0.5, 1, 0, 1}};
    const struct funnel_plot plot = {.dots = dots,
                                     .count = 4,
                                     .london_label = "London 50.0",
                                     .cases = "plans",
                                     .london = 0.5,
                                     .limits = plain_limits};
    const struct scene_shape *mine;
    struct scene scene;

    (void)state;
    begin(&scene);
    funnel_plot_draw(&scene, &plot, SCENE_WIDE);
    mine = shape(&scene, SCENE_CIRCLE, "dot", 0);
    assert_near(mine->x, 672);
    assert_near(mine->y, 207);
    assert_int_equal(count_of(&scene, SCENE_CIRCLE, "dot grey"), 3);
    assert_int_equal(
        count_of(&scene, SCENE_TEXT, "mine h") + count_of(&scene, SCENE_TEXT, "r mine h"), 1);
    assert_int_equal(count_of(&scene, SCENE_TEXT, "h") + count_of(&scene, SCENE_TEXT, "r h"), 1);
}

// --- shares, flows, prices, days

static void a_share_is_a_bar_and_londons_a_tick(void **state)
{
    static const struct shares_row rows[] = {
        {"Mainstream", "Academy", "50.0", "25.0", 50, 25, 1, 1},
        {"Special", "Academy", "x", "10.0", 0, 10, 0, 1}};
    const struct shares shares = {"Camden", rows, 2};
    const struct scene_shape *bar;
    struct scene scene;

    (void)state;
    begin(&scene);
    shares_draw(&scene, &shares, SCENE_WIDE);
    bar = shape(&scene, SCENE_RECT, "bar me", 0);
    assert_int_equal(count_of(&scene, SCENE_RECT, "bar me"), 1);
    assert_near(shape(&scene, SCENE_LINE, "ref", 0)->x - bar->x, (bar->x2 - bar->x) / 2);
}

static void flows_go_out_to_the_left_and_in_to_the_right(void **state)
{
    static const struct flows_row rows[] = {{"Bexley", "474", "38", "-436", 474, 237, 0}};
    const struct scene_shape *left, *right;
    struct scene scene;

    (void)state;
    begin(&scene);
    flows_draw(&scene, rows, 1, SCENE_NARROW);
    left = shape(&scene, SCENE_RECT, "left", 0);
    right = shape(&scene, SCENE_RECT, "right", 0);
    assert_near(left->x2, right->x);
    assert_near(left->x2 - left->x, 2 * (right->x2 - right->x));
}

static void a_price_is_a_dot_at_its_pounds(void **state)
{
    static const double prices[] = {40000, 60000, 80000};
    static const struct prices_row rows[] = {
        {"A", "3 places", "Camden", "Brent", "60,000", "40,000", prices, 3, 60000}};
    const struct prices drawn = {.rows = rows, .count = 1};
    struct scene scene;

    (void)state;
    begin(&scene);
    prices_draw(&scene, &drawn, SCENE_WIDE);
    assert_int_equal(count_of(&scene, SCENE_CIRCLE, "dot"), 3);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 0)->x, 196);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 2)->x, 600);
    assert_near(shape(&scene, SCENE_LINE, "median", 0)->x, 398);
}

static void dots_of_like_prices_are_beside_each_other(void **state)
{
    static const double prices[] = {40000, 40000, 80000};
    static const struct prices_row rows[] = {
        {"A provider with a name that is longer than the room that there is for it", "3 places",
         "Camden", "Brent", "40,000", "40,000", prices, 3, 40000}};
    const struct prices drawn = {.rows = rows, .count = 1};
    struct scene scene;

    (void)state;
    begin(&scene);
    prices_draw(&scene, &drawn, SCENE_WIDE);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 0)->y + 8,
                shape(&scene, SCENE_CIRCLE, "dot", 1)->y);
    assert_near(shape(&scene, SCENE_CIRCLE, "dot", 0)->y, shape(&scene, SCENE_CIRCLE, "dot", 2)->y);
    assert_true(says(&scene, "A provider with"));
    assert_false(says(&scene, "there is for it"));
}

static void a_price_band_is_shaded_from_its_lowest_to_its_highest_price(void **state)
{
    static const double prices[] = {40000, 60000};
    static const struct prices_row rows[] = {{.prices = prices, .count = 2, .median = 40000}};
    const struct prices drawn = {
        .rows = rows, .count = 1, .band = {"A1", "50,000 to 80,000", 50000, 80000}};
    struct scene scene;

    (void)state;
    begin(&scene);
    prices_draw(&scene, &drawn, SCENE_WIDE);
    assert_near(
        shape(&scene, SCENE_RECT, "band", 0)->x,
        (shape(&scene, SCENE_CIRCLE, "dot", 0)->x + shape(&scene, SCENE_CIRCLE, "dot", 1)->x) / 2);
    assert_near(shape(&scene, SCENE_RECT, "band", 0)->x2, 600);
    assert_true(says(&scene, "price band A1"));
}

static void only_an_axis_that_does_not_begin_at_zero_says_so(void **state)
{
    static const double low[] = {1000, 80000}, high[] = {70000, 80000};
    static const struct prices_row rows[] = {{.prices = low, .count = 2, .median = 1000},
                                             {.prices = high, .count = 2, .median = 70000}};
    const struct prices cut = {.rows = rows + 1, .count = 1}, whole = {.rows = rows, .count = 2};
    struct scene of_cut, of_whole;

    (void)state;
    begin(&of_cut);
    begin(&of_whole);
    prices_draw(&of_cut, &cut, SCENE_WIDE);
    prices_draw(&of_whole, &whole, SCENE_WIDE);
    assert_true(says(&of_cut, "zero"));
    assert_false(says(&of_whole, "zero"));
}

static void arrivals_are_steps_and_the_due_day_a_line(void **state)
{
    static const int32_t days[] = {10, 20};
    const struct arrivals arrivals = {.days = days,
                                      .count = 2,
                                      .of = 4,
                                      .first = {0, "1 Jan"},
                                      .last = {40, "10 Feb"},
                                      .due = {20, "due"},
                                      .now = "2"};
    const struct scene_shape *steps;
    struct scene scene;

    (void)state;
    begin(&scene);
    arrivals_draw(&scene, &arrivals, SCENE_WIDE);
    steps = shape(&scene, SCENE_CURVE, "line", 0);
    assert_int_equal(steps->count, 5);
    assert_near(steps->points[1].x, 30 + 670 / 4.0);
    assert_near(steps->points[1].y, 210);
    assert_near(steps->points[2].y, 165);
    assert_near(steps->points[4].y, 120);
    assert_near(shape(&scene, SCENE_LINE, "ref", 0)->x, 365);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_below_zero_has_its_bar_on_the_other_side),
        cmocka_unit_test(a_sparkline_of_one_figure_is_not_drawn),
        cmocka_unit_test(a_line_breaks_at_a_gap_and_at_another_definition),
        cmocka_unit_test(a_bar_is_as_long_as_its_figure_in_both_sizes),
        cmocka_unit_test(each_borough_has_a_tile_of_its_own_and_letters_of_its_own),
        cmocka_unit_test(a_tile_lies_in_its_column_and_row_and_yours_has_a_frame),
        cmocka_unit_test(a_strip_runs_from_the_lowest_to_the_highest),
        cmocka_unit_test(a_dot_lies_at_its_cases_and_its_share_and_labels_keep_apart),
        cmocka_unit_test(a_share_is_a_bar_and_londons_a_tick),
        cmocka_unit_test(flows_go_out_to_the_left_and_in_to_the_right),
        cmocka_unit_test(a_price_is_a_dot_at_its_pounds),
        cmocka_unit_test(dots_of_like_prices_are_beside_each_other),
        cmocka_unit_test(a_price_band_is_shaded_from_its_lowest_to_its_highest_price),
        cmocka_unit_test(only_an_axis_that_does_not_begin_at_zero_says_so),
        cmocka_unit_test(arrivals_are_steps_and_the_due_day_a_line),
    };
    int failed;

    arena_init(&arena, 4 * 1000 * 1000);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
