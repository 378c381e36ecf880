#include "collector/cells/read_cell.h"
#include "proto/form/figures.h"
#include "proto/form/form.h"

#include "tests/support/written_returns.h"

#include <stdio.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, WRITTEN_ARENA_CAP_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

// --- cells that are wrong

// Each bad cell: where it stands, what it is, and what its fix must say.
static const struct {
    enum form_part part;
    const char *field, *cell;
    enum rule_id rule;
    const char *fix;
} bad[] = {
    // clang-format off
    {FORM_HEADER, "new_la_code", "", RULE_CELL_BLANK, "E09000007"},
    {FORM_HEADER, "period", " \t ", RULE_CELL_BLANK, "2024-25 Q4"},
    {FORM_TIMELINESS, "plans_issued", "", RULE_CELL_BLANK, "not_available, not_applicable"},
    {FORM_PLACEMENTS, "setting", "", RULE_CELL_BLANK, "special_independent"},
    {FORM_TRANSPORT, "gross_expenditure", "", RULE_CELL_BLANK, "write 0"},
    {FORM_EXPLANATIONS, "explanation", "  ", RULE_CELL_BLANK, "text"},

    {FORM_TIMELINESS, "plans_issued", "twelve", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TIMELINESS, "plans_issued", "12 plans", RULE_CELL_NOT_A_NUMBER, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "12 3", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TIMELINESS, "plans_issued", "12-", RULE_CELL_NOT_A_NUMBER, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "0x12", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TIMELINESS, "plans_issued", "1e", RULE_CELL_NOT_A_NUMBER, "write 1"},
    {FORM_TIMELINESS, "plans_issued", "+", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TIMELINESS, "plans_issued", "+12", RULE_CELL_NOT_A_NUMBER, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "'12", RULE_CELL_NOT_A_NUMBER, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "12.", RULE_CELL_NOT_A_NUMBER, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "1.2.3", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TIMELINESS, "plans_issued", "10/12", RULE_CELL_NOT_A_NUMBER, "digits only"},
    {FORM_TRANSPORT, "gross_expenditure", "12,5", RULE_CELL_NOT_A_NUMBER, "write 12.50"},
    {FORM_TRANSPORT, "gross_expenditure", ".5", RULE_CELL_NOT_A_NUMBER, "write 0.50"},
    {FORM_PLACEMENTS, "urn", "URN 100049", RULE_CELL_NOT_A_NUMBER, "write 100049"},

    {FORM_TIMELINESS, "plans_issued", "1,234", RULE_CELL_THOUSANDS, "write 1234"},
    {FORM_TIMELINESS, "plans_issued", "1 234", RULE_CELL_THOUSANDS, "write 1234"},
    {FORM_TIMELINESS, "plans_issued", "1'234'567", RULE_CELL_THOUSANDS, "write 1234567"},
    {FORM_TIMELINESS, "plans_issued", "1.234.567", RULE_CELL_THOUSANDS, "write 1234567"},
    {FORM_TIMELINESS, "plans_issued", "1,234.00", RULE_CELL_THOUSANDS, "write 1234"},
    {FORM_TRANSPORT, "gross_expenditure", "1,234.50", RULE_CELL_THOUSANDS, "write 1234.50"},
    {FORM_TRANSPORT, "gross_expenditure", "1.234,5", RULE_CELL_THOUSANDS, "write 1234.50"},
    {FORM_TRANSPORT, "gross_expenditure", "1\u00a0234", RULE_CELL_THOUSANDS, "write 1234"},

    {FORM_TIMELINESS, "plans_issued", "64.7%", RULE_CELL_PERCENT, "give the count, not 64.7%"},
    {FORM_TIMELINESS, "plans_issued", "100 %", RULE_CELL_PERCENT, "count"},

    {FORM_TRANSPORT, "gross_expenditure", "1.11E+08", RULE_CELL_SCIENTIFIC, "1.11E+08"},
    {FORM_PLACEMENTS, "urn", "1e05", RULE_CELL_SCIENTIFIC, "format the column"},

    {FORM_TIMELINESS, "plans_issued", "#REF!", RULE_CELL_SPREADSHEET_ERROR, "#REF!"},
    {FORM_TIMELINESS, "plans_issued", "#n/a", RULE_CELL_SPREADSHEET_ERROR, "formula"},
    {FORM_TIMELINESS, "plans_issued", "########", RULE_CELL_SPREADSHEET_ERROR, "wider"},
    {FORM_PLACEMENTS, "setting", "#NAME?", RULE_CELL_SPREADSHEET_ERROR, "#NAME?"},
    {FORM_PLACEMENTS, "provider_name", "#N/A", RULE_CELL_SPREADSHEET_ERROR, "#N/A"},
    {FORM_HEADER, "as_at_date", "#VALUE!", RULE_CELL_SPREADSHEET_ERROR, "#VALUE!"},

    {FORM_TIMELINESS, "plans_issued", "-5", RULE_CELL_NEGATIVE, "-5"},
    {FORM_TIMELINESS, "plans_issued", "(5)", RULE_CELL_NEGATIVE, "(5)"},
    {FORM_TIMELINESS, "plans_issued", "-0", RULE_CELL_NEGATIVE, "write 0"},
    {FORM_TIMELINESS, "plans_issued", "\u22125", RULE_CELL_NEGATIVE, "give what there was"},
    {FORM_TRANSPORT, "gross_expenditure", "-0.01", RULE_CELL_NEGATIVE, "-0.01"},

    {FORM_TIMELINESS, "plans_issued", "20.5", RULE_CELL_FRACTION, "whole number"},
    {FORM_TIMELINESS, "plans_issued", "20,5", RULE_CELL_FRACTION, "whole number"},
    {FORM_TIMELINESS, "plans_issued", "20.0", RULE_CELL_FRACTION, "write 20"},
    {FORM_TIMELINESS, "plans_issued", "1.234", RULE_CELL_FRACTION, "write 1234 if the point"},
    {FORM_TRANSPORT, "gross_expenditure", "1000.005", RULE_CELL_FRACTION, "whole pence"},

    {FORM_TIMELINESS, "plans_issued", "10000001", RULE_CELL_TOO_LARGE, "10000000"},
    {FORM_TIMELINESS, "plans_issued", "18446744073709551617", RULE_CELL_TOO_LARGE, "10000000"},
    {FORM_TIMELINESS, "plans_issued", "99999999999999999999999999999999999999999999999999",
     RULE_CELL_TOO_LARGE, "10000000"},
    {FORM_TRANSPORT, "gross_expenditure", "1000000001", RULE_CELL_TOO_LARGE, "1000000000"},
    {FORM_TRANSPORT, "gross_expenditure", "1000000000.01", RULE_CELL_TOO_LARGE, "1000000000"},
    {FORM_PLACEMENTS, "ukprn", "4294967296", RULE_CELL_TOO_LARGE, "4294967295"},

    {FORM_TRANSPORT, "gross_expenditure", "\u00a31234.50", RULE_CELL_CURRENCY, "write 1234.50"},
    {FORM_TRANSPORT, "gross_expenditure", "1,234 GBP", RULE_CELL_CURRENCY, "write 1234"},
    {FORM_TRANSPORT, "gross_expenditure", "gbp 12.5", RULE_CELL_CURRENCY, "write 12.50"},
    {FORM_TRANSPORT, "gross_expenditure", "\u20ac315000", RULE_CELL_CURRENCY,
     "give the amount in pounds: \u20ac315000 is in another currency"},
    {FORM_TRANSPORT, "gross_expenditure", "$315000", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "US$315,000", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "EUR 315000", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 usd", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a5315000", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 EUR in all", RULE_CELL_CURRENCY,
     "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 euros", RULE_CELL_CURRENCY, "give the amount in pounds"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 for Europe", RULE_CELL_NOT_A_NUMBER, "write 315000 if"},
    {FORM_TIMELINESS, "plans_issued", "$5", RULE_CELL_CURRENCY, "give the count, not $5"},

    {FORM_TIMELINESS, "plans_issued", "n/a", RULE_CELL_LEGACY_SYMBOL, "not_available"},
    {FORM_TIMELINESS, "plans_issued", "N/A", RULE_CELL_LEGACY_SYMBOL, "not_applicable"},
    {FORM_TIMELINESS, "plans_issued", "-", RULE_CELL_LEGACY_SYMBOL, "write 0 if there are none"},
    {FORM_TIMELINESS, "plans_issued", "\u2013", RULE_CELL_LEGACY_SYMBOL, "write 0 if there are none"},
    {FORM_TIMELINESS, "plans_issued", "..", RULE_CELL_LEGACY_SYMBOL, "not_yet_known"},
    {FORM_TIMELINESS, "plans_issued", "*", RULE_CELL_LEGACY_SYMBOL, "the true figure instead of *"},
    {FORM_TIMELINESS, "plans_issued", ":", RULE_CELL_LEGACY_SYMBOL, "not_collected"},
    {FORM_TIMELINESS, "plans_issued", "c", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "<5", RULE_CELL_LEGACY_SYMBOL, "the true figure instead of <5"},
    {FORM_TIMELINESS, "plans_issued", "\u22645", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "fewer than 5", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "NULL", RULE_CELL_LEGACY_SYMBOL, "write 0 if there are none"},
    {FORM_TIMELINESS, "plans_issued", "nil", RULE_CELL_LEGACY_SYMBOL, "write 0"},
    {FORM_TIMELINESS, "plans_issued", "[x]", RULE_CELL_LEGACY_SYMBOL, "write x"},
    {FORM_TIMELINESS, "plans_issued", "[z]", RULE_CELL_LEGACY_SYMBOL, "write z"},
    {FORM_PLACEMENTS, "urn", "n/a", RULE_CELL_LEGACY_SYMBOL, "blank"},
    {FORM_HEADER, "as_at_date", "tbc", RULE_CELL_LEGACY_SYMBOL, "blank"},
    {FORM_HEADER, "period", "-", RULE_CELL_LEGACY_SYMBOL, "2024-25 Q4"},

    {FORM_PLACEMENTS, "setting", "special_indepndent", RULE_CELL_NOT_A_CODE,
     "write special_independent if Special - independent is meant"},
    {FORM_PLACEMENTS, "setting", "Special - independent", RULE_CELL_NOT_A_CODE,
     "write special_independent"},
    {FORM_PLACEMENTS, "setting", "special-independent", RULE_CELL_NOT_A_CODE,
     "write special_independent"},
    {FORM_PLACEMENTS, "setting", "castle", RULE_CELL_NOT_A_CODE, "use one of: total, mainstream"},
    {FORM_PLACEMENTS, "primary_need", "autism", RULE_CELL_NOT_A_CODE, "asd"},
    {FORM_PLACEMENTS, "primary_need", "need_not_known", RULE_CELL_NOT_A_CODE, "write not_known"},
    {FORM_PLACEMENTS, "primary_need", "x", RULE_CELL_NOT_A_CODE, "use one of"},
    {FORM_TRANSPORT, "section_251_line", "2.1.4", RULE_CELL_NOT_A_CODE, "write line_2_1_4"},
    {FORM_TRANSPORT, "mode", "taxis", RULE_CELL_NOT_A_CODE, "taxi"},

    {FORM_TIMELINESS, "plans_issued", "\uff12\uff10", RULE_CELL_LOOK_ALIKE, "type 20 again"},
    {FORM_TIMELINESS, "plans_issued", "2\u00a00", RULE_CELL_LOOK_ALIKE, "type 20 again"},
    {FORM_TIMELINESS, "plans_issued", "20\u00a0", RULE_CELL_LOOK_ALIKE, "type 20 again"},
    {FORM_TIMELINESS, "plans_issued", "\ufeff20", RULE_CELL_LOOK_ALIKE, "type 20 again"},
    {FORM_TIMELINESS, "plans_issued", "2\u200b0", RULE_CELL_LOOK_ALIKE, "type 20 again"},
    {FORM_TIMELINESS, "plans_issued", "2\u041e", RULE_CELL_LOOK_ALIKE, "letter O"},
    {FORM_TIMELINESS, "plans_issued", "2O", RULE_CELL_LOOK_ALIKE, "write 20"},
    {FORM_TIMELINESS, "plans_issued", "l2", RULE_CELL_LOOK_ALIKE, "write 12"},
    {FORM_TIMELINESS, "plans_issued", "\u0445", RULE_CELL_LOOK_ALIKE, "type x again"},
    {FORM_PLACEMENTS, "primary_need", "\u0410SD", RULE_CELL_LOOK_ALIKE, "type ASD again"},
    {FORM_PLACEMENTS, "primary_need", "\u0391\u0405D", RULE_CELL_LOOK_ALIKE, "type ASD again"},
    {FORM_PLACEMENTS, "urn", "\u00a0", RULE_CELL_LOOK_ALIKE, "empty the cell"},
    {FORM_TIMELINESS, "plans_issued", "\u00a0", RULE_CELL_BLANK, "write 0"},
    {FORM_HEADER, "as_at_date", "2025\u201001\u201016", RULE_CELL_LOOK_ALIKE, "type 2025-01-16"},
    {FORM_HEADER, "period", "2024\u201325 Q4", RULE_CELL_LOOK_ALIKE, "type 2024-25 Q4 again"},
    {FORM_HEADER, "new_la_code", "\u041509000007", RULE_CELL_LOOK_ALIKE, "type E09000007 again"},

    {FORM_HEADER, "as_at_date", "16/01/2025", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "01/02/2025", RULE_CELL_NOT_A_DATE,
     "write 2025-02-01 if 1 is the day, 2025-01-02 if it is the month"},
    {FORM_HEADER, "as_at_date", "1/16/25", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "16 January 2025", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "16-Jan-25", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "2025-Jan-16 00:00:00", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "2025-01-16 00:00:00", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "2025-01-16T00:00:00", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "20250116", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "2025/01/16", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "45673", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "January", RULE_CELL_NOT_A_DATE, "year-month-day"},
    {FORM_HEADER, "as_at_date", "2025-1-16", RULE_CELL_NOT_A_DATE, "year-month-day"},
    {FORM_HEADER, "as_at_date", "99/99/2025", RULE_CELL_NOT_A_DATE, "year-month-day"},

    {FORM_HEADER, "as_at_date", "2025-02-30", RULE_CELL_NO_SUCH_DAY, "2025-02 has 28 days"},
    {FORM_HEADER, "as_at_date", "2025-13-01", RULE_CELL_NO_SUCH_DAY, "no month 13"},
    {FORM_HEADER, "as_at_date", "0000-01-01", RULE_CELL_NO_SUCH_DAY, "no year 0"},

    {FORM_HEADER, "period", "Q4 2024-25", RULE_CELL_NOT_A_PERIOD, "write 2024-25 Q4"},
    {FORM_HEADER, "period", "2024-2025", RULE_CELL_NOT_A_PERIOD, "write 2024-25"},
    {FORM_HEADER, "period", "202425", RULE_CELL_NOT_A_PERIOD, "write 2024-25"},
    {FORM_HEADER, "period", "FY 2024/25 Quarter 4", RULE_CELL_NOT_A_PERIOD, "write 2024-25 Q4"},
    {FORM_HEADER, "period", "Q4 2024", RULE_CELL_NOT_A_PERIOD, "2024-25 Q4 for a quarter"},
    {FORM_HEADER, "period", "2024-26", RULE_CELL_NOT_A_PERIOD, "2024-25 for a financial year"},
    {FORM_HEADER, "period", "2024-25 Q5", RULE_CELL_NOT_A_PERIOD, "quarter"},
    {FORM_HEADER, "period", "1999", RULE_CELL_NOT_A_PERIOD, "2024 for a calendar year"},

    {FORM_HEADER, "new_la_code", "E09000099", RULE_CELL_NOT_A_BOROUGH, "ONS code"},
    {FORM_HEADER, "new_la_code", "314 / 318", RULE_CELL_NOT_A_BOROUGH, "ONS code"},
    {FORM_HEADER, "new_la_code", "Camdem", RULE_CELL_NOT_A_BOROUGH, "write E09000007 if Camden"},

    {FORM_HEADER, "note", "a\x07" "b", RULE_CELL_CONTROL_CHARACTER, "character 2"},
    {FORM_HEADER, "note", "\u00e9\u00e9\tb", RULE_CELL_CONTROL_CHARACTER, "character 3 of the cell: a tab"},
    {FORM_HEADER, "note", "a\xc2\x85", RULE_CELL_CONTROL_CHARACTER, "character 2"},
    {FORM_HEADER, "note", "caf\xe9", RULE_CELL_CONTROL_CHARACTER, "UTF-8"},
    {FORM_TIMELINESS, "plans_issued", "2\x7f", RULE_CELL_CONTROL_CHARACTER, "character 2"},

    {FORM_TIMELINESS, "plans_issued", "=A1", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_TIMELINESS, "plans_issued", "=SUM(A1:A3)", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_TIMELINESS, "plans_issued", "+A1", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_TIMELINESS, "plans_issued", "@SUM(A1)", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_TRANSPORT, "gross_expenditure", "=5", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_PLACEMENTS, "urn", "=B2", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_PLACEMENTS, "setting", "=B2", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_PLACEMENTS, "provider_name", "=B2", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_HEADER, "as_at_date", "=TODAY()", RULE_CELL_FORMULA, "paste it as a value"},
    {FORM_HEADER, "period", "=A1", RULE_CELL_FORMULA, "paste it as a value"},

    {FORM_TIMELINESS, "plans_issued", "05-Jan", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "Jan-05", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "5-Jan-25", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "Sept 12", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "12/01/2025", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "12/01/2025 00:00", RULE_CELL_MADE_A_DATE, "as a number"},
    {FORM_TIMELINESS, "plans_issued", "2025-01-12", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TIMELINESS, "plans_issued", "12:00", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_TRANSPORT, "gross_expenditure", "1:30:00 PM", RULE_CELL_MADE_A_DATE, "as a number"},
    {FORM_PLACEMENTS, "urn", "Jan-49", RULE_CELL_MADE_A_DATE, "look up the number"},
    {FORM_PLACEMENTS, "phase", "Nov-16", RULE_CELL_MADE_A_DATE, "early_years, primary"},
    {FORM_TRANSPORT, "section_251_line", "02/01/2004", RULE_CELL_MADE_A_DATE, "line_2_1_4"},
    {FORM_TRANSPORT, "section_251_line", "02.01.2004", RULE_CELL_MADE_A_DATE, "line_2_1_4"},

    // What has no date in it, though it looks a little like one.
    {FORM_TIMELINESS, "plans_issued", "2024-25", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TIMELINESS, "plans_issued", "Janet-05", RULE_CELL_NOT_A_NUMBER, "if that is"},
    {FORM_TIMELINESS, "plans_issued", "32/13/2025", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TRANSPORT, "gross_expenditure", "1000.5.5", RULE_CELL_NOT_A_NUMBER, "write one number"},

    // A figure is proposed only when there is no doubt.
    {FORM_TIMELINESS, "plans_issued", "12/13", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TIMELINESS, "plans_issued", "12 to 15", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TIMELINESS, "plans_issued", "12|13", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TIMELINESS, "plans_issued", "12k", RULE_CELL_NOT_A_NUMBER, "in full"},
    {FORM_TIMELINESS, "plans_issued", "12 kids", RULE_CELL_NOT_A_NUMBER, "write 12 if"},
    {FORM_TIMELINESS, "plans_issued", "5\u00b2", RULE_CELL_NOT_A_NUMBER, "write 5 if"},
    {FORM_TIMELINESS, "plans_issued", "20.5 about", RULE_CELL_NOT_A_NUMBER, "whole number"},
    {FORM_TIMELINESS, "plans_issued", "12 percent", RULE_CELL_PERCENT, "give the count"},
    {FORM_TIMELINESS, "plans_issued", "5-", RULE_CELL_NOT_A_NUMBER, "nothing is to be taken off"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a31.2m", RULE_CELL_NOT_A_NUMBER, "in full"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a3500/week", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "500 pw", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "63,000 pa", RULE_CELL_NOT_A_NUMBER, "write 63000 if"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 p/w", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 p.w.", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 p/m", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 p/a", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 per wk", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 each", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 per pupil", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a38289 (per week)", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "3 dozen", RULE_CELL_NOT_A_NUMBER, "in full"},
    {FORM_TRANSPORT, "gross_expenditure", "5 hundred", RULE_CELL_NOT_A_NUMBER, "in full"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 + VAT", RULE_CELL_NOT_A_NUMBER, "with or without"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 (excl VAT)", RULE_CELL_NOT_A_NUMBER, "with or without"},
    {FORM_TRANSPORT, "gross_expenditure", "315000 private", RULE_CELL_NOT_A_NUMBER, "write 315000 if"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 p each way", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "8289 pence", RULE_CELL_NOT_A_NUMBER, "in pence"},
    {FORM_TRANSPORT, "gross_expenditure", "not 5", RULE_CELL_NOT_A_NUMBER, "does not say what"},
    {FORM_TRANSPORT, "gross_expenditure", "about 5", RULE_CELL_NOT_A_NUMBER, "write 5 if"},
    {FORM_PLACEMENTS, "weeks_a_year", "2 terms", RULE_CELL_NOT_A_NUMBER, "in terms"},
    {FORM_PLACEMENTS, "weeks_a_year", "39 weeks", RULE_CELL_NOT_A_NUMBER, "write 39 if"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a3315000 excl VAT", RULE_CELL_NOT_A_NUMBER, "with or without"},
    {FORM_TRANSPORT, "gross_expenditure", "\u00a3500 a week", RULE_CELL_NOT_A_NUMBER, "is a rate"},
    {FORM_TRANSPORT, "gross_expenditure", "12 persons", RULE_CELL_NOT_A_NUMBER, "write 12 if"},
    {FORM_TRANSPORT, "gross_expenditure", "1000p", RULE_CELL_NOT_A_NUMBER, "in pence"},
    {FORM_TRANSPORT, "gross_expenditure", "1,000,00", RULE_CELL_NOT_A_NUMBER, "write one number"},
    {FORM_TRANSPORT, "gross_expenditure", "1000,50", RULE_CELL_NOT_A_NUMBER,
     "write 1000.50 if the comma stands for a point"},
    {FORM_TIMELINESS, "plans_issued", "\u0661\u0662", RULE_CELL_LOOK_ALIKE, "type 12 again"},
    {FORM_TIMELINESS, "plans_issued", "\u06f1\u06f2", RULE_CELL_LOOK_ALIKE, "type 12 again"},

    {FORM_TIMELINESS, "plans_issued", "&lt;5", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "5 or fewer", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "12+", RULE_CELL_LEGACY_SYMBOL, "the true figure"},
    {FORM_TIMELINESS, "plans_issued", "pending", RULE_CELL_LEGACY_SYMBOL, "write not_yet_known if"},
    {FORM_TIMELINESS, "plans_issued", "Not applicable", RULE_CELL_LEGACY_SYMBOL,
     "write not_applicable"},
    {FORM_TIMELINESS, "plans_issued", "see note", RULE_CELL_NOT_A_NUMBER, "not_available"},
    {FORM_PLACEMENTS, "weeks_a_year", "52+", RULE_CELL_LEGACY_SYMBOL, "one number instead of 52+"},
    {FORM_PLACEMENTS, "urn", "x", RULE_CELL_LEGACY_SYMBOL, "leave the cell blank"},
    {FORM_PLACEMENTS, "urn", "not_available", RULE_CELL_LEGACY_SYMBOL, "leave the cell blank"},
    {FORM_PLACEMENTS, "urn", "various", RULE_CELL_NOT_A_NUMBER, "or leave the cell blank"},
    {FORM_PLACEMENTS, "fee_basis", "n/a", RULE_CELL_NOT_A_CODE, "or leave the cell blank"},
    {FORM_PLACEMENTS, "phase", "", RULE_CELL_BLANK, "write one of: early_years"},

    {FORM_HEADER, "as_at_date", "16/01/202", RULE_CELL_NOT_A_DATE, "year-month-day"},
    {FORM_HEADER, "as_at_date", "16/01/2025 09:30", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "Thursday 16 January 2025", RULE_CELL_NOT_A_DATE,
     "write 2025-01-16"},
    {FORM_HEADER, "as_at_date", "45673.5", RULE_CELL_NOT_A_DATE, "write 2025-01-16"},
    {FORM_HEADER, "period", "AY 2024/25", RULE_CELL_NOT_A_PERIOD, "2024-25 for a financial year"},
    {FORM_HEADER, "period", "Quarter four 2024-25", RULE_CELL_NOT_A_PERIOD, "2024-25 Q4 for a"},
    // clang-format on
};

static void every_bad_cell_is_told_for_what_it_is_with_how_to_fix_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ProtobufCMessage *row = form_new_row(&arena, bad[i].part);
        const ProtobufCFieldDescriptor *field = written_field(bad[i].part, bad[i].field);
        struct cell_fault fault;
        enum err error = read_cell(&arena, row, field, bad[i].cell, strlen(bad[i].cell), &fault);

        if (error != ERR_MALFORMED || fault.rule != bad[i].rule ||
            strstr(fault.fix, bad[i].fix) == NULL)
            fail_msg("%s \"%s\": %s, %s, not %s; \"%s\"", bad[i].field, bad[i].cell,
                     err_name(error), rule_get(fault.rule)->id, rule_get(bad[i].rule)->id,
                     fault.fix);
    }
}

static void a_bad_cell_leaves_the_row_as_it_was(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const ProtobufCMessageDescriptor *descriptor = form_part(bad[i].part)->row;
        ProtobufCMessage *row = form_new_row(&arena, bad[i].part);
        void *before = arena_alloc(&arena, descriptor->sizeof_message);
        struct cell_fault fault;

        memcpy(before, row, descriptor->sizeof_message);
        read_cell(&arena, row, written_field(bad[i].part, bad[i].field), bad[i].cell,
                  strlen(bad[i].cell), &fault);
        assert_memory_equal(before, row, descriptor->sizeof_message);
    }
}

