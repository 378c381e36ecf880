"""An explanation explains: a sign is refused, the words stand below what they answer, and they come out at
the other end, in the region's tables and counts."""
import json

import quarterday

QUARTER = "2025-26 Q3"
WORDS = "Two plans have no date of request, and \"old\" ones never had."
SHORT = {"plans_issued": 225, "plans_issued_within_20_weeks": 200, "plans_issued_20_to_52_weeks": 23,
         "plans_issued_over_52_weeks": 0, "plans_issued_undated": 0, "plans_issued_ex": "x",
         "plans_issued_within_20_weeks_ex": "x", "plans_issued_20_to_52_weeks_ex": "x",
         "plans_issued_over_52_weeks_ex": "x", "plans_issued_undated_ex": "x", "assess_issued": 225,
         "assessments": "x", "days_to_issue": "x"}


def short_row():
    """Timeliness of which two plans issued are in no band."""
    row = quarterday.timeliness_row()
    return {**row, **{name: value for name, value in SHORT.items() if name in row}}


class Explained(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")

    def write(self, *explanations, note=""):
        return self.camden.write_return(QUARTER, timeliness=short_row(), note=note,
                                        explanations=[quarterday.explanation_row(*each)
                                                      for each in explanations])

    def submit(self, *explanations, note=""):
        return self.camden.submit_json(self.write(*explanations, note=note))

    def rows(self, *arguments):
        return self.region_.report_csv("timeliness", QUARTER, *arguments)

    def test_a_sign_is_refused_and_words_are_taken(self):
        for sign in ("x", "-", "n/a", "tbc", "not_yet_known", "A", "...", "\u2713", "ok", "Checked.",
                     "as discussed", "see above"):
            done = self.camden.check(self.write(("QD-R03", sign)), "--json")
            self.assertEqual(quarterday.DATA_AT_FAULT, done.status, sign)
            self.assertIn(("QD-I10", "explanations.csv", 2, sign), [
                (each["rule"], each["file"], each["row"], each["value"])
                for each in done.json()["findings"]])
        self.camden.check(self.write(("QD-R03", WORDS))).expect()

    def test_the_words_stand_below_the_finding_that_they_answer(self):
        folder = self.write(("QD-R03", "meant for all plans"), ("QD-R03", WORDS, "timeliness"))
        said = self.camden.check(folder).expect().out
        explained = said[said.index("Asked for an explanation, and has it"):]
        self.assertLess(explained.index("[QD-R03]"),
                        explained.index("    Explained: Two plans have no date of request"))
        self.assertNotIn(quarterday.words("rule: meant for all plans"), explained)
        findings = self.camden.check(folder, "--json").json()["findings"]
        self.assertEqual([WORDS], [each["explanation"] for each in findings
                                   if each["rule"] == "QD-R03"])

    def asked(self, folder):
        """The findings about words that were carried over, as check shows them to a program."""
        found = self.camden.check(folder, "--json", "--outbox", self.camden.outbox).json()["findings"]
        return [(each["row"], each["column"], each["value"], each["explained"]) for each in found
                if each["rule"] == "QD-E04"]

    def test_words_carried_over_from_another_period_are_shown_and_asked_about(self):
        before = self.camden.write_return("2025-26 Q2", timeliness=short_row(), explanations=[
            quarterday.explanation_row("QD-R03", WORDS)])
        self.camden.submit(before).expect()
        folder = self.write(("QD-R03", WORDS))
        self.assertEqual([(2, "E", WORDS, False)], self.asked(folder))
        said = " ".join(self.camden.check(folder, "--outbox", self.camden.outbox).out.split())
        self.assertIn(quarterday.words("rule: words of the quarter before") % WORDS, said)
        self.assertEqual([], self.asked(self.write(("QD-R03", "Both were found since, too late."))))
        self.assertEqual([(2, "E", WORDS, True)], self.asked(self.write(
            ("QD-R03", WORDS), ("QD-E04", "It is the same two.", "explanations", "QD-R03"))))

        # What the collector asks, the region counts.
        asked = self.camden.submit_json(self.write(("QD-R03", WORDS)))["queries"]
        answered = self.camden.submit_json(self.write(
            ("QD-R03", WORDS), ("QD-E04", "It is the same two.", "explanations", "QD-R03")))["queries"]
        self.assertEqual(1, asked - answered)

    def test_words_whose_finding_has_changed_are_asked_about(self):
        self.submit(("QD-R03", WORDS))
        folder = self.write(("QD-R03", WORDS))
        self.assertEqual([], self.asked(folder))  # the same return again
        row = {**short_row(), "plans_issued": 300}
        quarterday.write_csv(folder / "timeliness.csv", [row])
        self.assertEqual([(2, "E", WORDS, False)], self.asked(folder))
        said = " ".join(self.camden.check(folder, "--outbox", self.camden.outbox).out.split())
        self.assertIn(quarterday.words("rule: not the plans issued"), said)

    def test_words_come_out_in_the_cells_that_they_are_about(self):
        self.submit(("QD-R03", WORDS), note="Counted\nby hand.")
        said = "return: Counted by hand. | QD-R03: " + WORDS
        rows = self.rows()
        for measure in ("plans_issued_count", "plans_issued_within_20_weeks_percent"):
            self.assertEqual(said, rows["E09000007", measure]["borough_notes"])
            self.assertEqual("", rows["E09000012", measure]["borough_notes"])
            self.assertEqual("", rows["E12000007", measure]["borough_notes"])
        self.assertEqual("return: Counted by hand.",
                         rows["E09000007", "requests_received_count"]["borough_notes"])

        cells = json.loads(self.region_.report("timeliness", QUARTER, "--format", "json").expect()
                           .out)["cells"]
        notes = {each["measure"]: each["borough_notes"] for each in cells
                 if each["area_code"] == "E09000007"}
        returned = {"period": QUARTER, "rule": None, "words": "Counted by hand."}
        self.assertEqual([returned], notes["requests_received_count"])
        self.assertEqual([returned, {"period": QUARTER, "rule": "QD-R03", "words": WORDS}],
                         notes["plans_issued_count"])

        text = self.region_.report("timeliness", QUARTER, "--measure",
                                   "plans_issued_count,requests_received_count").expect().out
        camden = next(line for line in text.splitlines() if line.startswith("Camden"))
        hackney = next(line for line in text.splitlines() if line.startswith("Hackney"))
        self.assertEqual((2, 0), (camden.count("*"), hackney.count("*")))
        words = " ".join(text.split())
        self.assertIn("* Camden (return): Counted by hand.", words)
        self.assertIn("* Camden (QD-R03): EHC plans issued: " + WORDS, words)

    def test_promise_d_another_borough_does_not_see_what_is_said(self):
        self.submit(("QD-R03", WORDS), note="Counted by hand.")
        for how in ("text", "csv", "json"):
            seen = self.region_.report("timeliness", QUARTER, "--format", how, "--audience",
                                       "borough:Hackney").expect().out
            self.assertNotIn("hand", seen)
            self.assertNotIn(WORDS.split()[0], seen.replace("\n", " "))

    def test_a_revision_without_words_has_no_notes(self):
        self.submit(("QD-R03", WORDS), note="Counted by hand.")
        self.camden.submit(self.camden.write_return(QUARTER)).expect()
        self.assertEqual({""}, {row["borough_notes"] for row in self.rows().values()})

    def test_status_counts_what_boroughs_say(self):
        self.submit(("QD-R03", WORDS), ("QD-R03", "as published", "timeliness"), note="By hand.")
        hackney = self.region_.borough("204")
        hackney.submit(hackney.write_return(QUARTER)).expect()
        listed = self.region_.status("--period", QUARTER, "--json").expect().json()["periods"][0]
        said = {each["la_name"]: (each["queries"], each["explanations"], each["notes"])
                for each in listed["boroughs"]}
        self.assertEqual((2, 1), said["Camden"][1:])
        self.assertEqual((0, 0, 0), said["Hackney"])
        lines = [line.split() for line in self.region_.status().expect().out.splitlines()]
        camden = next(words for words in lines if words[:1] == ["Camden"])
        self.assertIn(["explanations", "notes"], [words[4:6] for words in lines])
        self.assertEqual([str(each) for each in said["Camden"]], camden[7:10])

    def test_of_a_return_that_was_removed_nothing_is_said(self):
        self.submit(("QD-R03", WORDS), note="By hand.")
        self.region_.stop()
        quarterday.run("qd-aggregator", "redact", "Camden", QUARTER, "1", "--reason", "a test",
                       "--store", self.region_.store).expect()
        camden = self.region_.status("--json").expect().json()["periods"][0]["boroughs"][0]
        self.assertEqual((None, None), (camden["explanations"], camden["notes"]))
        self.assertEqual("", self.rows()["E09000007", "plans_issued_count"]["borough_notes"])
