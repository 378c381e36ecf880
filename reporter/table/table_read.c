#include "reporter/table/table_read.h"

#include "proto/form/period.h"
#include "reporter/table/table_internal.h"

// One look into the store.
struct look {
    struct store_reading *reading;
    struct kept *kept;
    unsigned needed;  // parts of the returns that are taken
    struct as_of as_of;
    struct err_text *text;
};

// --- one return

enum err table_read_return(Qd__Return **returned, struct arena *arena,
                           const struct store_return *latest, struct err_text *text)
{
    unsigned left;

    *returned = NULL;
    return latest->standing == STORE_RETURNED
               ? kept_read(returned, &left, arena, &latest->entry, ~0U, text)
               : ERR_OK;
}

struct receipt table_read_receipt(const struct store_return *latest, const Qd__Return *returned)
{
    const int withdrawn = latest->standing == STORE_WITHDRAWN;

    return (struct receipt){
        .returned = returned,
        .redacted = latest->standing == STORE_REDACTED,
        .withdrawn = withdrawn,
        .parts = latest->entry.parts,
        .received_at_unix_ms = withdrawn ? latest->withdrawn_at_unix_ms : latest->entry.unix_ms,
        .sequence = withdrawn ? latest->withdrawn_sequence : latest->entry.sequence,
        .revision = latest->entry.revision,
        .queries = latest->entry.queries};
}

// --- one borough

static enum err take_role(struct look *look, struct table *table, enum table_role role,
                          const Qd__Period *period, int row)
{
    const struct store_return *latest =
        store_latest(look->reading, period, boroughs[row].authority);
    struct kept_return taken = {.returned = NULL};
    struct receipt receipt;
    enum err error = ERR_OK;

    if (latest == NULL)
        return ERR_OK;
    if (latest->standing == STORE_RETURNED)
        error = kept_take(look->kept, &latest->entry, look->needed, 1, &taken, look->text);
    if (error != ERR_OK)
        return error;
    receipt = table_read_receipt(latest, taken.returned);
    receipt.left = taken.left;
    table_borough_take(table, role, &receipt, taken.judged);
    return ERR_OK;
}

static enum err add_borough(struct look *look, struct table *table, size_t period, int row,
                            size_t *returned)
{
    enum err error = ERR_OK;

    table_borough_begin(table, period, row);
    for (int i = 0; i < TABLE_ROLES && error == ERR_OK; i++) {
        const enum table_role role = (enum table_role)i;
        Qd__Period which;

        if (table_wants(table, period, role, &which))
            error = take_role(look, table, role, &which, row);
    }
    if (error == ERR_OK)
        *returned += (size_t)table_borough_end(table);
    return error;
}

// --- the periods for which there is something

// From the heads of the journal, whose chain was walked when the look began: no body is read.
static enum err list_all(struct look *look, struct arena *arena, struct returned *all)
{
    *all = (struct returned){.count = 0};
    for (size_t i = 0; i < look->reading->periods_count; i++) {
        const struct store_period *stored = look->reading->periods[i];
        struct returned_period *added;
        Qd__Period period;

        if (stored->returned == 0 || !period_from_key(&period, stored->key))
            continue;
        added = returned_add(all, arena, &period);
        if (added == NULL)
            return table_no_memory(look->text);
        for (int row = 0; row < BOROUGHS_COUNT; row++) {
            const uint64_t borough = (uint64_t)store_counts(stored->returns[row]) << row;

            added->boroughs |= borough;
            for (int part = 0; borough != 0 && part < FORM_PARTS; part++)
                if ((stored->returns[row]->entry.parts >> part & 1) != 0)
                    added->parts[part] |= borough;
        }
    }
    return returned_add_years(all, arena) == 0 ? ERR_OK : table_no_memory(look->text);
}

// --- a look

static enum err look_begin(struct look *look, struct store *store, struct kept *kept,
                           struct as_of as_of, struct err_text *text)
{
    *look = (struct look){.kept = kept, .as_of = as_of, .text = text};
    return kept_look(kept, store, as_of, &look->reading, text);
}

enum err table_read_returned(struct returned *all, struct arena *arena, struct store *store,
                             struct kept *kept, struct as_of as_of, struct err_text *text)
{
    struct look look;
    const enum err error = look_begin(&look, store, kept, as_of, text);

    return error == ERR_OK ? list_all(&look, arena, all) : error;
}

// --- one table

static enum err not_returned(struct look *look, const struct table *table)
{
    enum { WORDS_BYTES = sizeof look->text->text / 2 };
    const char *part = table->about.part == RECEIPT_PART ? "anything" : table->about.name;
    const char *has = as_of_is_now(look->as_of) ? "has" : "had";
    char asked[PERIODS_TEXT_BYTES], words[WORDS_BYTES], when[1 + AS_OF_TEXT_BYTES] = "";
    struct returned all;
    enum err error = list_all(look, table->arena, &all);