static void text_that_is_too_long_is_told_by_how_much(void **state)
{
    ProtobufCMessage *row = form_new_row(&arena, FORM_HEADER);
    const ProtobufCFieldDescriptor *note = written_field(FORM_HEADER, "note");
    const ProtobufCFieldDescriptor *period = written_field(FORM_HEADER, "period");
    char cell[FORM_CELL_MAX_BYTES + 1];
    struct cell_fault fault;

    (void)state;
    memset(cell, 'a', sizeof cell);
    assert_int_equal(ERR_OK, read_cell(&arena, row, note, cell, FORM_TEXT_MAX_BYTES, &fault));
    assert_int_equal(ERR_MALFORMED,
                     read_cell(&arena, row, note, cell, FORM_TEXT_MAX_BYTES + 3, &fault));
    assert_int_equal(RULE_CELL_TOO_LONG, fault.rule);
    assert_non_null(strstr(fault.fix, "by 3 letters"));
    assert_int_equal(ERR_MALFORMED, read_cell(&arena, row, note, cell, sizeof cell, &fault));
    assert_int_equal(RULE_CELL_TOO_LONG, fault.rule);
    assert_int_equal(ERR_MALFORMED, read_cell(&arena, row, period, cell, sizeof cell, &fault));
    assert_int_equal(RULE_CELL_TOO_LONG, fault.rule);
    assert_int_equal(ERR_MALFORMED, read_cell(&arena, row, period, cell, sizeof cell - 1, &fault));
    assert_int_equal(RULE_CELL_NOT_A_PERIOD, fault.rule);
}

