"""The nine simulated quarters: what is known of the real ones holds in them exactly, what is found in
them is what they are meant to have, and the same seed makes the same bytes."""
import collections
import datetime
import importlib.machinery
import importlib.util
import json
import pathlib
import shutil
import tempfile
import unittest

import quarterday
from quarterday import COMMAND_AT_FAULT, DATA, DATA_AT_FAULT, DONE

PUBLISHED = DATA / "published"
QUARTERS_2024 = ("2023-24-q4", "2024-25-q1", "2024-25-q2", "2024-25-q3")  # of the calendar year
QUARTERS_2024_25 = ("2024-25-q1", "2024-25-q2", "2024-25-q3", "2024-25-q4")
ALL = ("2023-24-q4", *QUARTERS_2024_25, "2025-26-q1", "2025-26-q2", "2025-26-q3", "2025-26-q4")

# What is found, and whether it is explained, but for what DfE's own figures of 2024 have.
MEANT = {
    ("enfield", "2025-26-q2"): {("QD-R09", True)},
    ("lewisham", "2025-26-q2"): {("QD-R12", False)},
    ("lambeth", "2025-26-q3"): {("QD-R09", True)},
    ("wandsworth", "2025-26-q4"): {("QD-R12", False)},
}
# Where DfE's figures of the year do not add up, or differ much, so does one of its quarters, or each.
# Hackney's settings are x in January 2024: it is told which sub-totals are lost.
WITHOUT_SETTINGS = ("hackney", "2023-24-q4")
PUBLISHED_SO = {"haringey": {"QD-R07"}, "newham": {"QD-R07", "QD-R09"}}
REVISED = {("ealing", "2025-26 Q1"), ("croydon", "2025-26 Q3"), ("newham", "2025-26 Q4")}
LATE = {("brent", "2025-26 Q1"), ("southwark", "2025-26 Q2"), ("hillingdon", "2025-26 Q3"),
        ("hackney", "2025-26 Q4"), ("havering", "2025-26 Q4")}
LEFT_OUT = {("tower-hamlets", "2025-26-q1"): "transport.csv",
            ("city-of-london", "2025-26-q2"): "placements.csv",
            ("sutton", "2025-26-q3"): "timeliness.csv"}

DUE = datetime.timedelta(days=28)  # after the end of a quarter


def slug(name):
    return name.lower().replace(" ", "-")


def published(name, period, **where):
    """The rows of a published file about boroughs in a period, by the borough's folder."""
    return {slug(row["la_name"]): row for row in quarterday.read_csv(PUBLISHED / name)
            if row["geographic_level"] == "Local authority" and row["time_period"] == period
            and all(row[column] == value for column, value in where.items())}


