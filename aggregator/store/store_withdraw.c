// Taking back a return with the operator's reason: the same entry that a borough's message makes.
#include "aggregator/store/store_internal.h"

#include "lib/base/clock.h"
#include "lib/base/utf8.h"
#include "proto/form/form.h"
#include "proto/form/period.h"
#include "wire.pb-c.h"

#include <string.h>

enum { BODY_MAX_BYTES = FORM_TEXT_MAX_BYTES + 128 };

static enum err check_reason(const char *reason, struct err_text *text)
{
    const size_t size = strlen(reason);

    if (size == 0 || size > FORM_TEXT_MAX_BYTES || utf8_check(reason, size, NULL) != UTF8_FINE)
        return err_say(text, ERR_COMMAND,
                       "the reason must be a text of 1 to %d bytes without control characters",
                       FORM_TEXT_MAX_BYTES);
    return ERR_OK;
}

// What counts for the period.
static enum err find_newest(struct store *store, Qd__LocalAuthority authority,
                            const Qd__Period *period, struct store_newest *newest,
                            struct err_text *text)
{
    const char *borough = boroughs_of(authority)->la_name;
    const struct store_period *found;
    struct store_reading reading;
    char words[PERIOD_TEXT_BYTES];
    enum err error = store_read_begin(store, STORE_NOW, &reading, text);

    if (error != ERR_OK)
        return error;
    period_format(period, words);
    *newest = (struct store_newest){.revision = 0};
    found = store_period(&reading, period);
    if (found != NULL)
        *newest = found->newest[boroughs_index(authority)];
    store_read_end(&reading);
    if (newest->revision == 0)
        return err_say(text, ERR_NOT_FOUND,
                       "%s has not returned for %s: `qd-aggregator status` shows what there is",
                       borough, words);
    if (newest->is_withdrawn)
        return err_say(text, ERR_NOT_FOUND,
                       "the return of %s for %s, revision %u, is withdrawn already", borough, words,
                       newest->revision);
    return ERR_OK;
}

// protobuf-c takes what it only reads as not const.
static void *as_read(const void *given)
{
    return (void *)(uintptr_t)given;
}

static enum err enter(struct store *store, Qd__Withdrawal *withdrawal, struct journal_entry *entry,
                      struct err_text *text)
{
    uint8_t id[CODEC_SUBMISSION_ID_BYTES], hash[CODEC_HASH_BYTES], bytes[BODY_MAX_BYTES];
    struct store_submission submission = {.authority = withdrawal->new_la_code,
                                          .period = withdrawal->period,
                                          .submission_id = id,
                                          .return_hash = hash,
                                          .return_bytes = bytes,
                                          .received_at_unix_ms = clock_unix_ms(),
                                          .withdrawn_id = withdrawal->withdrawn_id.data};
    struct store_batch batch;

    submission.return_size = qd__withdrawal__pack(withdrawal, bytes);
    codec_new_submission_id(id);
    codec_hash(hash, bytes, submission.return_size);
    store_begin(store, &batch);
    (void)store_add(&batch, &submission, entry);
    return store_commit(&batch, text);
}

enum err store_withdraw(const char *directory, Qd__LocalAuthority authority,
                        const Qd__Period *period, const char *reason, struct journal_entry *entry,
                        struct err_text *text)
{
    const struct store_options options = {.size_bytes = 0};
    Qd__Withdrawal withdrawal = QD__WITHDRAWAL__INIT;
    struct store_newest newest;
    struct store *store;
    enum err error = check_reason(reason, text);

    if (error == ERR_OK)
        error = store_open(&store, directory, &options, text);
    if (error != ERR_OK)
        return error;
    error = find_newest(store, authority, period, &newest, text);
    if (error == ERR_OK) {
        withdrawal.new_la_code = authority;
        withdrawal.period = as_read(period);
        withdrawal.withdrawn_id =
            (ProtobufCBinaryData){.len = sizeof newest.submission_id, .data = newest.submission_id};
        withdrawal.reason = as_read(reason);
        error = enter(store, &withdrawal, entry, text);
    }
    if (error == ERR_OK)
        error = store_witness(store, text);
    store_close(store);
    return error;
}