static void a_nul_in_a_cell_is_a_control_character(void **state)
{
    ProtobufCMessage *row = form_new_row(&arena, FORM_TIMELINESS);
    struct cell_fault fault;

    (void)state;
    assert_int_equal(ERR_MALFORMED,
                     read_cell(&arena, row, written_field(FORM_TIMELINESS, "plans_issued"),
                               "12\0003", 4, &fault));
    assert_int_equal(RULE_CELL_CONTROL_CHARACTER, fault.rule);
    assert_non_null(strstr(fault.fix, "character 3"));
}

static void every_class_of_bad_cell_is_met(void **state)
{
    int met[RULE_COUNT] = {0};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        met[bad[i].rule]++;
    met[RULE_CELL_TOO_LONG]++;  // has its own test
    for (unsigned i = 0; i < RULE_COUNT; i++)
        assert_int_equal(rule_get(i)->scope == RULE_SCOPE_CELL, met[i] > 0);
}

// With every amount of memory from none to enough: an error that is told, or the right one.
static void when_memory_ends_a_cell_is_not_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ProtobufCMessage *row = form_new_row(&arena, bad[i].part);
        enum err error = ERR_NO_MEMORY;

        for (size_t cap = 0; error == ERR_NO_MEMORY; cap += 16) {
            struct arena small;
            struct cell_fault fault;

            arena_init(&small, cap);
            error = read_cell(&small, row, written_field(bad[i].part, bad[i].field), bad[i].cell,
                              strlen(bad[i].cell), &fault);
            arena_free(&small);
            assert_true(cap < 16 * 1024);
        }
        assert_int_equal(ERR_MALFORMED, error);
    }
}

