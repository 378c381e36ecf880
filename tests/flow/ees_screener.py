"""What DfE's screener for open data (eesyscreener 0.3) looks for in a file and its metadata: each of its checks, by the
screener's own name, in the order in which it runs them; written from what the checks are documented to do. screen()
gives those that find something: {name: what they found}. Ours holds to warnings too.

Where the screener looks a place up in DfE's lists, ours knows the country, London's regions and the local authorities;
a column of any other kind of place is a fault here, because our files have none. The same goes for ethnicity. Two of
its checks are not here (NOT_HERE): they warn of names that DfE's dictionary for its API does not have, and that
dictionary is not in this checkout.
"""
import csv
import io
import re

import quarterday

META_COLUMNS = ["col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp",
                "filter_hint", "filter_grouping_column"]
OPTIONAL_META_COLUMNS = ["filter_default", "parent_filter"]
REQUIRED = ["geographic_level", "time_period", "time_identifier", "country_code", "country_name"]
# Of each level its code, name and second code.
LEVELS = {
    "National": ["country_code", "country_name"],
    "Regional": ["region_code", "region_name"],
    "Local authority": ["new_la_code", "la_name", "old_la_code"],
    "Local authority district": ["lad_code", "lad_name"],
    "RSC region": ["rsc_region_lead_name"],
    "Parliamentary constituency": ["pcon_code", "pcon_name"],
    "Local skills improvement plan area": ["lsip_code", "lsip_name"],
    "Local enterprise partnership": ["local_enterprise_partnership_code", "local_enterprise_partnership_name"],
    "English devolved area": ["english_devolved_area_code", "english_devolved_area_name"],
    "Opportunity area": ["opportunity_area_code", "opportunity_area_name"],
    "Ward": ["ward_code", "ward_name"], "MAT": ["trust_id", "trust_name"],
    "Sponsor": ["sponsor_id", "sponsor_name"], "School": ["school_urn", "school_name", "school_laestab"],
    "Provider": ["provider_ukprn", "provider_name"], "Institution": ["institution_id", "institution_name"],
    "Planning area": ["planning_area_code", "planning_area_name"],
    "Police force area": ["pfa_code", "pfa_name"]}
IGNORED = {"School", "Provider", "Institution", "Planning area"}
PLACES = [column for columns in LEVELS.values() for column in columns]
OBSERVATIONAL = [*REQUIRED[:3], *PLACES]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December"]
# Identifiers that go together in a file, and how many digits their periods have.
TIMES = [(4, {"Calendar year"}), (4, {"Reporting year"}), (4, {"Week %d" % week for week in range(1, 53)}), (4, set(MONTHS)),
         (6, {"Academic year"}), (6, {"Financial year"}), (6, {"Tax year"}), (6, {"Autumn and spring term"}),
         (6, {"Spring term", "Autumn term", "Summer term"}),
         (6, {"Financial year Q%d" % quarter for quarter in (1, 2, 3, 4)}),
         (6, {"Part 1 (April to September)", "Part 2 (October to March)"})]
UNITS = {"%", "pp", "£", "£m", "numberstring"}
SMUSHED = ("male", "female", "asian", "chinese", "indian", "pakistani", "bangladeshi", "black", "african", "caribbean",
           "white", "roma", "irish", "english", "british", "scottish", "welsh", "arab")
PLACE_LIKE = re.compile(
    r"^(country|sch|prov|inst|estab|reg|la|local|rsc|pfa|pcon|lep|mca|oa|ward|mat).*"
    r"(name|code|urn|ukprn|number|upin|id)$|"
    r"^(laestab|estab|schools?|sch|prov|providers?|inst|institutions?|name|code|urn|ukprn|number|upin|id|region|la|"
    r"lad|rsc|pcon|lep|mca|oa|ward|mat)$", re.IGNORECASE)
