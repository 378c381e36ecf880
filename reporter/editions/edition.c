#include "reporter/editions/edition.h"

#include "lib/base/clock.h"
#include "lib/base/list.h"
#include "proto/form/period.h"
#include "proto/rules/rule.h"
#include "reporter/editions/edition_internal.h"
#include "reporter/editions/reference_hash.h"
#include "reporter/outputs/output_format.h"

#include <string.h>

static enum err no_memory(struct err_text *text)
{
    return err_say(text, ERR_NO_MEMORY, "the edition needs more memory than there is");
}

// --- what it is made from

static void hash_rules(char text[SHA256_TEXT_BYTES])
{
    struct sha256_stream stream;
    uint8_t hash[SHA256_BYTES];

    sha256_begin(&stream);
    for (int id = 0; id < RULE_COUNT; id++) {
        const struct rule *rule = rule_get((enum rule_id)id);
        const char class = (char)('0' + rule->class);

        sha256_add(&stream, rule->id, strlen(rule->id) + 1);
        sha256_add(&stream, &class, 1);
        sha256_add(&stream, rule->title, strlen(rule->title) + 1);
    }
    sha256_end(&stream, hash);
    sha256_text(hash, text);
}

static enum err read_calendar(struct edition *edition, struct err_text *text)
{
    struct calendar calendar;
    const enum err error = calendar_find(&calendar, edition->arena, edition->asked.calendar,
                                         edition->asked.reference, text);

    if (error == ERR_OK && calendar.path != NULL)
        sha256_text(calendar.hash, edition->manifest.calendar);
    return error;
}

static enum err check_period(struct edition *edition, struct err_text *text)
{
    char *words = arena_alloc(edition->arena, PERIOD_TEXT_BYTES);
    struct err_text why = {""};
    Qd__Period period;

    if (words == NULL)
        return no_memory(text);
    if (period_parse(&period, edition->asked.period, &why) != ERR_OK)
        return err_say(text, ERR_COMMAND, "%s", why.text);
    period_format(&period, words);
    edition->manifest.period = words;
    return ERR_OK;
}

// --- where the journal stands

static void entry_of(struct manifest_entry *entry, const struct journal_entry *from)
{
    entry->sequence = from->sequence;
    sha256_text(from->link, entry->link);
}

static enum err last_entry(struct journal_entry *entry, struct store *store, struct as_of as_of,
                           struct err_text *text)
{
    struct store_reading reading;
    const enum err error = store_read_begin(
        store, (struct store_as_of){as_of.sequence, as_of.unix_ms}, &reading, text);

    if (error != ERR_OK)
        return error;
    *entry = reading.then;
    store_read_end(&reading);
    return ERR_OK;
}

enum err edition_has_entry(int *has, const struct manifest_entry *entry, struct store *store,
                           struct err_text *text)
{
    struct journal_entry last;
    struct manifest_entry found;
    const enum err error =
        last_entry(&last, store, (struct as_of){entry->sequence, UINT64_MAX}, text);

    if (error != ERR_OK)
        return error;
    entry_of(&found, &last);
    *has = found.sequence == entry->sequence && strcmp(found.link, entry->link) == 0;
    return ERR_OK;
}

static enum err pin(struct edition *edition, struct err_text *text)
{
    enum { MS_A_DAY = 24 * 60 * 60 * 1000 };
    struct manifest *manifest = &edition->manifest;
    char *day = arena_alloc(edition->arena, CLOCK_DAY_BYTES);
    struct journal_entry entry;
    int32_t as_at;
    const enum err error = last_entry(&entry, edition->store, edition->asked.as_of, text);

    if (error != ERR_OK)
        return error;
    if (day == NULL)
        return no_memory(text);
    if (entry.version == 0)
        return err_say(text, ERR_EMPTY, "the journal had no entry then");
    as_at = as_of_day(edition->asked.as_of, entry.unix_ms);
    clock_format_day(as_at, day);
    manifest->as_at = day;
    entry_of(&manifest->journal, &entry);
    edition->as_of =
        (struct as_of){.sequence = entry.sequence, .unix_ms = ((uint64_t)as_at + 1) * MS_A_DAY - 1};
    return ERR_OK;
}

static enum err pin_since(struct edition *edition, struct err_text *text)
{
    const uint64_t since = edition->asked.since;
    struct journal_entry entry;
    enum err error;

    if (since == EDITION_NO_SINCE)
        return ERR_OK;
    error = last_entry(&entry, edition->store, (struct as_of){since, UINT64_MAX}, text);
    if (error != ERR_OK)
        return error;
    if (entry.sequence != since || since > edition->as_of.sequence)
        return err_say(
            text, ERR_COMMAND,
            "--since takes the number of the journal of an earlier edition, as its "
            "manifest.json has it: %llu does not stand in it, and this one is of number %llu",
            (unsigned long long)since, (unsigned long long)edition->as_of.sequence);
    edition->manifest.has_since = 1;
    entry_of(&edition->manifest.since, &entry);
    return ERR_OK;
}

// Those of all that had arrived by its number, whatever the clock said then: the schedule finds the same.
static enum err find_redacted(struct edition *edition, struct err_text *text)
{
    struct store_reading reading;
    struct history history;
    const struct as_of as_of = {edition->as_of.sequence, UINT64_MAX};
    enum err error = store_read_begin(edition->store, STORE_NOW, &reading, text);

    if (error != ERR_OK)
        return error;
    error = history_read(&history, edition->arena, &reading, as_of, text);
    store_read_end(&reading);
    return error == ERR_OK ? redacted_since(&edition->manifest.redacted, edition->arena, &history,
                                            as_of.sequence, text)
                           : error;
}

enum err edition_begin(struct edition *edition, struct arena *arena,
                       const struct edition_asked *asked, struct store *store,
                       struct err_text *text)
{
    enum err error;

    *edition = (struct edition){.asked = *asked, .arena = arena, .store = store};
    edition->manifest = (struct manifest){.audience = asked->audience,
                                          .program = asked->program,
                                          .version = asked->version,
                                          .form = FORM_SCHEMA_VERSION};
    hash_rules(edition->manifest.rules);
    error = audience_parse(&edition->audience, asked->audience, text);
    if (error == ERR_OK)
        error = check_period(edition, text);
    if (error == ERR_OK)
        error = read_calendar(edition, text);
    if (error == ERR_OK)
        error = reference_hash(&edition->manifest.reference_files, edition->manifest.reference,
                               arena, asked->reference, text);
    if (error == ERR_OK)
        error = pin(edition, text);
    if (error == ERR_OK)
        error = pin_since(edition, text);
    return error == ERR_OK ? find_redacted(edition, text) : error;
}
