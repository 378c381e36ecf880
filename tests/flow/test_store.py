"""The store as files: how it is made, what tells a store that went back, was emptied or is a copy from
one that is whole, and how one that was restored from a backup is served again.
"""
import hashlib
import shutil
import subprocess
import unittest

import faults
import quarterday
from quarterday import COMMAND_AT_FAULT, DATA_AT_FAULT, DONE, ENVIRONMENT_AT_FAULT

PERIOD = "2024"


class StoreTest(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.region_ = self.region()
        self.data = self.region_.store / "data.mdb"
        self.camden = self.region_.borough("202")

    def submit(self, borough, number):
        folder = borough.write_return(PERIOD, name="r%d" % number, note="number %d" % number)
        return borough.submit_json(folder)

    def refuses_to_serve(self, status, *words):
        region = self.region_
        said = len(region.log_text())
        region.spawn(make_store=False)
        self.assertEqual(status, region.wait_exit())
        for word in words:
            self.assertIn(word, region.log_text()[said:])

    def refused_by_all(self, status, *words):
        """Nobody takes the store for what it is not: neither those who read it nor `serve`."""
        region = self.region_
        self.refuses_to_serve(status, *words)
        for done in (region.status(), region.status("--json"), region.verify(),
                     region.report("timeliness", PERIOD), region.report("submissions", PERIOD)):
            done.expect(status)
            self.assertEqual("", done.out)
            for word in words:
                self.assertIn(word, done.err)

    def read_by_all(self, revision):
        self.region_.verify().expect(DONE)
        self.assertEqual(revision, faults.revisions(self.region_, PERIOD)["202"])
        rows = self.region_.report_csv("submissions", PERIOD)
        self.assertEqual(str(revision), rows["E09000007", "revision"]["value"])


class Made(StoreTest):
    def test_a_store_is_made_once(self):
        self.submit(self.camden, 1)
        self.region_.stop()
        before = self.data.read_bytes()
        for arguments in ([], ["--simulated"]):
            done = self.region_.init(*arguments).expect(COMMAND_AT_FAULT)
            self.assertIn("already", done.err)
        self.assertEqual(before, self.data.read_bytes())
        self.region_.start()
        self.read_by_all(1)

    def test_where_there_is_no_store_none_is_begun(self):
        self.region_.stop()
        shutil.rmtree(self.region_.store)
        self.refused_by_all(COMMAND_AT_FAULT, str(self.region_.store), "qd-aggregator init")
        self.region_.store.mkdir()  # as when its disk is not mounted
        self.refused_by_all(COMMAND_AT_FAULT, str(self.region_.store), "mounted")
        self.assertEqual([], list(self.region_.store.iterdir()))

    def test_init_and_its_options(self):
        done = self.region_.init("--restored", "--simulated").expect(COMMAND_AT_FAULT)
        self.assertIn("--restored", done.err)
        done = self.region_.init("--restored").expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("store: served by another"), done.err)

    def test_simulated_returns_are_taken_where_the_store_was_made_for_them(self):
        folder = self.camden.write_return(PERIOD)
        rows = quarterday.read_csv(folder / "return.csv")
        quarterday.write_csv(folder / "return.csv", [{**rows[0], "simulated": "yes"}])
        done = self.camden.submit(folder).expect(DATA_AT_FAULT)
        self.assertIn("simulated", done.out + done.err)
        self.assertNotIn("simulated", self.region_.status().out)

        other = self.region("simulated", start=False)
        other.init("--simulated").expect(DONE)
        other.start()
        hackney = other.borough("204")
        rows[0].update(simulated="yes", new_la_code=hackney.ons_code)
        quarterday.write_csv(folder / "return.csv", rows)
        hackney.submit(folder).expect(DONE)
        hackney.submit(hackney.write_return("2023")).expect(DONE)  # a real year beside it
        self.assertIn("simulated", other.status().expect(DONE).out)
        self.assertTrue(other.status("--json").expect(DONE).json()["simulated"])


