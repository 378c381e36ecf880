"""One form: the schema, the template, what `check` says and what the aggregator says are one thing."""
import collections
import csv
import re
import unittest

import faults
import quarterday
import return_cases
import test_bad_files
from quarterday import DATA_AT_FAULT, DONE
from test_bad_files import CASES, GOOD, OF_BOTH_ENDS, PERIOD, RULES, Folder, stops

# The files, by their number on the wire (WireFinding.part), and the message that a row is.
PARTS = {"return.csv": "Header", "timeliness.csv": "Timeliness", "placements.csv": "Placement",
         "transport.csv": "Transport", "explanations.csv": "Explanation", "reviews.csv": "Reviews",
         "disputes.csv": "Dispute", "adulthood.csv": "Adulthood", "money.csv": "Money",
         "caseload.csv": "Caseload", "new_plans.csv": "NewPlans", "travel.csv": "Travel"}
FILES = list(PARTS)


def schema():
    """({message: [field, ...] in the order of their numbers}, {enum: [value, ...]}) of return.proto,
    read as text."""
    source = (quarterday.SOURCE / "proto" / "form" / "return.proto").read_text(encoding="utf-8")
    source = re.sub(r"//.*", "", source)
    messages = {name: [field for _, field in sorted(
                    (int(number), field) for field, number in re.findall(
                        r"(?:required|optional|repeated) (?!bytes )\w+ (\w+) = (\d+);", body))]
                for name, body in re.findall(r"message (\w+) \{([^}]*)\}", source)}
    enums = {name: re.findall(r"(\w+) = \d+;", body)
             for name, body in re.findall(r"enum (\w+) \{([^}]*)\}", source)}
    return messages, enums


MESSAGES, ENUMS = schema()


