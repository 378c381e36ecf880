"""The form grows, and what was made before goes on working: a store, outboxes, folders and programs of the
version before meet programs whose form has one more figure, price, code, text column and part (grown.py)."""
import unittest

import faults
import grown
import quarterday
from quarterday import DATA_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT

YEAR, QUARTER = "2024", "2024-25 Q4"
TABLES = (("timeliness", YEAR), ("placements", QUARTER), ("transport", YEAR), ("submissions", YEAR))
# What the grown form has: measures of the figure, of the price, of the part; and the code.
YOUNGER_FIGURE, YOUNGER_PERCENT = "plans_ended_count", "plans_ended_percent"
YOUNGER_PRICE, YOUNGER_PART = "annual_cost_travel", "caseworkers_count"
YOUNGER_CODE = "setting=hospital_school"
NOT_COLLECTED = ("", "not collected")


WORD = "until=2099-12-31"  # of the grown allow-list


def placements():
    priced = {"urn": "100049", "fee_basis": "annual", "weeks_a_year": "38", "annual_cost": "315000",
              "annual_cost_education": "215000", "annual_cost_social_care": "80000",
              "annual_cost_health": "20000", "sourcing": "spot"}
    return [quarterday.placement_row("total", 105), quarterday.placement_row(**priced),
            quarterday.placement_row("mainstream_academy", 100)]


