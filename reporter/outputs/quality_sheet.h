// `qd-reporter quality`: what the borough returned for a period, what its four quarters make and what DfE
// published, a line for each figure of each borough and area.
//
//   <which figure>,
//   returned_value, returned_status, returned_numerator, returned_denominator,
//   quarters_value, quarters_status, quarters_numerator, quarters_denominator,
//   dfe_value, dfe_status, dfe_numerator, dfe_denominator,
//   returned_less_quarters, returned_less_dfe, quarters_less_dfe, agrees
//
// The differences are of the numerators. `agrees` is yes or no, of those of the three that are there; blank
// where fewer than two are. As text only the lines that do not agree are shown.
#ifndef QD_REPORTER_OUTPUTS_QUALITY_SHEET_H
#define QD_REPORTER_OUTPUTS_QUALITY_SHEET_H

#include "reporter/comparators/published.h"
#include "reporter/outputs/sheet.h"
#include "reporter/table/table.h"

// The same columns and rows: of the returns for the periods, of the four quarters to the last of each period
// (NULL: there are none), and what DfE published.
struct quality_tables {
    const struct table *returned, *quarters;
    struct published published;
};

void quality_sheet(struct sheet *sheet, const struct quality_tables *tables, int only_differences);

#endif