# A column whose name has one of these words must be called by the Department's standard.
SEN = {"sen_status", "sen_primary_need", "sen_secondary_need", "sen_provision"}
ESTABLISHMENT = {"establishment_type", "establishment_type_group"}
ETHNICITY = {"ethnicity_major", "ethnicity_minor", "ethnicity_detailed", "minority_ethnic"}
HARMONISED = {"sen_": SEN, "primary_need": SEN, "secondary_need": SEN, "establishment_type": ESTABLISHMENT,
              "school_type": ESTABLISHMENT, "provider_type": {"provider_type"}, "ethnic": ETHNICITY}
NULLS, LEGACY = {"NULL", "Null", "null", "NA", "na"}, {"N/A", "n/a", ".", "..", "-"}
ITEMS_MAX = 25000
NAME_MAX, LABEL_MAX, CODE_MAX, ITEM_MAX = 50, 100, 30, 120  # characters, of what the API takes
COUNTRIES = {("E92000001", "England")}
REGIONS = {("E12000007", "London"), ("E13000001", "Inner London"), ("E13000002", "Outer London")}
NOT_HERE = ["check_data_dict_col_name", "check_data_dict_fil_item"]


def las():
    with open(quarterday.DATA / "reference" / "ees_las.csv", encoding="utf-8-sig", newline="") as file:
        return {(row["old_la_code"], row["new_la_code"], row["la_name"]) for row in csv.DictReader(file)}


def twice(values):
    return sorted({value for value in values if values.count(value) > 1})


class Files:
    """The data, the metadata and their names."""

    def __init__(self, name, data, meta_name, meta):
        self.name, self.meta_name = name, meta_name
        cells, meta_cells = (list(csv.reader(io.StringIO(text))) for text in (data, meta))
        self.columns, self.meta_columns = cells[0], meta_cells[0]
        self.ragged = [number for number, row in enumerate(cells, 1) if len(row) != len(self.columns)]
        self.rows = [dict(zip(self.columns, row)) for row in cells[1:]]
        self.meta = [{**dict.fromkeys(META_COLUMNS, ""), **dict(zip(self.meta_columns, row))}
                     for row in meta_cells[1:]]
        self.filters = [row["col_name"] for row in self.meta if row["col_type"] == "Filter"]
        self.indicators = [row["col_name"] for row in self.meta if row["col_type"] == "Indicator"]
        self.groups = [row["filter_grouping_column"] for row in self.meta if row["filter_grouping_column"]]
        self.levels = set(self.values("geographic_level"))

    def values(self, column):
        """Of a column of the data, each once; none where there is no such column."""
        return list(dict.fromkeys(row.get(column, "") for row in self.rows)) if column in self.columns else []

    def of_level(self, level):
        return [row for row in self.rows if row.get("geographic_level") == level]

    def of_type(self, kind, column):
        """The names of filters or indicators that have something in a column of the metadata."""
        return [row["col_name"] for row in self.meta if row["col_type"] == kind and row[column]]

    def all_filters(self):
        return list(dict.fromkeys([*self.filters, *self.groups]))


# --- the checks: each gives what it finds
CHECKS = {}


def check(function):
    CHECKS[function.__name__] = function
    return function


def add(name, function):
    CHECKS[name] = function


add("check_filename_spaces", lambda files: [name for name in (files.name, files.meta_name) if re.search(r"\s", name)])
add("check_filename_special", lambda files: [name for name in (files.name, files.meta_name) if not re.fullmatch(
    r"[\w\s-]*", re.sub(r"(\.meta)?\.csv$", "", name), re.ASCII)])
add("check_filenames_match", lambda files: [] if files.meta_name == re.sub(r"\.csv$", ".meta.csv", files.name)
    else [files.meta_name])

add("precheck_col_req_meta", lambda files: sorted({*META_COLUMNS} - {*files.meta_columns}))
add("precheck_col_invalid_meta", lambda files: sorted({*files.meta_columns} - {*META_COLUMNS, *OPTIONAL_META_COLUMNS}))
add("precheck_col_req_data", lambda files: [*sorted({*REQUIRED} - {*files.columns}), *files.ragged])
add("precheck_col_to_rows", lambda files: files.indicators[:1] if len(files.meta) > len(files.columns) - len(REQUIRED)
    else [])
