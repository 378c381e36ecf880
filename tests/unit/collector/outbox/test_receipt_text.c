// What the outbox holds of a submission, in words and as JSON.
#include "collector/outbox/receipt_text.h"

#include "proto/form/period.h"
#include "tests/support/golden/golden.h"
#include "tests/support/kept/kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007 };

struct fixture {
    struct arena arena;
    struct outbox_entry entry;
    struct understood understood;
    Qd__Period period;
    char *out;
    size_t out_size;
    FILE *stream;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    assert_int_equal(period_parse(&fixture->period, "2024-25 Q4", NULL), ERR_OK);
    fixture->entry = (struct outbox_entry){
        .submission_id = {0xab, 1},
        .state = OUTBOX_PENDING,
        .newest = 1,
        .made_at_unix_ms = 1795428000000,
        .period_key = period_key(&fixture->period),
        .authority = (Qd__LocalAuthority)CAMDEN,
        .return_hash = {0xcd, 2},
    };
    fixture->stream = open_memstream(&fixture->out, &fixture->out_size);
    assert_non_null(fixture->stream);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    fclose(fixture->stream);
    free(fixture->out);
    arena_free(&fixture->arena);
    free(fixture);
    return 0;
}

static void answer_with(struct fixture *fixture, const Qd__Envelope *envelope,
                        enum outbox_state state)
{
    fixture->entry.state = state;
    assert_int_equal(codec_pack_envelope(envelope, &fixture->arena, &fixture->entry.answer,
                                         &fixture->entry.answer_size, NULL),
                     ERR_OK);
}

static void acknowledge(struct fixture *fixture, uint32_t revision, uint32_t queries)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Receipt receipt = QD__RECEIPT__INIT;
    uint8_t link[CODEC_HASH_BYTES] = {0xef, 3};

    receipt.submission_id = (ProtobufCBinaryData){.len = sizeof fixture->entry.submission_id,
                                                  .data = fixture->entry.submission_id};
    receipt.new_la_code = fixture->entry.authority;
    receipt.period = &fixture->period;
    receipt.revision = revision;
    receipt.received_at_unix_ms = 1795428061000;
    receipt.return_hash = (ProtobufCBinaryData){.len = sizeof fixture->entry.return_hash,
                                                .data = fixture->entry.return_hash};
    receipt.sequence = 1234;
    receipt.link = (ProtobufCBinaryData){.len = sizeof link, .data = link};
    receipt.queries = queries;
    envelope.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
    envelope.receipt = &receipt;
    answer_with(fixture, &envelope, OUTBOX_ACKNOWLEDGED);
}

static void refuse_with(struct fixture *fixture, Qd__RefusalCode code)
{
    char text[] = "the return breaks a rule";
    char known[] = "QD-R01";
    char unknown[] = "QD-Z99";
    char column[] = "plans_issued_within_20_weeks";
    char value[] = "60";
    char what[] = "60 plans within 20 weeks of 50 plans";
    Qd__WireFinding first = QD__WIRE_FINDING__INIT;
    Qd__WireFinding second = QD__WIRE_FINDING__INIT;
    Qd__WireFinding *findings[] = {&first, &second};
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Refusal refusal = QD__REFUSAL__INIT;

    first.rule = known;
    first.part = FORM_TIMELINESS;
    first.column = column;
    first.value = value;
    first.what = what;
    second.rule = unknown;  // of a newer aggregator
    second.part = 99;
    second.index = 7;
    second.what = what;
    refusal.code = code;
    refusal.text = text;
    refusal.n_findings = 2;
    refusal.findings = findings;
    envelope.content_case = QD__ENVELOPE__CONTENT_REFUSAL;
    envelope.refusal = &refusal;
    answer_with(fixture, &envelope, OUTBOX_REFUSED);
}

static void refuse(struct fixture *fixture)
{
    refuse_with(fixture, QD__REFUSAL_CODE__RULES_BROKEN);
}

