// Status and receipts of a whole outbox, for a person and for a program.
#include "collector/outbox/outbox_list.h"

#include "proto/form/period.h"
#include "tests/support/kept/kept.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { CAMDEN = QD__LOCAL_AUTHORITY__E09000007 };

struct fixture {
    char folder[64];
    struct outbox *outbox;
    struct arena arena;
    struct outbox_list_counts counts;
    struct err_text text;
    char *out;
    size_t out_size;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    strcpy(fixture->folder, "/tmp/qd-holdings-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    arena_init(&fixture->arena, CODEC_ARENA_CAP_BYTES);
    assert_int_equal(outbox_open(&fixture->outbox, fixture->folder, NULL), ERR_OK);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    outbox_close(fixture->outbox);
    arena_free(&fixture->arena);
    free(fixture->out);
    kept_remove(fixture->folder);
    free(fixture);
    return 0;
}

static struct outbox_entry put(struct fixture *fixture, uint32_t year)
{
    return kept_put(fixture->outbox, &fixture->arena, CAMDEN, year, 1, NULL);
}

static void acknowledge(struct fixture *fixture, struct outbox_entry *entry, uint32_t revision)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Receipt receipt = QD__RECEIPT__INIT;
    Qd__Period period;
    const uint8_t *bytes;
    size_t size;

    assert_true(period_from_key(&period, entry->period_key));
    receipt.submission_id =
        (ProtobufCBinaryData){.len = sizeof entry->submission_id, .data = entry->submission_id};
    receipt.new_la_code = entry->authority;
    receipt.period = &period;
    receipt.revision = revision;
    receipt.received_at_unix_ms = 1795428061000;
    receipt.return_hash =
        (ProtobufCBinaryData){.len = sizeof entry->return_hash, .data = entry->return_hash};
    receipt.sequence = 100 + revision;
    receipt.link = receipt.return_hash;
    envelope.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
    envelope.receipt = &receipt;
    assert_int_equal(codec_pack_envelope(&envelope, &fixture->arena, &bytes, &size, NULL), ERR_OK);
    assert_int_equal(outbox_answer(fixture->outbox, entry->submission_id, OUTBOX_ACKNOWLEDGED,
                                   bytes, size, NULL),
                     ERR_OK);
}

typedef enum err write_fn(FILE *out, struct outbox *outbox, int as_json,
                          struct outbox_list_counts *counts, struct err_text *text);

static void write_out(struct fixture *fixture, write_fn *write_all, int as_json)
{
    FILE *stream;

    free(fixture->out);
    stream = open_memstream(&fixture->out, &fixture->out_size);
    assert_non_null(stream);
    assert_int_equal(write_all(stream, fixture->outbox, as_json, &fixture->counts, &fixture->text),
                     ERR_OK);
    fclose(stream);
}

static json_t *parse(const struct fixture *fixture)
{
    json_error_t error;
    json_t *list = json_loads(fixture->out, 0, &error);

    if (!json_is_array(list))
        fail_msg("no JSON list: %s", fixture->out);
    return list;
}

static void an_answer_that_cannot_be_read_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, 2024);
    FILE *stream = open_memstream(&fixture->out, &fixture->out_size);

    assert_non_null(stream);
    assert_int_equal(outbox_answer(fixture->outbox, entry.submission_id, OUTBOX_ACKNOWLEDGED,
                                   (const uint8_t *)"garbage", 7, NULL),
                     ERR_OK);
    for (int as_json = 0; as_json < 2; as_json++) {
        assert_int_equal(
            outbox_list_status(stream, fixture->outbox, as_json, &fixture->counts, &fixture->text),
            ERR_CORRUPT);
        assert_int_equal(outbox_list_receipts(stream, fixture->outbox, as_json, &fixture->counts,
                                              &fixture->text),
                         ERR_CORRUPT);
    }
    fclose(stream);
}

static void a_stream_that_takes_nothing_is_told(void **state)
{
    struct fixture *fixture = *state;
    FILE *full = fopen("/dev/full", "w");

    assert_non_null(full);
    put(fixture, 2024);
    assert_int_equal(outbox_list_status(full, fixture->outbox, 0, &fixture->counts, NULL), ERR_IO);
    assert_int_equal(outbox_list_status(full, fixture->outbox, 1, &fixture->counts, NULL), ERR_IO);
    fclose(full);
}

static void an_empty_outbox_is_an_empty_list(void **state)
{
    struct fixture *fixture = *state;

    write_out(fixture, outbox_list_status, 0);
    assert_string_equal(fixture->out, "");
    write_out(fixture, outbox_list_status, 1);
    assert_string_equal(fixture->out, "[]\n");
    write_out(fixture, outbox_list_receipts, 1);
    assert_string_equal(fixture->out, "[]\n");
}

static void status_shows_every_submission(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry first = put(fixture, 2023);
    json_t *list;

    put(fixture, 2024);
    acknowledge(fixture, &first, 1);
    write_out(fixture, outbox_list_status, 0);
    assert_non_null(strstr(fixture->out, "2023        acknowledged"));
    assert_non_null(strstr(fixture->out, "2024        pending"));
    assert_true(strstr(fixture->out, "2023") < strstr(fixture->out, "pending"));
    assert_int_equal(fixture->counts.pending, 1);
    assert_int_equal(fixture->counts.acknowledged, 1);
    assert_int_equal(fixture->counts.refused, 0);

    write_out(fixture, outbox_list_status, 1);
    list = parse(fixture);
    assert_int_equal(json_array_size(list), 2);
    assert_string_equal(json_string_value(json_object_get(json_array_get(list, 1), "state")),
                        "pending");
    json_decref(list);
}

static void receipts_come_with_those_before_them(void **state)
{
    struct fixture *fixture = *state;
    struct outbox_entry entry = put(fixture, 2024);
    json_t *list;
    json_t *receipt;
    json_t *earlier;

    put(fixture, 2023);
    acknowledge(fixture, &entry, 2);
    assert_int_equal(outbox_resend(fixture->outbox, entry.submission_id, NULL), ERR_OK);
    acknowledge(fixture, &entry, 1);
    write_out(fixture, outbox_list_receipts, 0);
    assert_non_null(strstr(fixture->out, "Earlier receipt for Camden, 2024\n"));
    assert_non_null(strstr(fixture->out, "\n\nReceipt for Camden, 2024\n"));
    assert_null(strstr(fixture->out, "2023"));

    write_out(fixture, outbox_list_receipts, 1);
    list = parse(fixture);
    assert_int_equal(json_array_size(list), 1);
    receipt = json_array_get(list, 0);
    assert_int_equal(json_integer_value(json_object_get(receipt, "revision")), 1);
    earlier = json_object_get(receipt, "earlier");
    assert_int_equal(json_array_size(earlier), 1);
    assert_int_equal(json_integer_value(json_object_get(json_array_get(earlier, 0), "revision")),
                     2);
    json_decref(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_answer_that_cannot_be_read_is_told), TEST(a_stream_that_takes_nothing_is_told),
        TEST(an_empty_outbox_is_an_empty_list),      TEST(status_shows_every_submission),
        TEST(receipts_come_with_those_before_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