add("precheck_cross_meta_to_data", lambda files: [
    name for name in [*files.all_filters(), *files.indicators] if name not in files.columns])
add("precheck_cross_data_to_meta", lambda files: [
    name for name in files.columns if name not in [*OBSERVATIONAL, *files.all_filters(), *files.indicators] and
    len(files.values(name)) != 1])

add("check_col_names_spaces", lambda files: [name for name in files.columns if re.search(r"\s", name)])
add("check_col_snake_case", lambda files: [name for name in files.columns if re.search(r"[^a-z0-9_]", name)])
add("check_col_var_start", lambda files: [name for name in files.columns if not re.match(r"[a-z]", name)])
add("check_col_ind_smushed", lambda files: [
    name for name in files.indicators if any(word in name.lower() for word in SMUSHED)])
add("check_col_var_characteristic", lambda files: [
    name for name in [*files.filters, *files.groups] if name in ("characteristic", "characteristic_group")])

add("precheck_meta_col_type", lambda files: [
    row["col_name"] for row in files.meta if row["col_type"] not in ("Filter", "Indicator")])
add("precheck_meta_ob_unit", lambda files: [row["col_name"] for row in files.meta if row["col_name"] in OBSERVATIONAL])
add("precheck_meta_col_name", lambda files: [row["label"] for row in files.meta if not row["col_name"].strip()])

add("check_meta_dupe_label", lambda files: twice([row["label"] for row in files.meta]))
add("check_meta_fil_grp", lambda files: files.of_type("Indicator", "filter_grouping_column"))
add("check_meta_fil_grp_dupe", lambda files: twice(files.groups))
add("check_meta_fil_grp_is_fil", lambda files: [name for name in files.groups if name not in files.filters])
add("check_meta_fil_grp_match", lambda files: [name for name in files.groups if name not in files.columns])
add("check_meta_fil_grp_stripped", lambda files: [name for name in files.groups if len(files.values(name)) != len(
    {re.sub(r"[\W_]", "", value) for value in files.values(name)})])
add("check_meta_label", lambda files: [row["col_name"] for row in files.meta if not row["label"].strip()])
add("check_meta_filter_hint", lambda files: files.of_type("Indicator", "filter_hint"))
add("check_meta_geog_catch", lambda files: [name for name in files.all_filters() if PLACE_LIKE.search(name)])
add("check_meta_indicator_dp", lambda files: files.of_type("Filter", "indicator_dp"))
add("check_meta_col_name_spaces", lambda files: [row["col_name"] for row in files.meta if re.search(r"\s", row["col_name"])])
add("check_meta_col_name_dupe", lambda files: twice([row["col_name"] for row in files.meta]))
add("check_meta_ind_dp_set", lambda files: [row["col_name"] for row in files.meta if row["col_type"] == "Indicator" and
                                            not row["indicator_dp"].strip()])
add("check_meta_ind_dp_values", lambda files: [row["col_name"] for row in files.meta if not re.fullmatch(
    r"\s*\d*\s*", row["indicator_dp"])])
add("check_meta_ind_unit", lambda files: files.of_type("Filter", "indicator_unit"))
add("check_meta_ind_unit_validation", lambda files: [
    row["col_name"] for row in files.meta if row["col_type"] == "Indicator" and row["indicator_unit"] not in {"", *UNITS}])
add("check_meta_indicator_grouping", lambda files: files.of_type("Filter", "indicator_grouping"))

add("precheck_time_period_num", lambda files: [
    value for value in files.values("time_period") if not re.fullmatch(r"\d{4}(\d{2})?", value)])
add("precheck_time_id_valid", lambda files: [
    value for value in files.values("time_identifier") if not any(value in group for _, group in TIMES)])
