#include "reporter/pages/pages.h"

const char *pages_audience_name(enum pages_audience audience)
{
    static const char *const names[PAGES_AUDIENCES] = {"public", "borough", "panel"};

    return names[audience];
}
