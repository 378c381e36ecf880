"""A table as DfE's open data: its screener has nothing to say, and each figure is the table's."""
import csv
import io
import unittest

import ees_screener
import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE

JANUARY = "2024-25 Q4"
GOOD = """\
time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,\
new_la_code,old_la_code,la_name,sen_primary_need,plans_count
202425,Financial year Q4,Local authority,E92000001,England,E12000007,London,E09000007,202,Camden,Total,12
202425,Financial year Q4,Local authority,E92000001,England,E12000007,London,E09000007,202,Camden,Other,x
202425,Financial year Q4,Regional,E92000001,England,E12000007,London,,,,Total,12
"""
GOOD_META = """\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
sen_primary_need,Filter,Primary need,,,,,
plans_count,Indicator,EHC plans,Plans,,0,,
"""
# Each check of the screener with changes that it must find: in the data, the metadata ("meta"), or a file's name.
NAMED = ("plans.csv", "plans.meta.csv")
GROUP = [("data", "sen_primary_need,plans_count", "sen_primary_need,need_group,plans_count"), ("data", "Total,12", "Total,Total,12"),
         ("data", "Other,x", "Other,Other needs,x"), ("meta", "Primary need,,,,,", "Primary need,,,,,need_group"),
         ("meta", "plans_count", "need_group,Filter,Group of need,,,,,\nplans_count")]


def level(name, cells):
    """Changes that make the last line one of another level of place, with columns of its own."""
    columns = [column for column in ees_screener.LEVELS[name] if column not in ees_screener.LEVELS["National"]]
    head = ("data", "la_name,", "la_name," + "".join(column + "," for column in columns))
    return [head, ("data", "Camden,", "Camden," + "," * len(columns)), ("data", "Regional", name),
            ("data", "London,,,,Total", "London,,,," + "".join(cell + "," for cell in cells) + "Total")]


