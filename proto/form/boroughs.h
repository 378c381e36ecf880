// The 33 London authorities: DfE's and ONS's codes, and names.
// Source: data/reference/boroughs.csv (tests/unit/test_boroughs.c holds the two together).
#ifndef QD_PROTO_FORM_BOROUGHS_H
#define QD_PROTO_FORM_BOROUGHS_H

#include "return.pb-c.h"

enum { BOROUGHS_COUNT = 33 };

struct borough {
    Qd__LocalAuthority authority;  // its number is DfE's old_la_code
    const char *new_la_code;       // ONS: E09000007
    const char *la_name;           // DfE's: Camden
};

// In DfE's order, that is by old_la_code.
extern const struct borough boroughs[BOROUGHS_COUNT];

// NULL if the number is not one of the 33.
const struct borough *boroughs_of(Qd__LocalAuthority authority);

// 0 to 32, the place in `boroughs`; -1 if the number is not one of the 33.
int boroughs_index(Qd__LocalAuthority authority);

// The same by an ONS code, to the letter, as programs write it.
int boroughs_index_of_code(const char *new_la_code);

// What a person writes: an ONS code, a DfE number, a name, or a way of writing it that is in use
// ("RBKC", "Kensington & Chelsea", "London Borough of Camden", "Westminster City Council"); spaces
// and case do not matter. NULL if it is not one of the 33; the joint pseudo-authority of
// Achieving for Children ("314 / 318") is not.
const struct borough *boroughs_find(const char *text);

#endif
