#include "tests/support/stored/stored.h"

#include "proto/form/period.h"

#include <stdlib.h>

struct store *stored_open(const char *folder, size_t size_bytes)
{
    const struct store_making making = {.size_bytes = size_bytes};
    const struct store_options options = {.size_bytes = size_bytes};
    struct err_text text = {""};
    struct store *store;
    enum err error = store_make(folder, &making, &text);

    if (error != ERR_OK && error != ERR_EXISTS)
        fail_msg("%s", text.text);
    if (store_open(&store, folder, &options, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return store;
}

struct journal_entry stored_add(struct store *store, struct store_submission submission)
{
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES];
    struct err_text text = {""};
    struct journal_entry entry;
    struct store_batch batch;

    codec_new_submission_id(id);
    codec_hash(hash, submission.return_bytes, submission.return_size);
    if (submission.submission_id == NULL)
        submission.submission_id = id;
    if (submission.return_hash == NULL)
        submission.return_hash = hash;
    store_begin(store, &batch);
    assert_int_equal(STORE_ADDED, store_add(&batch, &submission, &entry));
    if (store_commit(&batch, &text) != ERR_OK)
        fail_msg("%s", text.text);
    return entry;
}

void stored_remove(const char *folder)
{
    static const char *const files[] = {"data.mdb", "lock.mdb", "serving.lock", "witness",
                                        "data.mdb.before-rebuild"};
    char path[256];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

int stored_set_up(void **state)
{
    struct stored *f = calloc(1, sizeof *f);

    *state = f;
    strcpy(f->folder, "/tmp/qd-store-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    assert_int_equal(ERR_OK, period_parse(&f->period, "2024-25 Q4", NULL));
    f->store = stored_open(f->folder, STORED_BYTES);
    return 0;
}

int stored_tear_down(void **state)
{
    struct stored *f = *state;

    store_close(f->store);
    stored_remove(f->folder);
    free(f);
    return 0;
}

void stored_redact(struct stored *f, Qd__LocalAuthority authority, uint32_t revision)
{
    const struct store_target target = {authority, f->period, revision};

    store_close(f->store);
    if (store_redact(f->folder, &target, "a name", &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    f->store = stored_open(f->folder, STORED_BYTES);
}

struct store_report stored_verified(struct stored *f)
{
    struct store_report report = {0};

    if (store_verify(f->store, &report, NULL, NULL, &f->text) != ERR_OK)
        fail_msg("%s", f->text.text);
    return report;
}
