"""The truth: what DfE published about London's boroughs, made into returns, checked, submitted by
33 collectors to an aggregator, comes out of the reporter as DfE published it.

Every cell of every file in data/published that is about a borough or London is compared. What is
expected is worked out a second time in published.py; so a cell is wrong when the reporter differs
from that oracle, and an exception when the oracle differs from DfE. EXCEPTIONS names all of those,
with the reason and the value that is printed instead: one that is missing, and one that is not
needed, fails.
"""
import bisect
import collections
import concurrent.futures
import fractions
import pathlib
import shutil
import tempfile
import unittest
from decimal import Decimal

import quarterday
from published import (AREAS, BY, LONDON, LONDON_CODE, NOTHING, PERIODS, appeals, cells_of,
                       expected, figure, rounded, rows_by_group,
                       SUB_TOTALS)

WORKERS = 2  # boroughs that submit side by side

# --- the exceptions -------------------------------------------------------------------------------
class Deviation:
    """Cells of one of FILES, in some of DfE's time periods, that our tables do not repeat.
    `printed` gives the value that is printed instead for each (area, DfE's column); where they are
    many, `cells` gives their number for each column, and the oracle the values."""

    def __init__(self, reason, file, periods, printed, cells):
        self.reason, self.file, self.periods = reason, file, periods
        self.printed, self.cells = printed, cells



def in_london(reason, file, period, **printed):
    return Deviation(reason, file, (period,),
                     {(LONDON, column): value for column, value in printed.items()}, None)


HACKNEY_2023 = "London holds Hackney, whose own row is x: what is printed is 32 boroughs"
HACKNEY_2024 = ("London's settings hold plans of Hackney, whose own row is x in every setting: "
                "what is printed is 32 boroughs")

EXCEPTIONS = (
    in_london("London's denominators hold the 695 plans of Tower Hamlets, whose own row is x; its "
              "numerators do not hold those in time, and Havering, which is x too, is in neither: "
              "what is printed is 31 boroughs", "timeliness", "2022",
              plans_issued_den="9619", plans_issued_den_ex="8860",
              pc_plans_issued_within_20_weeks="55.7", pc_plans_issued_20_weeks_ex="58.9"),
    in_london(HACKNEY_2023, "timeliness", "2023",
              plans_issued_den="12182", plans_issued_den_ex="11197",
              plans_issued_within_20_weeks="8288", pc_plans_issued_within_20_weeks="68.0",
              plans_issued_20_weeks_ex="7884", pc_plans_issued_20_weeks_ex="70.4",
              plans_issued_gt20weeks_ltyear="3470", pc_plans_issued_gt20weeks_ltyear="28.5",
              plans_issued_gt20weeks_ltyear_ex="2927", pc_plans_issued_gt20weeks_ltyear_ex="26.1",
              plans_issued_gt_1_year="422", plans_issued_gt_1_year_ex="384"),
    in_london(HACKNEY_2023, "requests", "2023",
              requests_received_in_year="18891", requests_decided_to_assess="12808",
              requests_decided_not_to_assess="4722", request_outcome_six_weeks="15815",
              request_outcome_over_6_weeks="2501", mediation_related_request="694",
              tribunal_related_request="470", tribunal_after_mediation_request="99",
              request_not_assess_pc="25.0", request_outstanding_pc="6.6",
              request_outcome_six_weeks_pc="86.3", request_outcome_over_6_weeks_pc="13.7"),
    in_london(HACKNEY_2023, "assessments", "2023",
              assess_in_year="13292", assess_issued="12729", assess_issued_pc="95.8",
              assess_not_issued_pc="3.4"),
    in_london(HACKNEY_2024, "caseload", "202324",
              mainstream_la_maintained="19995", mainstream_academy="15941",
              mainstream_free_school="2158", mainstream_independent="1464",
              mainstream_total="44800", special_la_maintained="12391", special_academy_free="8737",
              special_independent="3705", special_non_maintained="565", special_total="25398",
              ap_pru_free_school="97", ap_pru_total="670", general_fe_tertiary_colleges="10739",
              fe_total="12762", other_arrangements_la="1435", ed_elsewhere="5232",
              placement_unknown="571", placement_unknown_pc="0.6"),
    Deviation("the sub-total leaves out other_placement_settings, which the total of all plans "
              "includes; ed_elsewhere_to_2023 repeats it", "caseload",
              ("201819", "201920", "202021", "202122", "202223"), {},
              {"ed_elsewhere": 71, "ed_elsewhere_pc": 68}),
    Deviation("x, although numerator and denominator are there", "requests",
              ("2019", "2020", "2021", "2022"), {}, {"request_not_assess_pc": 136}),
    Deviation("not what the two counts beside it give: 624 of 659, and 579 of 686", "requests",
              ("2023",), {("Haringey", "request_outcome_six_weeks_pc"): "94.7",
                          ("Hillingdon", "request_outcome_six_weeks_pc"): "84.4"}, None),
    Deviation("0, although the count is x", "assessments", ("2022",), {},
              {"assess_not_made_pc": 34}),
)