class Lost(StoreTest):
    def setUp(self):
        super().setUp()
        self.first = self.submit(self.camden, 1)

    def test_an_emptied_store_is_not_begun_again(self):
        self.region_.stop()
        self.data.write_bytes(b"")
        self.refused_by_all(ENVIRONMENT_AT_FAULT, "has lost its data", "init --restored")
        self.assertEqual(b"", self.data.read_bytes())

    def test_a_store_whose_file_is_gone_is_not_begun_again(self):
        self.region_.stop()
        self.data.unlink()
        self.refused_by_all(ENVIRONMENT_AT_FAULT, "has lost its data")
        self.assertFalse(self.data.exists())
        done = self.region_.init().expect(COMMAND_AT_FAULT)  # its witness is there
        self.assertIn("already", done.err)

    def test_a_file_of_zeros_or_of_somebody_elses_is_not_taken(self):
        self.region_.stop()
        for bytes_ in (b"\0" * 65536, b"not ours\n" * 5000):
            self.data.write_bytes(bytes_)
            self.refused_by_all(ENVIRONMENT_AT_FAULT, str(self.data))

    def test_promise_a_a_store_that_went_back_is_told_from_a_whole_one(self):
        self.region_.stop()
        older = self.data.read_bytes()
        self.region_.start()
        second = self.submit(self.camden, 2)
        self.assertEqual([1, 2], [self.first["sequence"], second["sequence"]])
        self.region_.stop()
        self.data.write_bytes(older)
        self.refused_by_all(ENVIRONMENT_AT_FAULT, "ends with entry 1", "saw entry 2",
                            "init --restored")

    def test_another_stores_data_is_not_taken_for_this_ones(self):
        other = self.region("other")
        hackney = other.borough("204")
        for number in (1, 2):
            self.submit(hackney, number)
        other.stop()
        self.region_.stop()
        shutil.copy(other.store / "data.mdb", self.data)
        self.refused_by_all(ENVIRONMENT_AT_FAULT, "another store's data")

    def test_a_damaged_witness_is_told(self):
        self.region_.stop()
        witness = self.region_.store / "witness"
        whole = witness.read_bytes()
        lines = whole.splitlines(keepends=True)
        self.assertEqual(2, len(lines))
        for damaged in (b"", whole[:20], whole.replace(b"sequence", b"Sequence")):
            witness.write_bytes(damaged)
            self.refused_by_all(ENVIRONMENT_AT_FAULT, "witness is damaged")
        # Of a line that was torn the other is left: it is older, and no less true.
        for torn in (lines[0] + lines[1][:40], b"?" * len(lines[0]) + lines[1]):
            witness.write_bytes(torn)
            self.region_.start()
            self.read_by_all(1)
            self.region_.stop()


class Restored(StoreTest):
    def setUp(self):
        super().setUp()
        self.hackney = self.region_.borough("204")
        self.first = self.submit(self.camden, 1)

    def numbers(self):
        """The journal's numbers on every receipt that a borough holds."""
        return [each["sequence"] for borough in (self.camden, self.hackney)
                for each in borough.held_receipts()]

    def test_promise_a_what_a_backup_does_not_hold_comes_back_under_new_numbers(self):
        self.region_.stop()
        backup = self.data.read_bytes()
        self.region_.start()
        self.submit(self.camden, 2)
        self.submit(self.hackney, 1)
        self.region_.stop()
        self.data.write_bytes(backup)
        done = self.region_.init("--restored").expect(DONE)
        self.assertIn("entry 4", done.out)  # behind the three that the witness saw
        self.region_.start()
        self.region_.verify().expect(DONE)
        status = self.region_.status("--json").expect(DONE).json()
        self.assertEqual([(2, 3)], [(each["first_lost"], each["last_lost"])
                                    for each in status["restores"]])
        self.assertIn("Receipts numbered 2 to 3", self.region_.status().expect(DONE).out)
        self.camden.submit().expect(DONE)
        self.hackney.submit().expect(DONE)
        self.read_by_all(2)
        numbers = self.numbers()
        self.assertEqual(len(numbers), len(set(numbers)))
        self.region_.restart()
        self.assertIn("restored=1", self.region_.log_text())
        self.read_by_all(2)

    def test_a_copy_without_a_witness_is_read_and_not_served(self):
        self.region_.stop()
        copy = self.directory / "copy"
        copy.mkdir()
        shutil.copy(self.data, copy / "data.mdb")
        self.region_.store = copy
        self.read_by_all(1)
        self.refuses_to_serve(ENVIRONMENT_AT_FAULT, "has no witness", "init --restored")
        done = self.region_.init().expect(COMMAND_AT_FAULT)
        self.assertIn("init --restored", done.err)
        self.region_.init("--restored").expect(DONE)
        self.region_.start()
        self.read_by_all(1)
        # Nobody knows how far the store had come: the next numbers are far behind those that it gave.
        self.assertEqual(1000001, self.submit(self.camden, 2)["sequence"])

    def test_a_store_that_was_not_restored_is_not_said_to_be(self):
        self.region_.stop()
        done = self.region_.init("--restored").expect(COMMAND_AT_FAULT)
        self.assertIn(quarterday.words("store: nothing was restored"), done.err)
        self.region_.start()
        self.read_by_all(1)

    def test_a_damaged_backup_is_not_gone_on_with(self):
        self.region_.stop()
        (self.region_.store / "witness").unlink()
        whole = self.data.read_bytes()
        at = whole.index(b"number 1")
        self.data.write_bytes(whole[:at] + b"N" + whole[at + 1:])
        done = self.region_.init("--restored").expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("store: which return"), done.err)
        self.refuses_to_serve(ENVIRONMENT_AT_FAULT, "has no witness")


