"""Editions (promise G): made again they are the same to the byte, whatever the clock, the language, the time
zone and the folder; each cell that differs from the edition before is in changes.csv with its reason; and none
is ever there by half."""
import csv
import fcntl
import hashlib
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest
import zipfile

import csvw_reader
import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT

QUARTER = "2025-26 Q3"
DUE = "reviews_due_count"
NOTE = "One review was left out."
REASON = "figures of another quarter"
NAME = "a name stood in it"
CALENDAR = "period,opens,due,refresh_until\n2025-26 Q3,2026-01-01,2026-01-31,2099-12-31\n"
OWN = ("--audience", "borough:Enfield")  # has fewer files than the panel's
FIGURE = ("value", "status", "numerator", "denominator", "n")
MADE = {}


def setUpModule():
    """One store and its editions. Camden has returned for an earlier quarter. Between the first and the third edition
    Camden revises, Barnet is late and Ealing is withdrawn; between these and the second Brent is redacted, too, so
    that nobody can make the first and the third again. Enfield has returned before and does nothing."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-editions-"))
    unittest.addModuleCleanup(shutil.rmtree, directory)
    region = quarterday.Region(directory / "region")
    unittest.addModuleCleanup(region.close)
    region.start()
    camden, barnet, ealing, brent, enfield = (region.borough(code) for code in
                                              ("202", "302", "307", "304", "308"))
    MADE["earlier"] = camden.submit_json(write(camden, "reviews", period="2025-26 Q2"))["sequence"]
    for borough in camden, ealing, brent, enfield:
        MADE["first"] = borough.submit_json(write(borough, "reviews", "placements"))["sequence"]
    camden.submit(write(camden, "reviews", more=1, note=NOTE), "--replace").expect(DONE)
    MADE["last"] = barnet.submit_json(write(barnet, "reviews"))["sequence"] + 2
    region.stop()
    (directory / "calendar.csv").write_text(CALENDAR, encoding="utf-8")
    MADE.update(directory=directory, store=region.store, calendar=directory / "calendar.csv")
    operate("withdraw", "Ealing", QUARTER, "--reason", REASON)
    MADE["editions"] = {name: directory / name for name in ("first", "second", "third")}
    by = "--calendar", MADE["calendar"]
    edition(MADE["editions"]["first"], "--as-of", str(MADE["first"]), *by).expect(DONE)
    edition(MADE["editions"]["third"], "--since", str(MADE["first"]), *by).expect(DONE)
    operate("redact", "Brent", QUARTER, "1", "--reason", NAME)
    edition(MADE["editions"]["second"], "--since", str(MADE["first"]), *by).expect(DONE)


def operate(command, *words, store=None):
    quarterday.run("qd-aggregator", command, *words, "--store", store or MADE["store"]).expect(DONE)


def write(borough, *parts, period=QUARTER, more=0, note=""):
    """A return's folder of few parts, small ones: an edition has a table for each. `more` reviews were due than the
    simulation says."""
    folder = quarterday.simulate(borough.directory / ("%s %s" % (period, note)), borough.ons_code, period,
                                 "--placements", "40")
    for file in folder.iterdir():
        if file.stem not in ("return", *parts):
            file.unlink()
    for name, changes in (("return", {"note": note}), ("reviews", {"reviews_due": more})):
        row, = quarterday.read_csv(folder / (name + ".csv"))
        row.update({column: value if isinstance(value, str) else int(row[column]) + value
                    for column, value in changes.items()})
        quarterday.write_csv(folder / (name + ".csv"), [row])
    return folder


def edition(out, *arguments, period=QUARTER, store=None, **options):
    return quarterday.run("qd-reporter", "edition", "--period", period, "--store", store or MADE["store"],
                          "--out", out, *arguments, **options)


def verify(folder, *arguments, **options):
    return quarterday.run("qd-reporter", "edition", "--verify", folder, "--store", MADE["store"],
                          *arguments, **options)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


class Editions(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.first, cls.second, cls.third = MADE["editions"].values()

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(dir=MADE["directory"]))

    def manifest(self, folder):
        return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))

    def rows(self, folder, name):
        with open(folder / name, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    # --- what is refused

    def test_what_cannot_be_made_is_refused_with_the_reason(self):
        out = self.directory / "out"
        self.assertIn("disclosure control", edition(out, "--audience", "public").expect(COMMAND_AT_FAULT).err)
        self.assertIn("9999", edition(out, "--since", "9999").expect(COMMAND_AT_FAULT).err)
        edition(out, "--as-at", "yesterday").expect(COMMAND_AT_FAULT)
        edition(out, period="2025-26 Q9").expect(COMMAND_AT_FAULT)
        edition(out, period="2019-20 Q1").expect(DATA_AT_FAULT)
        edition(out, "--calendar", "/nowhere.csv").expect(COMMAND_AT_FAULT)
        self.assertIn("there already", edition(self.first).expect(COMMAND_AT_FAULT).err)
        verify(self.directory).expect(COMMAND_AT_FAULT)
        self.assertEqual([], list(self.directory.iterdir()))

    # --- what it holds

    def test_promise_g_the_manifest_has_the_hash_of_every_file(self):
        manifest = self.manifest(self.second)
        found = files(self.second)
        del found["manifest.json"]
        self.assertEqual({name: hashlib.sha256(text).hexdigest() for name, text in found.items()},
                         {each["path"]: each["sha256"] for each in manifest["files"]})
        self.assertEqual([len(found[each["path"]]) for each in manifest["files"]],
                         [each["bytes"] for each in manifest["files"]])
        self.assertEqual({"sha256": hashlib.sha256(CALENDAR.encode()).hexdigest()}, manifest["calendar"])
        self.assertEqual(MADE["first"], manifest["since"]["sequence"])
        self.assertEqual(MADE["first"], self.manifest(self.first)["journal"]["sequence"])
        self.assertIsNone(self.manifest(self.first)["since"])

    def test_every_table_stands_in_every_format_that_takes_it(self):
        names = set(files(self.second))
        for table in ("reviews", "placements", "submissions"):
            for name in ("text/%s.txt", "csv/%s.csv", "json/%s.json", "csv/compare-%s.csv", "json/change-%s.json"):
                self.assertIn(name % table, names)
        self.assertTrue({"ees/reviews.csv", "ees/reviews.meta.csv", "csv/providers.csv"} <=
                        names | {"csv/%s.csv" % each["view"] for each in self.manifest(self.second)["left_out"]})

    def test_every_csv_is_what_the_metadata_beside_it_says(self):
        paths = [path for path in self.second.rglob("*.csv") if not path.name.endswith(".meta.csv")]
        self.assertIn("changes.csv", [path.name for path in paths])
        for path in paths:
            with self.subTest(path.name):
                columns, _ = csvw_reader.read(path)
                for column in columns:
                    self.assertNotEqual(*column["titles"])

    def test_a_boroughs_edition_has_nothing_of_the_panels_and_its_figures_are_final_in_time(self):
        out = self.directory / "enfield"
        edition(out, "--audience", "borough:Enfield", "--calendar", MADE["calendar"], "--as-at",
                "2099-12-31").expect(DONE)
        names = set(files(out))
        self.assertIn("csv/placements.csv", names)
        self.assertNotIn("csv/providers.csv", names)
        self.assertFalse({"annual_cost", "annual_cost_per_place"} &
                         {row["measure"] for row in self.rows(out, "csv/placements.csv")})
        self.assertEqual("2099-12-31", self.manifest(out)["as_at"])
        self.assertNotIn("provisional", self.marks(out)["Enfield"])

    def marks(self, folder):
        return {row["area_name"]: row["marks"] for row in self.rows(folder, "csv/reviews.csv")
                if row["measure"] == DUE}

    def test_figures_are_provisional_before_the_refresh_day(self):
        self.assertIn("provisional", self.marks(self.second)["Enfield"])
        self.assertIn("revised", self.marks(self.second)["Camden"])

    # --- made again

    def test_promise_g_an_edition_is_the_same_bytes_under_another_clock_language_zone_and_folder(self):
        other = self.directory / "elsewhere"
        other.mkdir()
        env = {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8",
               "QUARTERDAY_TODAY": "2031-02-03", "HOME": str(other)}
        edition("again", "--since", str(MADE["first"]), "--calendar", MADE["calendar"], cwd=other,
                env=env).expect(DONE)
        self.assertEqual(files(self.second), files(other / "again"))

    def test_promise_g_verify_makes_it_again_and_finds_what_is_another(self):
        copy = self.directory / "copy"
        shutil.copytree(self.second, copy)
        file = copy / "csv" / "reviews.csv"
        file.write_bytes(file.read_bytes().replace(b"Camden", b"Kamden", 1))
        (copy / "csv" / "more.csv").write_bytes(b"")
        (copy / "json" / "reviews.json").unlink()
        done = verify(copy, "--calendar", MADE["calendar"]).expect(DATA_AT_FAULT)
        for name in ("csv/reviews.csv", "csv/more.csv", "json/reviews.json"):
            self.assertIn(name + ": ", done.out)
        self.assertEqual(4, len(done.out.splitlines()), done.out)  # these three, and their sum

    def test_promise_g_verify_says_which_calendar_and_which_store_to_use(self):
        self.assertIn(hashlib.sha256(CALENDAR.encode()).hexdigest(),
                      verify(self.second).expect(COMMAND_AT_FAULT).err)
        other = self.directory / "other"
        quarterday.run("qd-aggregator", "init", "--store", other, "--store-size", "8").expect(DONE)
        done = quarterday.run("qd-reporter", "edition", "--verify", self.first, "--store", other, "--calendar",
                              MADE["calendar"])
        self.assertIn("--store", done.expect(COMMAND_AT_FAULT).err)

    def other_lists(self):
        """The reference lists, with one more line in one of them."""
        lists = self.directory / "reference"
        shutil.copytree(quarterday.DATA / "reference", lists)
        with open(lists / "owner_groups.csv", "a", encoding="utf-8") as file:
            file.write("01234567,Along the River Schools,,,a test\n")
        return lists

    def test_promise_g_with_other_lists_the_figures_are_compared_and_it_says_which_to_use(self):
        done = verify(self.second, "--calendar", MADE["calendar"], "--reference", self.other_lists()).expect(DONE)
        self.assertIn(self.manifest(self.second)["reference"]["sha256"], done.out)
        self.assertIn(quarterday.words("verify: same figures"), done.out)

    def test_promise_g_an_edition_of_another_program_has_its_figures_compared(self):
        copy = self.directory / "copy"
        shutil.copytree(self.second, copy)
        manifest = self.manifest(copy)
        manifest["program"]["version"] = "0.0.1"
        (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        file = copy / "csv" / "reviews.csv"
        rows = self.rows(copy, "csv/reviews.csv")
        row = next(row for row in rows if row["area_name"] == "Camden" and row["measure"] == DUE)
        row["value"] = "12345"
        quarterday.write_csv(file, rows)
        done = verify(copy, "--calendar", MADE["calendar"]).expect(DATA_AT_FAULT)
        self.assertIn("qd-reporter 0.0.1", done.out)
        self.assertIn("reviews, %s, Camden, %s: " % (DUE, QUARTER), done.out)

    def test_promise_g_verify_tells_what_was_redacted_from_what_was_changed(self):
        """Nobody can make the third edition again: its files are as they were made, and so are all other figures."""
        done = verify(self.third, "--calendar", MADE["calendar"]).expect(DONE)
        self.assertIn(quarterday.words("verify: 1 redacted since"), done.out)
        self.assertEqual(2, len(done.out.splitlines()), done.out)
        copy = self.directory / "copy"
        shutil.copytree(self.third, copy)
        rows = self.rows(copy, "csv/reviews.csv")
        for row in rows:
            if row["area_name"] in ("Camden", "Brent") and row["measure"] == DUE:
                row["value"] = "12345"
        quarterday.write_csv(copy / "csv" / "reviews.csv", rows)
        done = verify(copy, "--calendar", MADE["calendar"]).expect(DATA_AT_FAULT)
        self.assertIn(quarterday.words("verify: a file is not as it was made"), done.out)
        self.assertIn("reviews, %s, Camden, %s: " % (DUE, QUARTER), done.out)
        self.assertNotIn("Brent", done.out)

    def without_redacted(self, folder):
        """The edition as it was made before its manifest named redactions."""
        manifest = self.manifest(folder)
        del manifest["redacted_since"]
        (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")

    def test_promise_g_an_edition_of_before_redactions_were_named_has_its_figures_compared(self):
        copy = self.directory / "copy"
        shutil.copytree(self.second, copy)
        self.without_redacted(copy)
        done = verify(copy, "--calendar", MADE["calendar"]).expect(DONE)
        self.assertIn(quarterday.words("verify: same figures"), done.out)

    def test_promise_g_an_edition_made_after_a_redaction_names_it_and_is_made_again_to_the_byte(self):
        out, last = self.directory / "out", MADE["last"]
        edition(out, "--as-of", str(last - 1), *OWN).expect(DONE)
        self.assertEqual([last], self.manifest(out)["redacted_since"])
        self.assertEqual([], self.manifest(self.third)["redacted_since"])
        self.assertEqual([], self.manifest(self.second)["redacted_since"])
        self.assertIn(quarterday.words("verify: same bytes"), verify(out).expect(DONE).out)

    def test_a_manifest_that_is_not_right_is_told(self):
        copy = self.directory / "copy"
        copy.mkdir()
        for text, words in (("{", "not JSON"), ("{}", "is not as it must be"),
                            ('{"manifest_version": 2}', "newer version")):
            (copy / "manifest.json").write_text(text, encoding="utf-8")
            self.assertIn(words, verify(copy).expect(DATA_AT_FAULT).err)

    # --- what has changed

    def changes(self, folder, measure=DUE, table="reviews"):
        """Lines of figures that differ, by area."""
        return {row["area_name"]: row for row in self.rows(folder, "changes.csv")
                if (row["table"], row["measure"]) == (table, measure) and row["n"] != ""}

    def returns(self, folder):
        return {row["sequence"]: row for row in self.rows(folder, "changes-returns.csv")}

    def test_promise_g_without_an_edition_before_there_are_no_changes(self):
        self.assertEqual([], self.rows(self.first, "changes.csv"))
        self.assertEqual({}, self.returns(self.first))

    def test_promise_g_each_cell_that_differs_says_why(self):
        reasons = {name: (row["reason"], row["words"], row["what"], row["status_before"], row["status"])
                   for name, row in self.changes(self.second, DUE).items()
                   if row["geographic_level"] == "Local authority"}
        self.assertEqual({"Camden": ("revision", NOTE, "changed", "", ""),
                          "Barnet": ("late return", "", "changed", "not returned", ""),
                          "Ealing": ("withdrawn", REASON, "changed", "", "not returned"),
                          "Brent": ("redacted", NAME, "redacted since", "", "not available")}, reasons)

    def test_promise_g_an_area_names_every_cause(self):
        london = self.changes(self.second, DUE)["London"]
        returns = self.returns(self.second)
        self.assertEqual({"Camden": "revision", "Barnet": "late return", "Ealing": "withdrawn", "Brent": "redacted"},
                         {returns[number]["borough"]: returns[number]["reason"]
                          for number in london["sequences"].split(" ")})
        self.assertEqual(("3", "", "redacted since"), (london["n"], london["borough"], london["what"]))
        self.assertEqual({"Brent": "yes", "Camden": "no", "Barnet": "no", "Ealing": "no"},
                         {row["borough"]: row["redacted_since"] for row in returns.values()})

    def test_what_a_redacted_return_had_before_its_revision_is_not_told_wrong(self):
        store, out = self.directory / "store", self.directory / "out"
        shutil.copytree(MADE["store"], store)
        operate("redact", "Camden", QUARTER, "1", "--reason", NAME, store=store)
        edition(out, "--since", str(MADE["first"]), store=store).expect(DONE)
        rows = self.changes(out)
        self.assertEqual(("revision", "2", "redacted since", "", ""),
                         tuple(rows["Camden"][name] for name in ("reason", "revision", "what", "value_before",
                                                                 "numerator_before")))
        self.assertNotEqual("", rows["Camden"]["value"])
        returns = self.returns(out)
        self.assertEqual({"Camden": "revision", "Barnet": "late return", "Ealing": "withdrawn", "Brent": "redacted"},
                         {returns[number]["borough"]: returns[number]["reason"]
                          for number in rows["London"]["sequences"].split(" ")})
        self.assertEqual(("redacted since", "", "", ""),
                         tuple(rows["London"][name] for name in ("what", "value_before", "numerator_before",
                                                                 "n_before")))

    def test_a_table_that_is_new_since_has_lines_only_for_what_was_returned(self):
        out = self.directory / "out"
        edition(out, "--since", str(MADE["earlier"])).expect(DONE)
        rows = self.rows(out, "changes.csv")
        self.assertEqual({"change-submissions", "change-reviews"},  # the quarter before stood in these
                         {row["table"] for row in rows if row["what"] != "added"})
        self.assertIn(("reviews", "late return", "Barnet"),
                      {(row["table"], row["reason"], row["borough"]) for row in rows})
        self.assertNotIn("not known", {row["reason"] for row in rows})
        self.assertTrue({"submissions", "reviews", "compare-reviews", "unit-cost"} <=
                        {row["table"] for row in rows})

    def keyed(self, folder, name):
        """The lines of a CSV, as its metadata tells them apart."""
        metadata = json.loads((folder / "csv" / (name + "-metadata.json")).read_text(encoding="utf-8"))
        keys = metadata["tableSchema"]["primaryKey"]
        return {tuple((key, row[key]) for key in keys): row for row in self.rows(folder, "csv/" + name)}

    def differences(self, before, now):
        """(table, area, measure, what else tells the line apart, column): what stood and stands there, of every CSV."""
        found = {}
        for name in sorted({path.name for folder in (before, now) for path in (folder / "csv").glob("*.csv")}):
            a, b = (self.keyed(folder, name) if (folder / "csv" / name).exists() else {} for folder in (before, now))
            for key in {**a, **b}:
                named = dict(key)
                where = (name[:-len(".csv")], named.pop("area_code", ""), named.pop("measure", ""), "; ".join(
                    "%s=%s" % each for each in named.items() if each[0] not in ("table", "period") and each[1]))
                if key not in a or key not in b:
                    found[where + ("",)] = "added" if key in b else "removed"
                    continue
                found.update({where + (column,): [cell, b[key][column]]
                              for column, cell in a[key].items() if cell != b[key][column]})
        return found

    @staticmethod
    def cells(row, first, second):
        """Those that differ in a line that tells what stood and what stands there."""
        cells = {name: [row[name + first], row[name + second]] for name in FIGURE}
        cells.update(json.loads(row["other_cells"] or "{}"))
        return {name: cell for name, cell in cells.items() if cell[0] != cell[1]}

    def told(self, folder):
        """The same by changes.csv, and why."""
        found, why = {}, {}
        for row in self.rows(folder, "changes.csv"):
            where = tuple(row[name] for name in ("table", "area_code", "measure", "row"))
            cells = self.cells(row, "_before", "")
            found.update({where + (name,): cell for name, cell in cells.items()})
            if row["what"] in ("added", "removed"):
                found[where + ("",)] = row["what"]
            why.update({where + (name,): row for name in cells or [""]})
        return found, why

    def test_promise_g_the_changes_are_all_the_cells_of_all_tables_that_differ(self):
        told, why = self.told(self.third)
        found = self.differences(self.first, self.third)
        self.assertEqual([], [(where, found.get(where), told.get(where)) for where in {**found, **told}
                              if found.get(where) != told.get(where)][:9])
        self.assertLessEqual({"revision", "late return", "withdrawn"}, {row["reason"] for row in why.values()})
        self.assertFalse({"not known", "day"} & {row["reason"] for row in why.values()})
        tables = {where[0] for where in told}
        self.assertLessEqual({"reviews", "placements", "submissions", "compare-reviews", "change-placements",
                              "unit-cost", "flows", "sourcing", "joint-funding", "price-index"}, tables)
        self.assertLessEqual({"rank", "marks", "against_value", "median_price"}, {where[-1] for where in told})

    def test_promise_g_what_follows_from_others_names_them(self):
        """Enfield did nothing: of how many its rank is differs by what others did, and its own figures do not."""
        told, why = self.told(self.third)
        where, = [where for where in told if where[:3] + where[4:] == (
            "placements", "E09000010", "annual_cost", "ranked")]
        returns = self.returns(self.third)
        self.assertEqual({"Camden": "revision", "Ealing": "withdrawn"},
                         {returns[number]["borough"]: returns[number]["reason"]
                          for number in why[where]["sequences"].split(" ")})
        self.assertNotIn(where[:-1] + ("value",), told)

    def test_promise_g_every_line_that_needed_a_removed_body_says_so(self):
        """Held to the edition before as it was when it was made."""
        told, why = self.told(self.second)
        gone = {where[:-1] for where, row in why.items() if row["what"] == "redacted since"}
        self.assertEqual(set(), {where for where, cell in self.differences(self.first, self.second).items()
                                 if told.get(where) != cell and where[:-1] not in gone
                                 and where[-1] != ""})  # but for what that body alone had

    def test_a_mark_that_only_the_day_has_changed_says_so(self):
        out = self.directory / "out"
        edition(out, "--since", str(MADE["last"]), "--calendar", MADE["calendar"], "--as-at", "2099-12-31",
                *OWN).expect(DONE)
        rows = self.rows(out, "changes.csv")
        self.assertEqual({"day"}, {row["reason"] for row in rows if row["table"] == "reviews"})
        self.assertIn("provisional", json.loads(rows[0]["other_cells"])["marks"][0])

    def told_by_diff(self, rows):
        """What differs, as `differences` has it."""
        found = {}
        for row in rows:
            where = tuple(row[name] for name in ("table", "area_code", "measure", "row"))
            if row["because"].startswith("only in "):
                found[where + ("",)] = {"only in A": "removed", "only in B": "added"}[row["because"]]
                continue
            found.update({where + (name,): cell for name, cell in self.cells(row, "_a", "_b").items()})
        return found

    def test_diff_is_of_no_one_journal(self):
        """Two editions have no as-at in common: it says none, and not that the newest return came in 1970."""
        document = quarterday.run("qd-reporter", "diff", self.first, self.second, "--format", "json").expect(DONE).json()
        self.assertIsNone(document["as_at"])
        self.assertEqual([[]], quarterday.faults_by_schema([document]))
        book = self.directory / "diff.xlsx"
        quarterday.run("qd-reporter", "diff", self.second, self.second, "--format", "xlsx", "--out", book).expect(DONE)
        with zipfile.ZipFile(book) as parts:
            cover = parts.read("xl/sharedStrings.xml").decode()
        self.assertIn(document["about"], cover)
        self.assertNotIn("Jan 1970", cover)

    def test_diff_tells_cells_and_a_changed_definition(self):
        done = quarterday.run("qd-reporter", "diff", self.first, self.second, "--format", "csv").expect(DONE)
        rows = list(csv.DictReader(io.StringIO(done.out)))
        self.assertIn(("Camden", DUE, "figures"),
                      [(row["area_name"], row["measure"], row["because"]) for row in rows])
        self.assertEqual(self.differences(self.first, self.second), self.told_by_diff(rows))
        copy = self.directory / "copy"
        shutil.copytree(self.second, copy)
        manifest = self.manifest(copy)
        for each in manifest["indicators"]:
            if each["measure"] == DUE:
                each["definition"] = "Another one."
        (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        text = quarterday.run("qd-reporter", "diff", self.first, copy).expect(DONE).out
        self.assertIn("Another one.", " ".join(text.split()))
        self.assertIn("definition", text)
        self.assertIn("0 of", quarterday.run("qd-reporter", "diff", self.second, self.second).expect(DONE).out)

    # --- never half

    def test_an_edition_that_is_killed_leaves_nothing_that_looks_whole(self):
        out = self.directory / "killed"
        making = subprocess.Popen([quarterday.BIN / "qd-reporter", "edition", "--period", QUARTER, "--store",
                                   MADE["store"], "--out", out], stdout=subprocess.DEVNULL)
        quarterday.wait_until(lambda: making.poll() is not None or
                              list(self.directory.glob(".killed.*/*/*")), "a first file")
        making.send_signal(signal.SIGKILL)
        making.wait()
        if making.returncode == -signal.SIGKILL:
            self.assertFalse(out.exists())
            self.assertEqual([], list(self.directory.glob(".killed.*/manifest.json")))
        else:  # it was faster
            verify(out).expect(DONE)

    def test_an_edition_that_finds_no_room_leaves_nothing(self):
        out = pathlib.Path("/dev/full") / "edition"
        edition(out).expect(quarterday.COMMAND_AT_FAULT)
        blocked = self.directory / "blocked"
        blocked.mkdir(mode=0o500)
        if os.geteuid() != 0:
            self.assertNotEqual(DONE, edition(blocked / "edition").status)
        self.assertEqual([], list(blocked.iterdir()))

    # --- as a calendar asks for them

    def run_due(self, out, day, *arguments, store=None, calendar=None):
        return quarterday.run("qd-reporter", "run", "--calendar", calendar or MADE["calendar"], "--out", out, "--store",
                              store or MADE["store"], "--once", *arguments, env={"QUARTERDAY_TODAY": day})

    def test_what_run_cannot_do_is_refused_with_the_reason(self):
        out = self.directory / "editions"
        self.assertIn("disclosure control",
                      self.run_due(out, "2026-01-15", "--audience", "public").expect(COMMAND_AT_FAULT).err)
        done = quarterday.run("qd-reporter", "run", "--out", out, "--once", "--store", MADE["store"])
        self.assertIn("--calendar", done.expect(COMMAND_AT_FAULT).err)
        self.assertEqual("", self.run_due(out, "2025-12-31").expect(DONE).out)  # it is not open
        lock = os.open(out, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        self.assertIn("another run", self.run_due(out, "2026-01-15").expect(ENVIRONMENT_AT_FAULT).err)
        os.close(lock)

    def test_run_makes_editions_as_returns_come_and_once_more_on_the_refresh_day(self):
        store, out = self.directory / "store", self.directory / "editions"
        shutil.copytree(MADE["store"], store)
        (out / "2025-26-q3" / ".6.making.abcdef").mkdir(parents=True)  # what a run left that was killed
        first = self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE).out
        self.assertEqual(1, len(first.splitlines()), first)
        (out / "2025-26-q3" / ".7.making.abcdef" / "csv").mkdir(parents=True)  # or when it had replaced one
        self.assertEqual("", self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE).out)
        one, = (out / "2025-26-q3").iterdir()
        quarterday.run("qd-aggregator", "withdraw", "Enfield", QUARTER, "--reason", REASON, "--store",
                       store).expect(DONE)
        self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE)
        second = out / "2025-26-q3" / str(int(one.name) + 1)
        self.assertEqual(int(one.name), self.manifest(second)["since"]["sequence"])
        self.assertEqual({"Enfield"}, {row["borough"] for row in self.rows(second, "changes.csv")})
        self.run_due(out, "2099-12-31", *OWN, store=store).expect(DONE)
        self.assertEqual({one.name, second.name}, {each.name for each in one.parent.iterdir()})
        self.assertEqual("2099-12-31", self.manifest(second)["as_at"])
        self.assertEqual("", self.run_due(out, "2100-06-01", *OWN, store=store).expect(DONE).out)

    def test_run_makes_every_edition_again_that_holds_a_body_that_was_redacted(self):
        store, out = self.directory / "store", self.directory / "editions"
        shutil.copytree(MADE["store"], store)
        self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE)
        operate("withdraw", "Barnet", QUARTER, "--reason", REASON, store=store)
        self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE)
        first, second = sorted((out / "2025-26-q3").iterdir(), key=lambda path: int(path.name))
        held = {row["area_name"]: row["value"] for row in self.rows(first, "csv/reviews.csv") if row["measure"] == DUE}
        self.assertNotEqual("", held["Enfield"])
        operate("redact", "Enfield", QUARTER, "1", "--reason", NAME, store=store)
        self.without_redacted(first)
        unread = first.parent / "1"  # the others are made all the same
        unread.mkdir()
        (unread / "manifest.json").write_text("{")
        self.assertIn(str(unread), self.run_due(out, "2026-01-15", *OWN, store=store).expect(DATA_AT_FAULT).err)
        shutil.rmtree(unread)
        third, = set((out / "2025-26-q3").iterdir()) - {first, second}
        for made in first, second, third:
            rows = self.rows(made, "csv/reviews.csv")
            self.assertEqual([""], [row["value"] for row in rows
                                    if (row["area_name"], row["measure"]) == ("Enfield", DUE)])
            self.assertEqual([] if made == third else [int(third.name)], self.manifest(made)["redacted_since"])
        self.assertEqual(int(first.name), self.manifest(second)["since"]["sequence"])
        self.assertEqual("", self.run_due(out, "2026-01-15", *OWN, store=store).expect(DONE).out)

    def year_calendar(self):
        path = self.directory / "calendar.csv"
        path.write_text(CALENDAR + "2025-26,2026-04-01,2026-04-30,2099-12-31\n", encoding="utf-8")
        return path

    def test_run_makes_the_edition_of_a_year_that_has_returns_for_quarters(self):
        out = self.directory / "editions"
        self.run_due(out, "2026-05-01", *OWN, calendar=self.year_calendar()).expect(DONE)
        year, = (out / "2025-26").iterdir()
        quarter, = (out / "2025-26-q3").iterdir()
        self.assertEqual(quarter.name, year.name)
        self.assertEqual("2025-26", self.manifest(year)["edition"]["period"])

    def test_run_makes_every_edition_that_it_can_and_tells_of_the_one_that_it_cannot(self):
        out = self.directory / "editions"
        out.mkdir()
        (out / "2025-26").write_text("no folder", encoding="utf-8")
        done = self.run_due(out, "2026-05-01", *OWN, calendar=self.year_calendar())
        self.assertNotEqual(DONE, done.status)
        self.assertIn("editions/2025-26/", done.err)
        self.assertEqual(1, len(list((out / "2025-26-q3").iterdir())))

    def test_run_ends_when_it_is_asked_to(self):
        out = self.directory / "editions"
        running = subprocess.Popen(
            [quarterday.BIN / "qd-reporter", "run", "--calendar", MADE["calendar"], "--out", out, "--store",
             MADE["store"]], env={**os.environ, "QUARTERDAY_TODAY": "2025-12-31"}, stdout=subprocess.DEVNULL)
        quarterday.wait_until(out.exists, "its folder")
        running.send_signal(signal.SIGTERM)
        self.assertEqual(DONE, quarterday.end_process(running).status)


if __name__ == "__main__":
    unittest.main()
