// The figures of the packs: the lines of indicators.def, each as a subject, for the period of an address. One
// read of them serves every borough.
//
// A part's period is the address's own or the one that goes with it: of a calendar year the January in the
// financial year that begins in it for what there is on a day, and that financial year for what is returned by
// financial years.
#ifndef QD_REPORTER_PAGES_PACK_H
#define QD_REPORTER_PAGES_PACK_H

#include "reporter/pages/page_internal.h"
#include "reporter/pages/subject.h"
#include "reporter/standing/against.h"

struct pack_line {
    const struct indicator_pack *about;
    struct subject subject;
    int inner;  // Inner or Outer London, which the borough is in: its place in the table; -1
};

struct pack {
    Qd__Period period;  // of the address
    struct neighbours neighbours;
    struct pack_line lines[INDICATORS_PACK_MAX];
    size_t count;
    uint64_t received_at_unix_ms;  // of the newest return in it
};

// Reads the tables and fills in a line for each that has a table. `mine` is the borough's place; -1: none.
// With what boroughs say of the figures, as the reader may see it. A period for which there is nothing at all gives no
// lines. Else as page_table.
enum err pack_read(struct pack *pack, struct page *page, const Qd__Period *period, int mine,
                   struct err_text *text);

// The newest year for which there is something, or the newest quarter. 0: there is none.
enum err pack_newest(struct page *page, int quarter, Qd__Period *period, int *found,
                     struct err_text *text);

// Adds every period that a pack can be made for to what is known, behind an address that ends with it.
enum err pack_know_periods(struct page *page, const char *before, const char *behind,
                           struct err_text *text);

// What a borough says of its figures, as the reader may see it, in a list: label, about and words.
void pack_say_words(const struct pack *pack, struct page *page, json_t *list, int row);

// What there is while there is no figure.
void pack_know_instead(struct page *page);

// The figures of its lines as the page's sheet, in every period of each line.
enum err pack_sheet(const struct pack *pack, struct page *page, const char *title,
                    struct err_text *text);

#endif
