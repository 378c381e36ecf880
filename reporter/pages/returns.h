// Who has returned for a period: of each borough the state of its return, when it first came and came last, and
// by the calendar whether that was in time.
//
// The states follow one another: missing, queries open, returned. Late and revised are not states: they are said
// beside them.
#ifndef QD_REPORTER_PAGES_RETURNS_H
#define QD_REPORTER_PAGES_RETURNS_H

#include "proto/form/boroughs.h"
#include "proto/reference/calendar.h"
#include "reporter/pages/page_internal.h"

enum returns_state { RETURNS_MISSING, RETURNS_QUERIES, RETURNS_RETURNED, RETURNS_STATES };

struct returns_one {
    enum returns_state state;
    int is_withdrawn;  // it was there and was taken back: missing
    int is_revised;
    int is_late;              // its first revision came after the due day
    int overdue;              // days since the due day, of one that is missing; 0: none
    int32_t first_day;        // on which its first revision came, in days since 1970
    uint64_t latest_unix_ms;  // when its latest came
    uint32_t revision, queries;
    unsigned parts;
    uint64_t sequence;
};

struct returns {
    Qd__Period period;
    // NULL: the calendar does not have the period, or there is none.
    const struct calendar_row *due;
    struct returns_one list[BOROUGHS_COUNT];
    unsigned counts[RETURNS_STATES], late, revised;
    uint64_t sequence, received_at_unix_ms;  // of the newest of them
    int is_any;                              // something was sent for the period
};

// Reads them, in the page's arena. With a calendar the page depends on the day.
enum err returns_read(struct returns *returns, struct page *page, const Qd__Period *period,
                      struct err_text *text);

// "Missing", "Queries open", "Returned"; the class of the stylesheet: "missing"; on narrow tiles: "none".
const char *returns_state_word(enum returns_state state);
const char *returns_state_class(enum returns_state state);

// Puts a map of the states into an object.
void returns_map(const struct returns *returns, struct page *page, json_t *object, const char *id,
                 int mine);

// Names of the boroughs in a state, A to Z, in the arena; "" for none.
const char *returns_names(const struct returns *returns, struct page *page,
                          enum returns_state state);

// Which parts have come, a bit each: "all 10", "all but timeliness", or those that have.
const char *returns_parts(struct page *page, unsigned parts);

#endif