class Repaired(StoreTest):
    def setUp(self):
        super().setUp()
        self.note = "about a child called so and so"
        folder = self.camden.write_return(PERIOD, name="first", note="first")
        self.camden.submit(folder).expect(DONE)
        self.folder = self.camden.write_return(PERIOD, name="second", note=self.note)
        self.receipt = self.camden.submit_json(self.folder)

    def redact(self, *words):
        return quarterday.run("qd-aggregator", "redact", *words, "--store", self.region_.store)

    def test_promise_c_a_redacted_return_reads_x_until_the_next_revision(self):
        why = ("--reason", "a name stood in the note")
        done = self.redact("Camden", PERIOD, "2", *why).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(quarterday.words("store: served by another"), done.err)
        self.region_.stop()
        for words in (("Atlantis", PERIOD, "2", *why), ("Camden", "soon", "2", *why),
                      ("Camden", PERIOD, "zero", *why), ("Camden", PERIOD, "3", *why),
                      ("Camden", PERIOD, "2")):
            self.redact(*words).expect(COMMAND_AT_FAULT)
        self.assertIn(self.note.encode(), self.data.read_bytes())
        self.redact("Camden", PERIOD, "2", *why).expect(DONE)
        self.assertNotIn(self.note.encode(), self.data.read_bytes())
        self.redact("Camden", PERIOD, "2", *why).expect(DONE)  # again: nothing is left to do

        self.assertIn(quarterday.words("verify: 1 redacted"), self.region_.verify().expect(DONE).out)
        held, = self.region_.status("--json").expect(DONE).json()["periods"][0]["boroughs"]
        self.assertEqual(["redacted", 2], [held["standing"], held["revision"]])
        self.assertIn("redacted", self.region_.status().expect(DONE).out)
        done = self.region_.report("timeliness", PERIOD).expect(DONE)  # nobody else has returned
        self.assertIn(quarterday.words("table: mark of a redacted return"), done.out)

        # The borough's receipt stays good, and its next revision has figures again.
        self.region_.start()
        self.assertIn("redacted=1", self.region_.log_text())
        hackney = self.region_.borough("204")
        hackney.submit(hackney.write_return(PERIOD)).expect(DONE)
        rows = self.region_.report_csv("timeliness", PERIOD)
        camden = rows["E09000007", "plans_issued_count"]
        self.assertEqual(("", "not available", "redacted"),
                         tuple(camden[column] for column in ("value", "status", "note")))
        self.assertEqual(str(quarterday.figure("plans_issued")),
                         rows["E09000012", "plans_issued_count"]["value"])
        self.assertEqual({**self.receipt, "already_held": True},
                         self.camden.submit_json(self.folder))
        self.submit(self.camden, 3)
        self.read_by_all(3)
        rows = self.region_.report_csv("timeliness", PERIOD)
        self.assertEqual(str(quarterday.figure("plans_issued")),
                         rows["E09000007", "plans_issued_count"]["value"])

    def evidence(self, revision, *words):
        command = [quarterday.BIN / "qd-aggregator", "evidence", "Camden", PERIOD, revision, *words, "--store",
                   self.region_.store]
        return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)

    def test_promise_g_an_auditor_checks_a_receipt_with_sha256sum(self):
        for words, member in (((), "return_hash"), (("--head",), "link")):
            done = self.evidence("2", *words)
            self.assertEqual((DONE, b""), (done.returncode, done.stderr))
            summed = subprocess.run(["sha256sum"], input=done.stdout, stdout=subprocess.PIPE, check=True)
            self.assertEqual(self.receipt[member], summed.stdout.split()[0].decode())
        head = self.evidence("2", "--head").stdout
        self.assertTrue(head.endswith(bytes.fromhex(self.receipt["return_hash"])))
        # The link of the entry before it: the first revision's.
        self.assertEqual(head[:32], hashlib.sha256(self.evidence("1", "--head").stdout).digest())
        self.assertEqual(COMMAND_AT_FAULT, self.evidence("3").returncode)
        self.region_.stop()
        self.redact("Camden", PERIOD, "2", "--reason", "a name").expect(DONE)
        done = self.evidence("2")
        self.assertEqual((DATA_AT_FAULT, b""), (done.returncode, done.stdout))
        self.assertIn(b"was redacted", done.stderr)
        self.assertEqual(head, self.evidence("2", "--head").stdout)

    def rebuild(self):
        return quarterday.run("qd-aggregator", "verify", "--rebuild", "--store", self.region_.store)

    def test_indexes_are_made_again(self):
        self.assertIn(quarterday.words("store: served by another"), self.rebuild().expect(ENVIRONMENT_AT_FAULT).err)
        self.region_.stop()
        whole = self.data.read_bytes()
        submission_id = bytes.fromhex(self.receipt["submission_id"])
        damaged = whole.replace((202).to_bytes(2, "big") + submission_id,
                                (302).to_bytes(2, "big") + submission_id)
        self.assertNotEqual(whole, damaged)
        self.data.write_bytes(damaged)
        self.region_.verify().expect(ENVIRONMENT_AT_FAULT)
        self.refuses_to_serve(ENVIRONMENT_AT_FAULT, "--rebuild")
        self.assertIn("2 returns", self.rebuild().expect(DONE).out)
        self.assertEqual(damaged, (self.region_.store / "data.mdb.before-rebuild").read_bytes())
        self.region_.start()
        self.read_by_all(2)
        self.assertEqual({**self.receipt, "already_held": True},
                         self.camden.submit_json(self.folder))


if __name__ == "__main__":
    unittest.main()