BAD = {
    "check_filename_spaces": [("name", "plans", "plans of 2025")],
    "check_filename_special": [("name", "plans", "plans+")],
    "check_filenames_match": [("meta_name", "plans", "plan")],
    "precheck_col_req_meta": [("meta", ",filter_hint", ",hint")],
    "precheck_col_invalid_meta": [("meta", "filter_grouping_column", "filter_grouping_column,other")],
    "precheck_col_req_data": [("data", "geographic_level", "level")],
    "precheck_col_to_rows": [("meta", "plans_count,", "".join(
        "a%d,Indicator,A%d,,,0,,\n" % (each, each) for each in range(6)) + "plans_count,")],
    "precheck_cross_meta_to_data": [("meta", "plans_count", "plans_total")],
    "precheck_cross_data_to_meta": [("meta", "sen_primary_need,Filter,Primary need,,,,,\n", "")],
    "check_col_names_spaces": [("data", "plans_count", "plans count")],
    "check_col_snake_case": [("data", "plans_count", "plansCount")],
    "check_col_var_start": [("data", "plans_count", "_plans_count")],
    "check_col_ind_smushed": [("meta", "plans_count", "female_count")],
    "check_col_var_characteristic": [("meta", "sen_primary_need", "characteristic")],
    "precheck_meta_col_type": [("meta", ",Filter,", ",filter,")],
    "precheck_meta_ob_unit": [("meta", "sen_primary_need", "la_name")],
    "precheck_meta_col_name": [("meta", "sen_primary_need,", ",")],
    "check_meta_dupe_label": [("meta", "EHC plans", "Primary need")],
    "check_meta_fil_grp": [("meta", "Plans,,0,,", "Plans,,0,,sen_primary_need")],
    "check_meta_fil_grp_dupe": GROUP + [("meta", "Group of need,,,,,", "Group of need,,,,,need_group")],
    "check_meta_fil_grp_is_fil": GROUP[:4],
    "check_meta_fil_grp_match": [("meta", "Primary need,,,,,", "Primary need,,,,,need_group")],
    "check_meta_fil_grp_stripped": GROUP + [("data", "Other needs", "To-tal")],
    "check_meta_label": [("meta", "EHC plans", "")],
    "check_meta_filter_hint": [("meta", "Plans,,0,,", "Plans,,0,hint,")],
    "check_meta_geog_catch": [("meta", "sen_primary_need", "school_number")],
    "check_meta_indicator_dp": [("meta", "Primary need,,,", "Primary need,,,0")],
    "check_meta_col_name_spaces": [("meta", "plans_count", "plans count")],
    "check_meta_col_name_dupe": [("meta", "plans_count", "sen_primary_need")],
    "check_meta_ind_dp_set": [("meta", "Plans,,0", "Plans,,")],
    "check_meta_ind_dp_values": [("meta", "Plans,,0", "Plans,,-1")],
    "check_meta_ind_unit": [("meta", "Primary need,,,", "Primary need,,%,")],
    "check_meta_ind_unit_validation": [("meta", "Plans,,0", "Plans,GBP,0")],
    "check_meta_indicator_grouping": [("meta", "Primary need,,", "Primary need,Needs,")],
    "precheck_time_period_num": [("data", "202425,", "2024-25,")],
    "precheck_time_id_valid": [("data", "Financial year Q4", "Quarter 4")],
    "precheck_time_id_mix": [("data", "Financial year Q4,Regional", "Financial year,Regional")],
    "precheck_filter_not_singular": [("data", "Other,x", "Total,x")],
    "precheck_geog_level": [("data", "Regional", "Sub-region")],
    "precheck_geog_level_present": [("data", "Regional", "Ward")],
    "check_time_period": [("data", "202425,", "2024,")],
    "check_time_period_six": [("data", "202425,", "202426,")],
    "check_filter_defaults": [("data", ",Total,", ",All needs,")],
    "check_filter_group_level": GROUP + [("data", "London,,,,Total,Total", "London,,,,Total,All")],
    "check_filter_item_limit": [("data", "202,Camden,Other,x", "202,Camden,Other,x" + "".join(
        "\n202425,Financial year Q4,Local authority,E92000001,England,E12000007,London,E09000007,202,Camden,need %d,x"
        % number for number in range(ees_screener.ITEMS_MAX)))],
    "check_filter_whitespace": [("data", ",Other,", ", Other,")],
    "check_filter_ob_total": [("data", "E12000007,London,,", "E12000007,Total,,")],
    "check_filter_blanks": [("data", ",Other,", ",,")],
    "check_geog_country_combos": [("data", "England", "Wales")],
    "check_geog_region_combos": [("data", "E12000007,London,,", "E12000008,London,,")],
    "check_geog_ward_combos": level("Ward", ("E05013652", "Belsize")),
    "check_geog_pcon_combos": level("Parliamentary constituency", ("E14001000", "Camden")),
    "check_geog_lad_combos": level("Local authority district", ("E09000007", "Camden")),
    "check_geog_lep_combos": level("Local enterprise partnership", ("E37000001", "London")),
    "check_geog_lsip_combos": level("Local skills improvement plan area", ("E69000001", "London")),
    "check_geog_eda_combos": level("English devolved area", ("E61000001", "London")),
    "check_geog_la_combos": [("data", "202,Camden", "202,London Borough of Camden")],
    "check_geog_level_completed": [("data", "E09000007,202,Camden,Other", "E09000007,202,,Other")],
    "check_geog_ignored_rows": level("Institution", ("1", "A college")),
    "check_geog_other_dupes": level("MAT", ("1", "A trust")) + [
        ("data", "1,A trust,Total,12\n", "1,A trust,Total,12\n202425,Financial year Q4,MAT,E92000001,England,E12000007,"
                 "London,,,,2,A trust,Other,12\n")],
    "check_geog_la_col_present": [("data", "old_la_code,", "other_code,")],
    "check_geog_region_col_present": [("data", "region_code,", "other_code,")],
    "check_geog_region_for_la": [("data", "E12000007,London,E09000007", ",,E09000007")],
    "check_geog_region_for_lad": level("Local authority district", ("E09000007", "Camden")) + [
        ("data", "E12000007,London,,,,E", ",,,,,E")],
    "check_geog_na": [("data", "E12000007,London,,", "x,London,,")],
    "check_geog_na_code": [("data", "E12000007,London,,", "E12000007,Not available,,")],
    "check_geog_other_code_dupes": level("MAT", ("1", "A trust")) + [
        ("data", "1,A trust,Total,12\n", "1,A trust,Total,12\n202425,Financial year Q4,MAT,E92000001,England,E12000007,"
                 "London,,,,1,Another,Other,12\n")],
    "check_geog_overcompleted_cols": [("data", "London,,,,Total", "London,,0,,Total")],
    "check_general_dupes": [("data", "Camden,Other,x", "Camden,Total,x")],
    "check_general_null": [("data", "Other,x", "Other,NA")],
    "check_ind_invalid_entry": [("data", "Other,x", "Other,")],
    "check_harmonised_variables": [("meta", "sen_primary_need", "primary_need")],
    "check_harmonised_eth_vals": [("data", "sen_primary_need", "ethnicity_major")],
    "check_harmonised_eth_char_grp": [("data", "sen_primary_need", "characteristic_group"), ("data", "Other,x", "Ethnicity,x")],
    "check_harmonised_eth_char_vals": [("data", "la_name,sen_primary_need", "la_name,characteristic_group,characteristic"),
                                       ("data", "Camden,", "Camden,Ethnicity,"), ("data", "London,,,,", "London,,,,Total,")],
    "check_api_char_col_name": [("data", "plans_count", "plans_" + "x" * 50)],
    "check_api_char_col_label": [("meta", "EHC plans", "EHC plans " + "x" * 100)],
    "check_api_char_loc_code": [("data", "E09000007", "E" + "0" * 40)],
    "check_api_char_filter_items": [("data", ",Other,", ",Other" + "x" * 120 + ",")],
}