def published_script():
    """script/returns-from-published as a module: how DfE's columns and labels become ours."""
    path = str(quarterday.SOURCE / "script" / "returns-from-published")
    loader = importlib.machinery.SourceFileLoader("returns_from_published", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


SCRIPT = published_script()


def last_day(period):
    """Of a quarter: "2025-26 Q4" ends on 2026-03-31."""
    year, quarter = int(period[:4]), int(period[-1])
    return datetime.date(year + (quarter == 4), *((6, 30), (9, 30), (12, 31), (3, 31))[quarter - 1])


def simulate(out, source, *options):
    return quarterday.run("qd-simulate", "quarters", source, out, *options)


MADE = {}  # once for all tests: `source` from the published figures, `out` from it


def setUpModule():
    directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-simulate-"))
    unittest.addModuleCleanup(shutil.rmtree, directory)
    MADE.update(directory=directory, source=directory / "published", out=directory / "quarters")
    quarterday.run(quarterday.SOURCE / "script" / "returns-from-published", MADE["source"]).expect(DONE)
    simulate(MADE["out"], MADE["source"]).expect(DONE)


class Simulated(unittest.TestCase):
    """Reads what was made."""

    read = {}

    def setUp(self):
        self.directory, self.source, self.out = (MADE[name] for name in ("directory", "source", "out"))
        self.boroughs = sorted(path.name for path in self.out.iterdir() if path.is_dir())

    def rows(self, borough, period, file):
        key = borough, period, file
        if key not in self.read:
            self.read[key] = quarterday.read_csv(self.out / borough / period / file)
        return self.read[key]

    def schedule(self):
        return quarterday.read_csv(self.out / "schedule.csv")


class BadInput(Simulated):
    def test_a_folder_that_is_there_is_not_overwritten(self):
        self.assertIn("quarters", simulate(self.out, self.source).expect(COMMAND_AT_FAULT).err)

    def test_figures_that_are_not_there_are_named(self):
        done = simulate(self.directory / "none", self.directory / "nowhere")
        self.assertIn("nowhere/city-of-london/2024/return.csv",
                      done.expect(COMMAND_AT_FAULT).err)

    def test_figures_that_contradict_each_other_are_named(self):
        source = self.directory / "contradicts"
        shutil.copytree(self.source, source)
        path = source / "city-of-london" / "2024" / "timeliness.csv"
        row, = quarterday.read_csv(path)
        quarterday.write_csv(path, [{**row, "plans_issued_within_20_weeks": "500"}])
        done = simulate(self.directory / "contradicted", source).expect(DATA_AT_FAULT)
        self.assertIn("City of London", done.err)

    def test_a_file_that_is_not_as_it_was_written_is_named(self):
        source = self.directory / "broken"
        shutil.copytree(self.source, source)
        (source / "camden" / "2024-25" / "transport.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        done = simulate(self.directory / "from-broken", source).expect(DATA_AT_FAULT)
        self.assertIn("camden/2024-25/transport.csv", done.err)

    def test_words_that_are_no_seed_or_day_are_refused(self):
        for option, value in (("--seed", "x"), ("--seed", "-1"), ("--seed", "2" * 30),
                              ("--until", "soon"), ("--until", "2026-02-30")):
            with self.subTest(value):
                done = simulate(self.directory / "refused", self.source, option, value)
                self.assertIn(value, done.expect(COMMAND_AT_FAULT).err)

    def test_a_return_of_nobody_for_no_period_with_no_part_is_refused(self):
        for words in (("Kent", "2024"), ("Camden", "soon"), ("Camden", "2024", "--part", "all"),
                      ("Camden", "2024-25 Q4", "--placements", "1")):
            with self.subTest(words):
                quarterday.run("qd-simulate", "return", self.directory / "refused",
                               *words).expect(COMMAND_AT_FAULT)


class Known(Simulated):
    def test_33_boroughs_return_nine_quarters(self):
        self.assertEqual(33, len(self.boroughs))
        for borough in self.boroughs:
            self.assertLessEqual(set(ALL), {path.name for path in (self.out / borough).iterdir()})

    def test_every_return_says_that_it_is_simulated(self):
        for row in self.schedule():
            self.assertEqual("yes", self.rows(*row["folder"].split("/"), "return.csv")[0]["simulated"])

    def test_the_quarters_of_2024_add_up_to_its_published_flows(self):
        rows = collections.defaultdict(dict)
        for name in ("requests", "assessments", "timeliness_20_week"):
            for borough, row in published(name + "_london_headline.csv", "2024").items():
                rows[borough].update((column.lower(), cell) for column, cell in row.items())
        names = {ours: theirs for columns in SCRIPT.FLOWS.values() for ours, theirs in columns.items()}
        compared = 0
        for borough in self.boroughs:
            for ours, theirs in names.items():
                quarters = [self.rows(borough, period, "timeliness.csv")[0][ours]
                            for period in QUARTERS_2024]
                self.assertEqual(rows[borough][theirs], str(sum(map(int, quarters))),
                                 "%s of %s" % (ours, borough))
                compared += 1
        self.assertEqual(33 * 32, compared)

    def test_the_quarters_of_2024_and_2025_add_up_to_the_published_appeals(self):
        quarters = {"2024": QUARTERS_2024, "2025": ("2024-25-q4", *ALL[5:8])}
        path = PUBLISHED / "appeals_london_2024_2025_new_definition.csv"
        for row in quarterday.read_csv(path):
            for year in quarters if row["old_la_code"] else ():
                rows = [self.rows(slug(row["la_name"]), period, "disputes.csv")
                        for period in quarters[year]]
                self.assertEqual({("since_2025",)},
                                 {tuple(each["definition"] for each in one) for one in rows})
                for ours, theirs in (("appeals_registered", "appeals_"),
                                     ("appealable_decisions", "appealable_decisions_")):
                    cell = row[theirs + year].strip().replace("-", "0")
                    figures = [one[0][ours] for one in rows]
                    if cell == "x":
                        self.assertEqual(["not_available"] * 4, figures)
                    else:
                        self.assertEqual(int(cell), sum(map(int, figures)), (row["la_name"], year))

    def test_the_plans_of_a_quarter_are_the_last_ones_and_what_made_them_more_or_fewer(self):
        for borough in self.boroughs:
            for before, after in zip(ALL, ALL[1:]):
                if LEFT_OUT.get((borough, after)) == "timeliness.csv":
                    continue
                old, new = (self.rows(borough, period, "caseload.csv")[0]
                            for period in (before, after))
                issued = self.rows(borough, after, "timeliness.csv")[0]["plans_issued"]
                ceased = sum(int(new[column]) for column in new if column.startswith("plans_ceased"))
                self.assertEqual(int(new["plans_maintained"]),
                                 int(old["plans_maintained"]) + int(issued) +
                                 int(new["plans_moved_in"]) - ceased, (borough, after))

    def by_setting(self, borough, period):
        """The plans of each setting; "x" where the return says so."""
        plans = collections.Counter()
        unknown = {}
        for row in self.rows(borough, period, "placements.csv"):
            if row["plans"] in ("x", "not_available"):
                unknown[row["setting"]] = "x"
            else:
                plans[row["setting"]] += int(row["plans"])
        return {**plans, **unknown}

    def assert_settings(self, borough, period, row, older):
        found = self.by_setting(borough, period)
        self.assertEqual(row["ehcplans"], str(found.pop("total")))
        for column, cell in row.items():
            if column in SCRIPT.SETTINGS and (column, cell) not in older:
                self.assertEqual(cell, str(found.pop(column, 0)), "%s of %s" % (column, borough))
        self.assertEqual({}, found)

    def test_the_plans_of_january_2024_are_the_published_ones_by_setting(self):
        for borough, row in published("caseload_london_headline.csv", "202324").items():
            self.assert_settings(borough, "2023-24-q4", row, ())
        self.assertEqual("x", self.by_setting("hackney", "2023-24-q4")["special_independent"])

    def test_the_plans_of_january_2025_are_the_published_ones_by_setting(self):
        older = (("await_prov_2022", "x"), ("perm_ex_2022", "x"))  # of settings until 2022
        for borough, row in published("caseload_london_headline.csv", "202425").items():
            self.assert_settings(borough, "2024-25-q4", row, older)

    def test_the_plans_of_january_2025_are_the_published_ones_by_setting_and_need(self):
        labels = {SCRIPT.folded(label): setting for setting, label in SCRIPT.SETTINGS.items() if label}
        by_code = {row["new_la_code"]: slug(row["la_name"]) for row in quarterday.boroughs()}
        compared = 0
        for row in quarterday.read_csv(PUBLISHED / "sen_needs_by_placement_london_202425.csv"):
            setting = labels.get(SCRIPT.folded(row["breakdown"]))
            if row["new_la_code"] not in by_code or setting is None:
                continue
            found = collections.Counter()
            for each in self.rows(by_code[row["new_la_code"]], "2024-25-q4", "placements.csv"):
                if each["setting"] == setting:
                    need = "oth" if each["primary_need"] == "ds" else each["primary_need"]
                    found[need] += int(each["plans"])
            for need, column in SCRIPT.NEEDS.items():
                self.assertEqual(int(row[column]), found[need], (row["la_name"], setting, need))
                compared += 1
        self.assertGreater(compared, 8000)

    def test_the_quarters_of_2024_25_add_up_to_the_section_251_outturn(self):
        for borough, row in published("sen_transport_pre16_gross_london.csv", "202425").items():
            pence = sum(round(100 * float(each["gross_expenditure"]))
                        for period in QUARTERS_2024_25
                        for each in self.rows(borough, period, "transport.csv")
                        if each["section_251_line"] == "line_2_1_4")
            self.assertEqual(100 * int(row["gross_expenditure_gbp"]), pence, borough)


class Places(Simulated):
    COLUMNS = ("setting", "primary_need", "phase", "residence", "location", "urn", "ukprn",
               "fee_basis", "weeks_a_year", "sourcing")

    def bought(self, borough, period):
        """{what tells a place: (plans, pence for each)}."""
        places = {}
        for row in self.rows(borough, period, "placements.csv"):
            if row["provider_name"]:
                plans = int(row["plans"])
                pence = round(100 * float(row["annual_cost"]))
                self.assertEqual(0, pence % plans)
                places[tuple(row[column] for column in self.COLUMNS)] = plans, pence // plans
        return places

    def all_bought(self, period="2025-26-q1"):
        return [row for borough in self.boroughs
                if LEFT_OUT.get((borough, period)) != "placements.csv"
                for row in self.rows(borough, period, "placements.csv") if row["urn"] or row["ukprn"]]

    def test_some_150_providers_sell_places_in_every_way(self):
        rows = [row for period in ALL for row in self.all_bought(period)]
        names = {row["urn"] + row["ukprn"]: row["provider_name"] for row in rows}
        self.assertIn(len(names), range(135, 151))
        self.assertEqual(len(names), len(set(names.values())))
        for column, codes in (("fee_basis", {"annual", "termly", "weekly", "daily"}),
                              ("sourcing", {"framework", "dynamic_purchasing_system", "block", "spot",
                                            "direct_award"}),
                              ("vat", {"in", "out"}), ("outside_england", {"", "yes"}),
                              ("residence", {"day", "weekly_boarding", "residential_38_weeks",
                                             "residential_52_weeks"})):
            self.assertEqual(codes, {row[column] for row in rows})
        self.assertTrue(any(float(row["annual_cost_health"]) > 0 for row in rows))
        self.assertTrue(any(float(row["annual_cost_social_care"]) > 0 for row in rows))

    def test_a_place_says_where_it_lies_who_runs_it_and_what_it_cost_a_year_before(self):
        for row in self.all_bought():
            self.assertEqual(row["outside_england"] == "yes", row["setting_old_la_code"] == "")
            self.assertRegex(row["company_number"], r"^\d{8}$")
            self.assertNotEqual("", row["price_includes"])
            self.assertLessEqual(int(row["matched_places"]), int(row["plans"]))
            self.assertEqual(row["matched_places"] == "0", row["matched_cost_now"] == "")
        companies = collections.defaultdict(set)
        for row in self.all_bought():
            companies[row["company_number"]].add(row["urn"] + row["ukprn"])
        self.assertIn(2, set(map(len, companies.values())))

    def test_matched_places_are_those_of_a_year_before(self):
        for borough in self.boroughs:
            then, now = (self.bought(borough, period) for period in ("2024-25-q4", "2025-26-q4"))
            matched = sum(int(row["matched_places"])
                          for row in self.rows(borough, "2025-26-q4", "placements.csv")
                          if row["matched_places"])
            again = sum(min(plans, now[place][0]) for place, (plans, _) in then.items() if place in now)
            self.assertLessEqual(matched, sum(plans for plans, _ in then.values()))
            if (borough, "2025-26-q4") not in MEANT:
                self.assertLessEqual(matched, again)

    def test_from_2025_every_second_borough_gives_academies_and_free_schools_apart(self):
        for borough in self.boroughs:
            for period in ("2024-25-q4", "2025-26-q4"):
                settings = {row["setting"] for row in self.rows(borough, period, "placements.csv")}
                parts = settings & {"special_academy", "special_free_school"}
                self.assertFalse(parts and "special_academy_free" in settings)
                self.assertFalse(parts and period == "2024-25-q4")

    def test_a_provider_is_the_same_for_every_borough_and_its_price_is_not(self):
        known, prices = collections.defaultdict(set), collections.defaultdict(set)
        for row in self.all_bought():
            known[row["urn"] + row["ukprn"]].add((row["provider_name"], row["setting"],
                                                  row["fee_basis"]))
            if row["residence"] == "day":
                prices[row["urn"] + row["ukprn"]].add(
                    float(row["annual_cost"]) / int(row["plans"]))
        self.assertEqual({1}, set(map(len, known.values())))
        self.assertGreater(sum(len(each) > 1 for each in prices.values()), 100)

    def test_the_same_place_is_found_again_from_quarter_to_quarter(self):
        for borough in self.boroughs:
            for before, after in zip(ALL[1:], ALL[2:]):
                if LEFT_OUT.get((borough, before), LEFT_OUT.get((borough, after))) == "placements.csv":
                    continue
                old, new = self.bought(borough, before), self.bought(borough, after)
                if (borough, before) in MEANT or (borough, after) in MEANT:
                    continue  # some have lost their providers
                again = sum(min(plans, new[place][0]) for place, (plans, _) in old.items()
                            if place in new)
                fewer = min(sum(plans for plans, _ in places.values()) for places in (old, new))
                self.assertGreater(again + 8, 0.85 * fewer, (borough, after))
                for place in set(old) & set(new):
                    if before[:7] == after[:7]:
                        self.assertEqual(old[place][1], new[place][1], (borough, after, place))
                    else:
                        self.assertGreater(new[place][1], old[place][1], (borough, after, place))


class Events(Simulated):
    def test_who_is_late_and_who_revises_with_a_note(self):
        late, revised = set(), set()
        for row in self.schedule():
            borough = row["folder"].split("/")[0]
            if row["revision"] == "2":
                revised.add((borough, row["period"]))
                self.assertTrue(self.rows(*row["folder"].split("/"), "return.csv")[0]["note"])
            elif row["day"] > str(last_day(row["period"]) + DUE):
                late.add((borough, row["period"]))
        self.assertEqual(REVISED, revised)
        self.assertEqual(LATE, late)

    def test_a_first_revision_is_short_of_what_the_second_one_has(self):
        for borough, period in REVISED:
            name = period.lower().replace(" ", "-")
            first, second = (self.rows(borough, each, "timeliness.csv")[0]
                             for each in (name, name + "-revision-2"))
            self.assertLess(int(first["requests_received"]), int(second["requests_received"]))

    def test_who_leaves_out_what_and_says_so(self):
        for borough in self.boroughs:
            for period in ALL:
                files = {path.name for path in (self.out / borough / period).iterdir()}
                missing = {"timeliness.csv", "placements.csv", "transport.csv"} - files
                left_out = LEFT_OUT.get((borough, period))
                self.assertEqual({left_out} - {None}, missing, (borough, period))
                if left_out:
                    self.assertTrue(self.rows(borough, period, "return.csv")[0]["note"])

    def test_until_a_day_later_returns_are_not_there(self):
        out = self.directory / "until"
        simulate(out, self.source, "--until", "2026-04-28").expect(DONE)
        self.assertTrue((out / "hackney" / "2025-26-q3").exists())
        self.assertFalse((out / "hackney" / "2025-26-q4").exists())
        self.assertEqual({row["folder"] for row in self.schedule() if row["day"] <= "2026-04-28"},
                         {row["folder"] for row in quarterday.read_csv(out / "schedule.csv")})


class Found(Simulated):
    def found(self, out):
        """{(borough, folder): {(rule, explained)}} of every return, and its exit status is 0."""
        found = collections.defaultdict(set)
        for path in sorted(out.glob("*/*/")):
            done = quarterday.run("qd-collector", "check", path, "--json").expect(DONE)
            for each in json.loads(done.out)["findings"]:
                found[path.parent.name, path.name].add((each["rule"], each["explained"]))
        return found

    def assert_as_meant(self, found):
        of_2024 = collections.defaultdict(set)
        for (borough, period), findings in list(found.items()):
            if (borough, period) == WITHOUT_SETTINGS:
                self.assertEqual({("QD-P12", False)}, findings)
                del found[borough, period]
            elif period in QUARTERS_2024:
                of_2024[borough] |= {rule for rule, explained in findings}
                self.assertEqual({True}, {explained for _, explained in findings})
                del found[borough, period]
        self.assertEqual(PUBLISHED_SO, dict(of_2024))
        self.assertEqual(MEANT, {key: value for key, value in found.items() if value})

    def test_every_return_has_the_findings_that_it_is_meant_to_have_and_no_other(self):
        self.assert_as_meant(self.found(self.out))

    def test_and_so_with_another_seed(self):
        out = self.directory / "seed-7"
        simulate(out, self.source, "--seed", "7").expect(DONE)
        self.assert_as_meant(self.found(out))

    def test_the_same_seed_makes_the_same_bytes_and_another_one_does_not(self):
        again, other = self.directory / "again", self.directory / "other"
        simulate(again, self.source).expect(DONE)
        simulate(other, self.source, "--seed", "2").expect(DONE)
        files = sorted(path.relative_to(self.out) for path in self.out.rglob("*.csv"))
        self.assertEqual(files, sorted(path.relative_to(again) for path in again.rglob("*.csv")))
        for file in files:
            self.assertEqual((self.out / file).read_bytes(), (again / file).read_bytes(), file)
        self.assertNotEqual((self.out / "camden" / "2024-25-q1" / "placements.csv").read_bytes(),
                            (other / "camden" / "2024-25-q1" / "placements.csv").read_bytes())


class Sent(quarterday.FlowTest):
    """Simulated returns and an aggregator."""

    FOLDER = "camden/2024-25-q4"

    def test_an_aggregator_of_real_returns_refuses_a_simulated_one_and_says_why(self):
        region = self.region()
        camden = region.borough("202")
        done = camden.submit(MADE["out"] / self.FOLDER).expect(DATA_AT_FAULT)
        self.assertIn("simulated", done.out + done.err)
        self.assertEqual(["refused"], [each["state"] for each in camden.held()])
        self.assertNotIn("E09000007", region.status("--json").expect(DONE).out)

    def test_a_store_that_was_made_for_them_takes_simulated_and_real_returns(self):
        region = self.region(start=False)
        region.init("--simulated").expect(DONE)
        region.start()
        camden = region.borough("202")
        camden.submit(MADE["out"] / self.FOLDER).expect(DONE)
        camden.submit(MADE["source"] / "camden" / "2024").expect(DONE)
        self.assertEqual({"2024-25 Q4", "2024"},
                         {receipt["period"] for receipt in camden.held_receipts()})
        self.assertIn("made up", region.status().expect(DONE).out)
        rows = region.report_csv("placements", "2024-25 Q4")
        january = published("caseload_london_headline.csv", "202425")["camden"]
        self.assertEqual(january["ehcplans"], rows["E09000007", "plans_count"]["value"])

    def test_a_year_of_simulated_quarters_is_the_published_year_and_says_what_it_is(self):
        region = self.region(start=False)
        region.init("--simulated").expect(DONE)
        region.start()
        camden = region.borough("202")
        for period in QUARTERS_2024:
            camden.submit(MADE["out"] / "camden" / period).expect(DONE)
        of_quarters = region.report_csv("timeliness", "2024")
        camden.submit(MADE["source"] / "camden" / "2024").expect(DONE)
        of_the_year = region.report_csv("timeliness", "2024")
        cell = "E09000007", "plans_issued_within_20_weeks_percent"
        self.assertEqual(("quarters", "yes"), tuple(of_quarters[cell][name]
                                                    for name in ("made_from", "simulated")))
        self.assertEqual(("return", "no"), tuple(of_the_year[cell][name]
                                                 for name in ("made_from", "simulated")))
        # DfE publishes neither what is open, which is no flow, nor what came with version 2 of the form.
        published_ones = {measure: row for (area, measure), row in of_the_year.items()
                          if area == "E09000007" and row["status"] != "not available"}
        self.assertGreaterEqual(len(published_ones), 32)
        for measure, row in published_ones.items():
            with self.subTest(measure):
                self.assertEqual(row["value"], of_quarters["E09000007", measure]["value"])
                self.assertEqual("", row["numerator_of_quarters"])


if __name__ == "__main__":
    unittest.main()
