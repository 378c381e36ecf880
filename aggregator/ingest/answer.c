#include "aggregator/ingest/answer.h"

#include "lib/base/list.h"
#include "lib/base/utf8.h"
#include "proto/form/period.h"
#include "proto/wire/codec.h"

#include <string.h>

static char program_name[] = "qd-aggregator " QD_VERSION;

static enum err pack(struct answer *answer, struct arena *arena, const Qd__Envelope *envelope)
{
    *answer = (struct answer){.bytes = NULL};
    return codec_pack_envelope(envelope, arena, &answer->bytes, &answer->size, NULL);
}

// --- Refusal

int answer_again(Qd__RefusalCode code)
{
    return code == QD__REFUSAL_CODE__STORE_FULL || code == QD__REFUSAL_CODE__NOT_LET_IN ||
           code == QD__REFUSAL_CODE__OVERTAKEN;
}

// A text that is not too long, in the arena; NULL when that is exhausted.
static char *shortened(struct arena *arena, const char *text)
{
    static const char ellipsis[] = "...";
    size_t length = strlen(text);
    char *copy;

    if (length <= ANSWER_FINDING_TEXT_MAX_BYTES)
        return arena_strndup(arena, text, length);
    length = utf8_cut(text, length, ANSWER_FINDING_TEXT_MAX_BYTES - (sizeof ellipsis - 1));
    copy = arena_alloc(arena, length + sizeof ellipsis);
    if (copy != NULL) {
        memcpy(copy, text, length);
        memcpy(copy + length, ellipsis, sizeof ellipsis);
    }
    return copy;
}

static enum err put_finding(Qd__WireFinding *wire, struct arena *arena,
                            const struct finding *finding)
{
    qd__wire_finding__init(wire);
    wire->rule = codec_text(finding->rule->id);
    wire->part = (uint32_t)finding->place.part;
    wire->index = (uint32_t)finding->place.index;
    if (finding->place.field != NULL)
        wire->column = codec_text(finding->place.field->name);
    if (finding->value != NULL) {
        wire->value = shortened(arena, finding->value);
        if (wire->value == NULL)
            return ERR_NO_MEMORY;
    }
    wire->what = shortened(arena, finding->what);
    return wire->what == NULL ? ERR_NO_MEMORY : ERR_OK;
}

// Fills in the findings that stop the return, as many as there is room for.
static enum err put_findings(Qd__Refusal *refusal, struct arena *arena,
                             const struct findings *findings)
{
    Qd__WireFinding *list = arena_alloc(arena, ANSWER_FINDINGS_MAX * sizeof *list);
    size_t bytes = 0;

    refusal->findings = arena_alloc(arena, ANSWER_FINDINGS_MAX * sizeof(Qd__WireFinding *));
    if (list == NULL || refusal->findings == NULL)
        return ERR_NO_MEMORY;
    for (size_t i = 0; i < findings->count && refusal->n_findings < ANSWER_FINDINGS_MAX; i++) {
        Qd__WireFinding *wire = &list[refusal->n_findings];
        enum err error;

        if (findings->list[i].rule->class != RULE_STOPS)
            continue;
        error = put_finding(wire, arena, &findings->list[i]);
        if (error != ERR_OK)
            return error;
        bytes += qd__wire_finding__get_packed_size(wire);
        if (bytes > ANSWER_FINDINGS_MAX_BYTES)
            break;
        refusal->findings[refusal->n_findings++] = wire;
    }
    return ERR_OK;
}

enum err answer_refuse(struct answer *answer, struct arena *arena,
                       const struct answer_refusal *refusal)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Refusal content = QD__REFUSAL__INIT;

    *answer = (struct answer){.bytes = NULL};
    content.code = refusal->code;
    content.text = codec_text(refusal->text);
    content.again = answer_again(refusal->code);
    if (refusal->submission_id != NULL) {
        content.has_submission_id = 1;
        content.submission_id = codec_binary(refusal->submission_id, CODEC_SUBMISSION_ID_BYTES);
    }
    if (refusal->findings != NULL) {
        const enum err error = put_findings(&content, arena, refusal->findings);

        if (error != ERR_OK)
            return error;
    }
    envelope.content_case = QD__ENVELOPE__CONTENT_REFUSAL;
    envelope.refusal = &content;
    return pack(answer, arena, &envelope);
}

// --- Receipt

enum err answer_receipt(struct answer *answer, struct arena *arena,
                        const struct journal_entry *entry)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Receipt receipt = QD__RECEIPT__INIT;
    Qd__Period period;

    if (!period_from_key(&period, entry->period_key))
        return ERR_CORRUPT;
    receipt.submission_id = codec_binary(entry->submission_id, sizeof entry->submission_id);
    receipt.new_la_code = entry->authority;
    receipt.period = &period;
    receipt.revision = entry->revision;
    receipt.received_at_unix_ms = entry->unix_ms;
    receipt.return_hash = codec_binary(entry->body_hash, sizeof entry->body_hash);
    receipt.sequence = entry->sequence;
    receipt.link = codec_binary(entry->link, sizeof entry->link);
    receipt.queries = entry->queries;
    receipt.has_withdrawn = receipt.withdrawn = entry->kind == JOURNAL_WITHDRAWN;
    envelope.content_case = QD__ENVELOPE__CONTENT_RECEIPT;
    envelope.receipt = &receipt;
    return pack(answer, arena, &envelope);
}