class Screener(unittest.TestCase):
    """The checks find what they look for."""

    def screen(self, changes=()):
        files = {"name": NAMED[0], "data": GOOD, "meta_name": NAMED[1], "meta": GOOD_META}
        for file, old, new in changes:
            self.assertIn(old, files[file])
            files[file] = files[file].replace(old, new)
        return ees_screener.screen(files["name"], files["data"], files["meta_name"], files["meta"])

    def test_nothing_is_wrong_with_good_files(self):
        self.assertEqual({}, self.screen())
        self.assertEqual({}, self.screen(GROUP))

    def test_each_fault_is_found(self):
        self.assertEqual([*ees_screener.CHECKS], [*BAD])
        for check, changes in BAD.items():
            with self.subTest(check):
                self.assertIn(check, self.screen(changes))


class Ees(unittest.TestCase):
    """Camden and Barnet: plans by setting and need, and how long they took."""

    @classmethod
    def setUpClass(cls):
        cls.test = quarterday.FlowTest()
        cls.test.setUp()
        cls.addClassCleanup(cls.test.doCleanups)
        cls.region = cls.test.region()
        for code, plans in (("202", 12), ("302", 20)):
            borough = cls.region.borough(code)
            rows = [quarterday.placement_row("total", plans),
                    quarterday.placement_row("mainstream_academy", plans - 5, primary_need="hi"),
                    quarterday.placement_row("special_independent", 5, primary_need="asd",
                                             residence="day", phase="primary",
                                             location="in_borough", urn=100049, fee_basis="annual",
                                             weeks_a_year=38, annual_cost="300000")]
            borough.submit(borough.write_return(JANUARY, placements=rows, as_at_date="2025-01-16",
                                                timeliness=quarterday.timeliness_row())).expect(DONE)
            borough.submit(borough.write_return(
                "2024", timeliness=quarterday.timeliness_row())).expect(DONE)

    def setUp(self):
        self.out = self.test.directory / self.id().rpartition(".")[2]
        self.out.mkdir()

    def write(self, name, *arguments, status=DONE, file="plans.csv"):
        return quarterday.run("qd-reporter", "table", name, "--store", self.region.store, *arguments,
                              "--format", "ees", "--out", self.out / file).expect(status)

    def screened(self, file="plans.csv"):
        data = (self.out / file).read_text(encoding="utf-8")
        meta_name = file.replace(".csv", ".meta.csv")
        meta = (self.out / meta_name).read_text(encoding="utf-8")
        self.assertEqual({}, ees_screener.screen(file, data, meta_name, meta))
        return (list(csv.DictReader(io.StringIO(data))),
                {row["col_name"]: row for row in csv.DictReader(io.StringIO(meta))})

    def test_every_table_of_figures_passes_the_screener(self):
        tables = (("timeliness", "2024"), ("timeliness", JANUARY), ("placements", JANUARY),
                  ("timeliness", "2024-25"))
        for name, period in tables:
            with self.subTest(name, period=period):
                self.write(name, "--period", period)
                self.screened()

    def test_each_figure_is_the_tables(self):
        asked = ("--period", JANUARY, "--by", "setting,need", "--areas", "boroughs,london")
        self.write("placements", *asked)
        rows, meta = self.screened()
        table = quarterday.run("qd-reporter", "table", "placements", "--store", self.region.store, *asked,
                               "--format", "csv").expect(DONE)
        figures = {}
        for row in rows:
            for measure in [each for each in row if meta.get(each, {}).get("col_type") == "Indicator"]:
                figures[row["new_la_code"] or row["region_code"], row["setting"],
                        row["sen_primary_need"], measure] = row[measure]
        symbols = {"not returned": "x", "not available": "x", "not applicable": "z",
                   "nothing to divide by": "z", "not collected": "x", "not yet known": "x"}
        expected = list(csv.DictReader(io.StringIO(table.out)))
        self.assertEqual(len(expected), len(figures))
        by_place = {}
        for row in expected:
            is_whole = row["n"] == row["of"] or not row["value"]
            by_place.setdefault((row["area_code"], row["measure"]), []).append(
                (row["value"] or symbols[row["status"]]) if is_whole else "x")
        for (place, _, _, measure), value in figures.items():
            by_place[place, measure].remove(value)
        self.assertEqual([], [each for values in by_place.values() for each in values])
        self.assertEqual("12", figures["E09000007", "Total", "Total", "plans_count"])
        self.assertEqual("5", figures["E09000007", "Special - independent", "Total", "plans_count"])
        self.assertEqual("7", figures["E09000007", "Total", "Hearing impairment", "plans_count"])

    def test_promise_f_a_region_has_no_figure_of_some_of_its_boroughs(self):
        self.write("placements", "--period", JANUARY, "--measure", "plans_count")
        rows, _ = self.screened()
        self.assertEqual({"x"}, {row["plans_count"] for row in rows
                                 if row["geographic_level"] == "Regional"})

    def test_what_where_picks_stands_in_the_labels(self):
        self.write("placements", "--period", JANUARY, "--where", "setting=special_independent", "--by",
                   "need", "--measure", "plans_count")
        _, meta = self.screened()
        self.assertEqual({"sen_primary_need", "plans_count"}, set(meta))
        self.assertRegex(meta["plans_count"]["label"], r"\(Special - independent\)$")

    def test_areas_that_it_has_no_place_for_are_left_out(self):
        self.write("timeliness", "--period", "2024", "--areas", "boroughs,london,nhs-ncl")
        rows, _ = self.screened()
        self.assertEqual({"Local authority", "Regional"}, {row["geographic_level"] for row in rows})

    def test_it_needs_two_files_of_names_that_it_takes(self):
        for words in ((), ("--out", self.out / "Plans.csv"), ("--out", self.out / "plans.txt"),
                      ("--out", self.out / ".csv")):
            with self.subTest(words):
                done = quarterday.run("qd-reporter", "table", "timeliness", "--period", "2024", "--store",
                                      self.region.store, "--format", "ees", *words)
                done.expect(COMMAND_AT_FAULT)
                self.assertIn("--out" if not words else str(words[1]), done.err)
        self.assertEqual([], list(self.out.iterdir()))

    def test_facts_about_returns_are_no_open_data(self):
        done = self.write("submissions", "--period", "2024", "--measure", "revision,received_at",
                          status=COMMAND_AT_FAULT)
        self.assertIn("submissions", done.err)
        self.assertEqual([], list(self.out.iterdir()))