// --- cells that are right

static const struct {
    enum form_part part;
    const char *field, *cell, *written;
} good[] = {
    {FORM_HEADER, "new_la_code", "E09000007", "E09000007"},
    {FORM_HEADER, "new_la_code", "202", "E09000007"},
    {FORM_HEADER, "new_la_code", "camden", "E09000007"},
    {FORM_HEADER, "period", "2024/25 q4", "2024-25 Q4"},
    {FORM_HEADER, "period", "2024", "2024"},
    {FORM_HEADER, "as_at_date", "2025-01-16", "2025-01-16"},
    {FORM_HEADER, "as_at_date", "", ""},
    {FORM_HEADER, "note", " it\xe2\x80\x99s a caf\xc3\xa9\r\nwith lines ",
     "it\xe2\x80\x99s a caf\xc3\xa9\r\nwith lines"},
    {FORM_HEADER, "note", "#1 of two", "#1 of two"},
    {FORM_TIMELINESS, "plans_issued", "0", "0"},
    {FORM_TIMELINESS, "plans_issued", " 1234 ", "1234"},
    {FORM_TIMELINESS, "plans_issued", "007", "7"},
    {FORM_TIMELINESS, "plans_issued", "10000000", "10000000"},
    {FORM_TIMELINESS, "plans_issued", "x", "not_available"},
    {FORM_TIMELINESS, "plans_issued", "X", "not_available"},
    {FORM_TIMELINESS, "plans_issued", "z", "not_applicable"},
    {FORM_TIMELINESS, "plans_issued", "not_available", "not_available"},
    {FORM_TIMELINESS, "plans_issued", "Not_Yet_Known", "not_yet_known"},
    {FORM_TIMELINESS, "plans_issued", "not_collected", "not_collected"},
    {FORM_PLACEMENTS, "setting", "SPECIAL_INDEPENDENT", "special_independent"},
    {FORM_PLACEMENTS, "primary_need", "not_known", "not_known"},
    {FORM_PLACEMENTS, "primary_need", "not_recorded", "not_recorded"},
    {FORM_PLACEMENTS, "urn", "100049", "100049"},
    {FORM_PLACEMENTS, "urn", "", ""},
    {FORM_PLACEMENTS, "annual_cost", "", ""},
    {FORM_PLACEMENTS, "annual_cost", "z", "not_applicable"},
    {FORM_PLACEMENTS, "fee_basis", "", ""},
    {FORM_PLACEMENTS, "fee_basis", "annual", "annual"},
    {FORM_TRANSPORT, "section_251_line", "line_2_1_4", "line_2_1_4"},
    {FORM_TRANSPORT, "mode", "not_known", "not_known"},
    {FORM_TRANSPORT, "gross_expenditure", "63000", "63000"},
    {FORM_TRANSPORT, "gross_expenditure", "63000.00", "63000"},
    {FORM_TRANSPORT, "gross_expenditure", "63000.5", "63000.50"},
    {FORM_TRANSPORT, "gross_expenditure", "0.05", "0.05"},
    {FORM_TRANSPORT, "gross_expenditure", "1000000000", "1000000000"},
    {FORM_EXPLANATIONS, "rule", "QD-R03", "QD-R03"},
};

