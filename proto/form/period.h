// The periods that a return can be about, as text ("2024-25 Q4", "2024-25", "2024") and as a key.
#ifndef QD_PROTO_FORM_PERIOD_H
#define QD_PROTO_FORM_PERIOD_H

#include "lib/base/err.h"
#include "return.pb-c.h"

#include <stdint.h>

enum {
    PERIOD_TEXT_BYTES = 16,
    PERIOD_YEAR_MIN = 2014,  // EHC plans begin with the Children and Families Act 2014
    PERIOD_YEAR_MAX = 2099,
};

// Reads "2024", "2024-25" or "2024-25 Q4" (spaces around, lower case q and a missing space before Q
// are taken). "2024/25" is taken for "2024-25". ERR_MALFORMED says how a period is written;
// "2024-26" and years to come are that too; of one before PERIOD_YEAR_MIN it says that the form had
// not begun. `period` is initialised, and keeps no memory.
enum err period_parse(Qd__Period *period, const char *text, struct err_text *error);

// The period that the name of a folder or file holds, between other words or alone: "2025-26-Q3",
// "Quarter 3 2025-2026", "camden 202526q3", "2024", "Oct-Dec 2025". 0 when it holds no period, or two that differ.
int period_in_name(Qd__Period *period, const char *name);

// The quarter that a name holds, with or without a year: 3 for "Q3" and for "October to December". 0 as above.
unsigned period_quarter_in_name(const char *name);

// Whether kind, year and quarter go together: what comes from the wire may be anything.
int period_valid(const Qd__Period *period);

// The one way to write it. The period must be valid.
void period_format(const Qd__Period *period, char text[PERIOD_TEXT_BYTES]);

// Four bytes whose order is by kind, then by time; and back. period_from_key returns 0 for bytes
// that are not a period.
uint32_t period_key(const Qd__Period *period);
int period_from_key(Qd__Period *period, uint32_t key);

// The period of a key, as period_format writes it; "?" for a key that is not a period. Returns `text`.
const char *period_format_key(uint32_t key, char text[PERIOD_TEXT_BYTES]);

// First and last day, as days since 1970-01-01, for dates that must lie within.
int32_t period_first_day(const Qd__Period *period);
int32_t period_last_day(const Qd__Period *period);

// The period of the same kind that ends where this one begins; may be `period` itself. 0, and nothing
// is changed, when it would be earlier than PERIOD_YEAR_MIN.
int period_before(Qd__Period *before, const Qd__Period *period);

// The stock that goes with a flow: placements for a financial year are those of its fourth quarter
// (DfE's January census), for a quarter its own; for a calendar year those of the fourth quarter of
// the financial year that begins in it. May be `period` itself.
void period_of_stock(Qd__Period *stock, const Qd__Period *period);

// 1 if there is such a day in the Gregorian calendar.
int period_date_valid(const Qd__Date *date);
int32_t period_date_days(const Qd__Date *date);

#endif
