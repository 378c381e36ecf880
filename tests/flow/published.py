"""What DfE published about London's boroughs, read again: which column is which measure of the
reporter, and what a table must print, worked out with decimals and straight from DfE's columns. The
oracle of test_published.py; it shares nothing with script/returns-from-published.
"""
import collections
from decimal import ROUND_HALF_UP, Decimal

import quarterday

LONDON = "London"
LONDON_CODE, INNER_CODE, OUTER_CODE = "E12000007", "E13000001", "E13000002"
X = "x"

# --- what DfE's columns are, and where the reporter prints them ----------------------------------
# A column: the reporter's measure and the slice that it is of, and DfE's columns that are summed into
# its numerator and, for a quotient, into its denominator; `digits` of the quotient.
Column = collections.namedtuple("Column", "measure slice numerator denominator digits")


def count(measure, *columns):
    return Column(measure + "_count", (), columns, (), 0)


def percent(measure, numerator, *denominator):
    return Column(measure + "_percent", (), (numerator,), denominator, 1)


def plans(where, *columns):
    """The plans of a slice."""
    return Column("plans_count", tuple(where), columns, (), 0)


def share(where, numerators, *denominator, measure="plans_percent"):
    """The same, of all plans, or of those of the setting."""
    return Column(measure, tuple(where), tuple(numerators), denominator, 1)


TIMELINESS = {
    "plans_issued_den": count("plans_issued", "plans_issued_den"),
    "plans_issued_den_ex": count("plans_issued_ex", "plans_issued_den_ex"),
}
for ours, theirs in (("within_20_weeks", ""), ("20_to_52_weeks", "gt20weeks_ltyear"),
                     ("over_52_weeks", "gt_1_year")):
    for ex in ("", "_ex"):
        name = "plans_issued_" + (theirs or ("20_weeks" if ex else "within_20_weeks")) + ex
        measure = "plans_issued_" + ours + ex
        TIMELINESS[name] = count(measure, name)
        TIMELINESS["pc_" + name] = percent(measure, name, "plans_issued_den" + ex)

REQUESTS = {"requests_received_in_year": count("requests_received", "requests_received_in_year")}
for name in ("requests_rya", "requests_decided_to_assess", "requests_decided_not_to_assess",
             "requests_decision_not_made", "requests_withdrawn", "request_outcome_six_weeks",
             "request_outcome_over_6_weeks", "mediation_related_request",
             "tribunal_related_request", "tribunal_after_mediation_request"):
    REQUESTS[name] = count(name, name)
for name, numerator in (("request_assess_pc", "requests_decided_to_assess"),
                        ("request_not_assess_pc", "requests_decided_not_to_assess"),
                        ("request_outstanding_pc", "requests_decision_not_made"),
                        ("request_withdrawn_pc", "requests_withdrawn")):
    REQUESTS[name] = percent(numerator, numerator, "requests_received_in_year")
for name in ("request_outcome_six_weeks", "request_outcome_over_6_weeks"):
    REQUESTS[name + "_pc"] = percent(name, name, "request_outcome_six_weeks",
                                     "request_outcome_over_6_weeks")

ASSESSMENTS = {"assess_in_year": count("assessments", "assess_in_year")}
for name in ("assess_issued", "assess_not_issued", "assess_not_made", "assess_withdrawn"):
    ASSESSMENTS[name] = count(name, name)
    ASSESSMENTS[name + "_pc"] = percent(name, name, "assess_in_year")
for name in ("outcome_decision_within_time", "outcome_decision_over_time"):
    ASSESSMENTS[name] = count(name, name)
    ASSESSMENTS[name + "_pc"] = percent(name, name, "outcome_decision_within_time",
                                        "outcome_decision_over_time")
for name in ("assess_mediation", "assess_tribunal", "other_mediation", "other_tribunal",
             "other_mediation_tribunal"):
    ASSESSMENTS["number_" + name] = count(name, "number_" + name)
ASSESSMENTS["number_asssess_mediation_tribunal"] = count(  # DfE's spelling
    "assess_mediation_tribunal", "number_asssess_mediation_tribunal")

