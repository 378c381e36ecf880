#include "aggregator/commands/status_said.h"

#include "lib/base/utf8.h"
#include "proto/wire/codec.h"

#include <string.h>

static int has_words(const char *text)
{
    return text != NULL && !utf8_is_blank(text, strlen(text));
}

struct status_said status_said_in(const struct store_return *latest, struct arena *scratch)
{
    const struct journal_entry *entry = &latest->entry;
    struct status_said said = {.is_known = 0};
    Qd__Return *returned;

    arena_reset(scratch);
    if (latest->standing != STORE_RETURNED || journal_check_body(entry, NULL) != ERR_OK ||
        codec_unpack_return(&returned, scratch, entry->body, entry->body_bytes, NULL) != ERR_OK)
        return said;
    said.is_known = 1;
    for (size_t i = 0; i < returned->n_explanations; i++)  // a question has none
        said.explanations += has_words(returned->explanations[i]->explanation);
    said.notes = has_words(returned->header->note);
    return said;
}
