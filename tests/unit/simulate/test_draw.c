// Drawn numbers: the same everywhere, and shared out without loss.
#include "simulate/draw.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

// ChaCha20 (RFC 8439) under the key that the seed and its numbers make, with libsodium's nonce; as
// `openssl enc -chacha20` gives it.
static void what_is_drawn_is_known_beforehand(void **state)
{
    static const uint64_t drawn[] = {0xb63e3935, 0xa79e3500, 0x25d4c76d, 0x0f3d4e20};
    struct draw draw;

    (void)state;
    draw_start(&draw, 20251124, DRAW_FLOWS, 202, 7, 0);
    for (size_t i = 0; i < sizeof drawn / sizeof drawn[0]; i++)
        assert_int_equal(draw_below(&draw, (uint64_t)1 << 32), drawn[i]);
}

static void another_seed_subject_or_number_draws_others(void **state)
{
    static const struct {
        uint64_t seed;
        enum draw_subject subject;
        uint32_t first, second, third;
    } keys[] = {{1, DRAW_FLOWS, 0, 0, 0},
                {2, DRAW_FLOWS, 0, 0, 0},
                {1, DRAW_PLACE, 0, 0, 0},
                {1, DRAW_FLOWS, 1, 0, 0},
                {1, DRAW_FLOWS, 0, 1, 0},
                {1, DRAW_FLOWS, 0, 0, 1},
                {(uint64_t)1 << 32, DRAW_FLOWS, 0, 0, 0}};
    enum { KEYS = sizeof keys / sizeof keys[0] };
    uint64_t drawn[KEYS];

    (void)state;
    for (size_t i = 0; i < KEYS; i++) {
        struct draw draw;

        draw_start(&draw, keys[i].seed, keys[i].subject, keys[i].first, keys[i].second,
                   keys[i].third);
        drawn[i] = draw_below(&draw, (uint64_t)1 << 32);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(drawn[i], drawn[j]);
    }
}

static void numbers_lie_within_their_bounds(void **state)
{
    static const unsigned weights[] = {0, 3, 0, 1, 0};
    unsigned met[5] = {0};
    struct draw draw;

    (void)state;
    draw_start(&draw, 1, DRAW_FLOWS, 0, 0, 0);
    for (int i = 0; i < 4000; i++) {
        assert_in_range(draw_below(&draw, 3), 0, 2);
        assert_in_range(draw_between(&draw, 5, 6), 5, 6);
        assert_int_equal(draw_below(&draw, 1), 0);
        met[draw_weighted(&draw, weights, 5)]++;
    }
    assert_int_equal(met[1] + met[3], 4000);
    assert_in_range(met[1], 2800, 3200);
}

static void what_is_shared_out_adds_up_and_is_fair(void **state)
{
    static const unsigned weights[] = {10, 0, 30, 60};
    static const uint64_t totals[] = {0, 1, 2, 7, 99, 100, 123456789012};
    struct draw draw;

    (void)state;
    draw_start(&draw, 1, DRAW_SPLIT, 0, 0, 0);
    for (int round = 0; round < 50; round++)
        for (size_t t = 0; t < sizeof totals / sizeof totals[0]; t++) {
            uint64_t parts[4], sum = 0;

            draw_split(&draw, totals[t], weights, 4, parts);
            for (size_t i = 0; i < 4; i++) {
                const uint64_t share = totals[t] * weights[i] / 100;

                assert_in_range(parts[i], share, share + 1);
                sum += parts[i];
            }
            assert_int_equal(sum, totals[t]);
            assert_int_equal(parts[1], 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_drawn_is_known_beforehand),
        cmocka_unit_test(another_seed_subject_or_number_draws_others),
        cmocka_unit_test(numbers_lie_within_their_bounds),
        cmocka_unit_test(what_is_shared_out_adds_up_and_is_fair),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