class Out(quarterday.FlowTest):
    """--out: a file is there whole or not at all."""

    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        camden = self.region_.borough("202")
        camden.submit(camden.write_return("2024", timeliness=quarterday.timeliness_row())).expect(DONE)

    def table(self, *arguments):
        return quarterday.run("qd-reporter", "table", "timeliness", "--store", self.region_.store,
                              *arguments)

    def test_it_is_what_stdout_gets(self):
        path = self.directory / "table.csv"
        for how in ("text", "csv", "json"):
            shown = self.table("--period", "2024", "--format", how).expect(DONE).out
            self.table("--period", "2024", "--format", how, "--out", path).expect(DONE)
            self.assertEqual(shown, path.read_text(encoding="utf-8"))
        self.assertEqual(0o644, path.stat().st_mode & 0o777)
        self.assertEqual(["table.csv", "table.csv-metadata.json"],
                         sorted(each.name for each in self.directory.glob("table*")))

    def test_a_sheet_goes_into_a_file_as_a_table_does(self):
        path = self.directory / "sheet.csv"
        for how in ("text", "csv", "json"):
            command = ("qd-reporter", "compare", "timeliness", "--period", "2024", "--store",
                       self.region_.store, "--format", how)
            shown = quarterday.run(*command).expect(DONE).out
            self.assertEqual("", quarterday.run(*command, "--out", path).expect(DONE).out)
            self.assertEqual(shown, path.read_text(encoding="utf-8"))

    def test_open_data_is_for_tables_of_figures(self):
        done = quarterday.run("qd-reporter", "compare", "timeliness", "--period", "2024", "--store",
                              self.region_.store, "--format", "ees", "--out", self.directory / "x.csv")
        self.assertIn("text, csv, json", done.expect(COMMAND_AT_FAULT).err)
        self.assertFalse((self.directory / "x.csv").exists())

    def test_on_an_error_what_was_there_stays(self):
        path = self.directory / "table"
        path.write_text("before")
        self.table("--period", "2023", "--out", path).expect(DATA_AT_FAULT)
        self.assertEqual("before", path.read_text())
        done = self.table("--period", "2024", "--out", self.directory / "nowhere" / "table")
        self.assertNotEqual(DONE, done.status)
        self.assertIn("nowhere/table", done.err)


if __name__ == "__main__":
    unittest.main()
