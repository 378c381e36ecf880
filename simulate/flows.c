#include "simulate/flows.h"

#include "proto/form/figures.h"

#include <assert.h>
#include <string.h>

// --- the groups

enum { COLUMNS_MAX = 4 };

// A group counts in each of its columns. Its size is what is left of the first when the groups above
// it are taken away, so that the groups of a whole stand below those of its parts. Plans that are left
// in none of the three bands are undated.
static const struct group {
    const char *columns[COLUMNS_MAX];
    unsigned per_mille;  // of requests received, about as in London's 2024
    const char *rule;    // that asks: these cases are in a whole and in none of its parts
} groups[FLOWS_GROUPS] = {
    // clang-format off
    {{"plans_issued_within_20_weeks_ex", "plans_issued_within_20_weeks",
      "plans_issued_ex", "plans_issued"}, 389, NULL},
    {{"plans_issued_within_20_weeks", "plans_issued"}, 22, NULL},
    {{"plans_issued_20_to_52_weeks_ex", "plans_issued_20_to_52_weeks",
      "plans_issued_ex", "plans_issued"}, 183, NULL},
    {{"plans_issued_20_to_52_weeks", "plans_issued"}, 30, NULL},
    {{"plans_issued_over_52_weeks_ex", "plans_issued_over_52_weeks",
      "plans_issued_ex", "plans_issued"}, 9, NULL},
    {{"plans_issued_over_52_weeks", "plans_issued"}, 2, NULL},
    {{"plans_issued_ex", "plans_issued", "plans_issued_undated_ex", "plans_issued_undated"}, 0, NULL},
    {{"plans_issued", "plans_issued_undated"}, 0, NULL},

    {{"requests_decided_to_assess", "requests_received"}, 671, NULL},
    {{"requests_decided_not_to_assess", "requests_received"}, 234, NULL},
    {{"requests_decision_not_made", "requests_received"}, 89, NULL},
    {{"requests_withdrawn", "requests_received"}, 6, NULL},
    {{"requests_received"}, 0, "QD-R05"},
    {{"requests_rya"}, 0, NULL},
    {{"request_outcome_six_weeks"}, 765, NULL},
    {{"request_outcome_over_6_weeks"}, 140, NULL},
    {{"mediation_related_request"}, 43, NULL},
    {{"tribunal_after_mediation_request", "tribunal_related_request"}, 7, NULL},
    {{"tribunal_related_request"}, 22, NULL},

    {{"assess_issued", "assessments"}, 640, NULL},
    {{"outcome_decision_within_time", "assess_not_issued", "assessments"}, 14, NULL},
    {{"outcome_decision_over_time", "assess_not_issued", "assessments"}, 15, NULL},
    {{"assess_not_issued", "assessments"}, 0, "QD-R07"},
    {{"assess_not_made", "assessments"}, 2, NULL},
    {{"assess_withdrawn", "assessments"}, 3, NULL},
    {{"assessments"}, 0, "QD-R06"},
    {{"assess_mediation"}, 8, NULL},
    {{"assess_mediation_tribunal", "assess_tribunal"}, 2, NULL},
    {{"assess_tribunal"}, 5, NULL},
    {{"other_mediation"}, 5, NULL},
    {{"other_mediation_tribunal", "other_tribunal"}, 2, NULL},
    {{"other_tribunal"}, 4, NULL},
    // clang-format on
};

static int counts_in(const struct group *group, const char *column)
{
    for (size_t i = 0; i < COLUMNS_MAX && group->columns[i] != NULL; i++)
        if (strcmp(group->columns[i], column) == 0)
            return 1;
    return 0;
}

// How many cases of the first `count` groups are in a column.
static uint64_t sum_in(const struct flows *flows, size_t count, const char *column)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        if (counts_in(&groups[i], column))
            sum += flows->groups[i];
    return sum;
}

// --- apart, and together

static const ProtobufCFieldDescriptor *field_of(const char *column)
{
    return protobuf_c_message_descriptor_get_field_by_name(&qd__timeliness__descriptor, column);
}

int flows_take_apart(struct flows *flows, const Qd__Timeliness *row)
{
    for (size_t i = 0; i < FLOWS_GROUPS; i++) {
        const char *column = groups[i].columns[0];
        const uint64_t above = sum_in(flows, i, column);
        uint64_t whole;

        flows->groups[i] = 0;
        if (!figures_value(&row->base, field_of(column), &whole))
            continue;
        if (above > whole)
            return -1;
        flows->groups[i] = whole - above;
    }
    return 0;
}

