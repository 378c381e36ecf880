// Several periods of one kind, as they are written after --period.
//
//   2024                     one
//   2023..2024               from one to another: both, and all between
//   2022-23 Q4,2023-24 Q4    each of those
#ifndef QD_REPORTER_TABLE_PERIODS_H
#define QD_REPORTER_TABLE_PERIODS_H

#include "lib/base/arena.h"
#include "lib/base/err.h"
#include "return.pb-c.h"

#include <stddef.h>

enum { PERIODS_MAX = 400 };  // of one table: a hundred years of quarters

struct periods {
    Qd__Period *list;  // ascending, each once
    size_t count;
};

// ERR_COMMAND says which word is not a period, or that two are of different kinds.
enum err periods_parse(struct periods *periods, struct arena *arena, const char *text,
                       struct err_text *why);

// Adds one in its place, unless it is there. ERR_NO_MEMORY, or ERR_COMMAND when there are too many.
enum err periods_add(struct periods *periods, struct arena *arena, const Qd__Period *period,
                     struct err_text *why);

// "2024", or "2023 to 2024" of several that follow each other, or "2020, 2022".
enum { PERIODS_TEXT_BYTES = 96 };
void periods_format(const struct periods *periods, char text[PERIODS_TEXT_BYTES]);

// The kind as --all-periods names it: "quarters", "financial-years", "calendar-years"; and back.
const char *periods_kind_name(Qd__PeriodKind kind);
int periods_kind(const char *name, Qd__PeriodKind *kind);

#endif
