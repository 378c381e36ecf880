"""A disk of 8 MiB, for the aggregator and for a collector. Mounting it needs root, or a user namespace
of our own, in which these tests then run a second time by themselves.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import faults
import quarterday
from quarterday import DONE, ENVIRONMENT_AT_FAULT, placement_row

PERIOD = "2024-25 Q4"
AS_AT_DATE = "2025-01-16"
HEAD_ROOM = range(85, 96)  # per cent of a full store that is used: the rest is for resends
IN_NAMESPACE = "QD_TEST_IN_NAMESPACE"
NAMESPACE = ["unshare", "--user", "--map-root-user", "--mount"]


def can_mount():
    probe = pathlib.Path("/tmp/quarterday-mount-%d" % os.getpid())
    why = faults.mount_small_disk(probe)
    if why is None:
        faults.unmount(probe)
    probe.rmdir()
    return why


class DiskFull(faults.FaultTest):
    def setUp(self):
        super().setUp()
        self.disk = self.mount("disk", faults.SMALL_DISK_MIB)

    def mount(self, name, mib):
        disk = self.directory / name
        why = faults.mount_small_disk(disk, mib)
        if why is not None:
            self.fail("a disk of %d MiB could not be mounted: %s" % (mib, why))
        self.addCleanup(faults.unmount, disk)
        return disk

    def region_on_disk(self, size_mib, start=True):
        region = self.region(start=False, store_size_mib=size_mib)
        region.store = self.disk / "store"
        return region.start() if start else region

    def bulky(self, borough, number=0):
        """A folder whose return has about 10 KB."""
        rows = [placement_row(setting, 1, primary_need=need, phase=phase, residence=residence,
                              location=location)
                for setting in ("special_independent", "mainstream_academy", "special_academy_free",
                                "general_fe_tertiary_colleges")
                for need in ("spld", "mld", "sld", "pmld", "semh", "slcn", "hi", "vi", "msi", "pd",
                             "asd", "oth")
                for phase in ("early_years", "primary", "secondary", "post_16", "post_19")
                for residence in ("day", "weekly_boarding")
                for location in ("in_borough", "out_of_borough")]
        return borough.write_return(
            PERIOD, name="bulky-%d" % number, as_at_date=AS_AT_DATE, note="number %d" % number,
            placements=[placement_row("total", len(rows)), *rows])

    def fill(self, borough):
        """Sends returns until the store takes no more: messages by id with their receipts, and the
        refusal."""
        peer = faults.peer_of(self, borough)
        returned = peer.pack(self.bulky(borough))
        stored = []
        for _ in range(1000):
            message = faults.submit(faults.new_id(), returned)
            answer, = peer.ask(message)
            if answer["kind"] == "refusal":
                return stored, answer
            stored.append((message, answer))
        raise AssertionError("it never fills up")


class TheAggregator(DiskFull):
    def test_a_store_that_does_not_fit_is_not_begun(self):
        region = self.region_on_disk(64, start=False)
        done = region.init().expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(str(region.store), done.err)
        self.assertRegex(done.err, r"(?i)disk|room")
        self.assertRegex(done.err, r"MiB")

        # Nothing half made is in the way of a size that fits.
        region.store_size_mib = 4
        region.start()
        camden = region.borough("202")
        camden.submit(camden.write_return(PERIOD)).expect(DONE)
        region.verify().expect(DONE)

    def test_promise_a_other_files_may_fill_the_disk_meanwhile(self):
        region = self.region_on_disk(4)
        camden = region.borough("202")
        faults.fill_disk(self.disk / "somebody-elses")
        self.assertEqual(0, os.statvfs(self.disk).f_bavail)
        for revision in range(1, 6):
            receipt = camden.submit_json(self.bulky(camden, revision))
            self.assertEqual(revision, faults.revision_of(receipt))
        region.kill9()
        region.start()  # and it starts on the full disk
        region.verify().expect(DONE)
        self.assertEqual(5, faults.revisions(region, PERIOD)["202"])

    def test_a_full_store_refuses_keeps_and_answers(self):
        region = self.region_on_disk(2)
        camden, hackney = region.borough("202"), region.borough("204")
        hackney.submit(hackney.write_return(PERIOD)).expect(DONE)
        stored, refusal = self.fill(camden)
        self.assertEqual("STORE_FULL", refusal["code"])
        self.assertTrue(refusal["again"])
        self.assertGreaterEqual(len(stored), 10)

        # Promise B: what is stored is still answered for.
        peer = faults.peer_of(self, camden)
        for message, receipt in stored:
            self.assertEqual(receipt["bytes"], peer.ask(message)[0]["bytes"])

        # The reporter still reads, and the store is whole.
        rows = region.report_csv("submissions", PERIOD)
        self.assertEqual(str(len(stored)), rows["E09000007", "revision"]["value"])
        region.verify().expect(DONE)
        region.status("--json").expect(DONE)

        # A collector is told, keeps its return, and sends it when there is room.
        folder = hackney.write_return(PERIOD, name="second", note="second")
        done = hackney.submit(folder, timeout=5).expect(ENVIRONMENT_AT_FAULT)
        self.assertRegex(done.err, r"(?i)full|room")
        self.assertIn(quarterday.words("stop: not stored") % PERIOD, done.err)
        self.assertIn(quarterday.words("outbox: kept in") % hackney.outbox, done.err)
        self.assertEqual(["acknowledged", "pending"], faults.states(hackney))
        region.stop()
        region.store_size_mib = 4
        region.start()
        hackney.submit().expect(DONE)
        self.assertEqual(["acknowledged", "acknowledged"], faults.states(hackney))
        self.assertEqual({"202": len(stored), "204": 2}, faults.revisions(region, PERIOD))
        region.verify().expect(DONE)

    def test_promise_b_resends_in_the_burst_that_fills_it_are_answered(self):
        region = self.region_on_disk(2)
        camden = region.borough("202")
        peer = faults.peer_of(self, camden)
        returned = peer.pack(self.bulky(camden))
        first = faults.submit(faults.new_id(), returned)
        receipt, = peer.ask(first)
        new = [faults.submit(faults.new_id(), returned) for _ in range(250)]
        for message in new:
            peer.send(message)
            peer.send(first)
        answers = peer.take(2 * len(new))
        again = [each for each in answers if each["submission_id"] == receipt["submission_id"]]
        self.assertEqual({receipt["bytes"]}, {each["bytes"] for each in again})
        self.assertEqual(len(new), len(again))
        self.assertEqual({"STORE_FULL"}, set(answers.codes()))
        stored = {each["revision"] for each in answers.of("receipt")}
        self.assertEqual(set(range(1, len(stored) + 1)), stored)
        self.assertEqual({"202": len(stored)}, faults.revisions(region, PERIOD))
        region.verify().expect(DONE)

    def test_a_full_store_stays_full_over_a_restart(self):
        region = self.region_on_disk(2)
        camden = region.borough("202")
        stored, _ = self.fill(camden)
        region.kill9()
        region.start()
        used = [int(each) for each in re.findall(r"event=store_checked .*\bused_percent=(\d+)", region.log_text())]
        self.assertTrue(HEAD_ROOM.start <= used[-1] < HEAD_ROOM.stop, used)
        again, refusal = self.fill(camden)
        self.assertEqual("STORE_FULL", refusal["code"])
        self.assertEqual([], again)
        peer = faults.peer_of(self, camden)
        self.assertEqual(stored[-1][1]["bytes"], peer.ask(stored[-1][0])[0]["bytes"])
        region.verify().expect(DONE)

    def test_the_list_of_keys_survives_a_full_disk(self):
        region = self.region_on_disk(1, start=False)
        region.allow_file = pathlib.Path(shutil.move(region.allow_file, self.disk / "allow.list"))
        region.start()
        camden = region.borough("202")
        before = region.allow_file.read_bytes()
        faults.fill_disk(self.disk / "somebody-elses")
        hackney = region.borough("204", let_in=False)
        done = region.allow("204", hackney.public_key).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn("allow.list", done.err)
        self.assertEqual(before, region.allow_file.read_bytes())
        camden.submit(camden.write_return(PERIOD)).expect(DONE)

    def test_a_key_is_written_whole_or_not_at_all(self):
        faults.fill_disk(self.disk / "somebody-elses")
        key = self.disk / "aggregator.key"
        done = quarterday.run("qd-aggregator", "keygen", key).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn("aggregator.key", done.err)
        self.assertEqual("", done.out)
        self.assertEqual(["somebody-elses"], [each.name for each in self.disk.iterdir()])


class TheCollector(DiskFull):
    def test_an_outbox_on_a_full_disk(self):
        region = self.region()
        camden = region.borough("202")
        camden.outbox = self.disk / "outbox"
        filler = faults.fill_disk(self.disk / "somebody-elses")
        folder = camden.write_return(PERIOD)
        done = camden.submit(folder).expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(str(camden.outbox), done.err)
        self.assertRegex(done.err, r"(?i)disk|room")
        self.assertIn(quarterday.words("stop: nothing sent, figures in") % folder,
                      done.err)
        self.assertIn(quarterday.words("advice: the same command again"), done.err)
        self.assertEqual({}, faults.revisions(region, PERIOD))

        # Not even then is anything half stored: with an outbox on a disk with room it goes through.
        filler.unlink()
        camden.outbox = camden.directory / "outbox"
        self.assertEqual(1, faults.revision_of(camden.submit_json(folder)))
        region.verify().expect(DONE)

    def test_an_outbox_that_does_not_fit_is_not_begun(self):
        region = self.region()
        camden = region.borough("202")
        camden.outbox = self.disk / "outbox"  # larger than the whole disk
        folder = camden.write_return(PERIOD)
        done = camden.submit(folder).expect(ENVIRONMENT_AT_FAULT)
        self.assertRegex(done.err, r"(?i)disk|room")
        self.assertLess(sum(each.stat().st_blocks * 512 for each in self.disk.rglob("*")), 1 << 20)

    def test_an_outbox_goes_on_when_other_files_fill_the_disk(self):
        region = self.region()
        camden = region.borough("202")
        disk = self.mount("larger-disk", 24)
        camden.outbox = disk / "outbox"
        self.assertEqual(1, faults.revision_of(camden.submit_json(self.bulky(camden, 1))))
        faults.fill_disk(disk / "somebody-elses")
        self.assertEqual(2, faults.revision_of(camden.submit_json(self.bulky(camden, 2))))
        self.assertEqual(["acknowledged", "acknowledged"], faults.states(camden))
        region.verify().expect(DONE)

    def test_a_template_on_a_full_disk(self):
        faults.fill_disk(self.disk / "somebody-elses")
        done = quarterday.run("qd-collector", "template", self.disk / "return")
        done.expect(ENVIRONMENT_AT_FAULT)
        self.assertIn(str(self.disk / "return"), done.err)


class InANamespace(unittest.TestCase):
    """Stands for all of the above where we are not root."""

    def test_disk_full(self):
        done = subprocess.run([*NAMESPACE, sys.executable, "-B", "-m", "unittest", "-v", __name__],
                              env={**os.environ, IN_NAMESPACE: "1"}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        self.assertEqual(0, done.returncode, done.stdout.decode(errors="replace") + (
            "\nThese tests mount a tmpfs: run them as root, or where user namespaces are allowed "
            "(%s)." % " ".join(NAMESPACE)))


def load_tests(loader, _tests, _pattern):
    suite = unittest.TestSuite()
    here = IN_NAMESPACE in os.environ or can_mount() is None
    for case in (TheAggregator, TheCollector) if here else (InANamespace,):
        suite.addTests(loader.loadTestsFromTestCase(case))
    return suite


if __name__ == "__main__":
    unittest.main()
