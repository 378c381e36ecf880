"""The ordinary way of an officer: template, check, fill in, submit, receipt; again, revised, and
with something in the way. Nothing is lost in any of them, nothing is stored twice."""
import unittest

import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT, figure

PERIOD = "2024"
LITTLE_S = 2  # --timeout, where nobody answers
ACKNOWLEDGED, PENDING, REFUSED = "acknowledged", "pending", "refused"


def quicker(plans):
    """Changes of a timeliness row: so many more plans issued within 20 weeks, and fewer later."""
    return {"plans_issued_within_20_weeks": figure("plans_issued_within_20_weeks", plans),
            "plans_issued_within_20_weeks_ex": figure("plans_issued_within_20_weeks_ex", plans),
            "plans_issued_20_to_52_weeks": figure("plans_issued_20_to_52_weeks", -plans),
            "plans_issued_20_to_52_weeks_ex": figure("plans_issued_20_to_52_weeks_ex", -plans)}


def in_time(*quicker_by):
    """The percentage issued within 20 weeks over boroughs that are so much quicker."""
    boroughs = quicker_by or (0,)
    plans = sum(figure("plans_issued_within_20_weeks", each) for each in boroughs)
    thousandths = (2000 * plans // (len(boroughs) * figure("plans_issued")) + 1) // 2
    return "%d.%d" % divmod(thousandths, 10)


class Submit(quarterday.FlowTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")

    def states(self, borough=None):
        """The states of everything in an outbox, oldest first."""
        return [each["state"] for each in (borough or self.camden).held()]

    def cell(self, measure, table="timeliness", period=PERIOD, area=None):
        rows = self.region_.report_csv(table, period)
        row = rows[area or self.camden.ons_code, measure]
        return row["value"] or row["status"]

    def revision(self, period=PERIOD):
        return self.cell("revision", "submissions", period)

    def write(self, name="return", period=PERIOD, **figures):
        return self.camden.write_return(period, name=name,
                                        timeliness=quarterday.timeliness_row(**figures))

    # --- what cannot be sent ---

    def test_a_return_that_is_stopped_is_not_kept_and_not_sent(self):
        too_many = figure("plans_issued", 1)
        folder = self.write(plans_issued_within_20_weeks=too_many)
        done = self.camden.submit(folder).expect(DATA_AT_FAULT)
        self.assertIn(str(too_many), done.out + done.err)
        self.assertEqual([], self.states())
        self.assertNotIn("E09000007", self.region_.status("--json").expect().out)

    def test_a_folder_that_is_not_there_is_said(self):
        done = self.camden.submit(self.directory / "nowhere").expect(COMMAND_AT_FAULT)
        self.assertIn("nowhere", done.err)

    def test_no_aggregator_given_is_the_commands_fault(self):
        done = self.camden.submit(self.write(), aggregator=None).expect(COMMAND_AT_FAULT)
        self.assertIn("aggregator", done.err)
        self.assertIn(quarterday.words("stop: nothing sent"), done.err)

    def test_no_server_key_given_is_the_commands_fault(self):
        done = self.camden.submit(self.write(), server_key=None).expect(COMMAND_AT_FAULT)
        self.assertIn("server", done.err)

    def test_a_misspelt_option_is_the_commands_fault(self):
        self.camden.submit(self.write(), "--agregator").expect(COMMAND_AT_FAULT)

    def test_nothing_pending_is_no_error(self):
        self.camden.submit().expect(DONE)

    # --- the way ---

    def test_from_template_to_receipt(self):
        folder = self.camden.directory / "return"
        quarterday.run("qd-collector", "template", folder).expect(DONE)
        self.assertTrue((folder / "README.txt").exists())
        self.camden.check(folder).expect(DATA_AT_FAULT)  # nothing is filled in

        headings = {path.name: path.read_text("utf-8-sig").strip().split(",")
                    for path in folder.glob("*.csv")}
        rows = {"return.csv": {"new_la_code": "E09000007", "period": PERIOD},
                "timeliness.csv": quarterday.timeliness_row()}
        for name in headings:
            if name in rows:
                quarterday.write_csv(folder / name, [rows[name]], headings[name])
            else:
                (folder / name).unlink()
        self.camden.check(folder).expect(DONE)

        done = self.camden.submit(folder).expect(DONE)
        for word in ("Receipt", "Camden", PERIOD):
            self.assertIn(word, done.out)
        receipt, = self.camden.held_receipts()
        self.assertEqual(("E09000007", PERIOD, 1, 0), tuple(
            receipt[name] for name in ("new_la_code", "period", "revision", "queries")))
        self.assertIn(receipt["submission_id"], done.out)
        self.assertIn(receipt["return_hash"], done.out)
        self.assertEqual([ACKNOWLEDGED], self.states())
        self.assertEqual(in_time(), self.cell("plans_issued_within_20_weeks_percent"))
        self.assertIn("Camden", self.region_.status().expect().out)
        self.region_.verify().expect(DONE)

    def test_settings_can_stand_in_an_ini_file(self):
        folder = self.write()
        (self.camden.directory / "quarterday.ini").write_text(
            "[collector]\naggregator = %s\nserver_key = %s\n"
            "key = borough.key\noutbox = outbox\n" % (
                self.region_.endpoint, self.region_.server_key), encoding="utf-8")
        quarterday.run("qd-collector", "submit", folder, cwd=self.camden.directory).expect(DONE)
        self.assertEqual(1, len(self.camden.held_receipts()))

    def test_promise_b_the_same_folder_again_gets_the_same_receipt(self):
        folder = self.write()
        first = self.camden.submit(folder).expect(DONE)
        again = self.camden.submit(folder).expect(DONE)
        self.assertEqual(first.out, again.out)
        self.assertEqual("1", self.revision())
        self.assertEqual(1, len(self.camden.held_receipts()))

    def test_an_outbox_that_lost_its_data_is_told_and_not_begun_again(self):
        folder = self.write()
        self.camden.submit(folder).expect(DONE)
        data, witness = self.camden.outbox / "data.mdb", self.camden.outbox / "witness"
        kept = data.read_bytes()
        for lose, what in ((data.unlink, "does not exist"), (data.touch, "is empty")):
            lose()
            for done in (self.camden.status(), self.camden.receipts(), self.camden.submit(folder)):
                done.expect(ENVIRONMENT_AT_FAULT)
                self.assertIn("%s %s" % (data, what), done.err)
                self.assertIn(quarterday.words("witness: remove the file") % witness, done.err)
                self.assertEqual("", done.out)
        data.write_bytes(kept)
        self.assertEqual(1, len(self.camden.held_receipts()))
        data.unlink()
        witness.unlink()
        self.camden.submit(folder).expect(DONE)
        self.assertEqual(["acknowledged"], self.states())

    def test_promise_b_the_receipt_is_the_same_after_both_were_restarted(self):
        folder = self.write()
        first = self.camden.submit(folder).expect(DONE)
        self.region_.kill9()
        self.region_.start()
        self.assertEqual(first.out, self.camden.submit(folder).expect(DONE).out)
        self.assertEqual("1", self.revision())

    def test_promise_c_a_revised_return_replaces_and_the_earlier_one_is_kept(self):
        first = self.camden.submit_json(self.write())
        second = self.camden.submit_json(self.write(**quicker(1)))
        self.assertEqual([1, 2], [first["revision"], second["revision"]])
        self.assertNotEqual(first["return_hash"], second["return_hash"])
        self.assertEqual(in_time(1), self.cell("plans_issued_within_20_weeks_percent"))
        self.assertEqual("2", self.revision())
        self.assertEqual([1, 2], [each["revision"] for each in self.camden.held_receipts()])
        self.region_.verify().expect(DONE)

    def test_promise_c_what_a_revision_leaves_out_is_gone(self):
        quarter, code = "2024-25 Q4", self.camden.ons_code
        plans = [quarterday.placement_row("total", 5), quarterday.placement_row(plans=5)]
        spending = [quarterday.transport_row("1000.00"), *quarterday.lines_of_nothing()]
        self.camden.submit_json(self.camden.write_return(
            quarter, name="both", placements=plans, transport=spending, as_at_date="2025-01-16"))
        self.assertEqual("1000.00", self.cell("gross_expenditure", "transport", quarter, code))
        self.camden.submit(self.camden.write_return(
            quarter, name="one", placements=plans, as_at_date="2025-01-16"), "--replace").expect(DONE)
        self.assertEqual("5", self.cell("plans_count", "placements", quarter, code))
        self.region_.report("transport", quarter).expect(DATA_AT_FAULT)  # nobody has returned any

    def test_periods_do_not_meet(self):
        for period in ("2023", "2023-24", "2024"):
            self.camden.submit_json(self.camden.write_return(period))
        for period in ("2023", "2023-24", "2024"):
            self.assertEqual("1", self.revision(period))

    def test_a_finding_that_asks_goes_with_the_receipt_until_it_is_explained(self):
        odd = {"plans_issued_within_20_weeks": figure("plans_issued_within_20_weeks", -1)}
        self.assertEqual(1, self.camden.submit_json(self.write(**odd))["queries"])
        explained = self.camden.write_return(
            PERIOD, name="explained", timeliness=quarterday.timeliness_row(**odd),
            explanations=[quarterday.explanation_row("QD-R03", "one plan was reissued")])
        self.assertEqual(0, self.camden.submit_json(explained)["queries"])

    # --- something in the way: it is kept, and finished later ---

    def finish(self):
        """What was kept is sent by `submit` without a folder."""
        self.assertEqual([PENDING], self.states())
        self.assertEqual([], self.camden.held_receipts())
        self.camden.submit().expect(DONE)
        self.assertEqual([ACKNOWLEDGED], self.states())
        self.assertEqual(1, len(self.camden.held_receipts()))
        self.assertEqual("1", self.revision())

    def unreachable(self, folder):
        return self.camden.submit(folder, timeout=LITTLE_S).expect(ENVIRONMENT_AT_FAULT).err

    def wrong_server_key(self, folder):
        other = quarterday.run("qd-aggregator", "keygen", self.directory / "other.key").expect()
        return self.camden.submit(folder, server_key=other.out.strip()).expect(
            ENVIRONMENT_AT_FAULT).err

    def not_let_in(self, folder):
        self.region_.revoke("202").expect(DONE)
        words = self.camden.submit(folder).expect(ENVIRONMENT_AT_FAULT).err
        self.region_.allow("202", self.camden.public_key).expect(DONE)
        return words

    def test_unreachable_is_said_and_finished_later(self):
        self.region_.stop()
        words = self.unreachable(self.write())
        self.assertIn(quarterday.words("connection: cannot be reached"), words)
        self.assertIn(quarterday.words("stop: nothing sent, 1 return kept"), words)
        self.region_.start()
        self.finish()

    def test_a_wrong_server_key_is_said_and_finished_later(self):
        words = self.wrong_server_key(self.write())
        self.assertIn("server", words)
        self.assertNotIn(quarterday.words("connection: cannot be reached"), words)
        self.finish()

    def test_a_key_that_is_not_let_in_is_said_and_finished_later(self):
        words = self.not_let_in(self.write())
        self.assertIn(self.camden.public_key, words)  # to be sent to the operator
        self.assertNotIn(quarterday.words("connection: cannot be reached"), words)
        self.finish()

    def test_the_three_have_three_messages(self):
        folder = self.write()
        words = {self.wrong_server_key(folder), self.not_let_in(folder)}
        self.region_.stop()
        words.add(self.unreachable(folder))
        self.assertEqual(3, len(words), words)

    def test_doctor_tells_them_apart(self):
        self.assertEqual(DONE, self.camden.collect("doctor").status)
        other = quarterday.run("qd-aggregator", "keygen", self.directory / "other.key").expect()
        said = [self.camden.collect("doctor", server_key=other.out.strip())]
        self.region_.revoke("202").expect(DONE)
        said.append(self.camden.collect("doctor"))
        self.region_.stop()
        said.append(self.camden.collect("doctor", timeout=LITTLE_S))
        self.assertEqual([ENVIRONMENT_AT_FAULT] * 3, [done.status for done in said])
        self.assertEqual(3, len({done.out + done.err for done in said}))

    def test_two_that_wait_are_sent_in_their_order(self):
        self.region_.stop()
        self.unreachable(self.write())
        self.unreachable(self.write(**quicker(1)))
        self.assertEqual([PENDING, PENDING], self.states())
        self.region_.start()
        self.camden.submit().expect(DONE)
        self.assertEqual([1, 2], [each["revision"] for each in self.camden.held_receipts()])
        self.assertEqual(in_time(1), self.cell("plans_issued_within_20_weeks_percent"))

    # --- whose return it is ---

    def test_promise_d_a_borough_cannot_submit_for_another(self):
        folder = self.camden.write_return(PERIOD, borough="E09000011")
        done = self.camden.submit(folder).expect(DATA_AT_FAULT)
        for name in ("Greenwich", "Camden"):
            self.assertIn(name, done.out + done.err)
        self.assertEqual([REFUSED], self.states())
        self.assertEqual([], self.camden.held_receipts())
        self.region_.report("timeliness", PERIOD).expect(DATA_AT_FAULT)  # nobody has returned
        self.camden.submit(self.write()).expect(DONE)  # its own is taken as before
        self.assertEqual("not returned", self.cell("plans_issued_count", area="E09000011"))
        self.assertEqual(str(figure("plans_issued")), self.cell("plans_issued_count"))

    def test_promise_d_two_boroughs_stand_side_by_side(self):
        hackney = self.region_.borough("204")
        self.camden.submit_json(self.write())
        slower = quarterday.timeliness_row(**quicker(-20))
        hackney.submit_json(hackney.write_return(PERIOD, timeliness=slower))
        share = "plans_issued_within_20_weeks_percent"
        self.assertEqual(in_time(), self.cell(share))
        self.assertEqual(in_time(-20), self.cell(share, area=hackney.ons_code))
        self.assertEqual(in_time(-20, 0), self.cell(share, area="E12000007"))

    def test_a_second_collector_of_a_borough_needs_a_key_of_its_own_that_is_let_in(self):
        second = self.region_.borough("202", let_in=False, name="second")
        folder = self.write()
        second.submit(folder).expect(ENVIRONMENT_AT_FAULT)
        self.region_.allow("Camden", second.public_key).expect(DONE)
        second.submit().expect(DONE)
        self.assertEqual([ACKNOWLEDGED], self.states(second))
        self.assertEqual("1", self.revision())

    # --- two officers of one borough ---

    def replaced_from_elsewhere(self):
        """Camden's first folder, in the place of whose return a colleague has put another."""
        colleague = self.region_.borough("202", name="colleague")
        folder = self.write()
        self.camden.submit(folder).expect(DONE)
        colleague.submit(colleague.write_return(PERIOD, note="a colleague's")).expect(DONE)
        return folder, colleague

    def test_promise_c_a_folder_that_was_replaced_from_elsewhere_is_submitted_again(self):
        folder, colleague = self.replaced_from_elsewhere()
        first, = self.camden.held_receipts()
        self.camden.submit().expect(DONE)  # without the folder nothing new is made
        self.assertEqual("2", self.revision())

        done = self.camden.submit(folder).expect(DONE)
        self.assertIn(quarterday.words("submit: revision 2 from another collector"),
                      done.err)
        self.assertNotIn("already", done.err)
        self.assertEqual(1, done.out.count("Receipt for Camden"), done.out)
        self.assertIn("3, which replaces revision 2", done.out)
        old, new = self.camden.held_receipts()
        self.assertEqual(first["link"], old["link"])
        self.assertEqual([1, 3], [old["revision"], new["revision"]])
        self.assertEqual(old["return_hash"], new["return_hash"])
        self.assertEqual("3", self.revision())

        # It is current now; the colleague can do the same.
        again = self.camden.submit_json(folder)
        self.assertEqual((3, True), (again["revision"], again["already_held"]))
        theirs = colleague.submit_json(colleague.directory / PERIOD)
        self.assertEqual((4, False), (theirs["revision"], theirs["already_held"]))
        self.assertEqual("4", self.revision())
        self.region_.verify().expect(DONE)

    def test_the_same_figures_from_two_collectors_are_current_for_both(self):
        colleague = self.region_.borough("202", name="colleague")
        folder = self.write()
        self.camden.submit(folder).expect(DONE)
        colleague.submit(folder).expect(DONE)
        self.assertTrue(self.camden.submit_json(folder)["already_held"])
        self.assertEqual("2", self.revision())

    def test_whether_a_folder_is_still_current_must_be_asked(self):
        folder, _ = self.replaced_from_elsewhere()
        self.region_.stop()
        done = self.camden.submit(folder, timeout=LITTLE_S).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn("Receipt for Camden", done.out)  # the old one, as proof
        self.assertIn(quarterday.words("submit: still the current one"), done.err)
        self.region_.start()
        self.assertEqual(3, self.camden.submit_json(folder)["revision"])


if __name__ == "__main__":
    unittest.main()