class Growth(faults.FaultTest):
    @classmethod
    def setUpClass(cls):
        cls.build = grown.build()
        cls.grown = cls.build / "bin"
        quarterday.simulated()  # rows of version 1: made before other programs are run

    def setUp(self):
        super().setUp()
        self.region_ = self.region(start=True)
        self.camden = self.region_.borough("202")
        self.barnet = self.region_.borough("302")

    def submit_history(self):
        """What two boroughs sent before the form grew."""
        for borough, figures in ((self.camden, {}), (self.barnet, {"requests_rya": "x"})):
            borough.submit_json(borough.write_return(
                YEAR, timeliness=quarterday.timeliness_row(**figures),
                transport=[quarterday.transport_row()]))
            borough.submit_json(borough.write_return(QUARTER, placements=placements(),
                                                     as_at_date="2025-01-16"))

    def make_entries_of_every_kind(self):
        """The same store with a return that was withdrawn, one that was redacted, and a break. It stops."""
        greenwich, hackney = (self.region_.borough(code) for code in ("203", "204"))
        for borough in (greenwich, hackney):
            borough.submit_json(borough.write_return(YEAR))
        hackney.collect("withdraw", YEAR).expect(DONE)
        self.assertEqual(DONE, self.region_.stop())
        quarterday.run("qd-aggregator", "redact", "Greenwich", YEAR, "1", "--reason", "a name",
                       "--store", self.region_.store).expect(DONE)
        (self.region_.store / "witness").unlink()
        self.region_.init("--restored").expect(DONE)

    def tables(self):
        return {name: self.region_.report_csv(name, period) for name, period in TABLES}

    # --- the store ---

    def test_the_stored_history_is_tabled_verified_and_reported_as_before(self):
        self.submit_history()
        self.make_entries_of_every_kind()
        before = self.tables()
        cells = [before["submissions"][borough, "returned_count"] for borough in
                 (self.camden.ons_code, "E09000011", "E09000012")]
        self.assertEqual([("1", ""), ("1", "redacted"), ("0", "withdrawn")],
                         [(cell["value"], cell["note"]) for cell in cells])
        status = [self.region_.status("--json", "--period", period).expect().json()
                  for period in (YEAR, QUARTER)]
        self.assertEqual((3, 1, 1), (status[0]["periods"][0]["returned"],
                                     len(status[0]["periods"][0]["withdrawn"]), len(status[0]["restores"])))
        verified = self.region_.verify().expect(DONE).out
        with quarterday.programs(self.grown):
            self.assertEqual(verified, self.region_.verify().expect(DONE).out)
            self.assertEqual(status, [
                self.region_.status("--json", "--period", period).expect().json()
                for period in (YEAR, QUARTER)])
            after = self.tables()
            for name, rows in before.items():
                for key, row in rows.items():
                    self.assertEqual(row, after[name][key], (name, key))
            self.region_.start()
            self.assertEqual(DONE, self.region_.stop())

    def cell(self, table, period, *key, arguments=()):
        row = self.region_.report_csv(table, period, *arguments)[self.camden.ons_code, *key]
        return row["value"], row["status"]

    def test_promise_f_what_is_younger_than_its_return_is_not_collected(self):
        self.submit_history()
        by_setting = ("--by", "setting")
        before = self.cell("placements", QUARTER, "plans_count", "setting=nm_early_years",
                           arguments=by_setting)
        with quarterday.programs(self.grown):
            for measure in (YOUNGER_FIGURE, YOUNGER_PERCENT):
                self.assertEqual(NOT_COLLECTED, self.cell("timeliness", YEAR, measure))
            self.assertEqual(NOT_COLLECTED, self.cell("placements", QUARTER, YOUNGER_PRICE))
            # The rows add up to the total, which says of a setting that the return knows: zero.
            self.assertEqual(("0", ""), before)
            self.assertEqual(before, self.cell("placements", QUARTER, "plans_count",
                                               "setting=nm_early_years", arguments=by_setting))
            self.assertEqual(NOT_COLLECTED, self.cell("placements", QUARTER, "plans_count",
                                                      YOUNGER_CODE, arguments=by_setting))
            self.region_.restart()
            self.submit_grown(self.barnet)
            self.assertEqual(NOT_COLLECTED, self.cell("staffing", YEAR, YOUNGER_PART))

    # --- folders ---

    def test_last_years_folder_is_told_of_the_new_columns_and_can_be_sent(self):
        folder = self.camden.write_return(QUARTER, timeliness=quarterday.timeliness_row(),
                                          placements=placements(), as_at_date="2025-01-16")
        with quarterday.programs(self.grown):
            checked = self.camden.check(folder, "--json").expect(DONE).json()
            self.assertTrue(checked["can_be_sent"])
            self.assertEqual([("QD-H06", "informs", "timeliness.csv"),
                              ("QD-H06", "informs", "placements.csv")],
                             [(each["rule"], each["class"], each["file"])
                              for each in checked["findings"]])
            words = [each["what"] for each in checked["findings"]]
            self.assertIn("plans_ended", words[0])
            self.assertIn("commissioner, annual_cost_travel", words[1])
            self.region_.restart()
            self.camden.submit_json(folder)

    def test_a_folder_that_has_one_of_the_new_columns_must_have_all(self):
        with quarterday.programs(self.grown):
            rows = [{**row, "commissioner": ""} for row in placements()]
            folder = self.camden.write_return(QUARTER, placements=rows, as_at_date="2025-01-16")
            checked = self.camden.check(folder, "--json").expect(DATA_AT_FAULT).json()
        self.assertEqual([("QD-H01", "annual_cost_travel")],
                         [(each["rule"], each["heading"]) for each in checked["findings"]])

    def test_what_is_new_is_taken_stored_and_tabled(self):
        with quarterday.programs(self.grown):
            self.region_.restart()
            self.submit_grown()
            self.assertEqual(("7", ""), self.cell("timeliness", YEAR, YOUNGER_FIGURE))
            self.assertEqual(("31", ""), self.cell("staffing", YEAR, YOUNGER_PART))
            rows = [{**row, "annual_cost_travel": "", "commissioner": ""} for row in placements()]
            rows[1].update(annual_cost_travel="5000", commissioner="The panel")
            rows.append({**rows[2], "setting": "hospital_school", "plans": "3"})
            rows[0]["plans"] = "108"
            self.camden.submit_json(self.camden.write_return(QUARTER, placements=rows,
                                                             as_at_date="2025-01-16"))
            self.assertEqual(("5000.00", ""), self.cell("placements", QUARTER, YOUNGER_PRICE))
            self.assertEqual(("3", ""), self.cell("placements", QUARTER, "plans_count", YOUNGER_CODE,
                                                  arguments=("--by", "setting")))
            self.region_.verify().expect(DONE)

    def submit_grown(self, borough=None):
        """A return with all that the grown form has more."""
        borough = borough or self.camden
        folder = borough.write_return(
            YEAR, name="grown", timeliness=quarterday.timeliness_row(plans_ended=7))
        quarterday.write_csv(folder / "staffing.csv", [{"caseworkers": "31"}])
        return borough.submit(folder, "--json", "--replace").expect(DONE).json()

    # --- the wire ---

    def test_the_units_of_form_and_wire_hold_where_the_form_has_grown(self):
        for unit in grown.UNITS:
            quarterday.run(self.build / "tests" / unit).expect(DONE)

    def test_a_pending_submission_of_the_version_before_is_sent_and_taken(self):
        folder = self.camden.write_return(YEAR)
        self.assertEqual(DONE, self.region_.stop())
        self.camden.submit(folder, timeout=1).expect(ENVIRONMENT_AT_FAULT)
        pending, = self.camden.held()
        with quarterday.programs(self.grown):
            self.region_.start()
            self.camden.submit().expect(DONE)
            receipt, = self.camden.held_receipts()
            self.assertEqual(pending["return_hash"], receipt["return_hash"])
            self.region_.verify().expect(DONE)

    def test_an_older_collector_reads_a_receipt_with_a_field_that_it_does_not_know(self):
        with quarterday.programs(self.grown):
            self.region_.restart()
        receipt = self.camden.submit_json(self.camden.write_return(YEAR))
        self.assertEqual(1, receipt["revision"])
        held, = self.camden.held_receipts()
        self.assertEqual(receipt["return_hash"], held["return_hash"])
        self.camden.status().expect(DONE)

    def test_a_newer_return_is_refused_with_the_name_of_what_to_upgrade(self):
        with quarterday.programs(self.grown):
            folder = self.camden.write_return(
                YEAR, timeliness=quarterday.timeliness_row(plans_ended=7))
            done = self.camden.submit(folder).expect(DATA_AT_FAULT)
        self.assertIn("upgrade qd-aggregator", done.out + done.err)

    def test_an_older_collector_sends_what_a_newer_one_wrote_and_says_what_to_upgrade(self):
        with quarterday.programs(self.grown):
            self.region_.restart()
            self.region_.stop()
            folder = self.camden.write_return(YEAR)
            quarterday.write_csv(folder / "staffing.csv", [{"caseworkers": "31"}])
            self.camden.submit(folder, timeout=1).expect(ENVIRONMENT_AT_FAULT)
            self.region_.start()
        self.assertIn("pending", self.camden.status().expect(DONE).out)
        for done in (self.camden.submit(), self.camden.receipts()):
            self.assertIn("Receipt for Camden, 2024", done.expect(DONE).out)
            self.assertIn(quarterday.words("growth: versions up to 2"),
                          " ".join(done.out.split()))

    def test_a_store_with_newer_returns_is_left_alone_with_words(self):
        with quarterday.programs(self.grown):
            self.region_.restart()
            self.submit_grown()
            self.assertEqual(DONE, self.region_.stop())
        for done, program in ((self.region_.report("timeliness", YEAR), "qd-reporter"),
                              (self.region_.report("submissions", YEAR), "qd-reporter"),
                              (self.region_.status(), "qd-aggregator"),
                              (self.region_.verify(), "qd-aggregator")):
            done.expect(DATA_AT_FAULT)
            self.assertEqual("", done.out)
            self.assertRegex(done.err, quarterday.words("growth: newer version, as a pattern") % program)
        self.region_.spawn()
        self.assertEqual(DATA_AT_FAULT, self.region_.wait_exit())
        self.assertRegex(self.region_.log_text(), quarterday.words("growth: upgrade qd-aggregator") + "\n")

    # --- the allow-list

    def test_promise_d_an_older_aggregator_lets_nobody_in_by_a_word_that_it_does_not_know(self):
        self.assertEqual(DONE, self.region_.stop())
        lines = self.region_.allow_file.read_text(encoding="utf-8").splitlines()
        self.assertIn("added=", lines[-1])
        lines[-1] = lines[-1].replace("added=", WORD + " added=")
        self.region_.allow_file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        with quarterday.programs(self.grown):
            self.region_.start()
            self.barnet.submit_json(self.barnet.write_return(YEAR))
            self.assertEqual(DONE, self.region_.stop())
        self.region_.spawn()
        self.assertEqual(DATA_AT_FAULT, self.region_.wait_exit())
        self.assertIn(quarterday.words("allow-list: not known here") % WORD, self.region_.log_text())

    def test_promise_b_a_receipt_that_was_given_stays_the_same_bytes(self):
        peer = faults.peer_of(self, self.camden)
        submit = faults.submit(faults.new_id(), peer.pack(self.camden.write_return(YEAR)))
        before, = peer.ask(submit)
        self.assertEqual(DONE, self.region_.stop())
        with quarterday.programs(self.grown):
            self.region_.start()
            back = faults.peer_of(self, self.camden)
            again, = back.ask(submit)
            self.assertEqual(before["bytes"], again["bytes"])
            later, = back.ask(faults.submit(faults.new_id(), back.pack(
                self.camden.write_return(YEAR, name="later", note="another"))))
        self.assertIn(b"30 April".hex(), later["bytes"])


if __name__ == "__main__":
    unittest.main()
