"""How each figure stands, is compared and has changed, held to a second program (oracle.py) to a relative
1e-9: DfE's years of London's boroughs, and the quarters that are simulated from them.
"""
import concurrent.futures
import csv
import decimal
import fractions
import functools
import io
import math
import pathlib
import shutil
import tempfile
import unittest

import oracle
import quarterday
from oracle import Share
from quarterday import DONE

WORKERS = 2
PERIODS = ("2022-23-q4", "2023", "2024", "2023-24-q4", "2024-25-q1", "2024-25-q2", "2024-25-q3", "2024-25-q4",
           "2025-26-q1", "2023-24", "2024-25")
LEVEL = "Local authority"
Z = "not applicable"
MADE = {}


def setUpModule():
    directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-standing-"))
    unittest.addModuleCleanup(shutil.rmtree, directory)
    source, quarters = directory / "published", directory / "quarters"
    quarterday.run(quarterday.SOURCE / "script" / "returns-from-published", source).expect(DONE)
    quarterday.run("qd-simulate", "quarters", source, quarters).expect(DONE)
    region = quarterday.Region(directory / "region")
    unittest.addModuleCleanup(region.close)
    region.init("--simulated").expect(DONE)
    region.start()

    def submit(borough):
        client = region.borough(borough["old_la_code"])
        for period in PERIODS:
            slug = borough["la_name"].lower().replace(" ", "-")
            folder = quarters / slug / period
            if not folder.is_dir():
                folder = source / slug / period
            client.submit(folder).expect(DONE)

    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(submit, quarterday.boroughs()))
    region.stop()
    MADE["store"] = region.store
    MADE["quarters"] = quarters
    # A number of the journal by which about half of the boroughs had returned everything.
    MADE["halfway"] = len(quarterday.boroughs()) * len(PERIODS) // 2


class Standing(unittest.TestCase):
    read = {}

    def rows(self, command, table, period, *arguments):
        key = command, table, period, arguments
        if key not in self.read:
            done = quarterday.run("qd-reporter", command, table, "--period", period, "--store",
                                  MADE["store"], "--format", "csv", *arguments).expect(DONE)
            self.read[key] = list(csv.DictReader(io.StringIO(done.out)))
        return self.read[key]

    def near(self, expected, text, words):
        self.assertNotEqual("", text, words)
        error = abs(float(text) - expected)
        if error > 1e-9 * abs(expected) and error > 1e-12:
            self.fail("%s: %s is not %.15g" % (words, text, expected))

    def near_shown(self, row, other, difference):
        """Of a median, as near as its value and the other one are shown: each is rounded to a decimal."""
        apart = number(row["value"]) - number(row[other])
        self.assertLessEqual(abs(apart - fractions.Fraction(row[difference])), fractions.Fraction(1, 10), row)


def grouped(rows):
    """Rows of each measure and slice."""
    dimensions = [name for name in ("setting", "need", "phase", "residence", "location", "mode",
                                    "line") if name in rows[0]]
    made = {}
    for row in rows:
        key = (row["period"], row["measure"], *(row[name] for name in dimensions))
        made.setdefault(key, []).append(row)
    return made


def groups(rows):
    """The same, by area code."""
    return {key: {row["area_code"]: row for row in each} for key, each in grouped(rows).items()}


def scale_of(row):
    return {"percent": 100, "per 100": 100}.get(row["unit"], 1)


def share_of(row):
    return Share(int(row["numerator"]), int(row["denominator"]))


@functools.lru_cache(maxsize=None)
def number(text):
    return int(text) if text.isdigit() else fractions.Fraction(text)


@functools.lru_cache(maxsize=None)
def over(top, bottom):
    return fractions.Fraction(number(top), number(bottom)) if bottom else fractions.Fraction(top)


def is_median(row):
    """Its value is not its numerator over its denominator: test_medians_... works it out from the places."""
    return "median" in row["measure"]


def exact(row):
    return over(row["numerator"], row["denominator"])


TABLES = (("timeliness", "2024", ()), ("timeliness", "2024-25 Q2", ()),
          ("placements", "2024-25 Q4", ()), ("placements", "2024-25 Q4", ("--by", "setting")),
          ("placements", "2024-25 Q4", ("--by", "need")), ("transport", "2024-25", ()),
          ("transport", "2024-25 Q4", ("--by", "mode")))