    if (error != ERR_OK)
        return error;
    if (!as_of_is_now(look->as_of)) {
        when[0] = ' ';
        as_of_format(look->as_of, when + 1);
    }
    periods_format(&table->periods, asked);
    returned_words(&all, table->about.part, words, sizeof words);
    if (words[0] == '\0')
        return err_say(look->text, ERR_EMPTY,
                       "no borough %s returned %s%s, for %s or any other period", has, part, when,
                       asked);
    return err_say(look->text, ERR_EMPTY,
                   "no borough %s returned %s for %s%s; the periods for which there is something "
                   "are: %s",
                   has, part, asked, when, words);
}

static enum err add_boroughs(struct look *look, struct table *table)
{
    enum err error = ERR_OK;
    size_t returned = 0;

    for (size_t period = 0; period < table->periods.count && error == ERR_OK; period++)
        for (int row = 0; row < BOROUGHS_COUNT && error == ERR_OK; row++)
            error = add_borough(look, table, period, row, &returned);
    if (error != ERR_OK || returned > 0)
        return error;
    return not_returned(look, table);
}

// All periods of the kind in which there is something for the table.
static enum err find_periods(struct look *look, const struct table *table, struct periods *found)
{
    const int part = table->about.part;
    struct returned all;
    enum err error = list_all(look, table->arena, &all);

    *found = (struct periods){.count = 0};
    for (size_t i = 0; i < all.count && error == ERR_OK; i++)
        if (all.list[i].period.kind == table->kind && returned_has(&all.list[i], part))
            error = periods_add(found, table->arena, &all.list[i].period, look->text);
    if (error == ERR_OK && found->count == 0)
        error = err_say(look->text, ERR_EMPTY,
                        "no borough has returned %s for any of the %s: `qd-reporter periods` lists "
                        "what there is",
                        part == RECEIPT_PART ? "anything" : table->about.name,
                        periods_kind_name(table->kind));
    return error;
}

// The parts whose figures are asked for; receipts tell how many rows each has.
static unsigned needed_of(const struct table *table)
{
    unsigned needed = 1U << table->about.part;

    for (int part = 0; part < FORM_PARTS; part++)
        if (table->about.part == RECEIPT_PART || asked_count(&table->asked, part) > 0)
            needed |= 1U << part;
    return needed;
}

enum err table_read(struct table *table, struct store *store, struct kept *kept,
                    const struct periods *periods, struct as_of as_of, struct err_text *text)
{
    struct periods found;
    struct look look;
    enum err error = look_begin(&look, store, kept, as_of, text);

    if (error != ERR_OK)
        return error;
    look.needed = needed_of(table);
    if (periods->count == 0) {
        error = find_periods(&look, table, &found);
        periods = &found;
    }
    table->as_at = as_of_day(as_of, look.reading->then.unix_ms);
    if (error == ERR_OK)
        error = table_lay(table, periods, text);
    if (error == ERR_OK)
        error = add_boroughs(&look, table);
    if (error == ERR_OK) {
        table->as_of = as_of;
        table_finish(table);
    }
    return error == ERR_OK && table->arena->exhausted ? table_no_memory(text) : error;
}

// --- returns by themselves

static enum table_read_standing standing_of(const struct store_return *latest)
{
    if (latest == NULL)
        return TABLE_READ_NOT_RETURNED;
    return latest->standing == STORE_WITHDRAWN  ? TABLE_READ_WITHDRAWN
           : latest->standing == STORE_REDACTED ? TABLE_READ_REDACTED
                                                : TABLE_READ_RETURNED;
}

static void count(struct table_taken *taken, const struct journal_entry *entry)
{
    taken->count++;
    if (entry->sequence > taken->sequence) {
        taken->sequence = entry->sequence;
        taken->received_at_unix_ms = entry->unix_ms;
    }
}

enum err table_read_returns(struct store *store, struct kept *kept, const Qd__Period *period,
                            struct as_of as_of, table_read_return_fn *take, void *context,
                            struct table_taken *taken, struct err_text *text)
{
    struct look look;
    enum err error = look_begin(&look, store, kept, as_of, text);

    *taken = (struct table_taken){0};
    if (error != ERR_OK)
        return error;
    for (int row = 0; row < BOROUGHS_COUNT && error == ERR_OK; row++) {
        const struct store_return *latest =
            store_latest(look.reading, period, boroughs[row].authority);
        struct kept_return one = {.returned = NULL};

        if (latest != NULL && latest->standing == STORE_RETURNED)
            error = kept_take(kept, &latest->entry, ~0U, 0, &one, text);
        if (error == ERR_OK)
            error = take(context, row, standing_of(latest), one.returned, text);
        if (latest != NULL && store_counts(latest))  // it was not withdrawn
            count(taken, &latest->entry);
    }
    return error;
}