def headings(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return next(csv.reader(file))


class Template(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.folder = self.directory / "template"
        quarterday.run("qd-collector", "template", self.folder).expect(DONE)

    def check(self):
        return quarterday.run("qd-collector", "check", self.folder, "--json")

    def test_every_heading_is_a_field_of_the_schema(self):
        for file, message in PARTS.items():
            with self.subTest(file):
                self.assertEqual(MESSAGES[message], headings(self.folder / file))

    def test_it_has_these_files_and_a_readme(self):
        self.assertEqual({*FILES, "README.txt"}, {each.name for each in self.folder.iterdir()})

    def test_the_readme_explains_every_column_and_every_code(self):
        words = set(re.findall(r"[\w]+", (self.folder / "README.txt").read_text(encoding="utf-8")))
        for message in PARTS.values():
            self.assertEqual(set(), set(MESSAGES[message]) - words, message)
        for enum in ("Setting", "Need", "Phase", "Residence", "Location", "FeeBasis", "Sourcing",
                     "TransportMode", "Section251Line", "Absence", "DecisionDefinition", "AgeGroup",
                     "TravelGroup", "TravelMode"):
            codes = {re.sub("^%s_" % re.sub(r"(?<=.)([A-Z])", r"_\1", enum), "", value,
                            flags=re.IGNORECASE).lower() for value in ENUMS[enum]}
            self.assertEqual(set(), codes - words, enum)

    def test_check_understands_it_and_finds_it_empty(self):
        findings = self.check().expect(DATA_AT_FAULT).json()["findings"]
        self.assertLessEqual({each["rule"] for each in findings}, {"QD-F05", "QD-F02"})
        self.assertLessEqual({"return.csv", "timeliness.csv"}, {each["file"] for each in findings})

    def test_filled_in_it_has_no_finding(self):
        good = Folder(GOOD)
        for file in sorted(set(FILES) - set(GOOD)):
            (self.folder / file).unlink()
        for file in GOOD:
            columns = headings(self.folder / file)
            rows = good.rows(file)
            quarterday.write_csv(self.folder / file, [dict(zip(rows[0], row)) for row in rows[1:]],
                                 columns)
        self.assertEqual([], self.check().expect(DONE).json()["findings"])

    def test_nothing_is_overwritten(self):
        (self.folder / "timeliness.csv").write_bytes(GOOD["timeliness.csv"])
        before = {each.name: each.read_bytes() for each in self.folder.iterdir()}
        done = quarterday.run("qd-collector", "template", self.folder).expect(
            quarterday.COMMAND_AT_FAULT)
        self.assertRegex(done.err, r"\w+\.(csv|txt)")
        self.assertEqual(before, {each.name: each.read_bytes() for each in self.folder.iterdir()})


class TemplateDown(quarterday.FlowTest):
    """The files of one row on their side: a figure below the other."""

    def setUp(self):
        super().setUp()
        self.folder = self.directory / "2024-25-Q4"
        quarterday.run("qd-collector", "template", self.folder, "--down").expect(DONE)

    def rows(self, file):
        with open(self.folder / file, encoding="utf-8-sig", newline="") as text:
            return list(csv.reader(text))

    def fill(self, file, values):
        rows = self.rows(file)
        with open(self.folder / file, "w", encoding="utf-8", newline="") as text:
            csv.writer(text).writerows(
                [rows[0]] + [[row[0], row[1], *values.get(row[0], ["", ""])] for row in rows[1:]])

    def test_each_figure_has_a_row_with_its_label(self):
        rows = self.rows("timeliness.csv")
        self.assertEqual(["measure", "label", "value", "why"], rows[0])
        self.assertEqual(MESSAGES["Timeliness"], [row[0] for row in rows[1:]])
        self.assertEqual(set(), {row[0] for row in rows if not row[1]})
        self.assertEqual(["period", "Period", "2024-25 Q4", ""], self.rows("return.csv")[2])
        self.assertEqual(MESSAGES["Placement"], headings(self.folder / "placements.csv"))

    def test_an_empty_one_is_found_empty(self):
        findings = quarterday.run("qd-collector", "check", self.folder, "--json").expect(
            DATA_AT_FAULT).json()["findings"]
        self.assertIn(("QD-F05", "timeliness.csv"),
                      {(each["rule"], each["file"]) for each in findings})
        self.assertEqual([], [each for each in findings if each["file"] == "timeliness.csv" and
                              each["rule"] == "QD-C01"])

    def filled(self, **other):
        good = Folder(GOOD)
        for file in ("return.csv", "timeliness.csv"):
            names, row = good.rows(file)[:2]
            values = {name: [value, ""] for name, value in zip(names, row)}
            self.fill(file, {**values, **{name: value for name, value in other.items()
                                          if name in values}})
        for file in ("placements.csv", "transport.csv"):
            (self.folder / file).write_bytes(GOOD[file])
        for file in sorted(set(FILES) - set(GOOD)):
            (self.folder / file).unlink()
        return quarterday.run("qd-collector", "check", self.folder, "--json").json()["findings"]

    def test_filled_in_it_is_read(self):
        self.assertEqual({("QD-H08", "return.csv"), ("QD-H08", "timeliness.csv")},
                         {(each["rule"], each["file"]) for each in self.filled()})

    def test_a_reason_in_its_column_is_read(self):
        self.assertEqual({"QD-H08"}, {each["rule"] for each in
                                      self.filled(requests_rya=["", "not_available"])})

    def test_a_figure_beside_a_reason_stops(self):
        found = [(each["rule"], each["file"], each["row"], each["column"], each["value"])
                 for each in self.filled(requests_rya=["0", "not_available"])]
        self.assertIn(("QD-F27", "timeliness.csv", 3, "C", "0"), found)


class Rules(quarterday.FlowTest):
    def test_every_rule_is_printed_with_its_class_and_how_to_fix_it(self):
        out = quarterday.run("qd-collector", "rules").expect(DONE).out
        for rule in RULES:
            self.assertIn(rule, out)
        markdown = quarterday.run("qd-collector", "rules", "--markdown").expect(DONE).out
        for rule in RULES:
            self.assertIn(rule, markdown)


# A finding as both ends can name it: the row of the file, the heading of the column. On the wire a
# whole part has the index of its first row.
FIRST_ROW = 2  # below the headings
Finding = collections.namedtuple("Finding", "rule file row heading")


def top_level_fields(message):
    """(number, whole field) of a message in bytes, one after the other; lengths only."""
    at = 0
    while at < len(message):
        start = at
        tag, at = read_varint(message, at)
        value, at = read_varint(message, at)
        if tag & 7 == 2:
            at += value
        yield tag >> 3, message[start:at]


def read_varint(data, at):
    value, shift = 0, 0
    while True:
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
        if data[at - 1] < 0x80:
            return value, at


class OneVerdict(quarterday.FlowTest):
    """Broken returns carried past the collector: the aggregator says what `check` says."""

    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")
        self.peer = faults.peer_of(self, self.camden)

    def as_checked(self, folder):
        findings = quarterday.run("qd-collector", "check", folder, "--json").json()["findings"]
        return findings, sorted(
            Finding(each["rule"], each["file"], each["row"] or FIRST_ROW, each["heading"] or "")
            for each in findings if stops(each["rule"]))

    def as_refused(self, refusal):
        return sorted(
            Finding(each["rule"], FILES[each["part"]], each["index"] + FIRST_ROW,
                    each["column"] or "")
            for each in refusal["findings"] if stops(each["rule"]))

    def judged_by_both(self):
        """The cases whose rules look at a return, not at a file, a heading or a cell."""
        return [one for one in CASES if one.places[0].rule in OF_BOTH_ENDS]

    def test_promise_e_both_ends_find_the_same(self):
        compared = set()
        revision = 0
        for one in self.judged_by_both():
            with self.subTest(one.name):
                folder = Folder(GOOD)
                one.edit(folder)
                path = test_bad_files.write(folder, self.directory / one.name)
                findings, checked = self.as_checked(path)
                answer, = self.peer.ask(faults.submit(faults.new_id(), self.peer.pack(path)))
                compared |= {each["rule"] for each in findings}
                if checked:
                    self.assertEqual("RULES_BROKEN", answer.get("code"), answer)
                    self.assertFalse(answer["again"])
                    self.assertEqual(checked, self.as_refused(answer))
                else:
                    revision += 1
                    self.assertEqual("receipt", answer["kind"], answer)
                    self.assertEqual(revision, answer["revision"])
                    asked = [each for each in findings
                             if RULES[each["rule"]].what_it_does == "ASKS"]
                    self.assertEqual(len(asked), answer["queries"])
        self.assertEqual(OF_BOTH_ENDS - test_bad_files.NOT_FROM_A_FOLDER, compared & OF_BOTH_ENDS)
        self.region_.verify().expect(DONE)

    def corpus_judged_by_both(self):
        """The corpus' cases of Camden in which nothing stops that only the collector sees."""
        return [case for case in return_cases.CASES
                if b"E09000007," in case.files().get("return.csv", b"") and
                b",yes" not in case.files()["return.csv"] and  # no store of simulated returns
                all(each.rule in OF_BOTH_ENDS for each in case.found)]

    def test_promise_e_both_ends_have_one_verdict_on_the_corpus(self):
        cases = self.corpus_judged_by_both()
        refused = 0
        for number, case in enumerate(cases):
            with self.subTest(case.name):
                path = case.write(self.directory / ("corpus-%d" % number))
                findings, checked = self.as_checked(path)
                answer, = self.peer.ask(faults.submit(faults.new_id(), self.peer.pack(path)))
                if checked:
                    refused += 1
                    self.assertEqual(checked, self.as_refused(answer))
                else:
                    self.assertEqual("receipt", answer["kind"], answer)
                    asked = [each for each in findings if not each["explained"] and
                             RULES[each["rule"]].what_it_does == "ASKS"]
                    self.assertEqual(len(asked), answer["queries"])
        self.assertGreater(refused, 15)
        self.assertGreater(len(cases) - refused, 40)

    def test_promise_e_an_explanation_counts_at_both_ends(self):
        folder = Folder(GOOD)
        folder.timeliness(requests_received="201")
        folder.explain("QD-R05")
        path = test_bad_files.write(folder, self.directory / "explained")
        receipt = self.camden.submit_json(path)
        self.assertEqual(0, receipt["queries"])

    def test_promise_e_the_collector_shows_what_the_aggregator_counted(self):
        folder = Folder(GOOD)
        folder.timeliness(requests_received="201")
        path = test_bad_files.write(folder, self.directory / "asked")
        self.assertEqual(1, self.camden.submit_json(path)["queries"])
        rows = self.region_.report_csv("submissions", PERIOD)
        self.assertEqual("1", rows[self.camden.ons_code, "queries_count"]["value"])

    def test_a_return_before_its_period_has_ended_is_confirmed_by_the_same_folder_after_it(self):
        path = test_bad_files.write(Folder(GOOD), self.directory / "2024-25-Q4")
        early, late = {"QUARTERDAY_TODAY": "2025-03-30"}, {"QUARTERDAY_TODAY": "2025-04-01"}
        got = [[receipt[name] for name in ("revision", "queries", "already_held")] for receipt in
               (self.camden.submit_json(path, env=day) for day in (early, early, late, late))]
        self.assertEqual([[1, 1, False], [1, 1, True], [2, 0, False], [2, 0, True]], got)

    def asked_by_the_collector_alone(self, *explained):
        """A period that has not ended, in the folder of another, with two files too many and a garbled name."""
        folder = Folder(GOOD)
        folder.cell("placements.csv", 3, "provider_name", "St Maryâ€™s")
        folder.explain(*explained)
        path = test_bad_files.write(folder, self.directory / "2025-26-Q1")
        for name in ("plan of Jane Smith.docx", "notes.txt"):
            (path / name).write_text("not for the region")
        return path

    def test_what_only_the_collector_asks_is_counted_by_the_aggregator(self):
        file_of_notes = ("QD-F03", "notes.txt", "", "")
        for explained, asked in (((), 5), (("QD-I07", "QD-F03"), 2),
                                 ((("QD-I09", "return", "", "period"), file_of_notes), 3)):
            with self.subTest(explained):
                path = self.asked_by_the_collector_alone(*explained)
                receipt = self.camden.submit_json(path, env={"QUARTERDAY_TODAY": "2025-03-30"})
                self.assertEqual(asked, receipt["queries"])
                rows = self.region_.report_csv("submissions", PERIOD)
                self.assertEqual(str(asked), rows[self.camden.ons_code, "queries_count"]["value"])
                held, = self.region_.status("--period", PERIOD, "--json").json()["periods"]
                row, = held["boroughs"]
                self.assertEqual(asked, row["queries"])
                self.assertEqual(bool(explained), "explanations" in row["parts"])
        self.region_.verify().expect(DONE)
        store = (self.region_.store / "data.mdb").read_bytes()
        self.assertIn(b"QD-F03", store)
        self.assertNotIn(b"Jane", store)

    def test_promise_c_a_return_without_a_part_replaces_nothing(self):
        good = self.peer.pack(test_bad_files.write(Folder(GOOD), self.directory / "good"))
        self.assertEqual("receipt", self.peer.ask(faults.submit(faults.new_id(), good))[0]["kind"])
        without = b"".join(field for number, field in top_level_fields(good) if number in (1, 2))
        answer, = self.peer.ask(faults.submit(faults.new_id(), without))
        self.assertEqual("RULES_BROKEN", answer["code"])
        self.assertEqual({"QD-P05"}, {each["rule"] for each in answer["findings"]})
        self.assertEqual({"202": 1}, faults.revisions(self.region_, PERIOD))


if __name__ == "__main__":
    unittest.main()