# Sub-totals, with the settings that are in them, and the percentage that DfE gives beside each.
SUB_TOTALS = {
    "mainstream_total": ("mainstream_total", "mainstream_total_pc", [
        "mainstream_la_maintained", "mainstream_la_maintained_resourced_provision",
        "mainstream_la_maintained_senunit", "mainstream_academy",
        "mainstream_academy_resourced_provision", "mainstream_academy_senunit",
        "mainstream_free_school", "mainstream_free_school_resourced_provision",
        "mainstream_free_school_senunit", "mainstream_independent"]),
    "special_total": ("special_total", "special_total_pc", [
        "special_la_maintained", "special_academy_free", "special_independent",
        "special_non_maintained"]),
    "ap_pru_total": ("ap_pru_total", "ap_pru_total_pc", [
        "ap_pru_academy", "ap_pru_free_school", "ap_pru_la_maintained"]),
    "fe_total": ("fe_total", "fe_total_pc", [
        "general_fe_tertiary_colleges", "specialist_post_16_institutions", "ukrlp_provider"]),
    "ed_elsewhere": ("ed_elsewhere", "ed_elsewhere_pc", [
        "elective_home_education", "other_arrangements_la", "other_arrangements_parents",
        "online_provider", "w_settings", "other_schools", "other_placement_settings", "neet",
        "neet_ntci", "neet_other", "neet_other_csa"]),
}
ALONE = ("nm_early_years", "placement_unknown", "await_prov_2022", "perm_ex_2022")
SETTINGS = [part for _, _, parts in SUB_TOTALS.values() for part in parts] + list(ALONE)

CASELOAD = {"ehcplans": plans((), "ehcplans")}
for name in SETTINGS:
    CASELOAD[name] = plans(("setting=" + name,), name)
for sub_total, (total, total_pc, parts) in SUB_TOTALS.items():
    where = ("setting=" + sub_total,)
    CASELOAD[total] = plans(where, *parts)
    CASELOAD[total_pc] = share(where, parts, "ehcplans")
for name in ("nm_early_years", "placement_unknown"):
    CASELOAD[name + "_pc"] = share(("setting=" + name,), (name,), "ehcplans")

# Until January 2023 DfE left other_placement_settings out of ed_elsewhere: the reporter has a
# sub-total for that, and it repeats DfE's cells. (ed_elsewhere itself does not: see EXCEPTIONS.)
TO_2023 = [part for part in SUB_TOTALS["ed_elsewhere"][2] if part != "other_placement_settings"]
CASELOAD_TO_2023 = {
    "ed_elsewhere": plans(("setting=ed_elsewhere_to_2023",), *TO_2023),
    "ed_elsewhere_pc": share(("setting=ed_elsewhere_to_2023",), TO_2023, "ehcplans"),
}

# The file by primary need: DfE's labels, and the settings and sub-totals that they are.
LABELS = {
    "All EHC plans": None,
    "Mainstream - total": "mainstream_total",
    "Mainstream - LA maintained": "mainstream_la_maintained",
    "Mainstream - LA maintained (resourced provision)":
        "mainstream_la_maintained_resourced_provision",
    "Mainstream - LA maintained (SEN unit)": "mainstream_la_maintained_senunit",
    "Mainstream - academy": "mainstream_academy",
    "Mainstream - academy (resourced provision)": "mainstream_academy_resourced_provision",
    "Mainstream - academy (SEN unit)": "mainstream_academy_senunit",
    "Mainstream - free school": "mainstream_free_school",
    "Mainstream - free school (resourced provision)":
        "mainstream_free_school_resourced_provision",
    "Mainstream - free school (SEN unit)": "mainstream_free_school_senunit",
    "Mainstream - independent": "mainstream_independent",
    "Special - total": "special_total",
    "Special - LA maintained": "special_la_maintained",
    "Special - Academy/free schools": "special_academy_free",
    "Special - independent": "special_independent",
    "Special - non-maintained": "special_non_maintained",
    "AP/PRU - total": "ap_pru_total",
    "AP/PRU - academy": "ap_pru_academy",
    "AP/PRU - free school": "ap_pru_free_school",
    "AP/PRU - LA maintained": "ap_pru_la_maintained",
    "FE - total": "fe_total",
    "FE - general FE and tertiary colleges": "general_fe_tertiary_colleges",
    "FE - specialist post-16 institutions": "specialist_post_16_institutions",
    "FE - UKRLP provider": "ukrlp_provider",
    "Educated elsewhere - total": "ed_elsewhere",
    "Educated elsewhere - elective home education": "elective_home_education",
    "Educated elsewhere - other arrangements by LA": "other_arrangements_la",
    "Educated elsewhere - other arrangements by parents": "other_arrangements_parents",
    "Educated elsewhere - online provider": "online_provider",
    "Educated elsewhere - Welsh establishment": "w_settings",
    "Educated elsewhere - other schools and establishments": "other_schools",
    "Educated elsewhere - other placement settings": "other_placement_settings",
    "Educated elsewhere - NEET": "neet",
    "Educated elsewhere - not in education or training (notice to cease issued)": "neet_ntci",
    "Educated elsewhere - not in education or training (other)": "neet_other",
    "Educated elsewhere - not in education or training (compulsory school age)": "neet_other_csa",
    "Non-maintained early years": "nm_early_years",
    "Placement not recorded": "placement_unknown",
}
NEEDS = ("spld", "mld", "sld", "pmld", "semh", "slcn", "hi", "vi", "msi", "pd", "asd", "oth")
# DfE counts Down syndrome within `oth`.
OURS = {"oth": "oth_with_ds"}