class Oracle(unittest.TestCase):
    """What the oracle takes a short way for."""

    def test_ways_to_choose_are_those_that_are_counted(self):
        for of in (99, 999, 1000, 1001, 20011):
            for count in (0, 1, 2, 99, 100, of // 3, of - 1, of):
                if count <= of:
                    ways = decimal.Decimal(math.comb(of, count))
                    self.assertLess(abs(oracle.choose(of, count) / ways - 1), decimal.Decimal("1e-18"), (of, count))


class Among(Standing):
    """What stands beside each figure in a table."""

    def each(self):
        for table, period, arguments in TABLES:
            for key, rows in groups(self.rows("table", table, period, *arguments)).items():
                with self.subTest(table=table, key=key):
                    yield rows

    def test_intervals(self):
        seen = {"Wilson": 0, "Byar": 0, "Poisson": 0}
        for rows in self.each():
            for row in rows.values():
                if row["interval"] in ("", Z):
                    self.assertEqual(("", ""), (row["low"], row["high"]))
                    continue
                if is_median(row):
                    continue
                seen[row["interval"]] += 1
                if row["interval"] == "Wilson":
                    low, high = oracle.wilson(*share_of(row))
                else:
                    count, of = share_of(row)
                    self.assertEqual(count < 10, row["interval"] == "Poisson")
                    low, high = (limit / of for limit in oracle.events(count))
                self.near(low * scale_of(row), row["low"], row)
                self.near(high * scale_of(row), row["high"], row)
        self.assertGreater(seen["Wilson"], 3000)

    def test_ranks_quartiles_and_fifths(self):
        words = {"none": ("", "highest", "upper", "lower", "lowest"),
                 "high": ("", "A", "B", "C", "D"), "low": ("", "A", "B", "C", "D")}
        for rows in self.each():
            ranked = {code: row for code, row in rows.items() if row["rank"]}
            if any(map(is_median, rows.values())):
                continue
            among = {highest: oracle.Among(map(exact, ranked.values()), highest == "highest")
                     for highest in {row["ranked_from"] for row in ranked.values()}}
            for code, row in rows.items():
                if code not in ranked:
                    self.assertEqual(("", "", ""), (row["ranked"], row["quartile"], row["fifth"]))
                    continue
                highest = row["ranked_from"] == "highest"
                value, direction = exact(row), row["direction"]
                those = among[row["ranked_from"]]
                self.assertEqual(str(those.rank(value)), row["rank"])
                self.assertEqual(str(len(ranked)), row["ranked"])
                self.assertEqual(words[direction][those.quarter(value)], row["quartile"], row)
                fifth = those.fifth(value)
                ends = ("highest", "lowest") if direction == "none" else (
                    ("best", "worst") if highest else ("worst", "best"))
                self.assertEqual({0: "", 1: ends[0], -1: ends[1]}[fifth], row["fifth"], row)

    def test_ranks_that_chance_allows(self):
        seen = 0
        for rows in self.each():
            shares = {code: share_of(row) for code, row in rows.items()
                      if row["limits"] in ("plain", "over-dispersed")}
            if not shares:
                self.assertTrue(all(row["rank_best"] == "" for row in rows.values()))
                continue
            seen += 1
            highest = next(iter(rows.values()))["ranked_from"] == "highest"
            for code, (best, worst) in oracle.chance_ranks(shares, highest).items():
                self.assertEqual((str(best), str(worst)),
                                 (rows[code]["rank_best"], rows[code]["rank_worst"]), rows[code])
        self.assertGreater(seen, 80)

    def test_funnels_and_what_stands_out(self):
        kinds = set()
        for rows in self.each():
            shares = {code: share_of(row) for code, row in rows.items()
                      if row["limits"] in ("plain", "over-dispersed")}
            if not shares:
                continue
            made = oracle.funnel(shares.values())
            among = oracle.Among([share.count / share.of for share in shares.values()], True)
            for code, share in shares.items():
                row = rows[code]
                kinds.add(row["limits"])
                self.assertEqual("over-dispersed" if made.over_dispersed else "plain",
                                 row["limits"])
                low, high = oracle.limits(made, share.of)
                self.near(100 * low, row["limit_low"], row)
                self.near(100 * high, row["limit_high"], row)
                self.near(made.tau, row["spread"], row)
                self.assertEqual({0: "no", 1: "high", -1: "low"}[
                    oracle.stands_out(made, among, share)], row["stands_out"], row)
        self.assertEqual({"plain", "over-dispersed"}, kinds)


class Against(Standing):
    """What each figure is compared with."""

    AREAS = {"E13000001": "Inner London", "E13000002": "Outer London", "E12000007": "London"}

    def test_a_verdict_is_whether_the_interval_leaves_the_other_figure_out(self):
        words = {"high": ("better", "worse"), "low": ("worse", "better"),
                 "none": ("higher", "lower")}
        seen = set()
        for table, period, arguments in TABLES:
            for row in self.rows("compare", table, period, *arguments):
                if row["value"] == "" or row["against_value"] == "":
                    self.assertEqual("", row["verdict"], row)
                    continue
                if row["low"] == "":
                    self.assertEqual(Z, row["verdict"], row)
                    seen.add(Z)
                    continue
                other = (number(row["against_value"]) if row["against"] == "target" or is_median(row) else
                         over(row["against_numerator"], row["against_denominator"]) * scale_of(row))
                low, high = float(row["low"]), float(row["high"])
                if is_median(row):
                    self.near_shown(row, "against_value", "difference")
                    if min(abs(low - other), abs(high - other)) <= 0.05:
                        continue  # what was rounded may decide
                expected = (words[row["direction"]][0] if low > other else
                            words[row["direction"]][1] if high < other else "no different")
                self.assertEqual(expected, row["verdict"], row)
                seen.add(expected)
                if not is_median(row):
                    own = exact(row) * scale_of(row)
                    self.near(float(own - other), row["difference"], row)
        self.assertLessEqual({"better", "worse", "higher", "lower", "no different", Z}, seen)

    def test_promise_f_what_it_is_compared_with_is_sum_over_sum(self):
        areas = {}
        for name in ("london", "nhs_areas"):
            for row in quarterday.read_csv(quarterday.DATA / "reference" / "areas" / (name + ".csv")):
                areas.setdefault(row["area_code"], set()).add(row["new_la_code"])
        code_of = {row["old_la_code"]: row["new_la_code"] for row in quarterday.boroughs()}
        neighbours = {}
        for row in quarterday.read_csv(quarterday.DATA / "reference" /
                                       "statistical_neighbours_london_lait_may2025.csv"):
            neighbours.setdefault(code_of[row["old_la_code"]], []).append(
                code_of.get(row["sn_old_la_code"]))
        for table, period, arguments in TABLES:
            figures = groups(self.rows("table", table, period, *arguments))
            compared = grouped(self.rows("compare", table, period, *arguments))
            for key, rows in compared.items():
                sums = {}
                for row in rows:
                    if row["against"] == "neighbours":
                        members = neighbours[row["area_code"]]
                        self.assertEqual("10", row["against_of"])
                    elif row["against"] == "area":
                        members = areas[row["against_code"]]
                        if row["against_code"] not in self.AREAS:
                            self.assertIn(row["area_code"], members)
                    else:
                        continue
                    group = tuple(sorted(code for code in members if code is not None))
                    if group not in sums:
                        both = [figures[key][code] for code in group
                                if figures[key][code]["n"] == "1"]
                        sums[group] = [len(both), *(sum(number(each[part] or "0") for each in both)
                                                    for part in ("numerator", "denominator"))]
                    many, numerator, denominator = sums[group]
                    self.assertEqual(str(many), row["against_n"], row)
                    if row["against_numerator"]:
                        self.assertEqual(numerator, number(row["against_numerator"]), row)
                    if row["against_denominator"]:
                        self.assertEqual(denominator, number(row["against_denominator"]), row)

    def test_every_borough_is_compared_with_all_that_there_is(self):
        rows = [row for row in self.rows("compare", "timeliness", "2024")
                if row["measure"] == "plans_issued_within_20_weeks_ex_percent"]
        camden = [row for row in rows if row["area_name"] == "Camden"]
        self.assertEqual(["E13000001", "E13000002", "E12000007", "nhs-ncl", "neighbours", "target",
                          "E09000007", "E92000001"], [row["against_code"] for row in camden])
        england = camden[-1]
        self.assertEqual(("2024", "46.4", "39407", "84866", "better"),
                         (england["against_period"], england["against_value"],
                          england["against_numerator"], england["against_denominator"],
                          england["verdict"]))
        london = [row["against_code"] for row in rows if row["area_name"] == "London"]
        self.assertEqual(["E13000001", "E13000002", "target", "E12000007", "E92000001"], london)

    def test_dfes_last_published_figures_are_those_of_its_files(self):
        published = {row["new_la_code"] or row["region_code"] or row["country_code"]: row
                     for row in quarterday.read_csv(
                         quarterday.DATA / "published" / "timeliness_20_week_london_headline.csv")
                     if row["time_period"] == "2024"}
        for row in self.rows("compare", "timeliness", "2024-25 Q2"):
            if (row["measure"] == "plans_issued_within_20_weeks_percent"
                    and row["against"] in ("dfe", "dfe_england")):
                theirs = published[row["against_code"]]
                self.assertEqual((theirs["plans_issued_within_20_weeks"],
                                  theirs["plans_issued_den"]),
                                 (row["against_numerator"], row["against_denominator"]))

    def test_appeals_are_beside_those_published_by_the_same_definition(self):
        """Newham 2024: 68 of 1,421 by the old definition, 68 of 386 by the new; 2025 has the new one alone."""
        found = {}
        for row in self.rows("compare", "disputes", "2024", "--areas", "Newham", "--measure",
                             "appeals_registered_percent"):
            if row["against"].startswith("dfe"):
                found[row["definition"], row["against"]] = (
                    row["against_period"], row["against_numerator"], row["against_denominator"])
        self.assertEqual(("2024", "68", "1421"), found["until_2024", "dfe"])
        self.assertEqual("2025", found["since_2025", "dfe"][0])
        self.assertEqual(("2025", "26977", "405735"), found["since_2025", "dfe_england"])

    def test_what_was_published_as_a_percentage_alone_is_beside_ours(self):
        published = {row["new_la_code"] or row["region_code"] or row["country_code"]: row
                     for row in quarterday.read_csv(quarterday.DATA / "published" / "neet_16_17_london_2025.csv")}
        seen = set()
        for row in self.rows("compare", "adulthood", "2025-26 Q1", "--by", "age_group", "--measure",
                             "young_people_neet_or_not_known_percent"):
            if not row["against"].startswith("dfe"):
                continue
            self.assertEqual("age_16_to_17", row["age_group"])
            self.assertEqual(("2025", "", ""), (row["against_period"], row["against_numerator"],
                                                row["against_denominator"]))
            self.assertEqual(float(published[row["against_code"]]["NEET_NK_EHCP_percent"]),
                             float(row["against_value"]))
            seen.add(row["against_code"])
        self.assertGreater(len(seen), 30)

    def test_the_reference_lists_are_those_that_dfes_files_make(self):
        with tempfile.TemporaryDirectory() as made:
            quarterday.run(quarterday.SOURCE / "script" / "published-reference", made).expect(DONE)
            for path in pathlib.Path(made).iterdir():
                self.assertEqual(path.read_bytes(), (quarterday.DATA / "reference" / "published" /
                                                     path.name).read_bytes(), path.name)

    def test_of_one_borough_each_comparison_has_its_figure_in_text(self):
        measure = "plans_issued_within_20_weeks_ex_percent"
        text = quarterday.run("qd-reporter", "compare", "timeliness", "--period", "2024", "--areas",
                              "Camden", "--measure", measure, "--store", MADE["store"]).expect(DONE).out
        self.assertLessEqual(max(map(len, text.splitlines())), 100)
        lines = [" ".join(line.split()) for line in text.splitlines()]
        for row in self.rows("compare", "timeliness", "2024", "--areas", "Camden", "--measure", measure):
            name = row["against_name"] + (", DfE" if row["against"].startswith("dfe") else "")
            cells = [name, row["against_value"]]
            if row["against"] != "target":
                cells += ["{:,}".format(int(row[part])) for part in ("against_numerator",
                                                                    "against_denominator")]
            if row["against_of"]:
                cells.append(row["against_n"] + "/" + row["against_of"])
            cells += [row["against_period"], "%.1f" % float(row["difference"]), row["verdict"]]
            self.assertIn(" ".join(filter(None, cells)), lines)
        stands = text[text.index("\nstands"):]
        for word in ("95 % interval", "rank", "by chance", "quartile", "stands out"):
            self.assertIn(word, stands)

    def test_of_one_borough_a_count_is_not_said_to_stand_out_by_limits(self):
        text = quarterday.run("qd-reporter", "compare", "timeliness", "--period", "2024", "--areas", "Camden",
                              "--measure", "plans_issued_count", "--store", MADE["store"]).expect(DONE).out
        stands = " ".join(text[text.index("\nstands"):text.index("\nbeyond")].split())
        self.assertRegex(stands, r"95 % interval not applicable; rank \d+ of \d+; quartile \w+")
        self.assertNotRegex(stands, "stands out|limits")

    def test_the_text_is_not_too_wide_and_the_json_says_what_the_csv_says(self):
        arguments = ("compare", "timeliness", "--period", "2024", "--store", MADE["store"])
        text = quarterday.run("qd-reporter", *arguments).expect(DONE).out
        self.assertLessEqual(max(map(len, text.splitlines())), 100)
        self.assertIn("SIMULATED", quarterday.run("qd-reporter", "compare", "timeliness", "--period",
                                                  "2024-25 Q2", "--store", MADE["store"]).out)
        made = quarterday.run("qd-reporter", *arguments, "--format", "json").expect(DONE).json()
        rows = self.rows("compare", "timeliness", "2024")
        self.assertEqual(len(rows), len(made["rows"]))
        for row, cells in zip(rows, made["rows"]):
            self.assertEqual(list(row), list(cells))
            for name, value in cells.items():
                if isinstance(value, (int, float)):
                    self.assertEqual(float(row[name]), value)
                else:
                    self.assertEqual(row[name], value or "")


class Change(Standing):
    """How each figure has changed since an earlier period."""

    def before(self, period, since):
        if since == "last year":
            if "-" not in period:
                return str(int(period) - 1)
            year = int(period[:4]) - 1
            return "%d-%02d" % (year, (year + 1) % 100)
        year, quarter = int(period[:4]), int(period[-1])
        if since == "last quarter" and quarter > 1:
            quarter -= 1
        else:
            year, quarter = year - 1, 4 if since == "last quarter" else quarter
        return "%d-%02d Q%d" % (year, (year + 1) % 100, quarter)

    def test_changes_and_their_intervals(self):
        seen = {"Newcombe": 0, "binomial": 0, Z: 0}
        for table, period in (("timeliness", "2024"), ("timeliness", "2024-25 Q4"),
                              ("timeliness", "2024-25 Q2"), ("placements", "2024-25 Q4"),
                              ("transport", "2024-25")):
            for row in self.rows("change", table, period):
                self.assertEqual(self.before(period, row["since"]), row["since_period"])
                if row["change"] == "":
                    self.assertNotEqual("", row["change_status"], row)
                    continue
                if is_median(row):
                    self.near_shown(row, "since_value", "change")
                    self.assertEqual(Z, row["verdict"], row)
                    continue
                now = exact(row)
                then = exact({"numerator": row["since_numerator"],
                              "denominator": row["since_denominator"]})
                points = row["change_unit"] != "per cent"
                change = (now - then) * scale_of(row) if points else 100 * (now / then - 1)
                self.near(float(change), row["change"], row)
                seen[row["interval"]] += 1
                if row["interval"] == Z:
                    self.assertEqual(("", "", Z), (row["low"], row["high"], row["verdict"]))
                    continue
                if row["interval"] == "Newcombe":
                    low, high = (100 * end for end in oracle.newcombe(
                        share_of(row), Share(int(row["since_numerator"]),
                                             int(row["since_denominator"]))))
                else:
                    low, high = (100 * (end - 1) for end in oracle.events_ratio(
                        int(row["numerator"]), int(row["since_numerator"])))
                self.near(low, row["low"], row)
                self.near(high, row["high"], row)
                self.assertEqual(low > 0 or high < 0, row["verdict"] != "no different", row)
        self.assertTrue(all(seen.values()), seen)

    def test_promise_f_areas_are_like_for_like(self):
        figures = {period: groups(self.rows("table", "timeliness", period))
                   for period in ("2024-25 Q4", "2024-25 Q3", "2023-24 Q4")}
        inner = {row["new_la_code"] for row in quarterday.read_csv(
            quarterday.DATA / "reference" / "areas" / "london.csv")
            if row["area_code"] == "E13000001"}
        seen = 0
        for row in self.rows("change", "timeliness", "2024-25 Q4"):
            if row["area_code"] != "E13000001":
                continue
            now = figures["2024-25 Q4"]["2024-25 Q4", row["measure"]]
            then = figures[row["since_period"]][row["since_period"], row["measure"]]
            both = [code for code in inner if now[code]["n"] == then[code]["n"] == "1"]
            self.assertEqual((str(len(both)), str(len(inner))), (row["n"], row["of"]), row)
            for part in ("numerator", "denominator"):
                if row[part] and both:
                    seen += 1
                    self.assertEqual(sum(int(now[code][part]) for code in both), int(row[part]))
                    self.assertEqual(sum(int(then[code][part]) for code in both),
                                     int(row["since_" + part]))
        self.assertGreater(seen, 50)

    def test_four_quarters_to_one_are_added_up_and_a_stock_is_the_last_ones(self):
        quarters = ("2024-25 Q1", "2024-25 Q2", "2024-25 Q3", "2024-25 Q4")
        each = {quarter: groups(self.rows("table", "timeliness", quarter)) for quarter in quarters}
        for key, rows in groups(self.rows("table", "timeliness", "2024-25 Q4", "--rolling")).items():
            for name, row in rows.items():
                if row["measure"] == "plans_issued_count" and name.startswith("E09"):
                    self.assertEqual(sum(int(each[quarter][quarter, key[1]][name]["value"])
                                         for quarter in quarters), int(row["value"]))
                    self.assertEqual("quarters", row["made_from"])
                elif row["measure"] == "requests_open_count" and name.startswith("E09"):
                    self.assertEqual(each["2024-25 Q4"]["2024-25 Q4", key[1]][name]["value"],
                                     row["value"])
        for row in self.rows("table", "timeliness", "2024-25 Q2", "--rolling"):
            if row["measure"] == "plans_issued_count":  # 2023-24 Q3 was never returned
                self.assertEqual(("", "not returned"), (row["value"], row["status"]))
        done = quarterday.run("qd-reporter", "table", "timeliness", "--period", "2024", "--rolling",
                              "--store", MADE["store"])
        self.assertEqual(quarterday.COMMAND_AT_FAULT, done.status)

    def test_a_line_never_crosses_a_change_of_definition(self):
        rows = self.rows("change", "placements", "2023-24 Q4", "--where", "setting=ed_elsewhere",
                         "--measure", "plans_count")
        self.assertEqual({"another definition", "not returned"},
                         {row["change_status"] for row in rows} - {"not available"})

    def test_the_text_is_not_too_wide(self):
        text = quarterday.run("qd-reporter", "change", "timeliness", "--period", "2024-25 Q4",
                              "--store", MADE["store"]).expect(DONE).out
        self.assertLessEqual(max(map(len, text.splitlines())), 100)


class Quality(Standing):
    """A year's return beside its quarters and what DfE published."""

    def test_each_figure_has_a_line_and_says_whether_the_three_agree(self):
        year = groups(self.rows("table", "timeliness", "2024"))
        seen = set()
        for row in self.rows("quality", "timeliness", "2024"):
            there = [(row[name + "_numerator"], row[name + "_denominator"])
                     for name in ("returned", "quarters", "dfe") if row[name + "_value"]]
            expected = "" if len(there) < 2 else "yes" if len(set(there)) == 1 else "no"
            self.assertEqual(expected, row["agrees"], row)
            seen.add(expected)
            table_row = year["2024", row["measure"]][row["area_code"]]
            if table_row["made_from"] == "return":
                self.assertEqual((table_row["value"], table_row["numerator"]),
                                 (row["returned_value"], row["returned_numerator"]))
            if row["returned_numerator"] and row["dfe_numerator"]:
                self.assertEqual(fractions.Fraction(row["returned_numerator"])
                                 - fractions.Fraction(row["dfe_numerator"]),
                                 fractions.Fraction(row["returned_less_dfe"]))
        self.assertLessEqual({"yes", ""}, seen)

    def test_what_dfe_published_otherwise_is_shown(self):
        """London 2023 holds Hackney, whose own row is x: DfE's is 12,503 plans, ours 12,182."""
        london, = [row for row in self.rows("quality", "timeliness", "2023", "--measure",
                                            "plans_issued_count", "--areas", "London")]
        self.assertEqual(("12182", "12503", "-321", "no", "not returned"),
                         (london["returned_value"], london["dfe_value"],
                          london["returned_less_dfe"], london["agrees"],
                          london["quarters_status"]))
        text = quarterday.run("qd-reporter", "quality", "timeliness", "--period", "2023", "--store",
                              MADE["store"], "--measure", "plans_issued_count").expect(DONE).out
        self.assertIn("12,503", text)
        self.assertNotIn("Camden", text)
        self.assertLessEqual(max(map(len, text.splitlines())), 100)

    def test_of_an_area_that_is_named_the_text_has_a_line_for_each_figure(self):
        measure = "plans_issued_within_20_weeks_percent"
        text = quarterday.run("qd-reporter", "quality", "timeliness", "--period", "2024", "--store",
                              MADE["store"], "--measure", measure, "--areas", "Camden").expect(DONE).out
        camden, = self.rows("quality", "timeliness", "2024", "--measure", measure, "--areas", "Camden")
        three = ["%s (%s of %s)" % tuple(camden[name + part] for part in (
            "_value", "_numerator", "_denominator")) for name in ("returned", "quarters", "dfe")]
        self.assertIn(" ".join(["Camden", *three, "yes"]), " ".join(text.split()))

    def test_four_quarters_stand_beside_a_year_that_was_not_returned(self):
        camden, = self.rows("quality", "timeliness", "2024-25", "--measure", "plans_issued_count",
                            "--areas", "Camden")
        self.assertEqual(("", "not returned"), (camden["returned_value"], camden["returned_status"]))
        self.assertEqual(self.rows("table", "timeliness", "2024-25", "--measure", "plans_issued_count",
                                   "--areas", "Camden")[0]["value"], camden["quarters_value"])


@functools.lru_cache(maxsize=None)
def returned_placements():
    """(ONS code, row, plans) of each row for 2025-26 Q1 that is not the total and says how many plans."""
    made = []
    for borough in quarterday.boroughs():
        slug = borough["la_name"].lower().replace(" ", "-")
        for row in quarterday.read_csv(MADE["quarters"] / slug / "2025-26-q1" / "placements.csv"):
            if row["setting"] != "total" and row["plans"].isdigit() and row["plans"] != "0":
                made.append((borough["new_la_code"], row, int(row["plans"])))
    return made


class Panel(Standing):
    """The panel's own tables, worked out a second time from the return folders."""

    PERIOD = "2025-26 Q1"
    ALIKE = ("primary_need", "phase", "residence", "weeks_a_year", "fee_basis", "price_includes", "vat")
    TABLES = ("providers", "where-to-look", "price-index", "owners", "unit-cost", "new-places", "sourcing",
              "joint-funding", "flows")

    def members(self, *names):
        made = {}
        for name in names:
            for row in quarterday.read_csv(quarterday.DATA / "reference" / "areas" / (name + ".csv")):
                made.setdefault(row["area_code"], set()).add(row["new_la_code"])
        return made

    @functools.cached_property
    def london(self):
        return self.members("london")

    @functools.cached_property
    def areas(self):
        """Boroughs, by the codes of all areas and their own."""
        own = {borough["new_la_code"]: {borough["new_la_code"]} for borough in quarterday.boroughs()}
        return {**own, **self.members("london", "nhs_areas")}

    @property
    def placements(self):
        return returned_placements()

    @functools.cached_property
    def priced(self):
        return [(code, row, plans) for code, row, plans in self.placements
                if row["annual_cost"].isdigit() and row["annual_cost"] != "0"]

    def is_comparable(self, row):
        return not {"", "not_known", "not_recorded"} & {row[name] for name in self.ALIKE}

    def cells(self, key, split=lambda row, plans: (plans, fractions.Fraction(row["annual_cost"]))):
        """Prices of each place in ascending order, with the borough, by `key` and likeness; `split`
        says of a row how many places and what they cost."""
        made = {}
        for code, row, plans in self.priced:
            places, cost = split(row, plans)
            if places and self.is_comparable(row) and (row["urn"] or row["ukprn"]):
                made.setdefault(key(row), []).extend([(cost / places, code)] * places)
        return {key: sorted(places) for key, places in made.items()}

    def provider(self, row):
        return (row["urn"], "" if row["urn"] else row["ukprn"],
                *(row[name] for name in self.ALIKE))

    def setting(self, row):
        return (row["setting"], *(row[name] for name in self.ALIKE))

    def median(self, places):
        middle = len(places) // 2
        return (places[middle][0] + places[(len(places) - 1) // 2][0]) / 2

    def penny(self, exact, text, words):
        self.assertLessEqual(abs(exact - fractions.Fraction(text)), fractions.Fraction(501, 100000),
                             words)

    def panel(self, table, *arguments):
        return self.rows("table", table, self.PERIOD, *arguments)

    # --- prices

    def test_the_same_provider_over_all_boroughs_like_for_like(self):
        rows = {self.provider(row): row for row in self.panel("providers")}
        cells = self.cells(self.provider)
        self.assertEqual(set(cells), set(rows))
        for key, places in cells.items():
            row, median = rows[key], self.median(places)
            boroughs = len({code for _, code in places})
            self.assertEqual((str(len(places)), str(boroughs)), (row["places"], row["boroughs"]))
            self.assertEqual(boroughs < 3, row["note"] != "", row)
            self.penny(places[0][0], row["lowest_price"], row)
            self.penny(median, row["median_price"], row)
            self.penny(places[-1][0], row["highest_price"], row)
            self.penny(sum(max(0, price - median) for price, _ in places),
                       row["paid_above_median"], row)
            self.penny(sum(price - places[0][0] for price, _ in places),
                       row["paid_above_lowest"], row)

    def medians(self, ratio, places):
        """Of each area: the ratios of all places in ascending order."""
        made = {}
        for code, row, _ in self.priced:
            if not all(row[name] for name in (*ratio, places)):
                continue
            each = fractions.Fraction(row[ratio[0]]) / fractions.Fraction(row[ratio[1]])
            for area in (code, *(area for area in self.london if code in self.london[area])):
                made.setdefault(area, []).extend([(each, code)] * int(row[places]))
        return {area: sorted(ratios) for area, ratios in made.items()}

    def test_medians_count_each_place_at_its_rows_price(self):
        measures = {"annual_cost_median": (self.medians(("annual_cost", "plans"), "plans"), 1),
                    "uplift_median_percent": (self.medians(
                        ("matched_cost_now", "matched_cost_before"), "matched_places"), 100)}
        for measure, (areas, scale) in measures.items():
            rows = {row["area_code"]: row for row in self.rows(
                "table", "placements", self.PERIOD, "--measure", measure)}
            self.assertEqual({code for code, row in rows.items() if row["value"]}, set(areas))
            exactly = {code: self.median(areas[code]) for code in areas}
            for code, ratios in areas.items():
                decimals = 2 if measure == "annual_cost_median" else 1
                self.assertLessEqual(abs(scale * exactly[code] - fractions.Fraction(rows[code]["value"])),
                                     fractions.Fraction(1, 2 * 10 ** decimals), rows[code])
            boroughs = [exactly[code] for code in areas if code.startswith("E09")]
            for code in areas:
                if measure == "uplift_median_percent" and code.startswith("E09"):
                    self.assertEqual(1 + sum(other > exactly[code] for other in boroughs),
                                     int(rows[code]["rank"]))
                else:
                    self.assertEqual("", rows[code]["rank"])

    def test_a_median_has_an_interval_where_every_row_is_one_place(self):
        rows = {row["area_code"]: row for row in self.rows(
            "table", "placements", self.PERIOD, "--measure", "annual_cost_median")}
        seen = set()
        for code in {code for code, _, _ in self.priced}:
            prices = sorted(fractions.Fraction(row["annual_cost"]) for other, row, _ in self.priced
                            if other == code)
            counts = {plans for other, _, plans in self.priced if other == code}
            rank = oracle.median_rank(len(prices)) if counts == {1} else 0
            seen.add(rank > 0)
            self.assertEqual("order statistics" if rank else Z, rows[code]["interval"])
            if rank:
                self.near(float(prices[rank - 1]), rows[code]["low"], rows[code])
                self.near(float(prices[-rank]), rows[code]["high"], rows[code])
        self.assertEqual({False, True}, seen)

    def test_prices_of_different_bases_are_shown_and_not_compared(self):
        for measure in ("annual_cost_per_plan", "annual_cost_median", "inmss_annual_cost_per_plan"):
            done = quarterday.run("qd-reporter", "compare", "placements", "--period", self.PERIOD,
                                  "--measure", measure, "--store", MADE["store"], "--format", "csv")
            self.assertEqual(1, len(done.expect(DONE).out.splitlines()))
            for row in self.rows("change", "placements", self.PERIOD, "--measure", measure):
                self.assertEqual(("", ""), (row["change"], row["verdict"]))
            for row in self.rows("table", "placements", self.PERIOD, "--measure", measure):
                self.assertEqual(("", "", "", ""), tuple(
                    row[name] for name in ("rank", "quartile", "fifth", "stands_out")))

    def test_a_year_has_the_places_of_its_last_quarter(self):
        def ask(period):
            return self.rows("table", "sourcing", period)
        self.assertEqual(ask("2024-25 Q4"), ask("2024-25"))
        self.assertEqual(ask("2024-25 Q4"), ask("2024"))

    def test_an_uplift_is_of_the_places_that_were_there_a_year_before(self):
        matched = {}
        for _, row, _ in self.priced:
            if self.is_comparable(row) and row["matched_cost_before"]:
                matched.setdefault(self.provider(row), []).append(
                    [fractions.Fraction(row[name]) for name in
                     ("matched_places", "matched_cost_before", "matched_cost_now")])
        seen = 0
        for row in self.panel("providers"):
            of = matched.get(self.provider(row))
            self.assertEqual(of is None, row["matched_places"] == "", row)
            if of is None:
                continue
            places, before, now = (sum(each) for each in zip(*of))
            ratios = sorted((later / earlier, 0) for count, earlier, later in of
                            for _ in range(int(count)))
            self.assertEqual(str(places), row["matched_places"])
            self.near(float(100 * (now / before - 1)), row["uplift_percent"], row)
            self.near(float(100 * (self.median(ratios) - 1)), row["uplift_median_percent"], row)
            seen += 1
        self.assertGreater(seen, 100)

    def test_owner_groups_have_shares_and_an_index(self):
        def index(need):
            places = {}
            for _, row, plans in self.placements:
                if row["company_number"] and (row["sourcing"] or row["annual_cost"]) and need in (
                        "total", row["primary_need"]):
                    places[row["company_number"]] = places.get(row["company_number"], 0) + plans
            return places
        seen = {}
        for row in self.panel("owners"):
            seen.setdefault(row["primary_need"], {})[row["owner_group"]] = row
        self.assertGreater(len(seen), 5)
        for need, rows in seen.items():
            places = index(need)
            self.assertEqual({name: str(count) for name, count in places.items()},
                             {name: row["places"] for name, row in rows.items()})
            shares = [fractions.Fraction(100 * count, sum(places.values())) for count in places.values()]
            hhi = sum(share * share for share in shares)
            for name, row in rows.items():
                self.near(float(hhi), row["hhi_of_places"], row)
                self.near(float(10000 / hhi), row["effective_groups"], row)
                self.near(100 * places[name] / sum(places.values()), row["places_percent"], row)

    def test_where_to_look_is_places_above_the_median_the_largest_sum_first(self):
        rows = self.panel("where-to-look")
        cells = self.cells(self.provider)
        sums = [float(row["places_times_above_median"]) for row in rows]
        self.assertEqual(sorted(sums, reverse=True), sums)
        self.penny(sum(max(0, price - self.median(places)) for places in cells.values()
                       for price, _ in places) / len(rows),
                   str(sum(fractions.Fraction(row["places_times_above_median"]) for row in rows)
                       / len(rows)), "all")
        for row in rows:
            places = cells[self.provider(row)]
            self.assertIn((row["area_code"]), {code for _, code in places})
            self.penny(self.median(places), row["median_price"], row)
            self.assertGreater(fractions.Fraction(row["price"]), self.median(places))

    def test_a_price_index_is_of_own_prices_over_medians(self):
        sums = {}
        for places in self.cells(self.provider).values():
            of = len({code for _, code in places})
            for price, code in places:
                own = sums.setdefault(code, [0, 0, 0])
                if of < 3:
                    own[2] += 1
                else:
                    own[0] += price / self.median(places)
                    own[1] += 1
        for row in self.panel("price-index"):
            total, places, few = sums[row["area_code"]]
            self.assertEqual((str(places), str(few)), (row["places"], row["places_of_few_boroughs"]))
            self.near(float(100 * total / places), row["price_index"], row)

    def test_unit_cost_is_of_alike_places_of_a_setting_and_has_its_range_over_boroughs(self):
        rows = {self.setting(row): row for row in self.panel("unit-cost")}
        cells = self.cells(self.setting)
        self.assertLessEqual(set(cells), set(rows))
        for key, places in cells.items():
            own = {code: [price for price, other in places if other == code] for _, code in places}
            means = [sum(prices) / len(prices) for prices in own.values()]
            row = rows[key]
            self.assertEqual((str(len(places)), str(len(own))), (row["places"], row["boroughs"]))
            self.penny(sum(price for price, _ in places) / len(places), row["unit_cost"], row)
            self.penny(min(means), row["lowest_borough"], row)
            self.penny(max(means), row["highest_borough"], row)
            self.penny(self.median(places), row["median_price"], row)

    def test_new_places_are_beside_those_that_were_there(self):
        def matched(row, plans):
            return int(row["matched_places"]), fractions.Fraction(row["matched_cost_now"] or 0)

        def new(row, plans):
            count, cost = matched(row, plans)
            return plans - count, fractions.Fraction(row["annual_cost"]) - cost
        cells, earlier = self.cells(self.setting, new), self.cells(self.setting, matched)
        rows = {self.setting(row): row for row in self.panel("new-places")}
        self.assertEqual(set(cells), set(rows))
        for key, places in cells.items():
            self.assertEqual(str(len(places)), rows[key]["places"])
            self.penny(self.median(places), rows[key]["median_price"], rows[key])
            self.assertEqual(str(len(earlier.get(key, ""))), rows[key]["earlier_places"] or "0")
            if key in earlier:
                self.near(float(100 * (self.median(places) / self.median(earlier[key]) - 1)),
                          rows[key]["new_above_earlier_percent"], rows[key])

    # --- shares and flows

    def test_sourcing_and_who_pays_are_shares_of_sums(self):
        ways = ("framework", "dynamic_purchasing_system", "block", "spot", "direct_award")
        payers = ("education", "social_care", "health")
        for table in ("sourcing", "joint-funding"):
            self.assertLessEqual({"E13000001", "E13000002", "E12000007", "nhs-ncl"},
                                 {area["area_code"] for area in self.panel(table)})
        for area in self.panel("sourcing"):
            own = [(row, plans) for code, row, plans in self.placements
                   if row["sourcing"] and code in self.areas[area["area_code"]]]
            for way in ways:
                places = sum(plans for row, plans in own if row["sourcing"] == way)
                cost = sum(int(row["annual_cost"] or 0) for row, _ in own if row["sourcing"] == way)
                self.assertEqual(str(places), area[way + "_places"])
                self.penny(cost, area[way + "_cost"], area)
                self.near(100 * places / sum(plans for _, plans in own),
                          area[way + "_places_percent"], area)
        for area in self.panel("joint-funding"):
            own = [(row, plans) for code, row, plans in self.priced
                   if code in self.areas[area["area_code"]]]
            cost = sum(int(row["annual_cost"]) for row, _ in own)
            for payer in payers:
                paid = sum(fractions.Fraction(row["annual_cost_" + payer]) for row, _ in own)
                self.near(float(100 * paid / cost), area[payer + "_cost_percent"], area)
            joint = sum(plans for row, plans in own
                        if sum(float(row["annual_cost_" + payer]) > 0 for payer in payers) > 1)
            self.assertEqual(str(joint), area["joint_places"])

    def test_flows_are_places_by_the_authority_in_which_the_setting_lies(self):
        code_of = {borough["old_la_code"]: borough["new_la_code"] for borough in quarterday.boroughs()}
        number_of = {code: number for number, code in code_of.items()}
        flows = {}
        for code, row, plans in self.placements:
            to = row["setting_old_la_code"]
            if not to and row["outside_england"] != "yes" and row["location"] == "in_borough":
                to = number_of[code]
            flows[code, to] = flows.get((code, to), 0) + plans
        seen = {}
        for row in self.panel("flows"):
            key = row["area_code"], row["other_old_la_code"]
            seen[key] = seen.get(key, 0) + int(row["placed_out"] or 0)
            if row["other_old_la_code"] in code_of and key[0] != row["other_code"]:
                into = flows.get((row["other_code"], number_of[key[0]]), 0)
                self.assertEqual((str(into), str(into - int(row["placed_out"]))),
                                 (row["placed_in"], row["net"]))
            else:
                self.assertEqual(("", ""), (row["placed_in"], row["net"]))
        self.assertEqual(flows, {key: count for key, count in seen.items() if count})

    # --- who is missing, and who may see what

    def test_promise_f_boroughs_that_are_not_in_a_table_are_named(self):
        for table in self.TABLES:
            made = quarterday.run("qd-reporter", "table", table, "--period", self.PERIOD, "--store",
                                  MADE["store"], "--as-of", str(MADE["halfway"]), "--format",
                                  "json").expect(DONE).json()
            note = {note["about"]: note["note"] for note in made["notes"]}["missing"]
            self.assertIn("not returned: ", note)
            there = {row.get("area_name") for row in made["rows"]} - {None}
            for name in there - {"London"} if table != "flows" else ():
                self.assertNotIn(name, note)
        empty = quarterday.run("qd-reporter", "table", "flows", "--period", "2021-22 Q2", "--store", MADE["store"])
        self.assertEqual(quarterday.DATA_AT_FAULT, empty.status)
        self.assertIn(quarterday.words("table: nobody returned placements"), empty.err)
        self.assertIn("2025-26 Q1", empty.err)
        whole = quarterday.run("qd-reporter", "table", "flows", "--period", self.PERIOD, "--store",
                               MADE["store"], "--format", "json").expect(DONE).json()
        self.assertNotIn("missing", {note["about"] for note in whole["notes"]})

    def ask(self, table, audience):
        return quarterday.run("qd-reporter", "table", table, "--store", MADE["store"], "--period",
                              self.PERIOD, "--audience", audience, "--format", "csv")

    def test_each_audience_sees_what_the_catalogue_says(self):
        catalogue = quarterday.run("qd-reporter", "indicators").expect(DONE).out
        for table in self.TABLES:
            about = catalogue.split("\n  %s: " % table)[1].split("\n\n")[0]
            self.assertEqual(DONE, self.ask(table, "panel").status)
            self.assertIn("disclosure", self.ask(table, "public").err)
            seen = self.ask(table, "borough:Camden")
            if "for the panel alone" in about:
                self.assertEqual((quarterday.COMMAND_AT_FAULT, ""), (seen.status, seen.out))
                self.assertIn("panel alone", seen.err)
            else:
                self.assertEqual(DONE, seen.status)
        self.assertEqual(self.ask("flows", "panel").out, self.ask("flows", "borough:Camden").out)

    def test_a_borough_sees_medians_of_five_boroughs_rounded_and_no_other_price(self):
        cells = self.cells(self.setting)
        shown = 0
        for row in self.panel("unit-cost", "--audience", "borough:Camden"):
            for name in ("unit_cost", "lowest_borough", "highest_borough", "median_low",
                         "median_high", "earlier_median_price"):
                self.assertEqual("", row[name])
            places = cells.get(self.setting(row), [])
            own = [sum(other == code for _, other in places) for code in {code for _, code in places}]
            middle = self.median(places) if places else None
            sides = ({code for price, code in places if price <= middle},
                     {code for price, code in places if price >= middle})
            if len(own) >= 5 and max(own) * 2 < len(places) and min(map(len, sides)) >= 3:
                expected = (self.median(places) / 500 + fractions.Fraction(1, 2)) // 1 * 500
                self.assertEqual(expected, fractions.Fraction(row["median_price"]), row)
                shown += 1
            elif places:
                self.assertEqual("", row["median_price"], row)
        self.assertGreater(shown, 50)
        for row in self.panel("sourcing", "--audience", "borough:Camden"):
            self.assertFalse([name for name in row if "cost" in name and row[name]])

    def refused(self, *arguments):
        done = quarterday.run("qd-reporter", *arguments, "--store", MADE["store"], "--period",
                              self.PERIOD)
        self.assertEqual((quarterday.COMMAND_AT_FAULT, ""), (done.status, done.out))
        return done.err

    def test_what_only_the_panel_may_see_is_refused_to_others(self):
        self.assertIn("panel alone", self.refused(
            "table", "placements", "--measure", "annual_cost_per_plan", "--audience",
            "borough:Camden"))
        for command in ("table", "compare", "change", "quality"):
            self.assertIn("disclosure", self.refused(command, "placements", "--audience", "public"))
        self.assertIn("borough:Camden", self.refused("table", "placements", "--audience", "all"))
        self.assertIn("Paris", self.refused("table", "placements", "--audience", "borough:Paris"))
        for command in ("table", "compare", "change", "quality"):
            rows = self.rows(command, "placements", self.PERIOD, "--audience", "borough:Camden")
            self.assertIn("plans_count", {row["measure"] for row in rows})
            self.assertFalse([row for row in rows if "annual_cost" in row["measure"]])

    def test_the_text_is_not_too_wide(self):
        for table in self.TABLES:
            text = quarterday.run("qd-reporter", "table", table, "--period", self.PERIOD, "--store",
                                  MADE["store"]).expect(DONE).out
            self.assertLessEqual(max(map(len, text.splitlines())), 100)
            self.assertIn("SIMULATED", text)


if __name__ == "__main__":
    unittest.main()