add("precheck_time_id_mix", lambda files: [] if not files.rows or any(
    {*files.values("time_identifier")} <= group for _, group in TIMES) else files.values("time_identifier"))
add("precheck_filter_not_singular", lambda files: [name for name in files.filters if len(files.values(name)) < 2])
add("precheck_geog_level", lambda files: sorted(files.levels - {*LEVELS}))
add("precheck_geog_level_present", lambda files: [
    column for level in files.levels & {*LEVELS} for column in LEVELS[level] if column not in files.columns])
add("check_time_period", lambda files: [
    row["time_period"] for row in files.rows for digits, group in TIMES
    if row["time_identifier"] in group and len(row["time_period"]) != digits])
add("check_time_period_six", lambda files: [
    value for value in files.values("time_period") if re.fullmatch(r"\d{6}", value) and
    (int(value[2:4]) + 1) % 100 != int(value[4:])])


@check
def check_filter_defaults(files):
    defaults = {row["col_name"]: row.get("filter_default") or "Total" for row in files.meta}
    return [name for name in files.all_filters() if defaults.get(name, "Total") not in files.values(name)]


add("check_filter_group_level", lambda files: [
    row["col_name"] for row in files.meta if row["filter_grouping_column"] and
    len(files.values(row["filter_grouping_column"])) > len(files.values(row["col_name"]))])
add("check_filter_item_limit", lambda files: [
    name for name in files.all_filters() if len(files.values(name)) > ITEMS_MAX])
add("check_filter_whitespace", lambda files: [
    value for name in [*files.filters, *PLACES] for value in files.values(name) if value != value.strip()])
add("check_filter_ob_total", lambda files: [
    name for name in files.columns if (name in OBSERVATIONAL or PLACE_LIKE.search(name)) and
    {"Total", "total", "All", "all"} & {*files.values(name)}])
add("check_filter_blanks", lambda files: [name for name in files.all_filters() if "" in files.values(name)])


def combinations(columns, known):
    """Codes and names that are no pair of the list; x is for a place that is not known, z for several."""
    def found(files):
        if not set(columns) <= {*files.columns}:
            return []
        pairs = {tuple(row[column] for column in columns) for row in files.rows}
        return sorted(pair for pair in pairs if any(pair) and "x" not in pair and "z" not in pair and
                      pair not in known())
    return found


add("check_geog_country_combos", combinations(["country_code", "country_name"], lambda: COUNTRIES))
add("check_geog_region_combos", combinations(["region_code", "region_name"], lambda: REGIONS))
for kind, level in (("ward", "Ward"), ("pcon", "Parliamentary constituency"), ("lad", "Local authority district"),
                    ("lep", "Local enterprise partnership"), ("lsip", "Local skills improvement plan area"),
                    ("eda", "English devolved area")):
    add("check_geog_%s_combos" % kind, combinations(LEVELS[level], lambda: ()))
add("check_geog_la_combos", combinations(["old_la_code", "new_la_code", "la_name"], las))
add("check_geog_level_completed", lambda files: [
    (level, column) for level in files.levels & {*LEVELS} for column in LEVELS[level] for row in files.of_level(level)
    if column in files.columns and column != "new_la_code" and not row[column]])
add("check_geog_ignored_rows", lambda files: sorted(files.levels & IGNORED)
    if len(files.levels) > 1 or files.levels & {"Institution", "Planning area"} else [])


def other_places(key, value):
    """Of smaller places, names with two codes, or codes with two names."""
    def found(files):
        wrong = []
        for level in ("Opportunity area", "MAT", "Sponsor"):
            pairs = {(row.get(LEVELS[level][key], ""), row.get(LEVELS[level][value], ""))
                     for row in files.of_level(level) if row.get(LEVELS[level][0])}
            wrong += twice([first for first, _ in pairs])
        return wrong
    return found


add("check_geog_other_dupes", other_places(1, 0))