def need_columns(setting):
    """The columns of the file by primary need, in the rows of one setting (None: all plans)."""
    named = {OURS.get(need, need): ("number_" + need, need + "_pc") for need in NEEDS}
    named["not_recorded"] = ("number_need_unknown", "unknown_pc")
    within = () if setting is None else ("setting=" + setting,)
    columns = {"ehc_plans": plans(within, "ehc_plans")}
    for need, (number, pc) in named.items():
        where = within + ("need=" + need,)
        columns[number] = plans(where, number)
        columns[pc] = share(where, (number,), "ehc_plans",
                            measure="plans_percent" if setting is None
                            else "plans_percent_of_setting")
    return columns


LINE = ("line=line_2_1_4",)
TRANSPORT = {
    "gross_expenditure_gbp": Column("gross_expenditure", LINE, ("gross_expenditure_gbp",), (), 2),
    "gross_per_ehc_plan_gbp": Column("gross_expenditure_per_plan", LINE,
                                     ("gross_expenditure_gbp",), ("ehc_plans_january_census",), 2),
}

# Columns that say where, when and of what a row is; and the plans by which transport is divided,
# which are compared as its denominators.
NOT_FIGURES = {"time_period", "time_identifier", "geographic_level", "country_code", "country_name",
               "region_code", "region_name", "new_la_code", "old_la_code", "la_name",
               "breakdown_topic", "breakdown", "category_of_expenditure",
               "ehc_plans_january_census"}


def calendar_year(row):
    return row["time_period"]


def financial_year(row):
    return "%s-%s" % (row["time_period"][:4], row["time_period"][4:])


def january(row):
    """DfE's academic year of a January census, as the quarter in which that January lies."""
    return financial_year(row) + " Q4"


def plan_columns(row):
    return [CASELOAD] + ([CASELOAD_TO_2023] if row["time_period"] <= "202223" else [])


# A published file: the table that repeats it, its period, and what its columns are in a row
# (several, when more than one slice holds the same).
File = collections.namedtuple("File", "name table period columns")
FILES = {
    "timeliness": File("timeliness_20_week_london_headline.csv", "timeliness", calendar_year,
                       lambda row: [TIMELINESS]),
    "requests": File("requests_london_headline.csv", "timeliness", calendar_year,
                     lambda row: [REQUESTS]),
    "assessments": File("assessments_london_headline.csv", "timeliness", calendar_year,
                        lambda row: [ASSESSMENTS]),
    "caseload": File("caseload_london_headline.csv", "placements", january, plan_columns),
    "needs": File("sen_needs_by_placement_london_202425.csv", "placements", january,
                  lambda row: [need_columns(LABELS[row["breakdown"]])]),
    "transport": File("sen_transport_pre16_gross_london.csv", "transport", financial_year,
                      lambda row: [TRANSPORT]),
}
# What the tables are broken down by.
BY = {"timeliness": (), "placements": ("--by", "setting,need"), "transport": ("--by", "line"),
      "disputes": ()}
PERIODS = {
    "timeliness": ["%d" % year for year in range(2019, 2025)],
    "placements": ["%d-%d Q4" % (year, year - 1999) for year in range(2018, 2025)],
    "transport": ["2023-24", "2024-25"],
    "disputes": ["%d" % year for year in range(2014, 2026)],
}
# The appeals by authority: one edition by each definition, with the years in the columns' names.
APPEALS = {"until_2024": "appeals_london_2014_2024_old_definition.csv",
           "since_2025": "appeals_london_2024_2025_new_definition.csv"}


def appeals():
    """{(definition, year): {DfE's number: (appeals, decisions)}}; None for x."""
    found = {}
    for definition, name in APPEALS.items():
        for row in quarterday.read_csv(quarterday.DATA / "published" / name):
            for column in row:
                if not (column.startswith("appeals_") and row["old_la_code"]):
                    continue
                year = column.removeprefix("appeals_")
                cells = [row[each].replace(",", "").replace(" ", "").replace("-", "0")
                         for each in (column, "appealable_decisions_" + year)]
                found.setdefault((definition, year), {})[row["old_la_code"]] = tuple(
                    None if cell == X else int(cell) for cell in cells)
    return found

