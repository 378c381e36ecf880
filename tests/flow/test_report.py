"""The reporter as the panel and the analysts use it: what is asked for, and nothing else, comes out."""
import csv
import io
import json
import pathlib
import unittest

import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE

CAMDEN, BARNET, LONDON = "E09000007", "E09000003", "E12000007"
# What a borough writes in place of a figure, and what the table says of it: in words, and as a sign.
REASONS = {"mediation_related_request": ("x", "not available", "x"),
           "tribunal_related_request": ("z", "not applicable", "z"),
           "other_mediation": ("not_yet_known", "not yet known", "nyk"),
           "other_tribunal": ("not_collected", "not collected", "nc")}
RATIO = "advice_social_care_within_6_weeks_percent"
QUARTERS = ("2023-24 Q4", "2024-25 Q1", "2024-25 Q2", "2024-25 Q3")
JANUARY = "2024-25 Q4"


class Report(unittest.TestCase):
    """Camden with a year, four quarters and placements; Barnet with three quarters."""

    @classmethod
    def setUpClass(cls):
        cls.test = quarterday.FlowTest()
        cls.test.setUp()
        cls.addClassCleanup(cls.test.doCleanups)
        cls.region = cls.test.region()
        cls.camden, cls.barnet = cls.region.borough("202"), cls.region.borough("302")
        for number, quarter in enumerate(QUARTERS):
            cls.submit(cls.camden, quarter, number)
            if number < 3:
                cls.submit(cls.barnet, quarter, number)
        cls.taken = cls.submit(cls.camden, "2024", 3)["sequence"]
        cls.submit(cls.camden, "2024", 4, name="again")
        rows = [quarterday.placement_row("total", 12),
                quarterday.placement_row("mainstream_academy", 7, primary_need="hi"),
                quarterday.placement_row("special_independent", 5, primary_need="asd", residence="day",
                                         phase="primary", location="in_borough", urn=100049,
                                         fee_basis="annual", weeks_a_year=38, annual_cost="300000")]
        cls.camden.submit(cls.camden.write_return(JANUARY, placements=rows,
                                                  as_at_date="2025-01-16")).expect(DONE)

    @classmethod
    def submit(cls, borough, period, more, name=None):
        """A return with so many more plans issued than others have, all in time."""
        columns = ("plans_issued", "plans_issued_within_20_weeks")
        folder = borough.write_return(period, name=name, timeliness=quarterday.timeliness_row(
            **{column: quarterday.figure(column, more) for column in columns}))
        return borough.submit_json(folder)

    def report(self, *arguments, status=DONE):
        done = quarterday.run("qd-reporter", *arguments)
        done.expect(status)
        return done

    def table(self, *arguments, status=DONE):
        return self.report("table", *arguments, "--store", self.region.store, status=status)

    def rows(self, *arguments):
        done = self.table(*arguments, "--format", "csv")
        return list(csv.DictReader(io.StringIO(done.out)))

    def issued(self, *more):
        """The plans issued of returns with so many more, added up."""
        return str(sum(quarterday.figure("plans_issued", each) for each in more))

    # --- what is asked for ---

    def test_measures_and_areas_are_those_that_are_named(self):
        rows = self.rows("timeliness", "--period", "2024", "--measure",
                         "plans_issued_count,plans_issued_within_20_weeks_percent", "--areas",
                         "London,Camden,nhs-ncl")
        self.assertEqual([(measure, area)
                          for measure in ("plans_issued_count",
                                          "plans_issued_within_20_weeks_percent")
                          for area in (LONDON, CAMDEN, "nhs-ncl")],
                         [(row["measure"], row["area_code"]) for row in rows])

    def test_a_breakdown_has_a_line_for_each_code_and_sub_total(self):
        rows = self.rows("placements", "--period", JANUARY, "--measure", "plans_count", "--by",
                         "setting, need", "--areas", "Camden")
        plans = {(row["setting"], row["need"]): row["value"] for row in rows}
        self.assertEqual("12", plans["total", "total"])
        self.assertEqual("5", plans["inmss", "asd"])
        self.assertEqual("0", plans["neet", "total"])
        self.assertEqual("7", plans["mainstream_total", "hi"])

    def test_where_picks_a_slice_and_its_figure_is_the_same(self):
        picked = self.rows("placements", "--period", JANUARY, "--where", "setting=inmss", "--where",
                           "need=asd", "--areas", "Camden")
        all_of_them = self.rows("placements", "--period", JANUARY, "--by", "need,setting", "--areas",
                                "Camden")
        self.assertEqual(picked, [row for row in all_of_them
                                  if (row["setting"], row["need"]) == ("inmss", "asd")])
        price = next(row for row in picked if row["measure"] == "annual_cost_per_plan")
        self.assertEqual(("60000.00", "300000.00", "5"),
                         (price["value"], price["numerator"], price["denominator"]))

    def test_promise_f_what_the_return_does_not_break_down_is_not_available(self):
        row, = self.rows("placements", "--period", JANUARY, "--measure", "plans_count", "--where",
                         "residence=day", "--areas", "Camden")
        self.assertEqual(("", "not available"), (row["value"], row["status"]))

    def test_promise_f_the_reason_for_a_missing_figure_reaches_the_page(self):
        """Barnet writes each reason, and asked for no advice of social care; Camden has not returned."""
        self.barnet.submit_json(self.barnet.write_return("2021", timeliness=quarterday.timeliness_row(
            advice_social_care="0", advice_social_care_within_6_weeks="0", **{column: words[0] for column, words in REASONS.items()})))
        asked = ["timeliness", "--period", "2021", "--areas", "Barnet,Camden", "--measure", ",".join(
            [column + "_count" for column in REASONS] + [RATIO])]
        words = {column + "_count": words[1] for column, words in REASONS.items()}
        words[RATIO] = "nothing to divide by"
        rows = self.rows(*asked)
        self.assertEqual({""}, {row["value"] for row in rows})
        self.assertEqual(words, {row["measure"]: row["status"] for row in rows if row["area_code"] == BARNET})
        self.assertEqual({"not returned"}, {row["status"] for row in rows if row["area_code"] == CAMDEN})
        cells = self.table(*asked, "--format", "json").json()["cells"]
        self.assertEqual([(row["measure"], row["area_code"], None, row["status"]) for row in rows],
                         [tuple(cell[name] for name in ("measure", "area_code", "value", "status")) for cell in cells])
        text = self.table(*asked).out
        barnet, = (line.split() for line in text.splitlines() if line.startswith("Barnet "))
        self.assertEqual([sign for _, _, sign in REASONS.values()], barnet[1:5])
        self.assertIn("0/0", barnet)
        for sign, meaning in [words[1:][::-1] for words in REASONS.values()] + [
                ("0/0", "nothing to divide by"), ("nr", "not returned")]:
            self.assertIn("\n%-9s%s" % (sign, meaning), text)
        self.assertNotIn("\nlow ", text)

    # --- several periods, and a year from quarters ---

    def test_several_periods_stand_in_one_table(self):
        rows = self.rows("timeliness", "--period", "2023-24 Q4..2024-25 Q1", "--measure",
                         "plans_issued_count", "--areas", "Camden")
        self.assertEqual([("2023-24 Q4", self.issued(0)), ("2024-25 Q1", self.issued(1))],
                         [(row["period"], row["value"]) for row in rows])
        rows = self.rows("timeliness", "--all-periods", "quarters", "--measure",
                         "plans_issued_count", "--areas", "Barnet")
        self.assertEqual([("2023-24 Q4", self.issued(0)), ("2024-25 Q1", self.issued(1)),
                          ("2024-25 Q2", self.issued(2)), ("2024-25 Q3", "")],
                         [(row["period"], row["value"]) for row in rows])

    def test_promise_f_a_year_is_its_return_and_three_quarters_make_none(self):
        rows = {row["area_code"]: row for row in self.rows(
            "timeliness", "--period", "2024", "--measure", "plans_issued_count")}
        camden, barnet, london = rows[CAMDEN], rows[BARNET], rows[LONDON]
        self.assertEqual((self.issued(4), "return", self.issued(0, 1, 2, 3)),
                         (camden["value"], camden["made_from"], camden["numerator_of_quarters"]))
        self.assertEqual(("", "not returned", "quarters"),
                         (barnet["value"], barnet["status"], barnet["made_from"]))
        self.assertEqual((self.issued(4), "1", "both"),
                         (london["value"], london["n"], london["made_from"]))
        text = self.table("timeliness", "--period", "2024").out
        self.assertIn("\nyear ", text)
        self.assertIn("\ndiffers  Camden", text)

    # --- as it stood ---

    def test_promise_g_a_table_is_made_again_as_it_stood(self):
        asked = "timeliness", "--period", "2024", "--measure", "plans_issued_count", "--areas", "Camden"
        now, = self.rows(*asked)
        then, = self.rows(*asked, "--as-of", str(self.taken))
        self.assertEqual((self.issued(4), self.issued(3)), (now["value"], then["value"]))
        done = self.table(*asked, "--as-of", "2020-01-01", status=DATA_AT_FAULT)
        self.assertIn("had returned timeliness on 1 Jan 2020 23:59:59 UTC, for 2024 or any other", done.err)

    # --- lists ---

    def test_periods_lists_what_there_is(self):
        rows = list(csv.DictReader(io.StringIO(self.report(
            "periods", "--store", self.region.store, "--format", "csv").out)))
        found = {(row["period"], row["table"]): (row["returned"], row["made_from_quarters"])
                 for row in rows}
        self.assertEqual(("1", "0"), found["2024", "timeliness"])
        self.assertEqual(("2", "0"), found["2023-24 Q4", "timeliness"])
        self.assertEqual(("0", "1"), found["2024-25", "placements"])
        self.assertIn(JANUARY, self.report("periods", "--store", self.region.store).out)
        listed = self.report("periods", "--store", self.region.store, "--format", "json").json()
        self.assertEqual({row["period"] for row in rows},
                         {period["period"] for period in listed["periods"]})

    def test_indicators_can_be_searched_and_one_is_shown_in_full(self):
        found = self.report("indicators", "tribunal").out
        self.assertIn("assess_tribunal_count", found)
        self.assertNotIn("plans_percent", found)
        shown = self.report("indicators", "plans_percent_of_setting").out
        self.assertIn("= plans / plans of the whole setting", shown)
        self.assertIn("special_total", shown)
        done = self.report("indicators", "zebra", status=DATA_AT_FAULT)
        self.assertIn("nearest", done.err)

    # --- formats ---

    def test_json_says_what_csv_says(self):
        asked = "placements", "--period", JANUARY, "--by", "setting"
        cells = self.table(*asked, "--format", "json").json()["cells"]
        rows = self.rows(*asked)
        self.assertEqual(len(rows), len(cells))
        for row, cell in zip(rows, cells):
            self.assertEqual((row["area_code"], row["measure"], row["setting"], row["status"]),
                             (cell["area_code"], cell["measure"], cell["setting"],
                              cell["status"] or ""))
            for name in ("value", "numerator", "denominator", "n", "of", "rank"):
                self.assertEqual(None if row[name] == "" else float(row[name]), cell[name], row)

    # --- what is wrong with the command ---

    def test_a_word_that_is_not_right_is_refused_with_what_could_stand_there(self):
        placements = "placements", "--period", JANUARY
        for words, hint in (
                (("placements",), "--period 2024-25"),
                ((*placements, "--all-periods", "quarters"), "--all-periods"),
                (("placements", "--period", "2024..2024-25"), '"2024..2024-25"'),
                ((*placements, "--measure", "plans"), "plans_count"),
                ((*placements, "--by", "colour"), "setting, need"),
                ((*placements, "--where", "setting=special"), "special_total"),
                ((*placements, "--where", "setting"), "setting=CODE"),
                ((*placements, "--areas", "Paris"), "boroughs, london, nhs_areas"),
                ((*placements, "--as-of", "yesterday"), "2026-11-23"),
                ((*placements, "--as-of", "2026-11-23 10:00"), '"2026-11-23 10:00"'),
                ((*placements, "--as-of", "1000"), " 1000 "),
                ((*placements, "--by", "setting,need,phase,residence,location"), "20000"),
                ((*placements, "--reference", "/nowhere"), "/nowhere/areas")):
            with self.subTest(words=words):
                done = self.table(*words, status=COMMAND_AT_FAULT)
                self.assertEqual("", done.out)
                self.assertIn(hint, done.err)

    def test_areas_are_read_from_the_folder_that_is_named(self):
        folder = pathlib.Path(self.test.directory) / "reference" / "areas"
        folder.mkdir(parents=True)
        quarterday.write_csv(folder / "london.csv", [
            {"area_code": "pair", "area_name": "Camden & Barnet", "geographic_level": "Pair",
             "new_la_code": code, "la_name": "", "from": "", "to": ""} for code in (CAMDEN, BARNET)])
        rows = self.rows("timeliness", "--period", "2024-25 Q1", "--measure", "plans_issued_count",
                         "--areas", "london", "--reference", folder.parent)
        self.assertEqual([("Camden & Barnet", "Pair", self.issued(1, 1), "2", "2")],
                         [(row["area_name"], row["geographic_level"], row["value"], row["n"],
                           row["of"]) for row in rows])


if __name__ == "__main__":
    unittest.main()
