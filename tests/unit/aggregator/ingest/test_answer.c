// What a collector is told: bounded, whatever the findings are, and only what is on disk.
#include "aggregator/ingest/answer.h"

#include "tests/support/peer/peer.h"

#define MIB ((size_t)1024 * 1024)

struct fixture {
    struct arena arena;
    struct findings findings;
    struct answer answer;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    arena_init(&f->arena, 16 * MIB);
    findings_init(&f->findings, &f->arena);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(&f->arena);
    free(f);
    return 0;
}

static const Qd__Refusal *refuse(struct fixture *f, const struct answer_refusal *refusal)
{
    assert_int_equal(ERR_OK, answer_refuse(&f->answer, &f->arena, refusal));
    return envelopes_read(&f->arena, f->answer.bytes, f->answer.size)->refusal;
}

static void without_memory_there_is_no_answer(void **state)
{
    const struct answer_refusal refusal = {.code = QD__REFUSAL_CODE__MALFORMED, .text = "words"};
    struct fixture *f = *state;
    struct arena small;

    arena_init(&small, 8);
    assert_int_equal(ERR_NO_MEMORY, answer_refuse(&f->answer, &small, &refusal));
    assert_null(f->answer.bytes);
    arena_free(&small);
}

// Somebody holds these bytes as proof, and gets them again for the same submission: what receipts gain is
// left out for an entry of an earlier version (aggregator/store/journal.h).
static void promise_b_a_receipt_for_an_entry_of_version_1_stays_the_same_bytes(void **state)
{
    static const char expected[] =
        "226d"
        "0a10101112131415161718191a1b1c1d1e1f"  // submission_id
        "10ca01"                                // new_la_code 202
        "1a05080110e80f"                        // period: calendar year 2024
        "2002"                                  // revision
        "28f8f6ad8cbb33"                        // received_at_unix_ms
        "3220404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"  // return_hash
        "3811"                                                                  // sequence
        "4220808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"  // link
        "4803";                                                                 // queries
    struct journal_entry entry = {.version = 1,
                                  .kind = JOURNAL_RETURN,
                                  .sequence = 17,
                                  .unix_ms = 1768210267000,
                                  .authority = QD__LOCAL_AUTHORITY__E09000007,
                                  .revision = 2,
                                  .parts = 1,
                                  .queries = 3};
    struct fixture *f = *state;
    Qd__Period period = QD__PERIOD__INIT;
    char hex[512];

    period.kind = QD__PERIOD_KIND__CALENDAR_YEAR;
    period.year = 2024;
    entry.period_key = period_key(&period);
    for (size_t i = 0; i < sizeof entry.link; i++) {
        entry.submission_id[i % sizeof entry.submission_id] = (uint8_t)i;
        entry.body_hash[i] = (uint8_t)(0x40 + i);
        entry.link[i] = (uint8_t)(0x80 + i);
    }
    assert_int_equal(ERR_OK, answer_receipt(&f->answer, &f->arena, &entry));
    assert_true(2 * f->answer.size < sizeof hex);
    codec_hex(hex, f->answer.bytes, f->answer.size);
    assert_string_equal(expected, hex);
}

static void findings_are_bounded_in_number_and_bytes(void **state)
{
    struct fixture *f = *state;
    char value[1200];
    const Qd__Refusal *refusal;

    assert_true(sizeof value > (size_t)2 * ANSWER_FINDING_TEXT_MAX_BYTES);
    // Two bytes each, so that a cut at a fixed place would fall within one.
    for (size_t i = 0; i + 2 < sizeof value; i += 2)
        memcpy(value + i, "\xc3\xa9", 3);
    for (int i = 0; i < 3 * ANSWER_FINDINGS_MAX; i++)
        findings_add(&f->findings, RULE_WITHIN_OVER_ISSUED,
                     (struct finding_place){.part = FORM_TIMELINESS}, value, NULL, "%s", value);
    // envelopes_read checks that what is told is UTF-8.
    refusal = refuse(f, &(struct answer_refusal){.code = QD__REFUSAL_CODE__RULES_BROKEN,
                                                 .text = "words",
                                                 .findings = &f->findings});
    assert_in_range(refusal->n_findings, 1, ANSWER_FINDINGS_MAX);
    assert_true(strlen(refusal->findings[0]->what) <= ANSWER_FINDING_TEXT_MAX_BYTES);
    // One more would have been too much, and around them there is little.
    assert_in_range(f->answer.size, ANSWER_FINDINGS_MAX_BYTES - 3 * ANSWER_FINDING_TEXT_MAX_BYTES,
                    ANSWER_FINDINGS_MAX_BYTES + ANSWER_FINDING_TEXT_MAX_BYTES);
}

