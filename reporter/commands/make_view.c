#include "reporter/commands/make_view.h"

#include "lib/base/share.h"

#include <limits.h>

enum err make_view_reference(const char **path, struct arena *arena,
                             const struct reporter_words *words, struct err_text *text)
{
    char found[PATH_MAX];
    enum err error;

    *path = words->reference;
    if (words->reference != NULL)
        return ERR_OK;
    error = share_path(found, "reference", text);
    if (error != ERR_OK)
        return error;
    *path = arena_printf(arena, "%s", found);
    return *path == NULL ? err_say(text, ERR_NO_MEMORY, "out of memory") : ERR_OK;
}

enum err make_view_begin(struct view *view, struct arena *arena, const char *kind,
                         const char *table, const struct reporter_words *words, int for_people,
                         struct err_text *text)
{
    struct view_asked asked = {.kind = kind,
                               .table = table,
                               .periods = words->periods,
                               .all_periods = words->all_periods,
                               .measures = words->measures,
                               .by = words->by,
                               .areas = words->areas,
                               .where = words->where.words,
                               .where_count = words->where.count,
                               .rolling = words->rolling,
                               .for_people = for_people,
                               .as_of = words->as_of,
                               .calendar = words->calendar};
    const char *reference;
    enum err error = audience_parse(&asked.audience, words->audience, text);

    if (error == ERR_OK)
        error = make_view_reference(&reference, arena, words, text);
    return error == ERR_OK ? view_begin(view, arena, &asked, reference, text) : error;
}

// A word that is wrong is wrong whatever is in the store, so that comes first. The view is made whole,
// and the store closed, before its first byte is written.
enum err make_view(struct view *view, struct arena *arena, const char *kind, const char *table,
                   const struct reporter_words *words, int for_people, struct err_text *text)
{
    struct store *store = NULL;
    struct kept kept;
    enum err error = make_view_begin(view, arena, kind, table, words, for_people, text);

    kept_init(&kept, 0);
    if (error == ERR_OK)
        error = reporter_words_open_store(&store, words, text);
    if (error == ERR_OK)
        error = view_make(view, store, &kept, text);
    kept_free(&kept);
    store_close(store);
    return error;
}
