// The rules over transport.
#include "proto/rules/rules_internal.h"

void rules_transport_riders(const struct rules_run *run)
{
    const Qd__Transport *row = run->returned->transport[run->index];
    const struct {
        const char *name, *words;
        struct figure figure;
    } parts[] = {{"solo", "travel alone", FIGURE_VALUE(row, solo)},
                 {"passenger_assistants", "travel with an assistant",
                  FIGURE_VALUE(row, passenger_assistants)}};
    struct figure children = FIGURE_VALUE(row, children);

    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (figure_known(parts[i].figure) && figure_known(children) &&
            parts[i].figure.value > children.value)
            rules_found(run, rules_field(run, parts[i].name), "%s: %lld, but children: only %lld",
                        parts[i].words, (long long)parts[i].figure.value,
                        (long long)children.value);
}
