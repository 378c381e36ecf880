"""A return that was filed under the wrong period is taken back: it counts as not returned, nothing is
deleted, and it comes back only when somebody submits again."""
import shutil
import signal

import faults
import quarterday
from quarterday import COMMAND_AT_FAULT, DONE

PERIOD = "2024"
WITHDRAWN = ("", "not returned", "withdrawn")
CALLS_MAX = 200  # a fault that still strikes at this call strikes for ever
WRITES = "pwrite,pwritev,write,meta,fdatasync,fsync"
CALENDAR_2024 = faults.field_number(1, 1) + faults.field_number(2, 2024)  # a Period, as test_vectors.c has it


class Withdrawals(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.camden = self.region_.borough("202")
        self.barnet = self.region_.borough("302")
        self.barnet.submit_json(self.barnet.write_return(PERIOD))
        self.folder = self.camden.write_return(PERIOD)

    def withdraw(self, *arguments, period=PERIOD, borough=None, **more):
        return (borough or self.camden).collect("withdraw", period, *arguments, **more)

    def cell(self, *arguments):
        row = self.region_.report_csv("timeliness", PERIOD, *arguments)[
            self.camden.ons_code, "plans_issued_count"]
        return row["value"], row["status"], row["note"]

    def status(self):
        held, = self.region_.status("--period", PERIOD, "--json").expect().json()["periods"]
        return held

    def counts(self):
        """Whether the return counts, in status and in tables alike."""
        held = self.status()
        counts = self.camden.ons_code in [row["new_la_code"] for row in held["boroughs"]]
        self.assertEqual(not counts, self.camden.ons_code in held["missing"])
        self.assertEqual(not counts, self.cell() == WITHDRAWN)
        return counts

    # --- what it is ---

    def test_a_period_that_is_withdrawn_counts_as_not_returned_until_the_next_return(self):
        first = self.camden.submit_json(self.folder)
        before = self.cell()
        self.assertEqual("", before[2])
        shown = self.withdraw().expect(DONE)
        self.assertIn(quarterday.words("receipt: of a withdrawal"), shown.out)
        self.assertIn("revision 1", shown.out)
        self.assertEqual(WITHDRAWN, self.cell())
        held = self.status()
        self.assertEqual(1, held["returned"])
        self.assertIn(self.camden.ons_code, held["missing"])
        self.assertEqual([("withdrawn", 1, None)], [
            (row["standing"], row["revision"], row["reason"]) for row in held["withdrawn"]])
        self.assertIn("Camden (withdrawn on ", self.region_.status().expect().out)
        returned = self.region_.report_csv("submissions", PERIOD)[
            self.camden.ons_code, "returned_count"]
        self.assertEqual(("0", "withdrawn"), (returned["value"], returned["note"]))
        text = self.region_.report("timeliness", PERIOD).expect().out
        self.assertRegex(text, r"\nnr +withdrawn, and not returned since: the return of Camden\n")
        self.assertRegex(text, r"(?m)^Camden .*\bnr\b")
        self.assertRegex(self.camden.status().expect().out, r"revision 1, withdrawn since\n.*withdrawal of revision 1\n")
        # Nothing is deleted: it stands in the journal, and in the tables as they stood.
        self.assertEqual(before, self.cell("--as-of", str(first["sequence"])))
        self.assertRegex(self.region_.verify().expect().out, r"2 returns, .*; 1 was withdrawn later")
        # The same content again is a new return, under the next revision.
        again = self.camden.submit_json(self.folder)
        self.assertEqual((2, False), (again["revision"], again["already_held"]))
        self.assertEqual(first["return_hash"], again["return_hash"])
        self.assertEqual(before, self.cell())
        self.assertEqual([], self.status()["withdrawn"])

    def test_london_is_without_the_borough_and_says_so(self):
        self.camden.submit_json(self.folder)
        self.withdraw().expect(DONE)
        london = self.region_.report_csv("timeliness", PERIOD)["E12000007",
                                                               "plans_issued_count"]
        self.assertEqual(("1", "withdrawn"), (london["n"], london["note"]))

    def test_nothing_is_sent_again_by_itself(self):
        self.camden.submit_json(self.folder)
        self.withdraw().expect(DONE)
        for _ in range(2):
            self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)
        self.assertFalse(self.counts())
        other = self.region_.borough("202", name="other")
        other.submit(other.write_return("2023")).expect(DONE)
        self.assertFalse(self.counts())

    def test_what_is_not_there_is_not_withdrawn(self):
        nothing = self.withdraw().expect(COMMAND_AT_FAULT)
        self.assertIn(quarterday.words("withdraw: no return is held"), nothing.err)
        self.withdraw(period="2024-25 Q9").expect(COMMAND_AT_FAULT)
        self.camden.submit_json(self.folder)
        self.withdraw().expect(DONE)
        # Once more is no fault, and makes nothing new.
        twice = self.withdraw("--json").expect(DONE)
        self.assertIn(quarterday.words("withdraw: revision 1 is withdrawn"), twice.err)
        self.assertEqual("withdrawal", twice.json()["kind"])
        self.assertEqual(["return", "withdrawal"], [each["kind"] for each in self.camden.held()])

    def test_what_is_pending_is_sent_first(self):
        self.region_.stop()
        self.camden.submit(self.folder, timeout=1)
        self.region_.start()
        self.withdraw().expect(DONE)
        self.assertEqual(["acknowledged"] * 2, faults.states(self.camden))
        self.assertEqual(1, self.status()["withdrawn"][0]["revision"])

    # --- another collector, and the operator ---

    def test_a_return_of_another_collector_of_the_borough_is_withdrawn(self):
        other = self.region_.borough("202", name="other")
        self.camden.submit_json(self.folder)
        other.submit_json(other.write_return(PERIOD, note="another"))
        self.withdraw().expect(DONE)
        self.assertEqual(2, self.status()["withdrawn"][0]["revision"])
        for collector in (self.camden, other):
            self.assertIn(quarterday.words("submit: nothing is pending"), collector.submit().expect(DONE).err)
        self.assertFalse(self.counts())
        # Who did not withdraw it submits the very same folder again, and it counts again.
        again = other.submit(other.directory / PERIOD, "--json").expect(DONE)
        self.assertIn(quarterday.words("submit: revision 2 was withdrawn"), again.err)
        self.assertEqual(3, again.json()["revision"])
        self.assertTrue(self.counts())

    def two_officers(self):
        """The other one revises Camden's return when the first one's command is under way."""
        self.other = self.region_.borough("202", name="other")
        return self.other.write_return(PERIOD, note="another")

    def leave_withdrawal(self):
        """The command is killed when its withdrawal is written down, and before that is sent."""
        for number in range(1, CALLS_MAX):
            fault = faults.Fault(self.directory, WRITES, number, "kill-after", file=str(self.camden.outbox))
            self.assertEqual(-signal.SIGKILL, self.withdraw(env=fault.env).status)
            if faults.states(self.camden) == ["acknowledged", "pending"]:
                return
        raise AssertionError("it is never written down")

    def lose_receipt(self):
        """Camden's return arrives, and waits on, as where the network goes before its receipt has come."""
        self.region_.stop()
        self.camden.submit(self.folder, timeout=1)
        self.region_.start()
        waits, = self.camden.held()
        peer = faults.peer_of(self, self.camden)
        receipt, = peer.ask(faults.submit(bytes.fromhex(waits["submission_id"]), peer.pack(self.folder)))
        self.assertEqual(("receipt", 1), (receipt["kind"], receipt["revision"]))
        self.assertEqual(["pending"], faults.states(self.camden))

    def assert_stays(self, revision):
        """The command does not take back what came meanwhile, and says so; typed again, it does."""
        said = self.withdraw().expect(COMMAND_AT_FAULT).err
        self.assertIn(quarterday.words("withdraw: another revision is held") % (revision, PERIOD), said)
        self.assertIn(quarterday.words("advice: the same command again"), said)
        self.assertTrue(self.counts())
        self.withdraw().expect(DONE)
        self.assertFalse(self.counts())
        self.assertEqual([revision], [row["revision"] for row in self.status()["withdrawn"]])

    def test_a_withdrawal_that_waited_does_not_take_back_what_came_meanwhile(self):
        self.camden.submit_json(self.folder)
        revised = self.two_officers()
        self.leave_withdrawal()
        self.assertTrue(self.counts())
        self.other.submit_json(revised)
        self.assert_stays(2)

    def test_a_return_whose_receipt_was_lost_does_not_stand_for_what_came_meanwhile(self):
        revised = self.two_officers()
        self.lose_receipt()
        self.other.submit_json(revised)
        self.assert_stays(2)

    def test_the_operator_withdraws_with_a_reason(self):
        self.camden.submit_json(self.folder)
        words = ("withdraw", "Camden", PERIOD, "--store", self.region_.store)
        quarterday.run("qd-aggregator", *words).expect(COMMAND_AT_FAULT)
        reason = ("--reason", "these are the figures of 2023")
        served = quarterday.run("qd-aggregator", *words, *reason)
        self.assertIn(quarterday.words("store: served by another"), served.err)
        self.region_.stop()
        done = quarterday.run("qd-aggregator", *words, *reason).expect(DONE)
        self.assertIn(quarterday.words("withdraw: by the operator"), done.out)
        quarterday.run("qd-aggregator", *words, *reason).expect(COMMAND_AT_FAULT)
        self.region_.start()
        self.assertEqual("these are the figures of 2023", self.status()["withdrawn"][0]["reason"])
        self.assertIn("by the operator: these are the figures of 2023",
                      self.region_.status().expect().out)
        self.assertFalse(self.counts())
        self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)
        self.assertEqual(2, self.camden.submit_json(self.folder)["revision"])

    # --- promises ---

    def test_promise_b_the_old_id_still_gets_its_old_receipt(self):
        peer = faults.peer_of(self, self.camden)
        returned, ids = peer.pack(self.folder), [faults.new_id() for _ in range(3)]
        receipt, = peer.ask(faults.submit(ids[0], returned))
        taken_back = faults.withdrawal(self.camden.code, CALENDAR_2024, ids[0])
        withdrawn, = peer.ask(faults.withdraw(ids[1], taken_back))
        self.assertEqual(("receipt", True, 1), (
            withdrawn["kind"], withdrawn["withdrawn"], withdrawn["revision"]))
        again = [peer.ask(faults.submit(ids[0], returned))[0],
                 peer.ask(faults.withdraw(ids[1], taken_back))[0]]
        self.assertEqual([receipt["bytes"], withdrawn["bytes"]], [each["bytes"] for each in again])
        self.assertFalse(self.counts())
        self.assertEqual([True], peer.ask(faults.hello())[0]["withdrawn"])
        # The same id for something else; the same return under another id.
        self.assertEqual(["ID_TAKEN"], peer.ask(faults.withdraw(ids[0], taken_back)).codes())
        self.assertEqual(["ID_TAKEN"], peer.ask(faults.submit(ids[1], returned)).codes())
        self.assertEqual(["NOT_HELD"], peer.ask(faults.withdraw(ids[2], taken_back)).codes())
        self.region_.restart()
        peer = faults.peer_of(self, self.camden)
        self.assertEqual(withdrawn["bytes"], peer.ask(faults.withdraw(ids[1], taken_back))[0]["bytes"])
        self.assertEqual(2, peer.ask(faults.submit(ids[2], returned))[0]["revision"])
        self.assertTrue(self.counts())

    def test_promise_d_only_the_boroughs_own_return_is_withdrawn(self):
        receipt = self.camden.submit_json(self.folder)
        theirs = bytes.fromhex(receipt["submission_id"])
        peer = faults.peer_of(self, self.barnet)
        for authority, code in ((self.camden.code, "NOT_YOUR_BOROUGH"), (self.barnet.code, "NOT_HELD")):
            message = faults.withdraw(faults.new_id(),
                                      faults.withdrawal(authority, CALENDAR_2024, theirs))
            self.assertEqual([code], peer.ask(message).codes())
        self.assertTrue(self.counts())
        self.region_.verify().expect(DONE)

    def test_what_is_not_a_withdrawal_is_refused(self):
        receipt = self.camden.submit_json(self.folder)
        right = faults.withdrawal(self.camden.code, CALENDAR_2024,
                                  bytes.fromhex(receipt["submission_id"]))
        peer = faults.peer_of(self, self.camden)
        for name, content, code in (
                ("empty", b"", "MALFORMED"), ("more", right + b"\x28\x01", "MALFORMED"),
                ("a short id", right[:-2], "MALFORMED"),
                ("no such period", right.replace(CALENDAR_2024, CALENDAR_2024[:-1] + b"\x00"),
                 "MALFORMED"),
                ("a reason", faults.withdrawal(self.camden.code, CALENDAR_2024,
                                               bytes.fromhex(receipt["submission_id"]), b"because"),
                 "MALFORMED")):
            with self.subTest(name):
                self.assertEqual([code], peer.ask(faults.withdraw(faults.new_id(), content)).codes())
        message = faults.withdraw(faults.new_id(), right, hashed=b"\x00" * 32)
        self.assertEqual(["HASH_MISMATCH"], peer.ask(message).codes())
        self.assertTrue(self.counts())

    def test_promise_b_a_collector_that_is_killed_finishes_its_withdrawal(self):
        for action in ("kill-before", "kill-after"):
            for number in range(1, CALLS_MAX):
                fault = faults.Fault(self.directory, WRITES + ",send", number, action,
                                     file=str(self.camden.outbox))
                receipt = self.camden.submit_json(self.folder)
                first = self.withdraw(env=fault.env)
                if fault.struck():
                    self.assertEqual(-signal.SIGKILL, first.status)
                self.withdraw().expect(DONE)
                self.assertEqual([receipt["revision"]],
                                 [row["revision"] for row in self.status()["withdrawn"]])
                self.assertEqual({"acknowledged"}, set(faults.states(self.camden)))
                if not fault.struck():
                    break
            else:
                raise AssertionError("there is no end of it")
            self.assertGreater(number, 3)
        report = self.region_.verify().expect().out
        self.assertRegex(report, r"\b%d returns, .*; %d were withdrawn" % (
            receipt["revision"] + 1, receipt["revision"]))

    def test_promise_a_an_aggregator_that_is_killed_has_what_it_acknowledged(self):
        self.region_.stop()
        for action in ("kill-before", "kill-after"):
            for number in range(1, CALLS_MAX):
                self.region_.start()
                receipt = self.camden.submit_json(self.folder)
                self.region_.stop()
                fault = faults.Fault(self.directory, WRITES, number, action, armed=False,
                                     file=str(self.region_.store))
                self.region_.start(env=fault.env)
                fault.arm()
                collector = self.camden.spawn("withdraw", PERIOD)
                quarterday.wait_until(lambda: collector.poll() is not None
                                      or not self.region_.running(), "a receipt, or the end")
                if not self.region_.running():
                    self.assertEqual(-signal.SIGKILL, self.region_.wait_exit())
                    self.region_.start()
                quarterday.end_process(collector).expect(DONE)
                struck = fault.struck()
                self.region_.restart()
                self.assertEqual([receipt["revision"]],
                                 [row["revision"] for row in self.status()["withdrawn"]])
                self.region_.verify().expect(DONE)
                self.region_.stop()
                if not struck:
                    break
            else:
                raise AssertionError("there is no end of it")
            self.assertGreater(number, 2)

    # --- repairs ---

    def test_promise_c_a_rebuilt_store_has_its_withdrawals(self):
        receipt = self.camden.submit_json(self.folder)
        self.withdraw().expect(DONE)
        self.region_.stop()
        before = self.region_.status("--json").expect().json()
        quarterday.run("qd-aggregator", "verify", "--rebuild", "--store", self.region_.store).expect()
        self.region_.verify().expect(DONE)
        self.assertEqual(before, self.region_.status("--json").expect().json())
        self.region_.start()
        self.assertFalse(self.counts())
        again = self.camden.submit_json(self.folder)
        self.assertEqual(receipt["revision"] + 1, again["revision"])

    def test_a_withdrawn_return_is_redacted_and_a_redacted_one_withdrawn(self):
        redact = ("redact", "Camden", PERIOD)
        for order in ("withdraw first", "redact first"):
            with self.subTest(order):
                revision = self.camden.submit_json(self.folder)["revision"]
                if order == "withdraw first":
                    self.withdraw().expect(DONE)
                self.region_.stop()
                quarterday.run("qd-aggregator", *redact, str(revision), "--reason", "a name",
                               "--store", self.region_.store).expect(DONE)
                self.region_.start()
                self.withdraw().expect(DONE)
                self.assertFalse(self.counts())
                self.region_.verify().expect(DONE)
                self.region_.stop()
                quarterday.run("qd-aggregator", "verify", "--rebuild", "--store",
                               self.region_.store).expect()
                (self.region_.store / "data.mdb.before-rebuild").unlink()
                self.region_.verify().expect(DONE)
                self.region_.start()
                self.assertFalse(self.counts())

    def restore(self, copy):
        self.region_.stop()
        shutil.copy(copy, self.region_.store / "data.mdb")
        self.region_.init("--restored").expect(DONE)
        self.region_.start()

    def backup(self):
        self.region_.stop()
        copy = self.directory / "backup.mdb"
        shutil.copy(self.region_.store / "data.mdb", copy)
        self.region_.start()
        return copy

    def test_a_withdrawal_that_a_backup_has_lost_is_sent_again(self):
        self.camden.submit_json(self.folder)
        copy = self.backup()
        self.withdraw().expect(DONE)
        self.restore(copy)
        self.assertTrue(self.counts())
        self.assertIn(quarterday.words("submit: a withdrawal was lost"), self.camden.submit().expect(DONE).err)
        self.assertFalse(self.counts())

    def test_what_was_withdrawn_and_lost_with_its_return_is_withdrawn_again(self):
        self.camden.submit_json(self.folder)
        copy = self.backup()
        self.camden.submit_json(self.camden.write_return(PERIOD, name="later", note="later"))
        self.withdraw().expect(DONE)
        self.restore(copy)
        self.camden.submit().expect(DONE)
        self.assertFalse(self.counts())
        self.assertEqual(2, self.status()["withdrawn"][0]["revision"])

    def test_what_a_backup_has_neither_returned_nor_withdrawn_stays_so(self):
        copy = self.backup()
        self.camden.submit_json(self.folder)
        self.withdraw().expect(DONE)
        self.restore(copy)
        self.assertIn(quarterday.words("submit: nothing is pending"), self.camden.submit().expect(DONE).err)
        self.assertEqual([], self.status()["withdrawn"])
        self.assertIn(self.camden.ons_code, self.status()["missing"])


if __name__ == "__main__":
    quarterday.unittest.main()