def all_or_none(level):
    return lambda files: [column for column in LEVELS[level] if column not in files.columns] \
        if {*LEVELS[level]} & {*files.columns} else []


add("check_geog_la_col_present", all_or_none("Local authority"))
add("check_geog_region_col_present", all_or_none("Regional"))


def region_for(level):
    return lambda files: [row.get(LEVELS[level][1], "") for row in files.of_level(level)
                          if not row.get("region_code") or not row.get("region_name")]


add("check_geog_region_for_la", region_for("Local authority"))
add("check_geog_region_for_lad", region_for("Local authority district"))


def not_available(wrong):
    """Code x and the name Not available go together."""
    return lambda files: [(level, row[LEVELS[level][0]], row[LEVELS[level][1]])
                          for level in files.levels & {*LEVELS} - {"RSC region"} for row in files.of_level(level)
                          if {*LEVELS[level][:2]} <= {*files.columns} and
                          wrong(row[LEVELS[level][0]] == "x", row[LEVELS[level][1]] == "Not available")]


add("check_geog_na", not_available(lambda code, name: code and not name))
add("check_geog_na_code", not_available(lambda code, name: name and not code))
add("check_geog_other_code_dupes", other_places(0, 1))
# Of a country's rows all is blank but the country; of a region's, all but the country and region.
add("check_geog_overcompleted_cols", lambda files: sorted({
    (level, column) for level, above in (("National", []), ("Regional", LEVELS["Regional"]),
                                         ("Local authority", LEVELS["Regional"] + LEVELS["Local authority"]))
    for row in files.of_level(level) for column in PLACES
    if column not in [*LEVELS["National"], *above] and row.get(column)}))


@check
def check_general_dupes(files):
    keys = [name for name in [*OBSERVATIONAL, *files.all_filters()] if name in files.columns]
    lines = [tuple(row[key] for key in keys) for row in files.rows]
    return [] if len(lines) == len(set(lines)) else ["%d lines twice" % (len(lines) - len(set(lines)))]


add("check_general_null", lambda files: sorted((NULLS | LEGACY) & {
    value for rows in (files.rows, files.meta) for row in rows for value in row.values()}))
add("check_ind_invalid_entry", lambda files: [
    (name, value) for name in files.indicators for value in files.values(name)
    if not re.fullmatch(r"-?\d+(\.\d+)?|z|x|c|low|u|k", value)])

add("check_harmonised_variables", lambda files: [
    name for name in [*files.all_filters(), *files.indicators]
    if any(word in name.lower() for word in HARMONISED) and name not in set().union(*HARMONISED.values())])
add("check_harmonised_eth_vals", lambda files: [name for name in files.columns if name in ETHNICITY])
add("check_harmonised_eth_char_grp", lambda files: [
    value for value in files.values("characteristic_group") if re.search("(?i)ethnic", value)])
add("check_harmonised_eth_char_vals", lambda files: files.values("characteristic")
    if any(re.search("(?i)ethnic", value) for value in files.values("characteristic_group")) else [])

add("check_api_char_col_name", lambda files: [name for name in files.columns if len(name) > NAME_MAX])
add("check_api_char_col_label", lambda files: [row["label"] for row in files.meta if len(row["label"]) > LABEL_MAX])
add("check_api_char_loc_code", lambda files: [
    value for columns in LEVELS.values() for value in files.values(columns[0]) if len(value) > CODE_MAX])
add("check_api_char_filter_items", lambda files: [
    value for name in [*files.all_filters(), *(columns[1] for columns in LEVELS.values() if len(columns) > 1)]
    for value in files.values(name) if len(value) > ITEM_MAX])


def screen(name, data, meta_name, meta):
    """{check: what it found}. Without the columns that every file must have, the later checks are not made."""
    files, found = Files(name, data, meta_name, meta), {}
    for title, function in CHECKS.items():
        if "precheck_col_req_data" in found or "precheck_col_req_meta" in found:
            break
        wrong = function(files)
        if wrong:
            found[title] = wrong
    return found
