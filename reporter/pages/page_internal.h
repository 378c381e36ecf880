// A page while it is made: what was asked for, and the JSON document that holds all that is shown.
//
//     json_t *lead = page_object(page, page->data, "lead");
//
//     page_say(page, lead, "text", "%s of %s boroughs", n, of);
//
// A value that could not be made is noted (`failed`), so that makers write straight lines and nobody looks
// but pages_answer, once.
#ifndef QD_REPORTER_PAGES_PAGE_INTERNAL_H
#define QD_REPORTER_PAGES_PAGE_INTERNAL_H

#include "aggregator/store/store.h"
#include "reporter/outputs/output_format.h"
#include "reporter/pages/pages.h"
#include "reporter/pages/query.h"
#include "reporter/pages/route.h"
#include "reporter/pages/sentences.h"

#include <jansson.h>

struct audience;
struct kept;
struct returned;
struct scene;
struct table;
struct view;
struct view_asked;

struct page {
    struct arena *arena;
    const struct pages_places *places;
    const struct pages_request *request;
    struct route_found found;
    struct query query;
    struct sentences sentences;
    // The document. Members named `svg` are for the template and for `.svg` alone: `.json` leaves them out.
    json_t *data;
    json_t *described;   // what `.json` gives instead of the document; NULL: the document
    unsigned status;     // 200 until a maker says otherwise
    int depends_on_day;  // the maker looked at the day
    uint64_t sequence;
    // What `.csv` and `.xlsx` have: a sheet, or else a table; both NULL: the page has no figures.
    struct output_subject figures;
    int is_for_panel;      // its files say so in their names
    const char *saved_as;  // the file's name without its ending; NULL: by the address
    struct store *store;   // page_store
    // The look at the store, and returns that were read, for this page or before.
    struct kept *kept;
    const struct returned *returned;  // page_returned
    // The maker looked at each figure: what is not said to be made up is not.
    int knows_simulated;
    int failed;  // no memory, or a text that is not UTF-8
};

// --- the document

void page_set(struct page *page, json_t *object, const char *key, json_t *value);
void page_say(struct page *page, json_t *object, const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

// A sentence of that name, made of pieces as json_pack takes them (sentences.h).
void page_sentence(struct page *page, json_t *object, const char *key, const char *name,
                   const char *pieces, ...);
const char *page_words(struct page *page, const char *name, const char *pieces, ...);

json_t *page_object(struct page *page, json_t *parent, const char *key);
json_t *page_list(struct page *page, json_t *parent, const char *key);
json_t *page_item(struct page *page, json_t *list);
void page_add(struct page *page, json_t *list, const char *text);

// --- who reads, and what there is

static inline int page_is_panel(const struct page *page)
{
    return page->request->reader.audience == PAGES_PANEL;
}

// The reader's borough; -1 of the others.
int page_own_borough(const struct page *page);

// --- choices: what else could be shown, a group of links each

enum { PAGE_CHOICES_SHOWN = 20 };  // a group with more is folded, so that figures are not far below

// A group of them; its items.
json_t *page_choices(struct page *page, const char *heading);
void page_choose(struct page *page, json_t *items, const char *label, const char *address,
                 int is_current);

// Notes of each group whether it is long, and what is chosen. Called once, when all are there.
void page_choices_end(struct page *page);

// The title, and what stands above and below every page. `nav` is the label of the entry that the page
// belongs to; NULL: none.
void page_begin(struct page *page, const char *title, const char *nav);

// A crumb of the way to the page; the last one has no address.
void page_crumb(struct page *page, const char *label, const char *address);

// One pair of the line below the title.
void page_edition(struct page *page, const char *term, const char *words);

// Opens the store to read, once for the page.
enum err page_store(struct page *page, struct err_text *text);

// The one look at it from which the whole page is made, as of now; and the periods for which there is something.
enum err page_look(struct page *page, struct store_reading **reading, struct err_text *text);
enum err page_returned(struct page *page, const struct returned **returned, struct err_text *text);

// The same for a page that shows nothing of it: what the store is made for is known once it was read.
enum err page_store_read(struct page *page, struct err_text *text);

// The folder of the reference lists, in the arena.
enum err page_reference(struct page *page, const char **folder, struct err_text *text);

// A table for the reader: its measures, with commas between them, of one slice, for periods as after --period.
// ERR_COMMAND for a word that is not right; ERR_EMPTY when there is nothing.
struct page_table_asked {
    const char *table, *measures, *by, *periods;
    int with_own_words;  // what a borough says of its figures, where it is the reader; the panel has all words
    const char *const *where;
    size_t where_count;
};
enum err page_table(struct page *page, const struct page_table_asked *asked,
                    const struct table **table, struct err_text *text);

// Any view of the store, as views/view.h makes it; and what the reader may see of it.
enum err page_view(struct page *page, const struct view_asked *asked, const struct view **view,
                   struct err_text *text);
struct audience page_audience(const struct page *page);

// Which periods are made up: said on the page.
void page_simulated(struct page *page, const char *words);

// A store of made-up returns says so on every page that does not say what is. Called once, when all is there.
void page_simulated_store(struct page *page);

// The page is for another audience.
void page_forbidden(struct page *page, enum pages_audience audience);

// The last segment of the address.
const char *page_slug(const struct page *page);

// In place of page_begin: says why there is nothing, and what there is instead by page_known.
void page_empty(struct page *page, const char *title, const char *nav, const char *why);

// --- drawings

// Puts a drawing into an object as its `svg`: both sizes, by one function.
typedef void page_draw_fn(struct scene *scene, const void *drawn, int size);
void page_draw(struct page *page, json_t *object, const char *id, const char *title,
               const char *description, page_draw_fn *draw, const void *drawn);

// The same of a drawing that is made once.
void page_draw_once(struct page *page, json_t *object, const char *key, struct scene *scene);

// What the address names is not there: the page is one of 404, which says so and what there is. Known words
// are added by page_known.
void page_unknown(struct page *page, const char *what, const char *word);
void page_known(struct page *page, const char *label, const char *address);

#endif
