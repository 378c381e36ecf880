#include "reporter/figures/receipt.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { RETURNED, REVISION, RECEIVED_AT, QUERIES, ROWS };

enum { FIRST_PART = FORM_HEADER + 1 };

unsigned receipt_figures(void)
{
    return ROWS + FORM_PARTS - FIRST_PART;
}

static enum form_part part_of(unsigned figure)
{
    assert(figure >= ROWS && figure < receipt_figures());
    return (enum form_part)(FIRST_PART + figure - ROWS);
}

void receipt_name(unsigned figure, char name[RECEIPT_NAME_BYTES])
{
    static const char *const names[] = {[RETURNED] = "returned",
                                        [REVISION] = "revision",
                                        [RECEIVED_AT] = "received_at",
                                        [QUERIES] = "queries"};

    if (figure < ROWS)
        snprintf(name, RECEIPT_NAME_BYTES, "%s", names[figure]);
    else
        snprintf(name, RECEIPT_NAME_BYTES, "%s_rows", form_part(part_of(figure))->name);
}

int receipt_find(const char *name)
{
    char other[RECEIPT_NAME_BYTES];

    for (unsigned i = 0; i < receipt_figures(); i++) {
        receipt_name(i, other);
        if (strcmp(name, other) == 0)
            return (int)i;
    }
    return -1;
}

struct figure receipt_figure(const struct receipt *receipt, unsigned figure)
{
    enum { MS_A_SECOND = 1000 };

    const int there = receipt->returned != NULL || receipt->redacted;

    if (figure == RETURNED)
        return figure_of(there);
    if (!there)
        return figure_missing(FIGURE_NOT_RETURNED);
    switch (figure) {
    case REVISION:
        return figure_of(receipt->revision);
    case RECEIVED_AT:
        return figure_of((int64_t)(receipt->received_at_unix_ms / MS_A_SECOND));
    case QUERIES:
        return figure_of(receipt->queries);
    default:
        if (receipt->redacted)
            return figure_missing(FIGURE_NOT_AVAILABLE);
        assert((receipt->left >> part_of(figure) & 1) == 0);
        return figure_of((int64_t)form_rows(receipt->returned, part_of(figure)));
    }
}