// --- Welcome

struct holdings {
    struct arena *arena;
    Qd__Holding **list;
    size_t count;
};

// Copies what the reading shows: the store's pointers end with it.
static enum err add_holding(void *context, const struct journal_entry *entry)
{
    struct holdings *holdings = context;
    struct {
        Qd__Holding holding;
        Qd__Period period;
        uint8_t hash[CODEC_HASH_BYTES];
        uint8_t id[CODEC_SUBMISSION_ID_BYTES];
    } *copy = arena_alloc(holdings->arena, sizeof *copy);
    Qd__Holding **place;

    if (copy == NULL)
        return ERR_NO_MEMORY;
    if (!period_from_key(&copy->period, entry->period_key))
        return ERR_CORRUPT;
    memcpy(copy->hash, entry->body_hash, sizeof copy->hash);
    memcpy(copy->id, entry->submission_id, sizeof copy->id);
    qd__holding__init(&copy->holding);
    copy->holding.period = &copy->period;
    copy->holding.revision = entry->revision;
    copy->holding.return_hash = codec_binary(copy->hash, sizeof copy->hash);
    copy->holding.submission_id = codec_binary(copy->id, sizeof copy->id);
    copy->holding.has_withdrawn = copy->holding.withdrawn = entry->kind == JOURNAL_WITHDRAWN;
    place = LIST_ADD(holdings->arena, holdings->list, holdings->count);
    if (place == NULL)
        return ERR_NO_MEMORY;
    *place = &copy->holding;
    return ERR_OK;
}

enum err answer_welcome(struct answer *answer, struct arena *arena, struct store *store,
                        Qd__LocalAuthority authority, uint32_t protocol_version,
                        struct err_text *text)
{
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Welcome welcome = QD__WELCOME__INIT;
    struct holdings holdings = {.arena = arena};
    struct err_text why = {""};
    enum err error;

    *answer = (struct answer){.bytes = NULL};
    error = store_each_held(store, authority, add_holding, &holdings, &why);
    if (error != ERR_OK)
        return err_say(text, error, "what the store holds cannot be read: %s",
                       why.text[0] == '\0' ? err_words(error) : why.text);
    welcome.protocol_version = protocol_version;
    welcome.program = program_name;
    welcome.new_la_code = authority;
    welcome.holdings = holdings.list;
    welcome.n_holdings = holdings.count;
    envelope.content_case = QD__ENVELOPE__CONTENT_WELCOME;
    envelope.welcome = &welcome;
    return pack(answer, arena, &envelope);
}

// --- Fetched

struct fetching {
    const Qd__Fetch *fetch;
    struct arena *arena;
    struct answer *answer;
    struct err_text *text;
};

// Packed while the store's pages are there.
static enum err pack_piece(void *context, const struct journal_entry *entry)
{
    const struct fetching *fetching = context;
    const uint32_t offset = fetching->fetch->offset;
    Qd__Envelope envelope = QD__ENVELOPE__INIT;
    Qd__Fetched fetched = QD__FETCHED__INIT;
    size_t size;

    if (entry->kind != JOURNAL_RETURN || offset >= entry->body_bytes)
        return ERR_NOT_FOUND;
    if (entry->body == NULL)
        return err_say(fetching->text, ERR_NOT_FOUND,
                       "the region's operator removed what this return held");
    size = entry->body_bytes - offset;
    if (size > ANSWER_PIECE_MAX_BYTES)
        size = ANSWER_PIECE_MAX_BYTES;
    fetched.submission_id = codec_binary(entry->submission_id, sizeof entry->submission_id);
    fetched.offset = offset;
    fetched.size = entry->body_bytes;
    fetched.piece = codec_binary(entry->body + offset, size);
    envelope.content_case = QD__ENVELOPE__CONTENT_FETCHED;
    envelope.fetched = &fetched;
    return pack(fetching->answer, fetching->arena, &envelope);
}

enum err answer_fetched(struct answer *answer, struct arena *arena, struct store *store,
                        Qd__LocalAuthority authority, const Qd__Fetch *fetch, struct err_text *text)
{
    struct fetching fetching = {.fetch = fetch, .arena = arena, .answer = answer, .text = text};
    enum err error;

    *answer = (struct answer){.bytes = NULL};
    (void)err_say(text, ERR_OK, "there is no such return of this borough");
    error = store_held(store, authority, fetch->submission_id.data, pack_piece, &fetching, text);
    return error;
}
