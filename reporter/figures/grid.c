#include "reporter/figures/grid.h"

#include <assert.h>

const struct grid_sub_total grid_sub_totals[GRID_SUB_TOTALS] = {
    {"mainstream", "Mainstream - total", "DfE caseload: mainstream_total",
     QD__SETTING__MAINSTREAM_LA_MAINTAINED, QD__SETTING__MAINSTREAM_INDEPENDENT, 0, 1, 1},
    {"special", "Special - total", "DfE caseload: special_total",
     QD__SETTING__SPECIAL_LA_MAINTAINED, QD__SETTING__SPECIAL_NON_MAINTAINED, 0, 1, 1},
    {"inmss", "of which special - independent and non-maintained (INMSS)",
     "DfE caseload: special_independent + special_non_maintained", QD__SETTING__SPECIAL_INDEPENDENT,
     QD__SETTING__SPECIAL_NON_MAINTAINED, 0, 1, 1},
    {"ap_pru", "AP/PRU - total", "DfE caseload: ap_pru_total", QD__SETTING__AP_PRU_ACADEMY,
     QD__SETTING__AP_PRU_LA_MAINTAINED, 0, 0, 1},
    {"fe", "FE - total", "DfE caseload: fe_total", QD__SETTING__GENERAL_FE_TERTIARY_COLLEGES,
     QD__SETTING__UKRLP_PROVIDER, 0, 0, 1},
    {"ed_elsewhere", "Educated elsewhere - total", "DfE caseload: ed_elsewhere since January 2024",
     QD__SETTING__ELECTIVE_HOME_EDUCATION, QD__SETTING__NEET_OTHER_CSA, 0, 0, 1},
    {"ed_elsewhere_to_2023", "Educated elsewhere - total without other placement settings",
     "DfE caseload: ed_elsewhere until January 2023", QD__SETTING__ELECTIVE_HOME_EDUCATION,
     QD__SETTING__NEET_OTHER_CSA, QD__SETTING__OTHER_PLACEMENT_SETTINGS, 0, 0},
};

static const ProtobufCEnumDescriptor *const settings = &qd__setting__descriptor;
static const ProtobufCEnumDescriptor *const needs = &qd__need__descriptor;

// --- where things are
// ----------------------------------------------------------------------------- -1 for a number
// that is no code.
static int value_index(const ProtobufCEnumDescriptor *codes, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(codes, value);

    return found == NULL ? -1 : (int)(found - codes->values);
}

int grid_setting_row(Qd__Setting setting)
{
    return value_index(settings, (int)setting);
}

int grid_sub_total_row(int index)
{
    return (int)settings->n_values + index;
}

int grid_need_column(Qd__Need need)
{
    return 1 + value_index(needs, (int)need);
}

int grid_folded_column(void)
{
    return 1 + (int)needs->n_values;
}

int grid_columns(void)
{
    return grid_folded_column() + 1;
}

int grid_place(int row, int column)
{
    return row * grid_columns() + column;
}

size_t grid_size(void)
{
    return (size_t)grid_place(grid_sub_total_row(GRID_SUB_TOTALS), 0);
}

// --- from rows to the grid
// ------------------------------------------------------------------------ What the rows of one
// setting and need add up to.
struct cell {
    struct figure sum;  // of the rows with a figure
    unsigned valued, absent;
};

struct tally {
    struct cell cells[GRID_SETTINGS_MAX][GRID_NEEDS_MAX];
    struct cell settings[GRID_SETTINGS_MAX];  // whatever the need
    struct figure total, parts;               // the total row; every other row with a figure
    int complete;  // parts are the total: as no count is negative, whatever else there is is zero
    int by_need;   // every plan outside the total row has its need
};

static void cell_add(struct cell *cell, struct figure plans)
{
    if (cell->valued + cell->absent == 0)
        cell->sum = figure_of(0);
    if (figure_known(plans)) {
        figure_add(&cell->sum, plans);
        cell->valued++;
    } else {
        cell->absent++;
    }
}

static void tally_rows(struct tally *tally, const Qd__Return *returned)
{
    const struct cell *total = &tally->settings[GRID_ALL];

    *tally = (struct tally){.parts = figure_of(0), .by_need = 1};
    for (size_t i = 0; i < returned->n_placements; i++) {
        const Qd__Placement *row = returned->placements[i];
        const struct figure plans = FIGURE_VALUE(row, plans);
        const int setting = value_index(settings, (int)row->setting);
        const int need = value_index(needs, (int)row->primary_need);

        if (setting < 0 || need < 0)
            continue;  // the codec lets none through
        cell_add(&tally->cells[setting][need], plans);
        cell_add(&tally->settings[setting], plans);
        if (setting == GRID_ALL || !figure_known(plans))
            continue;
        figure_add(&tally->parts, plans);
        if (plans.value > 0 && row->primary_need == QD__NEED__NEED_NOT_KNOWN)
            tally->by_need = 0;
    }
    if (total->valued > 0 && total->absent == 0)
        tally->total = total->sum;
    tally->complete = figure_known(tally->total) && figure_known(tally->parts) &&
                      tally->total.value == tally->parts.value;
}