static void findings_of_honest_length_are_bounded_in_number_alone(void **state)
{
    struct fixture *f = *state;
    const Qd__Refusal *refusal;

    for (int i = 0; i < 3 * ANSWER_FINDINGS_MAX; i++)
        findings_add(&f->findings, RULE_ROW_TWICE,
                     (struct finding_place){.part = FORM_PLACEMENTS, .index = (size_t)i},
                     "special_independent", NULL,
                     "the same setting, need, phase, residence, location, urn and ukprn stand %d "
                     "rows of figures further up",
                     i + 1);
    refusal = refuse(f, &(struct answer_refusal){.code = QD__REFUSAL_CODE__RULES_BROKEN,
                                                 .text = "words",
                                                 .findings = &f->findings});
    assert_int_equal(ANSWER_FINDINGS_MAX, refusal->n_findings);
}

static void only_what_stops_the_return_is_told(void **state)
{
    struct fixture *f = *state;
    const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(
        &qd__timeliness__descriptor, "plans_issued_within_20_weeks");
    const Qd__Refusal *refusal;

    findings_add(&f->findings, RULE_BANDS_ADD_UP, (struct finding_place){.part = FORM_TIMELINESS},
                 NULL, NULL, "%s", "asked");
    findings_add(&f->findings, RULE_WITHIN_OVER_ISSUED,
                 (struct finding_place){.part = FORM_TIMELINESS, .index = 3, .field = field}, "11",
                 "fix it", "%d of %d", 11, 10);
    refusal = refuse(f, &(struct answer_refusal){.code = QD__REFUSAL_CODE__RULES_BROKEN,
                                                 .text = "words",
                                                 .findings = &f->findings});
    assert_int_equal(1, refusal->n_findings);
    assert_string_equal("QD-R01", refusal->findings[0]->rule);
    assert_string_equal("11", refusal->findings[0]->value);
    assert_string_equal("11 of 10", refusal->findings[0]->what);
    assert_string_equal("plans_issued_within_20_weeks", refusal->findings[0]->column);
    assert_int_equal(3, refusal->findings[0]->index);
}

static void only_what_can_change_without_another_return_can_end_better_later(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 0; i < qd__refusal_code__descriptor.n_values; i++) {
        const Qd__RefusalCode code = (Qd__RefusalCode)qd__refusal_code__descriptor.values[i].value;
        const Qd__Refusal *refusal =
            refuse(f, &(struct answer_refusal){.code = code, .text = "words"});

        assert_int_equal(code, refusal->code);
        assert_int_equal(code == QD__REFUSAL_CODE__STORE_FULL ||
                             code == QD__REFUSAL_CODE__NOT_LET_IN ||
                             code == QD__REFUSAL_CODE__OVERTAKEN,
                         refusal->again);
        assert_false(refusal->has_submission_id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(without_memory_there_is_no_answer),
        TEST(promise_b_a_receipt_for_an_entry_of_version_1_stays_the_same_bytes),
        TEST(findings_are_bounded_in_number_and_bytes),
        TEST(findings_of_honest_length_are_bounded_in_number_alone),
        TEST(only_what_stops_the_return_is_told),
        TEST(only_what_can_change_without_another_return_can_end_better_later),
#undef TEST
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
