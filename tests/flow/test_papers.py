"""A cell is followed to its papers (promise G): the returns behind it and their receipts, what their boroughs
said, what was asked and not answered, and what was there before or was taken away."""
import pathlib
import shutil
import tempfile
import unittest

import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE
from test_explained import short_row

QUARTER, YEAR = "2025-26 Q3", "2024-25"
WITHIN = "plans_issued_within_20_weeks_percent"
WORDS = "Two plans have no date of request."
NOTE = "The second one counts the late plans too."
QUARTERS = ["%s Q%d" % (YEAR, quarter) for quarter in range(1, 5)]
MADE = {}


def setUpModule():
    """One store for all: Camden came twice for the quarter, with a note and words, Barnet once with an open
    query; Ealing was withdrawn, and Brent redacted; Camden's year is made of quarters."""
    directory = pathlib.Path(tempfile.mkdtemp(prefix="quarterday-papers-"))
    unittest.addModuleCleanup(shutil.rmtree, directory)
    region = quarterday.Region(directory)
    unittest.addModuleCleanup(region.close)
    region.start()
    boroughs = {code: region.borough(code) for code in ("202", "302", "307", "304")}
    camden, barnet, ealing, brent = boroughs.values()
    for period in QUARTERS:
        camden.submit_json(camden.write_return(period))
    MADE["first"] = camden.submit_json(camden.write_return(QUARTER))
    folder = camden.write_return(QUARTER, timeliness=short_row(), note=NOTE,
                                 explanations=[quarterday.explanation_row("QD-R03", WORDS)])
    MADE["second"] = camden.submit(folder, "--replace", "--json").expect(DONE).json()
    barnet.submit_json(barnet.write_return(QUARTER, timeliness=short_row()))
    for borough in ealing, brent:
        borough.submit_json(borough.write_return(QUARTER))
    ealing.collect("withdraw", QUARTER).expect(DONE)
    region.stop()
    quarterday.run("qd-aggregator", "redact", "Brent", QUARTER, "1", "--reason", "a name stood in it",
                   "--store", region.store).expect(DONE)
    MADE["region"] = region
    MADE["held"] = camden.held_receipts()


def explain(area, period=QUARTER, *arguments, table="timeliness", measure=WITHIN):
    return quarterday.run("qd-reporter", "explain", table, measure, area, period, "--store",
                          MADE["region"].store, *arguments)


def papers(area, period=QUARTER, *arguments, **options):
    return explain(area, period, "--format", "json", *arguments, **options).expect(DONE).json()


class Papers(unittest.TestCase):
    maxDiff = None

    def returns(self, made):
        return [each for borough in made["boroughs"] for each in borough["returns"]]

    def test_what_is_no_cell_is_refused_with_what_to_write(self):
        for words in (("Camden,Barnet",), ("Nowhere",), ("Camden", "2025..2026")):
            explain(*words).expect(COMMAND_AT_FAULT)
        explain("Camden", measure="nothing_percent").expect(COMMAND_AT_FAULT)
        explain("Camden", measure=WITHIN + ",plans_issued_count").expect(COMMAND_AT_FAULT)
        explain("Camden", QUARTER, "--format", "csv").expect(COMMAND_AT_FAULT)
        explain("Camden", "2019-20 Q1").expect(DATA_AT_FAULT)

    def test_promise_g_a_cell_leads_to_the_receipt_that_the_borough_holds(self):
        made = papers("Camden")
        one, = self.returns(made)
        receipt = MADE["second"]
        self.assertEqual(2, one["revision"])
        self.assertEqual((receipt["sequence"], receipt["return_hash"], receipt["submission_id"]),
                         (one["sequence"], one["return_sha256"], one["submission_id"]))
        held = next(each for each in MADE["held"] if each["sequence"] == one["sequence"])
        self.assertEqual(held["link"], one["link"])

    def test_promise_g_the_figures_of_the_returns_make_the_cell(self):
        made = papers("Camden")
        figures = {each["of"]: each["value"] for each in self.returns(made)[0]["figures"]}
        self.assertEqual((made["numerator"], made["denominator"]),
                         (figures["numerator"], figures["denominator"]))
        row = MADE["region"].report_csv("timeliness", QUARTER)["E09000007", WITHIN]
        self.assertEqual((row["value"], row["numerator"]), (str(made["value"]), str(made["numerator"])))

    def test_promise_g_what_the_borough_said_stands_with_it_and_what_it_did_not_answer(self):
        said = [(each["kind"], each["rule"], each["words"]) for each in self.returns(papers("Camden"))[0]["said"]]
        self.assertIn(("note", None, NOTE), said)
        self.assertIn(("explanation", "QD-R03", WORDS), said)
        said = self.returns(papers("Barnet"))[0]["said"]
        self.assertEqual([("open query", "QD-R03")], [(each["kind"], each["rule"]) for each in said])
        text = " ".join(explain("Camden").expect(DONE).out.split())
        self.assertIn(WORDS, text)
        self.assertIn(NOTE, text)
        self.assertIn("open: ", explain("Barnet").expect(DONE).out)

    def test_promise_g_what_was_there_before_is_named(self):
        history = self.returns(papers("Camden"))[0]["history"]
        self.assertEqual([("return", 1, MADE["first"]["sequence"]), ("return", 2, MADE["second"]["sequence"])],
                         [(each["kind"], each["revision"], each["sequence"]) for each in history])
        self.assertIn("revision 1", explain("Camden").expect(DONE).out)

    def test_promise_g_a_withdrawn_and_a_redacted_return_say_so_and_why(self):
        one, = self.returns(papers("Ealing"))
        self.assertEqual(("withdrawn", []), (one["standing"], one["figures"]))
        one, = self.returns(papers("Brent"))
        self.assertEqual("redacted", one["standing"])
        self.assertEqual(["a name stood in it"], [each["reason"] for each in one["history"]
                                                  if each["kind"] == "redacted"])
        self.assertIn("a name stood in it", explain("Brent").expect(DONE).out)

    def test_promise_g_an_area_leads_to_its_boroughs(self):
        made = papers("London")
        self.assertEqual((2, 33, 33), (made["n"], made["of"], len(made["boroughs"])))
        counted = [each for each in made["boroughs"] if each["counts"]]
        self.assertEqual({"Camden", "Barnet"}, {each["area_name"] for each in counted})
        self.assertEqual(made["numerator"], sum(each["numerator"] for each in counted))

    def test_promise_g_a_year_leads_to_its_quarters(self):
        made = papers("Camden", YEAR)
        returns = self.returns(made)
        self.assertEqual(QUARTERS, [each["period"] for each in returns])
        self.assertTrue(all(each["used"] for each in returns))
        self.assertEqual(made["numerator"], sum(figure["value"] for each in returns
                                                for figure in each["figures"] if figure["of"] == "numerator"))

    def test_promise_g_as_it_stood_is_explained_as_it_stood(self):
        one, = self.returns(papers("Camden", QUARTER, "--as-of", str(MADE["first"]["sequence"])))
        self.assertEqual((1, MADE["first"]["sequence"]), (one["revision"], one["sequence"]))
        self.assertEqual(["return"], [each["kind"] for each in one["history"]])

    def test_a_borough_is_shown_no_words_of_another(self):
        made = papers("Camden", QUARTER, "--audience", "borough:Barnet")
        self.assertEqual([], self.returns(made)[0]["said"])
        made = papers("Camden", QUARTER, "--audience", "borough:Camden")
        self.assertNotEqual([], self.returns(made)[0]["said"])
