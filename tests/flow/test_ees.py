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
new_la_code,old_la_code,la_name,primary_need,plans_count
202425,Financial year Q4,Local authority,E92000001,England,E12000007,London,E09000007,202,Camden,Total,12
202425,Financial year Q4,Local authority,E92000001,England,E12000007,London,E09000007,202,Camden,Other,x
202425,Financial year Q4,Regional,E92000001,England,E12000007,London,,,,Total,12
"""
GOOD_META = """\
col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column
primary_need,Filter,Primary need,,,,,
plans_count,Indicator,EHC plans,Plans,,0,,
"""
# Each check with what makes it fail: in the data, or in the metadata.
BAD_DATA = {
    "digits of the period": ("202425,", "2024,"),
    "years that follow": ("202425,", "202426,"),
    "time identifiers": ("Financial year Q4", "Quarter 4"),
    "time identifiers that go together": ("Financial year Q4", "Financial year"),
    "levels": ("Regional", "Sub-region"),
    "columns of a level": (",E09000007,202,Camden", ",,202,Camden"),
    "the country": ("England", "Wales"),
    "regions": ("E12000007,London,,", "E12000008,London,,"),
    "local authorities": ("202,Camden", "202,London Borough of Camden"),
    "nothing of a lower level": ("London,,,,Total", "London,,0,,Total"),
    "two items of a filter": ("Other,x", "Total,x"),
    "Total in a filter": (",Total,", ",All needs,"),
    "no spaces around an item": (",Other,", ", Other,"),
    "a line once": ("Camden,Other,x", "Camden,Total,x"),
    "no blank figure": ("Other,x", "Other,"),
    "figures and symbols": ("Other,x", "Other,n/a"),
    "snake_case": ("plans_count", "Plans_count"),
    "every column has metadata": ("plans_count", "plans"),
    "data columns": ("geographic_level", "level"),
    "lines of one length": ("Other,x", "Other,x,"),
}
BAD_META = {
    "metadata columns": (",filter_hint", ",hint"),
    "types of columns": (",Filter,", ",filter,"),
    "an indicator": (",Indicator,", ",Filter,"),
    "a label once": ("EHC plans", "Primary need"),
    "no blank label": ("EHC plans", ""),
    "units": ("Plans,,0", "Plans,GBP,0"),
    "decimals": ("Plans,,0", "Plans,,"),
    "nothing of an indicator on a filter": ("Primary need,,,", "Primary need,,,0"),
    "nothing of a filter on an indicator": ("Plans,,0,,", "Plans,,0,hint,"),
}


class Screener(unittest.TestCase):
    """The checks find what they look for."""

    def screen(self, data=GOOD, meta=GOOD_META, name="plans.csv", meta_name="plans.meta.csv"):
        return ees_screener.screen(name, data, meta_name, meta)

    def test_nothing_is_wrong_with_good_files(self):
        self.assertEqual([], self.screen())

    def test_each_fault_is_found(self):
        for check, (old, new) in BAD_DATA.items():
            with self.subTest(check):
                everywhere = check not in ("columns of a level", "two items of a filter",
                                           "time identifiers that go together")
                self.assertIn(old, GOOD)
                self.assertIn(check, self.screen(GOOD.replace(old, new, -1 if everywhere else 1)))
        for check, (old, new) in BAD_META.items():
            with self.subTest(check):
                self.assertIn(old, GOOD_META)
                self.assertIn(check, self.screen(meta=GOOD_META.replace(old, new, 1)))
        self.assertEqual(["name of characters that are allowed", "names that match"],
                         self.screen(name="Plans 2025.csv"))


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
        self.assertEqual([], ees_screener.screen(file, data, meta_name, meta))
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
                        row["primary_need"], measure] = row[measure]
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
        self.assertEqual({"primary_need", "plans_count"}, set(meta))
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
