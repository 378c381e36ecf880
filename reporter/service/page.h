// A page of the report: from memory where it is there, else made by a thread.
#ifndef QD_REPORTER_SERVICE_PAGE_H
#define QD_REPORTER_SERVICE_PAGE_H

#include "reporter/service/visit.h"

// Also called again when it was made.
void page_answer(struct visit *visit);

#endif
