#include "reporter/commands/page_command.h"

#include "lib/base/clock.h"
#include "lib/base/msg.h"
#include "reporter/commands/reporter_words.h"
#include "reporter/pages/pages.h"
#include "reporter/table/kept.h"
#include "reporter/views/audience.h"

#include <stdio.h>
#include <string.h>

static enum err reader_of(struct pages_reader *reader, const char *word, struct err_text *text)
{
    struct audience audience;
    enum err error;

    *reader = (struct pages_reader){.audience = PAGES_PUBLIC};
    if (strcmp(word, "public") == 0)
        return ERR_OK;
    error = audience_parse(&audience, word, text);
    reader->audience = audience.is_panel ? PAGES_PANEL : PAGES_BOROUGH;
    if (error == ERR_OK && !audience.is_panel)
        reader->borough = boroughs_index(boroughs_find(audience.borough)->authority);
    return error;
}

// What is not 200 is said as an error too: the address is the command's.
static int end(const struct pages_answer *answer, const char *address)
{
    if (answer->status == 200)
        return ERR_KIND_NONE;
    msg(answer->status == 403 ? "%s is not for this reader; --audience says who reads"
                              : "there is no page %s; what there is instead stands in the answer",
        address);
    return ERR_KIND_COMMAND;
}

static int write_page(const struct reporter_words *words, struct kept *kept, const char *address)
{
    const struct pages_places places = {.store = words->store,
                                        .reference = words->reference,
                                        .templates = words->templates,
                                        .calendar = words->calendar,
                                        .kept = kept};
    struct pages_request request = {.path = address, .today = clock_today()};
    struct pages_answer answer = {.status = 0};
    struct err_text text = {""};
    struct arena arena;
    enum err error;
    int status;

    arena_init(&arena, PAGES_ARENA_CAP_BYTES);
    request.query = strchr(address, '?');
    if (request.query != NULL)
        request.path = arena_strndup(&arena, address, (size_t)(request.query++ - address));
    error = reader_of(&request.reader, words->audience, &text);
    if (error == ERR_OK && request.path == NULL)
        error = ERR_NO_MEMORY;
    if (error == ERR_OK)
        error = pages_answer(&answer, &arena, &places, &request, &text);
    if (error == ERR_OK)
        fwrite(answer.body, 1, answer.length, stdout);
    status = error == ERR_OK ? end(&answer, address) : msg_failure(error, &text);
    arena_free(&arena);
    return status;
}

int page_command(const void *values, const char *const *arguments)
{
    int status = ERR_KIND_NONE;
    struct kept kept;

    kept_init(&kept, PAGES_KEPT_BYTES);
    for (; *arguments != NULL && status == ERR_KIND_NONE; arguments++)
        status = write_page(values, &kept, *arguments);
    kept_free(&kept);
    return status;
}
