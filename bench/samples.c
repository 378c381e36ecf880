#include "bench/samples.h"

#include "proto/form/figures.h"
#include "proto/form/form.h"

#include <string.h>

static Qd__Header *header(struct arena *arena, const Qd__Period *period,
                          Qd__LocalAuthority authority)
{
    Qd__Header *made = arena_alloc(arena, sizeof *made);
    Qd__Period *copy = arena_alloc(arena, sizeof *copy);

    if (made == NULL || copy == NULL)
        return NULL;
    *copy = *period;
    qd__header__init(made);
    made->new_la_code = authority;
    made->period = copy;
    return made;
}

static Qd__Return *empty(struct arena *arena, const Qd__Period *period,
                         Qd__LocalAuthority authority)
{
    Qd__Return *made = arena_alloc(arena, sizeof *made);

    if (made == NULL)
        return NULL;
    qd__return__init(made);
    made->schema_version = FORM_SCHEMA_VERSION;
    made->header = header(arena, period, authority);
    return made->header == NULL ? NULL : made;
}

Qd__Return *samples_timeliness(struct arena *arena, const Qd__Period *period,
                               Qd__LocalAuthority authority, size_t bytes)
{
    Qd__Return *made = empty(arena, period, authority);
    Qd__Timeliness *flows = arena_alloc(arena, sizeof *flows);
    const ProtobufCMessageDescriptor *descriptor = &qd__timeliness__descriptor;
    size_t size, room;
    char *note;

    if (made == NULL || flows == NULL)
        return NULL;
    qd__timeliness__init(flows);
    // Every figure the same number would break the rules on sums: zero breaks none.
    for (unsigned i = 0; i < form_columns(descriptor); i++)
        figures_set_value(&flows->base, &descriptor->fields[i], 0);
    flows->requests_received = 612;
    flows->requests_decided_to_assess = 401;
    flows->requests_decided_not_to_assess = 150;
    flows->requests_decision_not_made = 61;
    flows->plans_issued = 380;
    flows->assessments = 390;
    flows->assess_issued = 385;
    flows->assess_not_issued = 5;
    flows->outcome_decision_within_time = 5;
    flows->plans_issued_ex = 350;
    flows->plans_issued_within_20_weeks = 250;
    flows->plans_issued_within_20_weeks_ex = 240;
    flows->plans_issued_20_to_52_weeks = 130;
    flows->plans_issued_20_to_52_weeks_ex = 110;
    made->timeliness = flows;
    size = qd__return__get_packed_size(made);
    room = bytes > size + 8 ? bytes - size - 8 : 0;
    if (room > FORM_TEXT_MAX_BYTES)
        room = FORM_TEXT_MAX_BYTES;
    note = arena_alloc(arena, room + 1);
    if (note == NULL)
        return NULL;
    for (size_t i = 0; i < room; i++)
        note[i] = "Figures from the case management system, checked by the SEN team. "[i % 66];
    note[room] = '\0';
    if (room > 0)
        made->header->note = note;
    return made;
}

// The ordered values of a dimension without its last, which is always NOT_KNOWN.
static int code(const ProtobufCEnumDescriptor *codes, size_t index)
{
    return codes->values[index % (codes->n_values - 1)].value;
}

static Qd__Placement *placement(struct arena *arena, uint64_t plans)
{
    Qd__Placement *made = arena_alloc(arena, sizeof *made);

    if (made == NULL)
        return NULL;
    qd__placement__init(made);
    made->setting = QD__SETTING__TOTAL;
    made->primary_need = QD__NEED__NEED_NOT_KNOWN;
    made->phase = QD__PHASE__PHASE_NOT_KNOWN;
    made->residence = QD__RESIDENCE__RESIDENCE_NOT_KNOWN;
    made->location = QD__LOCATION__LOCATION_NOT_KNOWN;
    made->has_plans = 1;
    made->plans = plans;
    return made;
}

// Makes a row one of a place that is bought, from the number-th provider.
static int price(struct arena *arena, Qd__Placement *row, size_t number)
{
    int64_t each = 41000 + (int64_t)(number * 977 % 60000);

    row->setting = QD__SETTING__SPECIAL_INDEPENDENT;
    row->location = QD__LOCATION__OUT_OF_BOROUGH;
    row->plans = 1 + number % 3;
    row->has_urn = 1;
    row->urn = 100000 + (uint32_t)number;
    row->provider_name = arena_printf(arena, "Independent special school %zu", number);
    row->has_fee_basis = row->has_weeks_a_year = row->has_sourcing = 1;
    row->fee_basis = QD__FEE_BASIS__ANNUAL;
    row->weeks_a_year = 38;
    row->sourcing = QD__SOURCING__SPOT;
    row->has_annual_cost = row->has_annual_cost_education = 1;
    row->has_annual_cost_social_care = row->has_annual_cost_health = 1;
    row->annual_cost = 100 * each * (int64_t)row->plans;
    row->annual_cost_education = row->annual_cost - 300000;
    row->annual_cost_social_care = 200000;
    row->annual_cost_health = 100000;
    return row->provider_name == NULL ? -1 : 0;
}

Qd__Return *samples_placements(struct arena *arena, const Qd__Period *period,
                               Qd__LocalAuthority authority, size_t bytes)
{
    const ProtobufCEnumDescriptor *settings = &qd__setting__descriptor;
    const ProtobufCEnumDescriptor *needs = &qd__need__descriptor;
    const ProtobufCEnumDescriptor *phases = &qd__phase__descriptor;
    Qd__Return *made = empty(arena, period, authority);
    Qd__Placement *total = placement(arena, 0);
    size_t capacity = bytes / 12 + 2;
    Qd__Date *day = arena_alloc(arena, sizeof *day);
    size_t combinations, size;

    if (made == NULL || total == NULL || day == NULL)
        return NULL;
    qd__date__init(day);
    // The last day that every quarter has: its third month begins so.
    day->year = period->quarter == 4 ? period->year + 1 : period->year;
    day->month = period->quarter == 4 ? 3 : period->quarter * 3 + 3;
    day->day = 1;
    made->header->as_at_date = day;
    made->placements = arena_alloc(arena, capacity * sizeof *made->placements);
    if (made->placements == NULL)
        return NULL;
    made->placements[made->n_placements++] = total;
    size = qd__return__get_packed_size(made);
    combinations = (settings->n_values - 1) * (needs->n_values - 1) * (phases->n_values - 1);
    for (size_t i = 0; i < combinations && size < bytes && made->n_placements < capacity; i++) {
        Qd__Placement *row = placement(arena, 1 + i * 7 % 40);

        if (row == NULL)
            return NULL;
        row->setting = (Qd__Setting)settings->values[1 + i % (settings->n_values - 1)].value;
        row->primary_need = (Qd__Need)code(needs, i / (settings->n_values - 1));
        row->phase = (Qd__Phase)code(phases, i / (settings->n_values - 1) / (needs->n_values - 1));
        row->residence = QD__RESIDENCE__DAY;
        row->location = QD__LOCATION__IN_BOROUGH;
        // About as many places that are bought as rows by setting and need: what a borough has.
        if (i % 2 == 1 && price(arena, row, i) != 0)
            return NULL;
        total->plans += row->plans;
        made->placements[made->n_placements++] = row;
        size += qd__placement__get_packed_size(row) + 2;
    }
    return made;
}
