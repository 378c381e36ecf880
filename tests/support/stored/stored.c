#include "tests/support/stored/stored.h"

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
    static const char *const files[] = {"data.mdb", "lock.mdb", "serving.lock", "witness"};
    char path[256];

    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}