def deviation_of(cell):
    """The exception that names a cell; None if there is none."""
    for deviation in EXCEPTIONS:
        named = {*deviation.printed, *(deviation.cells or {})}
        if (deviation.file == cell.file and cell.period in deviation.periods and
                named & {cell.column, (cell.area, cell.column)}):
            return deviation
    return None

# --- the whole way --------------------------------------------------------------------------------
class Published(unittest.TestCase):
    """693 returns of 33 boroughs, made, checked and submitted once; then the tables."""

    @classmethod
    def setUpClass(cls):
        directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-published-"))
        cls.addClassCleanup(shutil.rmtree, directory, ignore_errors=True)
        cls.returns = directory / "returns"
        quarterday.run(quarterday.SOURCE / "script/returns-from-published", cls.returns).expect()
        cls.region = quarterday.Region(directory / "region")
        cls.addClassCleanup(cls.region.close)
        cls.region.start()
        cls.checks, cls.submissions = {}, {}
        with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(cls.submit_borough, AREAS))
        cls.tables = {(table, period): cls.region.report_csv(table, period, *BY[table])
                      for table, periods in PERIODS.items() for period in periods}

    @classmethod
    def submit_borough(cls, area):
        """One borough's returns, one after the other."""
        borough = cls.region.borough(area["old_la_code"])
        folders = sorted((cls.returns / area["la_name"].lower().replace(" ", "-")).iterdir())
        for folder in folders:
            cls.checks[folder] = borough.check(folder, "--json")
            cls.submissions[folder] = borough.submit(folder)
            cls.submissions[folder].expect()  # or the others would each wait for their time-out

    def printed(self, cell):
        """The reporter's row for a cell."""
        key = (cell.code, cell.meaning.measure, *cell.meaning.slice)
        return self.tables[cell.table, cell.table_period][key]

    def compare(self, key):
        """Each cell of a file: the reporter against the oracle, and the oracle against DfE but for
        the exceptions, which must be exactly those that are listed."""
        wrong, needed, compared = [], collections.Counter(), 0
        for cell in cells_of(key):
            want, row = expected(cell.rows, cell.meaning), self.printed(cell)
            name = "%s, %s, %s, %s" % (cell.file, cell.period, cell.area, cell.column)
            compared += 1
            if (row["value"] == "") != (row["status"] != ""):
                wrong.append("%s: neither a value nor a status, or both: %s" % (name, row))
            if figure(row["value"]) != want.value:
                wrong.append("%s: %s is printed, %s is right" % (name, row["value"], want.value))
            if (row["n"], row["of"]) != (str(want.covered), str(len(cell.rows))):
                wrong.append("%s: covers %s of %s, not %d of %d" % (
                    name, row["n"], row["of"], want.covered, len(cell.rows)))
            if want.covered and figure(row["numerator"]) != want.numerator:
                wrong.append("%s: numerator %s, not %s" % (name, row["numerator"], want.numerator))
            if want.covered and cell.meaning.denominator and (
                    figure(row["denominator"]) != want.denominator):
                wrong.append("%s: denominator %s, not %s" % (
                    name, row["denominator"], want.denominator))
            if cell.published is NOTHING or cell.published == want.value:
                continue
            deviation = deviation_of(cell)
            if deviation is None:
                wrong.append("%s: DfE says %s, we say %s" % (name, cell.published, want.value))
                continue
            at = (cell.area, cell.column) if deviation.cells is None else cell.column
            needed[deviation, at] += 1
            if deviation.cells is None and Decimal(deviation.printed[at]) != want.value:
                wrong.append("%s: the exception says %s, we say %s" % (
                    name, deviation.printed[at], want.value))
        for deviation in (each for each in EXCEPTIONS if each.file == key):
            for at, times in (deviation.cells or dict.fromkeys(deviation.printed, 1)).items():
                if needed[deviation, at] != times:
                    wrong.append("the exception for %s in %s (%s) is needed %d times, not %d" % (
                        at, ", ".join(deviation.periods), deviation.reason,
                        needed[deviation, at], times))
        self.assertGreater(compared, 0)
        self.assertFalse(wrong, "%d of %d cells:\n%s" % (
            len(wrong), compared, "\n".join(wrong[:40])))

    # --- the way ---

    def test_all_693_returns_are_taken(self):
        self.assertEqual(693, len(self.submissions))
        for folder, done in {**self.checks, **self.submissions}.items():
            with self.subTest(folder=folder.relative_to(self.returns)):
                done.expect()

    def test_nothing_is_left_asking(self):
        for folder, done in self.checks.items():
            left = [each for each in done.json()["findings"] if not each["explained"]]
            self.assertEqual([], [each for each in left if each["class"] == "asks"], folder)

    def test_a_borough_whose_settings_are_x_is_told_which_sub_totals_are_lost(self):
        folder = self.returns / "hackney" / "2023-24-q4"
        said = [each for each in self.checks[folder].json()["findings"] if each["rule"] == "QD-P12"]
        self.assertEqual(["informs"], [each["class"] for each in said])
        self.assertIn("3525 of the total's plans", said[0]["what"])
        for sub_total in SUB_TOTALS:
            self.assertIn(sub_total, said[0]["what"])

    def test_every_borough_stands_in_the_submissions_of_every_period(self):
        for periods in PERIODS.values():
            for period in periods:
                rows = self.region.report_csv("submissions", period)
                with self.subTest(period=period):
                    self.assertEqual("33", rows[LONDON_CODE, "returned_count"]["value"])

    # --- the truth ---

    def test_promise_f_timeliness_is_as_published(self):
        self.compare("timeliness")

    def test_promise_f_requests_are_as_published(self):
        self.compare("requests")

    def test_promise_f_assessments_are_as_published(self):
        self.compare("assessments")

    def test_promise_f_settings_and_sub_totals_are_as_published(self):
        self.compare("caseload")

    def test_promise_f_needs_and_settings_by_need_are_as_published(self):
        self.compare("needs")

    def test_promise_f_transport_is_as_published(self):
        self.compare("transport")

    def row(self, table, period, measure, *where, code=LONDON_CODE):
        return self.tables[table, period][(code, measure, *where)]

    def value(self, table, period, measure, *where, code=LONDON_CODE):
        return self.row(table, period, measure, *where, code=code)["value"]

    def status(self, table, period, measure, *where, code=LONDON_CODE):
        row = self.row(table, period, measure, *where, code=code)
        self.assertEqual(row["value"] == "", row["status"] != "", row)
        return row["status"]

    def covered(self, table, period, measure, *where):
        row = self.row(table, period, measure, *where)
        return "%s/%s" % (row["n"], row["of"])

    def test_london_2024_plans_in_time(self):
        for measure, percentage in (("plans_issued_within_20_weeks_percent", "64.7"),
                                    ("plans_issued_within_20_weeks_ex_percent", "66.9")):
            self.assertEqual(percentage, self.value("timeliness", "2024", measure))
            self.assertEqual("33/33", self.covered("timeliness", "2024", measure))

    def test_london_2024_plans_in_no_band_and_plans_that_are_late(self):
        """Of DfE's own counts: plans issued less those in time, and less those in a band."""
        boroughs, london = rows_by_group("timeliness_20_week_london_headline.csv")[
            "2024", "All EHC plans issued"]
        for ours, theirs, in_time in (("", "", "within_20_weeks"), ("_ex", "_ex", "20_weeks_ex")):
            issued = int(london["plans_issued_den" + theirs])
            late = issued - int(london["plans_issued_" + in_time])
            undated = late - sum(int(london["plans_issued_%s%s" % (band, theirs)])
                                 for band in ("gt20weeks_ltyear", "gt_1_year"))
            self.assertEqual(str(late), self.value(
                "timeliness", "2024", "plans_issued_over_20_weeks%s_count" % ours))
            self.assertEqual(str(undated), self.value(
                "timeliness", "2024", "plans_issued_in_no_band%s_count" % ours))
        self.assertEqual("35.3", self.value("timeliness", "2024",
                                            "plans_issued_over_20_weeks_percent"))

    def test_promise_f_london_2022_is_31_boroughs_above_and_below(self):
        for measure, percentage in (("plans_issued_within_20_weeks_percent", "55.7"),
                                    ("plans_issued_within_20_weeks_ex_percent", "58.9")):
            self.assertEqual(percentage, self.value("timeliness", "2022", measure))
            self.assertEqual("31/33", self.covered("timeliness", "2022", measure))

    def test_london_2022_of_dfe_holds_695_plans_more_and_they_are_tower_hamlets(self):
        """As DfE's edition of 2023 printed them; with Havering's it would be more."""
        groups = rows_by_group("timeliness_20_week_london_headline.csv")
        boroughs, london = groups["2022", "All EHC plans issued"]
        missing = {row["la_name"] for row in boroughs.values() if row["plans_issued_den"] == "x"}
        self.assertEqual({"Tower Hamlets", "Havering"}, missing)
        for column, ours in (("plans_issued_den", "plans_issued_count"),
                             ("plans_issued_den_ex", "plans_issued_ex_count")):
            self.assertEqual(695, int(london[column]) - int(self.value("timeliness", "2022", ours)))

    def test_promise_f_a_borough_without_settings_keeps_its_total(self):
        january = "placements", "2023-24 Q4"
        hackney, special = "E09000012", ("plans_count", "setting=special_total")
        self.assertEqual("3525", self.value(*january, "plans_count", code=hackney))
        self.assertEqual("not available",
                         self.status(*january, "plans_count", "setting=special_independent",
                                     code=hackney))
        self.assertEqual("not available", self.status(*january, *special, code=hackney))
        self.assertEqual("93539", self.value(*january, "plans_count"))
        self.assertEqual("33/33", self.covered(*january, "plans_count"))
        self.assertEqual("32/33", self.covered(*january, *special))

    def test_london_january_2025_plans(self):
        self.assertEqual("99116", self.value("placements", "2024-25 Q4", "plans_count"))
        self.assertEqual("33/33", self.covered("placements", "2024-25 Q4", "plans_count"))

    def test_promise_f_down_syndrome_is_x_where_dfe_counts_it_within_other(self):
        january = "placements", "2024-25 Q4"
        for area in AREAS:
            code = area["new_la_code"]
            for where in ("need=ds", "need=oth"):
                for measure in ("plans_count", "plans_percent"):
                    self.assertEqual("not available",
                                     self.status(*january, measure, where, code=code))
            self.assertNotEqual("", self.value(*january, "plans_count", "need=oth_with_ds",
                                               code=code))
        self.assertEqual("not available", self.status(*january, "plans_count", "need=ds"))
        self.assertEqual("0/33", self.covered(*january, "plans_count", "need=ds"))
        self.assertEqual("33/33", self.covered(*january, "plans_count", "need=oth_with_ds"))

    def test_london_transport(self):
        line = "line=line_2_1_4"
        for year, pounds, each in (("2023-24", "216231105", "2311.67"),
                                   ("2024-25", "237566924", "2396.86")):
            self.assertEqual(Decimal(pounds),
                             Decimal(self.value("transport", year, "gross_expenditure", line)))
            per_plan = "transport", year, "gross_expenditure_per_plan", line
            self.assertEqual(each, self.value(*per_plan))
            self.assertEqual("33/33", self.covered(*per_plan))

    def test_promise_f_appeals_are_as_published_by_each_definition_apart(self):
        compared = 0
        for (definition, year), boroughs in appeals().items():
            where = "definition=" + definition
            for area in AREAS:
                published = boroughs[area["old_la_code"]]
                for measure, figure_ in zip(("appeals_registered_count",
                                             "appealable_decisions_count"), published):
                    row = self.row("disputes", year, measure, where, code=area["new_la_code"])
                    self.assertEqual(("", "not available") if figure_ is None else
                                     (str(figure_), ""), (row["value"], row["status"]),
                                     (area["la_name"], year, measure, where))
                    compared += 1
            both = [pair for pair in boroughs.values() if None not in pair]
            rate = "disputes", year, "appeals_registered_percent", where
            self.assertEqual(rounded(Decimal(100 * sum(pair[0] for pair in both)) /
                                     sum(pair[1] for pair in both), 1),
                             Decimal(self.value(*rate)))
            self.assertEqual("%d/33" % len(both), self.covered(*rate))
        self.assertEqual(13 * 33 * 2, compared)

    def test_newhams_appeals_of_2024_stand_by_both_definitions_and_are_never_added_up(self):
        rows = {key[2]: row["value"] for key, row in self.tables["disputes", "2024"].items()
                if key[:2] == ("E09000025", "appealable_decisions_count")}
        self.assertEqual({"definition=until_2024": "1421", "definition=since_2025": "386"}, rows)
        newham = ("disputes", "2024", "appeals_registered_percent")
        self.assertEqual("17.6", self.value(*newham, "definition=since_2025", code="E09000025"))
        self.assertEqual("4.8", self.value(*newham, "definition=until_2024", code="E09000025"))

    # --- the tables as the panel reads them ---

    def text_rows(self, table, period, area, *arguments):
        """The figures of an area, in every part of the table for a terminal."""
        lines = self.region.report(table, period, *arguments).expect().out.splitlines()
        self.assertEqual([], [line for line in lines if len(line) > 100])
        return [line[len(area):].split() for line in lines if line.startswith(area + "  ")]

    def test_promise_f_the_text_of_timeliness_has_every_part(self):
        """What was answered in time stands beside what nobody has answered; u marks undated plans, of
        which City of London has one and London's bands lack some."""
        self.assertEqual([["66.9", "8,390", "12,544", "33/33", "64.7", "8,859", "13,697", "33/33",
                           "u"],
                          ["84.5", "17,671", "20,917", "33/33", "8.9", "1,919", "21,583", "33/33"]],
                         self.text_rows("timeliness", "2024", "London"))
        self.assertEqual([["96.6", "172", "178", "5", "96.1", "174", "181", "5"],
                          ["100.0", "238", "238", "1", "4.1", "10", "246", "26"]],
                         self.text_rows("timeliness", "2024", "Camden"))
        # What the borough said of a figure is marked.
        self.assertEqual([["0/0", "0", "0", "*", "80.0", "4", "5", "14", "*u"],
                          ["100.0", "6", "6", "1", "0.0", "0", "5", "31"]],
                         self.text_rows("timeliness", "2024", "City of London"))

    def test_promise_f_the_text_of_placements_has_every_part(self):
        january = "placements", "2024-25 Q4"
        self.assertEqual([["99,116", "33/33", "50.9", "50,450", "99,116", "33/33",
                           "27.6", "27,324", "99,116", "33/33"],
                          ["4.8", "4,804", "99,116", "33/33"]],
                         self.text_rows(*january, "London"))
        self.assertEqual([["5,232", "1", "39.1", "2,045", "5,232", "33",
                           "35.8", "1,872", "5,232", "2"], ["8.0", "416", "5,232", "4"]],
                         self.text_rows(*january, "Croydon"))
        self.assertEqual([["33,907", "14/14", "53.4", "18,097", "33,907", "14/14",
                           "25.1", "8,521", "33,907", "14/14"],
                          ["4.3", "1,460", "33,907", "14/14"]],
                         self.text_rows(*january, "Inner London"))

    def test_promise_f_the_text_of_transport_has_every_part(self):
        """DfE's file has line 2.1.4 alone: spending of all ages needs 2.1.6 and 2.1.7 too."""
        self.assertEqual([["237,566,924", "33/33", "x", "0/33", "x", "x", "x", "0/33"]],
                         self.text_rows("transport", "2024-25", "London"))
        self.assertEqual([["18,940,141", "1", "*", "x", "*", "x", "x", "5,232", "*"]],
                         self.text_rows("transport", "2024-25", "Croydon"))
        one = "--measure", "gross_expenditure_per_plan", "--where", "line=line_2_1_4"
        self.assertEqual([["2,396.86", "237,566,924", "99,116", "33/33"]],
                         self.text_rows("transport", "2024-25", "London", *one))
        self.assertEqual([["3,620.06", "18,940,141", "5,232", "2", "*"]],
                         self.text_rows("transport", "2024-25", "Croydon", *one))

    def test_promise_f_a_borough_without_a_figure_has_no_rank(self):
        one = "--measure", "plans_count", "--where", "setting=special_independent"
        self.assertEqual([["x"]],
                         self.text_rows("placements", "2023-24 Q4", "Hackney", *one))
        self.assertEqual([["3,705", "32/33"]],
                         self.text_rows("placements", "2023-24 Q4", "London", *one))

    def test_every_rank_is_1_and_how_many_are_before_it(self):
        """Of all measures of all tables: worked out from the printed numerators and denominators."""
        for (table, period), rows in self.tables.items():
            by_column = collections.defaultdict(list)
            for (code, *column), row in rows.items():
                if row["geographic_level"] == "Local authority":
                    by_column[tuple(column)].append(row)
                else:
                    self.assertEqual("", row["rank"], (table, period, code, column))
            for column, boroughs in by_column.items():
                self.assertEqual(ranks_of(boroughs), [row["rank"] for row in boroughs],
                                 (table, period, column))


def exact(text):
    """A count, or pounds with pence."""
    return int(text) if text.isdigit() else fractions.Fraction(text)


def ranks_of(rows):
    """What the rank of each row must be: the better ones before it, and one."""
    if rows[0]["ranked_from"] == "":
        return [""] * len(rows)
    sign = {"highest": 1, "lowest": -1}[rows[0]["ranked_from"]]
    worst_first = [None if row["value"] == "" else
                   sign * exact(row["numerator"]) if row["denominator"] == "" else
                   fractions.Fraction(sign * exact(row["numerator"]), int(row["denominator"]))
                   for row in rows]
    known = sorted(value for value in worst_first if value is not None)
    return ["" if own is None else str(1 + len(known) - bisect.bisect_right(known, own))
            for own in worst_first]


if __name__ == "__main__":
    unittest.main()
