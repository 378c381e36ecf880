// Who has returned, and whether what was returned agrees with itself.
#ifndef QD_REPORTER_PAGES_STATUS_INTERNAL_H
#define QD_REPORTER_PAGES_STATUS_INTERNAL_H

#include "reporter/pages/page_internal.h"

// Four quarters against the year, of the newest year up to the period of which both are there: nothing where there is
// no such year.
enum err status_quarters(struct page *page, const Qd__Period *period, struct err_text *text);

#endif