static void a_good_cell_is_read_and_written_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        ProtobufCMessage *row = form_new_row(&arena, good[i].part);
        const ProtobufCFieldDescriptor *field = written_field(good[i].part, good[i].field);
        struct cell_fault fault;

        assert_int_equal(ERR_OK,
                         read_cell(&arena, row, field, good[i].cell, strlen(good[i].cell), &fault));
        assert_string_equal(good[i].written, form_write_cell(&arena, row, field));
    }
}

static void zero_and_not_there_are_two_things(void **state)
{
    Qd__Timeliness *row = (Qd__Timeliness *)(void *)form_new_row(&arena, FORM_TIMELINESS);

    (void)state;
    written_cells(&arena, &row->base, FORM_TIMELINESS, "plans_issued=0 assessments=x");
    assert_true(row->has_plans_issued);
    assert_int_equal(0, row->plans_issued);
    assert_int_equal(0,
                     figures_absence(&row->base, written_field(FORM_TIMELINESS, "plans_issued")));
    assert_false(row->has_assessments);
    assert_int_equal(QD__ABSENCE__NOT_AVAILABLE,
                     figures_absence(&row->base, written_field(FORM_TIMELINESS, "assessments")));
    assert_false(row->has_requests_received);
    assert_int_equal(FIGURES_ABSENT_BYTES, row->absent.len);
}

