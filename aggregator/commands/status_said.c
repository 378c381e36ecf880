#include "aggregator/commands/status_said.h"

#include "lib/base/utf8.h"
#include "proto/wire/codec.h"

#include <string.h>

static int has_words(const char *text)
{
    return text != NULL && !utf8_is_blank(text, strlen(text));
}

enum err status_said_in(struct status_said *said, const struct store_return *latest,
                        struct arena *scratch, struct err_text *text)
{
    const struct journal_entry *entry = &latest->entry;
    Qd__Return *returned;
    enum err error;

    *said = (struct status_said){.is_known = 0};
    if (latest->standing != STORE_RETURNED)
        return ERR_OK;
    error = journal_check_body(entry, text);
    if (error != ERR_OK)
        return error;
    arena_reset(scratch);
    if (codec_unpack_return(&returned, scratch, entry->body, entry->body_bytes, NULL) != ERR_OK)
        return ERR_OK;
    said->is_known = 1;
    for (size_t i = 0; i < returned->n_explanations; i++)  // a question has none
        said->explanations += has_words(returned->explanations[i]->explanation);
    said->notes = has_words(returned->header->note);
    return ERR_OK;
}