// What was written reads as tests/data/receipts.golden has it under the name.
static void check(struct fixture *fixture, const char *name)
{
    fflush(fixture->stream);
    golden_check("receipts.golden", name, fixture->out);
}

static const char *text_of(const json_t *object, const char *member)
{
    const char *text = json_string_value(json_object_get(object, member));

    if (text == NULL)
        fail_msg("there is no \"%s\"", member);
    return text;
}

static json_int_t number_of(const json_t *object, const char *member)
{
    assert_true(json_is_integer(json_object_get(object, member)));
    return json_integer_value(json_object_get(object, member));
}

// --- bad input

static void an_answer_that_cannot_be_read_is_told(void **state)
{
    struct fixture *fixture = *state;
    const uint8_t garbage[] = "\xff\xff garbage";
    struct findings findings;
    const char *words;

    fixture->entry.answer = garbage;
    fixture->entry.answer_size = sizeof garbage;
    findings_init(&findings, &fixture->arena);
    assert_int_equal(receipt_text_receipt(fixture->stream, &fixture->arena, garbage, sizeof garbage,
                                          &fixture->understood, 0),
                     ERR_CORRUPT);
    for (enum outbox_state kind = OUTBOX_ACKNOWLEDGED; kind <= OUTBOX_REFUSED; kind++) {
        fixture->entry.state = kind;
        assert_int_equal(receipt_text_line(fixture->stream, &fixture->arena, &fixture->entry, 0),
                         ERR_CORRUPT);
        assert_null(receipt_text_json(&fixture->arena, &fixture->entry, NULL));
    }
    assert_int_equal(receipt_text_refusal(&fixture->arena, &fixture->entry, &words, &findings),
                     ERR_CORRUPT);
}

static void a_refusal_where_a_receipt_should_be_is_told(void **state)
{
    struct fixture *fixture = *state;
    json_t *object = json_object();

    refuse(fixture);
    fixture->entry.state = OUTBOX_ACKNOWLEDGED;
    assert_null(receipt_text_json(&fixture->arena, &fixture->entry, NULL));
    assert_int_equal(receipt_text_receipt(fixture->stream, &fixture->arena, fixture->entry.answer,
                                          fixture->entry.answer_size, &fixture->understood, 0),
                     ERR_CORRUPT);
    assert_int_not_equal(receipt_text_json_earlier(object, &fixture->arena, fixture->entry.answer,
                                                   fixture->entry.answer_size),
                         0);
    json_decref(object);
}

static void a_stream_that_takes_nothing_is_told(void **state)
{
    struct fixture *fixture = *state;
    FILE *full = fopen("/dev/full", "w");

    assert_non_null(full);
    setbuf(full, NULL);
    acknowledge(fixture, 1, 0);
    assert_int_equal(receipt_text_receipt(full, &fixture->arena, fixture->entry.answer,
                                          fixture->entry.answer_size, &fixture->understood, 0),
                     ERR_IO);
    fclose(full);
}

// --- for a person

static void a_receipt_says_all_that_an_auditor_asks_for(void **state)
{
    struct fixture *fixture = *state;

    acknowledge(fixture, 2, 3);
    fixture->understood.returned = kept_return(&fixture->arena, CAMDEN, 2024, 7, 0);
    assert_int_equal(receipt_text_receipt(fixture->stream, &fixture->arena, fixture->entry.answer,
                                          fixture->entry.answer_size, &fixture->understood, 0),
                     ERR_OK);
    check(fixture, "a receipt");
}

static void a_first_receipt_replaces_nothing(void **state)
{
    struct fixture *fixture = *state;

    acknowledge(fixture, 1, 0);
    assert_int_equal(receipt_text_receipt(fixture->stream, &fixture->arena, fixture->entry.answer,
                                          fixture->entry.answer_size, &fixture->understood, 0),
                     ERR_OK);
    check(fixture, "a first receipt");
}

