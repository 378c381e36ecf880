#include "aggregator/store/witness.h"

#include "lib/db/db_witness.h"

#include <string.h>

enum err witness_read(struct journal_end *end, const char *directory, struct err_text *text)
{
    struct db_witness witness;
    struct err_text why = {""};
    const enum err error = db_witness_read(&witness, directory, &why);

    *end = (struct journal_end){0};
    if (error == ERR_CORRUPT)
        return err_say(text, error,
                       "%s. When `qd-aggregator verify` finds nothing wrong without it, take it "
                       "away and run `qd-aggregator init --restored`",
                       why.text);
    if (error != ERR_OK)
        return err_say(text, error, "%s", why.text);
    *end = (struct journal_end){.is_begun = 1, .sequence = witness.sequence};
    memcpy(end->link, witness.link, sizeof end->link);
    return ERR_OK;
}

enum err witness_write(const struct journal_end *end, const char *directory, struct err_text *text)
{
    struct db_witness witness = {.sequence = end->sequence};

    memcpy(witness.link, end->link, sizeof witness.link);
    return db_witness_write(&witness, directory, text);
}

// --- watching a walk

void witness_see(struct witness_watch *watch, const struct journal_entry *entry)
{
    if (entry->sequence == watch->witness.sequence &&
        memcmp(entry->link, watch->witness.link, sizeof entry->link) == 0)
        watch->is_met = 1;
}

enum err witness_judge(const struct witness_watch *watch, const struct journal_end *end,
                       struct err_text *text)
{
    if (!watch->is_there || watch->is_met)
        return ERR_OK;
    if (end->sequence < watch->witness.sequence)
        return err_say(
            text, ERR_CORRUPT,
            "the store ends with entry %llu, and its witness saw entry %llu: returns that "
            "were acknowledged are missing. Restore the last backup; if this is it, "
            "`qd-aggregator init --restored` says so in the journal",
            (unsigned long long)end->sequence, (unsigned long long)watch->witness.sequence);
    return err_say(
        text, ERR_CORRUPT,
        "entry %llu is not the one that the store's witness saw: this is another store's "
        "data. Restore the last backup; if this is it, `qd-aggregator init --restored` "
        "says so in the journal",
        (unsigned long long)watch->witness.sequence);
}
