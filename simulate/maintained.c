#include "simulate/maintained.h"

#include "proto/form/figures.h"
#include "proto/form/form.h"

// A count by its column.
static void set(ProtobufCMessage *row, const char *column, uint64_t count)
{
    figures_set_value(row, protobuf_c_message_descriptor_get_field_by_name(row->descriptor, column),
                      count);
}

// A share of a whole: the borough's own, and in each quarter up to a twelfth from there.
static uint64_t share(struct maintained_draw *draw, uint64_t whole, unsigned least, unsigned most)
{
    const uint64_t part = whole * draw_between(&draw->own, least, most) / 100 *
                          draw_between(&draw->quarter, 92, 108) / 100;

    return part < whole ? part : whole;
}

static ProtobufCMessage *add_row(struct arena *arena, Qd__Return *returned, enum form_part part)
{
    ProtobufCMessage *row = form_new_row(arena, part);

    return row != NULL && form_set_rows(arena, returned, part, &row, 1) == 0 ? row : NULL;
}

// --- reviews

// Each plan is reviewed once a year, at least one of them now; one in twelve changes its phase, and
// one in twenty goes on to post-16.
static int add_reviews(struct maintained_draw *draw, const struct maintained *maintained,
                       struct arena *arena, Qd__Return *returned)
{
    enum { QUARTERS = 4, PHASE = 12, POST_16 = 20 };
    const uint64_t due = maintained->before * maintained->percent / 100 / QUARTERS + 1;
    const uint64_t held = share(draw, due, 78, 96);
    const uint64_t transfers = maintained->transfers ? maintained->before / PHASE : 0;
    const uint64_t post_16 = maintained->transfers ? maintained->before / POST_16 : 0;
    ProtobufCMessage *row = add_row(arena, returned, FORM_REVIEWS);

    if (row == NULL)
        return -1;
    set(row, "reviews_due", due);
    set(row, "reviews_held", held);
    set(row, "reviews_decided_within_4_weeks", share(draw, held, 35, 88));
    set(row, "phase_transfers_due", transfers);
    set(row, "phase_transfers_final_in_time", share(draw, transfers, 72, 100));
    set(row, "phase_transfers_post_16_due", post_16);
    set(row, "phase_transfers_post_16_final_in_time", share(draw, post_16, 55, 98));
    return 0;
}

// --- disputes

// By the definition in use, where it is not known, about one decision in seven plans a quarter, of
// which one in twenty is appealed against.
static int add_disputes(struct maintained_draw *draw, const struct maintained *maintained,
                        struct arena *arena, Qd__Return *returned)
{
    const uint64_t drawn = share(draw, maintained->plans * maintained->percent / 100, 11, 18) + 1;
    const uint64_t appeals = share(draw, drawn, 3, 9);
    const uint64_t registered =
        maintained->appeals.state == MAINTAINED_KNOWN ? maintained->appeals.count : appeals;
    const uint64_t decided = share(draw, registered, 55, 95);
    Qd__Dispute *row = (Qd__Dispute *)add_row(arena, returned, FORM_DISPUTES);

    if (row == NULL)
        return -1;
    row->definition = QD__DECISION_DEFINITION__SINCE_2025;
    set(&row->base, "mediations", share(draw, drawn, 2, 6));
    set(&row->base, "appeals_registered", registered);
    set(&row->base, "appeals_decided", decided);
    set(&row->base, "appeals_upheld", share(draw, decided, 90, 100));
    if (maintained->decisions.state != MAINTAINED_NOT_AVAILABLE)
        set(&row->base, "appealable_decisions",
            maintained->decisions.state == MAINTAINED_KNOWN ? maintained->decisions.count : drawn);
    return 0;
}

// --- young people

// Of all plans so many are of the age; of them so many in a hundred do what the columns say.
static const struct age {
    Qd__AgeGroup group;
    unsigned percent, internships, apprenticeships, traineeships, neet, not_known;
} ages[] = {
    {QD__AGE_GROUP__AGE_16_TO_17, 14, 1, 1, 1, 7, 4},
    {QD__AGE_GROUP__AGE_18_TO_25, 13, 6, 2, 1, 13, 9},
};

static int add_age(struct maintained_draw *draw, uint64_t plans, const struct age *age,
                   struct arena *arena, Qd__Return *returned)
{
    const uint64_t people = share(draw, plans * age->percent / 100, 85, 115) + 1;
    Qd__Adulthood *row = (Qd__Adulthood *)add_row(arena, returned, FORM_ADULTHOOD);

    if (row == NULL)
        return -1;
    row->age_group = age->group;
    set(&row->base, "young_people", people);
    set(&row->base, "supported_internships", share(draw, people, 0, 2 * age->internships));
    set(&row->base, "apprenticeships", share(draw, people, 0, 2 * age->apprenticeships));
    set(&row->base, "traineeships", share(draw, people, 0, 2 * age->traineeships));
    set(&row->base, "young_people_neet", share(draw, people, age->neet / 2, 2 * age->neet));
    set(&row->base, "activity_not_known", share(draw, people, 0, 2 * age->not_known));
    return 0;
}