static void an_earlier_receipt_says_what_happened(void **state)
{
    struct fixture *fixture = *state;

    acknowledge(fixture, 1, 1);
    assert_int_equal(receipt_text_receipt(fixture->stream, &fixture->arena, fixture->entry.answer,
                                          fixture->entry.answer_size, &fixture->understood, 1),
                     ERR_OK);
    check(fixture, "an earlier receipt");
}

static void each_state_has_its_line(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(receipt_text_line(fixture->stream, &fixture->arena, &fixture->entry, 0),
                     ERR_OK);
    acknowledge(fixture, 2, 1);
    assert_int_equal(receipt_text_line(fixture->stream, &fixture->arena, &fixture->entry, 0),
                     ERR_OK);
    fixture->entry.newest = 0;
    assert_int_equal(receipt_text_line(fixture->stream, &fixture->arena, &fixture->entry, 0),
                     ERR_OK);
    refuse(fixture);
    fixture->entry.newest = 1;
    assert_int_equal(receipt_text_line(fixture->stream, &fixture->arena, &fixture->entry, 0),
                     ERR_OK);
    check(fixture, "a line for each state");
}

static void a_refusal_gives_its_findings_back(void **state)
{
    struct fixture *fixture = *state;
    struct findings findings;
    const char *words;

    findings_init(&findings, &fixture->arena);
    assert_int_equal(receipt_text_refusal(&fixture->arena, &fixture->entry, &words, &findings),
                     ERR_OK);
    assert_int_equal(findings.count, 0);

    refuse(fixture);
    assert_int_equal(receipt_text_refusal(&fixture->arena, &fixture->entry, &words, &findings),
                     ERR_OK);
    assert_string_equal(words, "the return breaks a rule");
    assert_int_equal(findings.count, 1);  // the rule that is not known here has no words here
    assert_string_equal(findings.list[0].rule->id, "QD-R01");
    assert_int_equal(findings.list[0].place.part, FORM_TIMELINESS);
    assert_non_null(findings.list[0].place.field);
    assert_int_equal(findings.list[0].place.sheet_row, 2);
    assert_string_equal(findings.list[0].place.field->name, "plans_issued_within_20_weeks");
    assert_string_equal(findings.list[0].value, "60");
    assert_string_equal(findings.list[0].what, "60 plans within 20 weeks of 50 plans");
}

// --- for a program

static void a_pending_submission_as_json(void **state)
{
    struct fixture *fixture = *state;
    json_t *object = receipt_text_json(&fixture->arena, &fixture->entry, NULL);

    assert_non_null(object);
    assert_string_equal(text_of(object, "state"), "pending");
    assert_string_equal(text_of(object, "period"), "2024-25 Q4");
    assert_string_equal(text_of(object, "new_la_code"), "E09000007");
    assert_string_equal(text_of(object, "la_name"), "Camden");
    assert_int_equal(number_of(object, "old_la_code"), 202);
    assert_string_equal(text_of(object, "made_at"), "2026-11-23T10:00:00Z");
    assert_string_equal(text_of(object, "submission_id"), "ab010000000000000000000000000000");
    assert_int_equal(strlen(text_of(object, "return_hash")), 64);
    assert_null(json_object_get(object, "revision"));
    assert_null(json_object_get(object, "refusal"));
    json_decref(object);
}

static void a_receipt_as_json(void **state)
{
    struct fixture *fixture = *state;
    json_t *object;
    json_t *earlier;

    acknowledge(fixture, 2, 3);
    object = receipt_text_json(&fixture->arena, &fixture->entry, NULL);
    assert_non_null(object);
    assert_string_equal(text_of(object, "state"), "acknowledged");
    assert_int_equal(number_of(object, "revision"), 2);
    assert_int_equal(number_of(object, "sequence"), 1234);
    assert_int_equal(number_of(object, "queries"), 3);
    assert_string_equal(text_of(object, "received_at"), "2026-11-23T10:01:01Z");
    assert_int_equal(number_of(object, "received_at_unix_ms"), 1795428061000);
    assert_int_equal(strncmp(text_of(object, "link"), "ef03", 4), 0);

    for (int i = 0; i < 2; i++)
        assert_int_equal(receipt_text_json_earlier(object, &fixture->arena, fixture->entry.answer,
                                                   fixture->entry.answer_size),
                         0);
    earlier = json_object_get(object, "earlier");
    assert_int_equal(json_array_size(earlier), 2);
    assert_int_equal(number_of(json_array_get(earlier, 1), "revision"), 2);
    json_decref(object);
}