# --- the oracle -----------------------------------------------------------------------------------
Expected = collections.namedtuple("Expected", "value numerator denominator covered")


def rounded(value, digits):
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def total_of(row, columns):
    """The sum of DfE's columns in a row; None when it is not available. In the caseload file, where
    the settings that are known add up to the total, one that is not available has nothing in it."""
    known = [Decimal(row[column]) for column in columns if row[column] != X]
    if len(known) == len(columns):
        return sum(known)
    adds_up = "ehcplans" in row and int(row["ehcplans"]) == sum(
        int(row[setting]) for setting in SETTINGS if row[setting] != X)
    return sum(known) if known and adds_up else None


def expected(rows, column):
    """What a table must print for the boroughs of `rows` taken together (or for one): the sum of
    numerators over the sum of denominators of those that have both."""
    numerator, denominator, covered = Decimal(0), Decimal(0), 0
    for row in rows:
        above, below = total_of(row, column.numerator), total_of(row, column.denominator)
        if above is not None and below is not None:
            numerator, denominator, covered = numerator + above, denominator + below, covered + 1
    if covered == 0 or (column.denominator and denominator == 0):
        return Expected(None, numerator, denominator, covered)
    value = numerator
    if column.denominator:
        value = numerator / denominator * (100 if "_percent" in column.measure else 1)
    return Expected(rounded(value, column.digits), numerator, denominator, covered)


def figure(text):
    """A published or printed figure: a decimal, or None for DfE's x and our blank."""
    return None if text in (X, "") else Decimal(text)


# --- the published cells --------------------------------------------------------------------------
# One cell: where it is, what DfE says (NOTHING: it has no such cell), what it means, the rows of
# the boroughs that are in it, and where the reporter prints it.
Cell = collections.namedtuple("Cell", "file period area column published meaning rows table "
                                      "table_period code")
NOTHING = object()
AREAS = quarterday.boroughs()
INNER = {row["new_la_code"] for row in AREAS if row["inner_outer_dfe_ees"] == "Inner London"}


def read_published(name):
    """The rows of a file that are about a borough or London, column names in lower case."""
    rows = quarterday.read_csv(quarterday.DATA / "published" / name)
    rows = [{column.lower(): value for column, value in row.items()} for row in rows]
    return [row for row in rows if row["geographic_level"] in ("Local authority", "Regional")]


def rows_by_group(name):
    """{(time period, breakdown): ({ONS code: row}, London's row or None)}. A type of placement in
    which a borough has no plans has no row there: it gets one of zeros."""
    groups = {}
    for row in read_published(name):
        boroughs, london = groups.setdefault((row["time_period"], row.get("breakdown")), ({}, []))
        if row["la_name"]:
            assert row["new_la_code"] not in boroughs, "two rows for %s" % row
            boroughs[row["new_la_code"]] = row
        else:
            london.append(row)
    for (_, breakdown), (boroughs, london) in groups.items():
        assert len(london) <= 1, "two rows for London: %s" % london
        for area in AREAS:
            if area["new_la_code"] not in boroughs:
                assert LABELS.get(breakdown), "no row for %s" % area["la_name"]
                zeros = {column: X if column.endswith("_pc") else "0"
                           for column in need_columns(None)}
                boroughs[area["new_la_code"]] = {**london[0], **zeros, "la_name": area["la_name"]}
    return {key: (boroughs, london[0] if london else None)
            for key, (boroughs, london) in groups.items()}


def cells_of(key):
    """Every cell of one of FILES; and what DfE does not publish, Inner and Outer London (and London
    in the transport file)."""
    file = FILES[key]
    for boroughs, london in rows_by_group(file.name).values():
        some = next(iter(boroughs.values()))
        columns = [pair for meanings in file.columns(some) for pair in meanings.items()]
        left = set(some) - NOT_FIGURES - {column for column, _ in columns}
        assert not left, "%s: columns that are compared with nothing: %s" % (file.name, left)
        sums = ((LONDON, LONDON_CODE, set(boroughs)), ("Inner London", INNER_CODE, INNER),
                ("Outer London", OUTER_CODE, set(boroughs) - INNER))
        for column, meaning in columns:
            where = {"file": key, "period": some["time_period"], "column": column,
                     "meaning": meaning, "table": file.table, "table_period": file.period(some)}
            for code, row in boroughs.items():
                yield Cell(area=row["la_name"], published=figure(row[column]), rows=[row],
                           code=code, **where)
            for name, code, inside in sums:
                rows = [row for ons_code, row in boroughs.items() if ons_code in inside]
                published = (figure(london[column]) if london is not None and name == LONDON
                             else NOTHING)
                yield Cell(area=name, published=published, rows=rows, code=code, **where)