// A figure from its rows. Without rows it is zero only in a complete return; with rows that have
// no figure beside others, they are zero there too. But what a borough says it cannot give is
// never made a zero of its own.
static struct figure from_rows(const struct tally *tally, const struct cell *cell)
{
    if (cell->valued + cell->absent == 0)
        return tally->complete ? figure_of(0) : figure_missing(FIGURE_NOT_RETURNED);
    if (cell->absent > 0 && (cell->valued == 0 || !tally->complete))
        return figure_missing(FIGURE_NOT_RETURNED);
    return cell->sum;
}

// A sum of figures: in a complete return those that are not there add nothing.
struct sum {
    struct figure strict, known_parts;
    int known;  // how many parts are
};

static struct sum sum_start(void)
{
    return (struct sum){figure_of(0), figure_of(0), 0};
}

static void sum_add(struct sum *sum, struct figure part)
{
    figure_add(&sum->strict, part);
    if (figure_known(part)) {
        figure_add(&sum->known_parts, part);
        sum->known++;
    }
}

static struct figure sum_end(const struct tally *tally, const struct sum *sum)
{
    return tally->complete && sum->known > 0 ? sum->known_parts : sum->strict;
}

// Whether the setting's rows say x of the need, and only that: its plans may then be counted within
// another need, so that it is zero nowhere, however well the rows add up. Where that is Down
// syndrome, `oth` without it cannot be told either.
static int is_withheld(const struct tally *tally, int setting, Qd__Need need)
{
    const struct cell *cell = &tally->cells[setting][value_index(needs, (int)need)];

    return (cell->absent > 0 && cell->valued == 0) ||
           (need == QD__NEED__OTH && is_withheld(tally, setting, QD__NEED__DS));
}

static void fill_setting(const struct tally *tally, int setting, struct figure *figures)
{
    const int other = grid_place(setting, grid_need_column(QD__NEED__OTH));
    const struct figure plans = from_rows(tally, &tally->settings[setting]);
    struct sum folded = sum_start();

    figures[grid_place(setting, GRID_ANY)] = plans;
    for (unsigned need = 0; need < needs->n_values; need++) {
        const struct cell *cell = &tally->cells[setting][need];
        // A setting that is not available has no needs that are zero.
        const int none =
            !tally->by_need || (cell->valued + cell->absent == 0 && !figure_known(plans));

        figures[grid_place(setting, 1 + (int)need)] =
            none ? figure_missing(FIGURE_NOT_RETURNED) : from_rows(tally, cell);
    }
    sum_add(&folded, figures[other]);
    sum_add(&folded, figures[grid_place(setting, grid_need_column(QD__NEED__DS))]);
    figures[grid_place(setting, grid_folded_column())] = sum_end(tally, &folded);
    if (is_withheld(tally, setting, QD__NEED__OTH))
        figures[other] = figure_missing(FIGURE_NOT_RETURNED);
}

static int belongs(const struct grid_sub_total *sub_total, int setting)
{
    return setting >= sub_total->first && setting <= sub_total->last &&
           setting != sub_total->left_out;
}

// Whether the column is a need that this setting withholds.
static int is_withheld_at(const struct tally *tally, int row, int column)
{
    return column != GRID_ANY && column != grid_folded_column() &&
           is_withheld(tally, row, (Qd__Need)needs->values[column - 1].value);
}

// Sums settings into `row`, one column at a time; NULL: all settings.
static void fill_sum(const struct tally *tally, const struct grid_sub_total *sub_total, int row,
                     int first_column, struct figure *figures)
{
    for (int column = first_column; column < grid_columns(); column++) {
        struct sum sum = sum_start();
        int withheld = 0;

        for (unsigned i = 0; i < settings->n_values; i++) {
            const int setting = settings->values[i].value;

            if (setting == QD__SETTING__TOTAL ||
                (sub_total != NULL && !belongs(sub_total, setting)))
                continue;
            sum_add(&sum, figures[grid_place((int)i, column)]);
            withheld |= is_withheld_at(tally, (int)i, column);
        }
        figures[grid_place(row, column)] =
            withheld ? figure_missing(FIGURE_NOT_RETURNED) : sum_end(tally, &sum);
    }
}

void grid_fill(const Qd__Return *returned, struct figure *figures)
{
    struct tally tally;

    assert(settings->n_values <= GRID_SETTINGS_MAX);
    assert(needs->n_values <= GRID_NEEDS_MAX);
    assert(grid_setting_row(QD__SETTING__TOTAL) == GRID_ALL);
    for (size_t i = 0; i < grid_size(); i++)
        figures[i] = figure_missing(FIGURE_NOT_RETURNED);
    if (returned == NULL || returned->n_placements == 0)
        return;
    tally_rows(&tally, returned);
    for (unsigned i = 0; i < settings->n_values; i++)
        if (i != GRID_ALL)
            fill_setting(&tally, (int)i, figures);
    figures[grid_place(GRID_ALL, GRID_ANY)] = tally.total;
    fill_sum(&tally, NULL, GRID_ALL, GRID_ANY + 1, figures);
    for (int i = 0; i < GRID_SUB_TOTALS; i++)
        fill_sum(&tally, &grid_sub_totals[i], grid_sub_total_row(i), GRID_ANY, figures);
}
