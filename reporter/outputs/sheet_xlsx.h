// Sheets as tables of a workbook (reporter/workbook/book.h).
#ifndef QD_REPORTER_OUTPUTS_SHEET_XLSX_H
#define QD_REPORTER_OUTPUTS_SHEET_XLSX_H

#include "reporter/outputs/sheet.h"
#include "reporter/workbook/book.h"

// Adds a sheet, with the columns that it has for programs, under headings for people, but for those in which no
// row has anything; and what they mean to the notes.
void sheet_xlsx_add(struct book *book, const struct sheet *sheet, const struct book_sheet *about);

// What a cover says: the arena has its lines. A workbook is made on the day of the newest return that is in it.
struct book_about sheet_xlsx_about(struct arena *arena, const struct sheet_about *about);

#endif