static void a_refusal_says_what_to_do_about_it(void **state)
{
    static const Qd__RefusalCode codes[] = {
        QD__REFUSAL_CODE__MALFORMED, QD__REFUSAL_CODE__HASH_MISMATCH,
        QD__REFUSAL_CODE__ID_TAKEN,  QD__REFUSAL_CODE__TOO_LARGE,
        QD__REFUSAL_CODE__SIMULATED, QD__REFUSAL_CODE__RULES_BROKEN};
    struct fixture *fixture = *state;
    struct findings findings;
    const char *words;

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        findings_init(&findings, &fixture->arena);
        refuse_with(fixture, codes[i]);
        assert_int_equal(receipt_text_refusal(&fixture->arena, &fixture->entry, &words, &findings),
                         ERR_OK);
        golden_note(
            protobuf_c_enum_descriptor_get_value(&qd__refusal_code__descriptor, (int)codes[i])
                ->name,
            words);
    }
    golden_check_noted("errors.golden", "refusals");
}

static void a_refusal_as_json(void **state)
{
    struct fixture *fixture = *state;
    json_t *object;
    json_t *refusal;
    json_t *findings;
    json_t *finding;

    refuse(fixture);
    object = receipt_text_json(&fixture->arena, &fixture->entry, NULL);
    assert_non_null(object);
    assert_string_equal(text_of(object, "state"), "refused");
    refusal = json_object_get(object, "refusal");
    assert_string_equal(text_of(refusal, "code"), "RULES_BROKEN");
    assert_string_equal(text_of(refusal, "text"), "the return breaks a rule");
    assert_true(json_is_false(json_object_get(refusal, "again")));
    findings = json_object_get(refusal, "findings");
    assert_int_equal(json_array_size(findings), 2);
    finding = json_array_get(findings, 0);
    assert_string_equal(text_of(finding, "rule"), "QD-R01");
    assert_string_equal(text_of(finding, "file"), "timeliness.csv");
    assert_string_equal(text_of(finding, "heading"), "plans_issued_within_20_weeks");
    assert_true(json_is_null(json_object_get(finding, "column")));
    assert_string_equal(text_of(finding, "value"), "60");
    assert_int_equal(number_of(finding, "row"), 2);  // below the headings
    assert_true(strlen(text_of(finding, "fix")) > 0);
    finding = json_array_get(findings, 1);
    assert_string_equal(text_of(finding, "rule"), "QD-Z99");
    assert_true(json_is_null(json_object_get(finding, "file")));
    assert_true(json_is_null(json_object_get(finding, "fix")));
    assert_int_equal(number_of(finding, "row"), 9);
    json_decref(object);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_answer_that_cannot_be_read_is_told),
        TEST(a_refusal_where_a_receipt_should_be_is_told),
        TEST(a_stream_that_takes_nothing_is_told),
        TEST(a_receipt_says_all_that_an_auditor_asks_for),
        TEST(a_first_receipt_replaces_nothing),
        TEST(an_earlier_receipt_says_what_happened),
        TEST(each_state_has_its_line),
        TEST(a_refusal_gives_its_findings_back),
        TEST(a_refusal_says_what_to_do_about_it),
        TEST(a_pending_submission_as_json),
        TEST(a_receipt_as_json),
        TEST(a_refusal_as_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
