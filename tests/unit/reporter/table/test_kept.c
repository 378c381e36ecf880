// Returns that are kept: each is read once, is what its hash says and nothing else, and they are bounded.
#include "reporter/table/kept.h"

#include "proto/form/form.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"
#include "tests/support/tabled/tabled.h"

#include <string.h>

enum { ROOM = 4 * 1000 * 1000, MANY = 100, PLANS = 7 };

static const unsigned flows = 1U << FORM_TIMELINESS, places = 1U << FORM_PLACEMENTS,
                      moves = 1U << FORM_TRANSPORT;

struct fixture {
    struct kept kept;
    struct kept_return taken;
    struct err_text text;
};

static int set_up(void **state)
{
    static struct fixture f;

    f = (struct fixture){.text = {""}};
    kept_init(&f.kept, ROOM);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    kept_free(&f->kept);
    return 0;
}

static Qd__Return *made(int row)
{
    Qd__Return *returned = tabled_return(row, "2024-25 Q4");

    TABLED_SET(tabled_timeliness(returned), plans_issued, PLANS);
    for (int i = 0; i < MANY; i++) {
        tabled_plans(returned, QD__SETTING__SPECIAL_INDEPENDENT, QD__NEED__ASD, 1);
        tabled_transport(returned, QD__SECTION251_LINE__LINE_2_1_4, 1);
    }
    return returned;
}

// As an entry of the journal whose body can be changed.
static struct journal_entry entry_of(const Qd__Return *returned)
{
    struct journal_entry entry = {.kind = JOURNAL_RETURN,
                                  .authority = returned->header->new_la_code,
                                  .revision = 1,
                                  .period_key = period_key(returned->header->period)};
    const uint8_t *bytes;
    size_t size;

    assert_int_equal(ERR_OK, codec_pack_return(returned, &tabled_arena, &bytes, &size, NULL));
    entry.body = bytes;
    entry.body_bytes = (uint32_t)size;
    codec_hash(entry.body_hash, bytes, size);
    return entry;
}

static enum err take(struct fixture *f, const struct journal_entry *entry, unsigned needed,
                     int judges)
{
    return kept_take(&f->kept, entry, needed, judges, &f->taken, &f->text);
}

// The entry with a body in which one bit is another.
static struct journal_entry damaged(const struct journal_entry *entry)
{
    uint8_t *body = arena_alloc(&tabled_arena, entry->body_bytes);
    struct journal_entry other = *entry;

    assert_non_null(body);
    memcpy(body, entry->body, entry->body_bytes);
    body[entry->body_bytes - 1] ^= 1;
    other.body = body;
    return other;
}

static void a_body_that_is_not_what_its_hash_says_is_not_taken(void **state)
{
    struct fixture *f = *state;
    const struct journal_entry entry = entry_of(made(CAMDEN)), other = damaged(&entry);

    assert_int_equal(ERR_CORRUPT, take(f, &other, places, 1));
    assert_int_equal(ERR_OK, take(f, &entry, places, 1));
    assert_int_equal(MANY, f->taken.returned->n_placements);
}

static void a_kept_return_is_not_read_again(void **state)
{
    struct fixture *f = *state;
    const struct journal_entry entry = entry_of(made(CAMDEN)), other = damaged(&entry);

    assert_int_equal(ERR_OK, take(f, &entry, places, 1));
    assert_int_equal(ERR_OK, take(f, &other, places, 1));
    assert_int_equal(MANY, f->taken.returned->n_placements);
}

static void another_return_of_the_same_borough_is_another(void **state)
{
    struct fixture *f = *state;
    Qd__Return *revised = made(CAMDEN);
    const struct journal_entry first = entry_of(revised);
    struct journal_entry second;

    revised->timeliness->plans_issued = PLANS + 1;
    second = entry_of(revised);
    assert_int_equal(ERR_OK, take(f, &first, flows, 1));
    assert_int_equal(PLANS, f->taken.returned->timeliness->plans_issued);
    assert_int_equal(ERR_OK, take(f, &second, flows, 1));
    assert_int_equal(PLANS + 1, f->taken.returned->timeliness->plans_issued);
    assert_int_equal(ERR_OK, take(f, &first, flows, 1));
    assert_int_equal(PLANS, f->taken.returned->timeliness->plans_issued);
}

static void parts_of_many_rows_are_left_until_they_are_needed(void **state)
{
    struct fixture *f = *state;
    const struct journal_entry entry = entry_of(made(CAMDEN));

    assert_int_equal(ERR_OK, take(f, &entry, flows, 0));
    assert_int_equal(places | moves, f->taken.left);
    assert_int_equal(PLANS, f->taken.returned->timeliness->plans_issued);
    assert_int_equal(ERR_OK, take(f, &entry, places, 0));
    assert_int_equal(moves, f->taken.left);
    assert_int_equal(MANY, f->taken.returned->n_placements);
    assert_int_equal(ERR_OK, take(f, &entry, moves, 0));
    assert_int_equal(0, f->taken.left);
    assert_int_equal(MANY, f->taken.returned->n_placements);
    assert_int_equal(MANY, f->taken.returned->n_transport);
    assert_int_equal(1, f->taken.returned->placements[MANY - 1]->plans);
}

static void what_is_needed_later_is_held_to_the_hash_again(void **state)
{
    struct fixture *f = *state;
    const struct journal_entry entry = entry_of(made(CAMDEN)), other = damaged(&entry);

    assert_int_equal(ERR_OK, take(f, &entry, flows, 0));
    assert_int_equal(ERR_CORRUPT, take(f, &other, places, 0));
    assert_int_equal(ERR_OK, take(f, &other, flows, 0));
    assert_int_equal(ERR_OK, take(f, &entry, places, 0));
    assert_int_equal(MANY, f->taken.returned->n_placements);
}