static void a_figure_that_is_set_again_is_what_was_set_last(void **state)
{
    Qd__Timeliness *row = (Qd__Timeliness *)(void *)form_new_row(&arena, FORM_TIMELINESS);
    const ProtobufCFieldDescriptor *field = written_field(FORM_TIMELINESS, "assessments");

    (void)state;
    for (int again = 0; again < 100; again++) {
        assert_int_equal(
            0, figures_set_absence(&arena, &row->base, field, QD__ABSENCE__NOT_COLLECTED));
        assert_int_equal(FIGURES_ABSENT_BYTES, row->absent.len);
    }
    written_cells(&arena, &row->base, FORM_TIMELINESS, "plans_issued=x requests_received=z");
    assert_int_equal(3 * FIGURES_ABSENT_BYTES, row->absent.len);
    assert_int_equal(QD__ABSENCE__NOT_COLLECTED, figures_absence(&row->base, field));
    figures_set_value(&row->base, field, 7);
    assert_int_equal(2 * FIGURES_ABSENT_BYTES, row->absent.len);
    assert_int_equal(0, figures_absence(&row->base, field));
    assert_int_equal(7, row->assessments);
    assert_int_equal(QD__ABSENCE__NOT_AVAILABLE,
                     figures_absence(&row->base, written_field(FORM_TIMELINESS, "plans_issued")));
    assert_int_equal(0, figures_set_absence(&arena, &row->base, field, QD__ABSENCE__NOT_AVAILABLE));
    assert_false(row->has_assessments);
    assert_int_equal(3 * FIGURES_ABSENT_BYTES, row->absent.len);
}

