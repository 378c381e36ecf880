#include "proto/rules/rules.h"

struct rules_input rules_input_whole(const Qd__Return *returned)
{
    struct rules_input input = {.returned = returned};

    for (int part = 0; part < FORM_PARTS; part++)
        input.read[part] = RULES_READ_WHOLE;
    return input;
}