static void the_rules_judge_the_whole_return_whatever_is_needed(void **state)
{
    struct fixture *f = *state;
    struct journal_entry entry = entry_of(made(CAMDEN));
    struct judged whole;

    // Many rows of the same codes are found, and nobody explained them.
    assert_int_equal(ERR_OK, take(f, &entry, flows, 1));
    assert_int_equal(0, f->taken.judged->count);
    entry.queries = 1;
    assert_int_equal(0, judged_make(&whole, &tabled_arena, &tabled_arena, made(CAMDEN)));
    assert_int_equal(ERR_OK, take(f, &entry, flows, 1));
    assert_true(whole.count > 0);
    assert_int_equal(whole.count, f->taken.judged->count);
    for (size_t i = 0; i < whole.count; i++)
        assert_ptr_equal(whole.list[i].rule, f->taken.judged->list[i].rule);
}

static void one_explanation_of_several_findings_is_one_text(void **state)
{
    Qd__Return *returned = made(CAMDEN);
    struct judged judged;
    const char *words = NULL;
    size_t explained = 0;

    (void)state;
    written_row(&tabled_arena, returned, FORM_EXPLANATIONS,
                "rule=QD-R03 explanation=counted_by_hand");
    written_cells(
        &tabled_arena, &returned->timeliness->base,
        "plans_issued=225 plans_issued_ex=225 plans_issued_within_20_weeks=1 "
        "plans_issued_20_to_52_weeks=1 plans_issued_over_52_weeks=0 plans_issued_undated=0 "
        "plans_issued_within_20_weeks_ex=1 plans_issued_20_to_52_weeks_ex=1 "
        "plans_issued_over_52_weeks_ex=0 plans_issued_undated_ex=0");
    assert_int_equal(0, judged_make(&judged, &tabled_arena, &tabled_arena, returned));
    for (size_t i = 0; i < judged.count; i++) {
        if (judged.list[i].explanation == NULL)
            continue;
        assert_true(words == NULL || words == judged.list[i].explanation);
        words = judged.list[i].explanation;
        explained++;
    }
    assert_true(explained > 1);
    assert_string_equal("counted by hand", words);
}

static void memory_is_bounded_however_many_are_taken(void **state)
{
    struct fixture *f = *state;

    for (int i = 0; i < 5 * MANY; i++) {
        Qd__Return *returned = made(i % BOROUGHS_COUNT);
        struct journal_entry entry;

        returned->timeliness->plans_issued = (uint64_t)i;
        entry = entry_of(returned);
        assert_int_equal(ERR_OK, take(f, &entry, places, 1));
        assert_int_equal(i, f->taken.returned->timeliness->plans_issued);
        assert_true(f->kept.young.arena.used_bytes + f->kept.old.arena.used_bytes <=
                    ROOM + ROOM / 10);
        arena_reset(&tabled_arena);
    }
}

static void without_room_nothing_is_kept_beyond_the_next(void **state)
{
    struct fixture *f = *state;
    const struct journal_entry first = entry_of(made(CAMDEN)), second = entry_of(made(BARNET)),
                               third = entry_of(made(HACKNEY)), other = damaged(&first);
    struct kept kept;

    kept_init(&kept, 0);
    assert_int_equal(ERR_OK, kept_take(&kept, &first, places, 1, &f->taken, &f->text));
    assert_int_equal(ERR_OK, kept_take(&kept, &second, places, 1, &f->taken, &f->text));
    assert_int_equal(ERR_OK, kept_take(&kept, &third, places, 1, &f->taken, &f->text));
    assert_int_equal(ERR_CORRUPT, kept_take(&kept, &other, places, 1, &f->taken, &f->text));
    kept_free(&kept);
}

// As many rows as a part may have, all the same one.
static Qd__Return *made_large(void)
{
    Qd__Return *returned = made(CAMDEN);
    Qd__Placement **rows = arena_alloc(&tabled_arena, FORM_ROWS_MAX * sizeof(Qd__Placement *));

    assert_non_null(rows);
    for (int i = 0; i < FORM_ROWS_MAX; i++)
        rows[i] = returned->placements[0];
    returned->placements = rows;
    returned->n_placements = FORM_ROWS_MAX;
    return returned;
}

static void a_large_return_has_room_beside_the_half_of_all(void **state)
{
    struct fixture *f = *state;
    struct journal_entry entry = entry_of(made_large());

    entry.queries = 1;
    assert_non_null(arena_alloc(&f->kept.young.arena, ROOM / 2));
    assert_int_equal(ERR_OK, take(f, &entry, ~0U, 1));
    assert_int_equal(FORM_ROWS_MAX, f->taken.returned->n_placements);
}

int main(void)
{
#define KEPT_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        KEPT_TEST(a_body_that_is_not_what_its_hash_says_is_not_taken),
        KEPT_TEST(a_kept_return_is_not_read_again),
        KEPT_TEST(another_return_of_the_same_borough_is_another),
        KEPT_TEST(parts_of_many_rows_are_left_until_they_are_needed),
        KEPT_TEST(what_is_needed_later_is_held_to_the_hash_again),
        KEPT_TEST(the_rules_judge_the_whole_return_whatever_is_needed),
        KEPT_TEST(one_explanation_of_several_findings_is_one_text),
        KEPT_TEST(memory_is_bounded_however_many_are_taken),
        KEPT_TEST(a_large_return_has_room_beside_the_half_of_all),
        KEPT_TEST(without_room_nothing_is_kept_beyond_the_next),
    };

    return cmocka_run_group_tests(tests, tabled_set_up, tabled_tear_down);
}