static void pounds_become_pence(void **state)
{
    Qd__Transport *row = (Qd__Transport *)(void *)form_new_row(&arena, FORM_TRANSPORT);

    (void)state;
    written_cells(&arena, &row->base, FORM_TRANSPORT, "gross_expenditure=34242.07");
    assert_int_equal(3424207, row->gross_expenditure);
}

// --- the form is the schema

static void every_code_of_a_column_is_read_from_its_cell(void **state)
{
    (void)state;
    for (enum form_part part = 0; part < FORM_PARTS; part++) {
        const ProtobufCMessageDescriptor *descriptor = form_part(part)->row;

        for (unsigned i = 0; i < form_columns(descriptor); i++) {
            const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
            const ProtobufCEnumDescriptor *codes = field->descriptor;

            for (unsigned j = 0; field->type == PROTOBUF_C_TYPE_ENUM && j < codes->n_values; j++) {
                ProtobufCMessage *row = form_new_row(&arena, part);
                char code[CODES_WRITTEN_BYTES];
                struct cell_fault fault;

                codes_write(codes, codes->values[j].value, code);
                assert_int_equal(ERR_OK, read_cell(&arena, row, field, code, strlen(code), &fault));
                assert_string_equal(code, form_write_cell(&arena, row, field));
                if (codes != &qd__local_authority__descriptor)
                    assert_non_null(strstr(form_allowed(&arena, field), code));
            }
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_bad_cell_is_told_for_what_it_is_with_how_to_fix_it),
        TEST(a_bad_cell_leaves_the_row_as_it_was),
        TEST(text_that_is_too_long_is_told_by_how_much),
        TEST(a_nul_in_a_cell_is_a_control_character),
        TEST(every_class_of_bad_cell_is_met),
        TEST(when_memory_ends_a_cell_is_not_read),
        TEST(a_good_cell_is_read_and_written_again),
        TEST(zero_and_not_there_are_two_things),
        TEST(a_figure_that_is_set_again_is_what_was_set_last),
        TEST(pounds_become_pence),
        TEST(every_code_of_a_column_is_read_from_its_cell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