static int add_ages(struct maintained_draw *draw, const struct maintained *maintained,
                    struct arena *arena, Qd__Return *returned)
{
    int error = 0;

    for (size_t i = 0; i < sizeof ages / sizeof ages[0] && error == 0; i++)
        error = add_age(draw, maintained->plans, &ages[i], arena, returned);
    return error;
}

// --- plans

// One plan in a hundred ceases, and more where the plans are fewer than those before and the issued;
// where they are more, plans have moved in.
static int add_caseload(struct maintained_draw *draw, const struct maintained *maintained,
                        struct arena *arena, Qd__Return *returned)
{
    static const struct {
        const char *column;
        unsigned weight;
    } reasons[] = {{"plans_ceased_max_age", 14},
                   {"plans_ceased_needs_met", 16},
                   {"plans_ceased_higher_education", 12},
                   {"plans_ceased_employment", 7},
                   {"plans_ceased_moved_away", 27},
                   {"plans_ceased_no_longer_engages", 12},
                   {"plans_ceased_left_england", 5},
                   {"plans_ceased_died", 1},
                   {"plans_ceased_other", 6}};
    enum { REASONS = sizeof reasons / sizeof reasons[0] };
    const uint64_t with_issued = maintained->before + maintained->issued;
    const uint64_t least = maintained->before / 100;
    const uint64_t grown = maintained->plans > with_issued ? maintained->plans - with_issued : 0;
    const uint64_t shrunk = maintained->plans < with_issued ? with_issued - maintained->plans : 0;
    const uint64_t moved_in = grown + (shrunk > 0 ? least / 2 : least);
    const uint64_t ceased = with_issued + moved_in - maintained->plans;
    const uint64_t budgets = share(draw, maintained->plans, 2, 9);
    ProtobufCMessage *row = add_row(arena, returned, FORM_CASELOAD);
    unsigned weights[REASONS];
    uint64_t parts[REASONS];

    if (row == NULL)
        return -1;
    for (size_t i = 0; i < REASONS; i++)
        weights[i] = reasons[i].weight;
    draw_split(&draw->quarter, ceased, weights, REASONS, parts);
    for (size_t i = 0; i < REASONS; i++)
        set(row, reasons[i].column, parts[i]);
    set(row, "plans_maintained", maintained->plans);
    set(row, "plans_moved_in", moved_in);
    set(row, "personal_budgets", budgets);
    set(row, "direct_payments", share(draw, budgets, 55, 98));
    return 0;
}

// --- new plans

// Of a hundred plans issued.
static int add_new_plans(struct maintained_draw *draw, const struct maintained *maintained,
                         struct arena *arena, Qd__Return *returned)
{
    static const struct {
        Qd__Setting setting;
        unsigned weight;
    } shares[] = {{QD__SETTING__TOTAL, 0},
                  {QD__SETTING__MAINSTREAM_LA_MAINTAINED, 44},
                  {QD__SETTING__MAINSTREAM_ACADEMY, 27},
                  {QD__SETTING__MAINSTREAM_FREE_SCHOOL, 4},
                  {QD__SETTING__SPECIAL_LA_MAINTAINED, 7},
                  {QD__SETTING__SPECIAL_ACADEMY_FREE, 5},
                  {QD__SETTING__SPECIAL_INDEPENDENT, 2},
                  {QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES, 2},
                  {QD__SETTING__OTHER_ARRANGEMENTS_LA, 1},
                  {QD__SETTING__NM_EARLY_YEARS, 6},
                  {QD__SETTING__PLACEMENT_UNKNOWN, 2}};
    enum { SHARES = sizeof shares / sizeof shares[0] };
    unsigned weights[SHARES];
    uint64_t plans[SHARES];

    for (size_t i = 0; i < SHARES; i++)
        weights[i] = shares[i].weight;
    draw_split(&draw->quarter, maintained->issued, weights, SHARES, plans);
    plans[0] = maintained->issued;
    for (size_t i = 0; i < SHARES; i++) {
        Qd__NewPlans *row;

        if (i > 0 && plans[i] == 0)
            continue;
        row = (Qd__NewPlans *)add_row(arena, returned, FORM_NEW_PLANS);
        if (row == NULL)
            return -1;
        row->setting = shares[i].setting;
        set(&row->base, "new_plans", plans[i]);
    }
    return 0;
}

// --- all of it

int maintained_rows(struct maintained_draw *draw, const struct maintained *maintained,
                    unsigned parts, struct arena *arena, Qd__Return *returned)
{
    static const struct {
        enum form_part part;
        int (*add)(struct maintained_draw *, const struct maintained *, struct arena *,
                   Qd__Return *);
    } all[] = {{FORM_REVIEWS, add_reviews},
               {FORM_DISPUTES, add_disputes},
               {FORM_ADULTHOOD, add_ages},
               {FORM_CASELOAD, add_caseload},
               {FORM_NEW_PLANS, add_new_plans}};
    int error = 0;

    for (size_t i = 0; i < sizeof all / sizeof all[0] && error == 0; i++)
        if ((parts >> all[i].part & 1) != 0)
            error = all[i].add(draw, maintained, arena, returned);
    return error;
}