// Whether groups are taken out of the column, as the published figures have it.
static int is_first(const char *column)
{
    for (size_t i = 0; i < FLOWS_GROUPS; i++)
        if (strcmp(groups[i].columns[0], column) == 0)
            return 1;
    return 0;
}

int flows_put_together(const struct flows *flows, const Qd__Timeliness *like, struct arena *arena,
                       Qd__Timeliness *row)
{
    for (size_t i = 0; i < FLOWS_GROUPS; i++)
        for (size_t j = 0; j < COLUMNS_MAX && groups[i].columns[j] != NULL; j++) {
            const ProtobufCFieldDescriptor *field = field_of(groups[i].columns[j]);
            const Qd__Absence why = like == NULL || !is_first(field->name)
                                        ? (Qd__Absence)0
                                        : figures_absence(&like->base, field);

            if (why == 0)
                figures_set_value(&row->base, field, sum_in(flows, FLOWS_GROUPS, field->name));
            else if (figures_set_absence(arena, &row->base, field, why) != 0)
                return -1;
        }
    return 0;
}

// --- shared out, drawn, grown

void flows_split(const struct flows *year, struct draw *draw,
                 const unsigned weights[FLOWS_QUARTERS], struct flows quarters[FLOWS_QUARTERS])
{
    for (size_t i = 0; i < FLOWS_GROUPS; i++) {
        uint64_t parts[FLOWS_QUARTERS];

        draw_split(draw, year->groups[i], weights, FLOWS_QUARTERS, parts);
        for (size_t q = 0; q < FLOWS_QUARTERS; q++)
            quarters[q].groups[i] = parts[q];
    }
}

void flows_draw(struct flows *flows, struct draw *draw, uint64_t requests)
{
    for (size_t i = 0; i < FLOWS_GROUPS; i++)
        flows->groups[i] = requests * groups[i].per_mille * draw_between(draw, 93, 107) / 100000;
}

// Decisions to issue and plans issued are drawn together, for they follow one another.
void flows_grow(struct flows *flows, unsigned percent, struct draw *draw)
{
    static const uint64_t each = 1000;

    for (size_t i = 0; i < FLOWS_GROUPS; i++) {
        const uint64_t own =
            draw == NULL ? each : draw_between(draw, each * 9 / 10, each * 11 / 10);

        flows->groups[i] =
            groups[i].rule == NULL ? flows->groups[i] * percent * own / (100 * each) : 0;
        if (strcmp(groups[i].columns[0], "assess_issued") == 0)
            flows->groups[i] = sum_in(flows, i, "plans_issued");
    }
}

uint64_t flows_count(const struct flows *flows, const char *column)
{
    return sum_in(flows, FLOWS_GROUPS, column);
}

// The last group that a column begins is what its parts leave of it.
void flows_add(struct flows *flows, const char *column, uint64_t cases)
{
    size_t i = FLOWS_GROUPS - 1;

    while (i > 0 && strcmp(groups[i].columns[0], column) != 0)
        i--;
    flows->groups[i] += cases;
}

// --- what is asked about

// Plans issued and decisions to issue one, over a quarter apart.
static int differ_much(const struct flows *flows)
{
    enum { SMALL_DIFFERENCE = 20, SHARE = 4 };
    const uint64_t plans = sum_in(flows, FLOWS_GROUPS, "plans_issued");
    const uint64_t decisions = sum_in(flows, FLOWS_GROUPS, "assess_issued");
    const uint64_t more = plans > decisions ? plans : decisions;
    const uint64_t less = plans > decisions ? decisions : plans;

    return more - less > SMALL_DIFFERENCE && more - less > more / SHARE;
}

size_t flows_asked(const struct flows *flows, const char *rules[FLOWS_ASKED_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < FLOWS_GROUPS; i++) {
        const char *rule = groups[i].rule;

        if (rule != NULL && flows->groups[i] > 0 &&
            (count == 0 || strcmp(rules[count - 1], rule) != 0))
            rules[count++] = rule;
    }
    if (differ_much(flows))
        rules[count++] = "QD-R09";
    assert(count <= FLOWS_ASKED_MAX);
    return count;
}
