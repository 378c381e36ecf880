// Two boroughs on one line an indicator, for a peer challenge.
#ifndef QD_REPORTER_PAGES_COMPARE_INTERNAL_H
#define QD_REPORTER_PAGES_COMPARE_INTERNAL_H

#include "reporter/pages/pack.h"

struct compare_page {
    struct page *page;
    struct pack pack;
    int one, two;  // the boroughs' places
    const char *one_name, *two_name;
    const char *one_address, *two_address, *when;  // as the address has them
    int only_beyond;                               // chosen by show=beyond
};

// How the two differ in a line.
enum compare_verdict { COMPARE_NO_FIGURE, COMPARE_NOT_ASKED, COMPARE_WITHIN, COMPARE_BEYOND };

struct compare_difference {
    enum compare_verdict verdict;
    double difference;  // one less two, of a share exact; else one over two, less 1
    int is_share;
    struct interval interval;  // of the difference of shares; where chance was asked
};

struct compare_difference compare_of(const struct compare_page *of, const struct subject *subject);

void compare_lines(struct compare_page *of);

// The table of all figures, and what there is to ask.
void compare_table(struct compare_page *of);
void compare_ask(struct compare_page *of);

// Over the years, what each says, and who does best.
void compare_years(struct compare_page *of);
void compare_words(struct compare_page *of);
void compare_best(struct compare_page *of);

#endif
