"""One flipped bit anywhere in an outbox's file: `status` and `receipts` end in words, with the status that
says so, or say what they said before. Never a receipt less or another one, and never a hang.

QD_OUTBOX_FLIPS bits are flipped (200; 20,000 where QD_LONG is set), from QD_SEED, over every page that is
used. test_outbox_flips.c flips more of them, within one process.
"""
import os
import random
import subprocess
import unittest

import faults
import quarterday
from quarterday import DONE, ENVIRONMENT_AT_FAULT

LONG = bool(os.environ.get("QD_LONG"))
FLIPS = int(os.environ.get("QD_OUTBOX_FLIPS", "20000" if LONG else "200"))
SEED = int(os.environ.get("QD_SEED", "20261123"))
HANGS_S = 120            # a bound on each run: a busy machine is slow, a hang never ends
PAGE_BYTES = 4096
HEAD_BYTES = 128         # of a page: what it is, and where its entries are
COMMANDS = ("status", "receipts")


class FlipsOutbox(faults.FaultTest):
    def make_outbox(self):
        """Receipts of several periods and revisions, a refusal, and a return that waits to be sent."""
        region = self.region()
        borough = region.borough("202")
        for year in range(2019, 2024):
            for revision in range(3):
                borough.submit(borough.write_return(
                    str(year), name="r%d" % revision, note="revision %d" % revision)).expect(DONE)
        other = borough.write_return("2024", name="other", borough="E09000002")
        borough.submit(other).expect(quarterday.DATA_AT_FAULT)
        region.stop()
        borough.submit(borough.write_return("2024"), timeout=1).expect(ENVIRONMENT_AT_FAULT)
        return borough

    def says(self, borough, command):
        line = [quarterday.BIN / "qd-collector", command, "--json", "--outbox", borough.outbox]
        try:
            done = subprocess.run([str(word) for word in line], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=HANGS_S,
                                  check=False)
        except subprocess.TimeoutExpired:
            self.fail("%s hangs" % command)
        return done.returncode, done.stdout, done.stderr

    def flips(self, whole):
        """(place, bit): over every page that is used, half of them in the first bytes of it."""
        pages = [number for number in range(len(whole) // PAGE_BYTES)
                 if whole[number * PAGE_BYTES:(number + 1) * PAGE_BYTES].strip(b"\0")]
        chance = random.Random(SEED)
        for number in range(FLIPS):
            page = pages[number % len(pages)]
            within = chance.randrange(HEAD_BYTES if chance.random() < 0.5 else PAGE_BYTES)
            yield page * PAGE_BYTES + within, chance.randrange(8)

    def test_a_flipped_bit_hides_no_receipt_and_changes_none(self):
        borough = self.make_outbox()
        data = borough.outbox / "data.mdb"
        whole = data.read_bytes()
        said = {command: self.says(borough, command) for command in COMMANDS}
        for status, out, _ in said.values():
            self.assertEqual(DONE, status)
            self.assertIn(b"acknowledged", out)
        refused = 0
        for at, bit in self.flips(whole):
            with open(data, "r+b") as file:
                file.seek(at)
                file.write(bytes([whole[at] ^ 1 << bit]))
            for command in COMMANDS:
                status, out, words = self.says(borough, command)
                with self.subTest(at=at, bit=bit, command=command):
                    if status == DONE:
                        self.assertEqual(said[command][1], out)
                    else:
                        self.assertEqual((ENVIRONMENT_AT_FAULT, b""), (status, out), words)
                        self.assertIn(b"qd-collector: ", words)
                        refused += 1
            with open(data, "r+b") as file:
                file.seek(at)
                file.write(whole[at:at + 1])
        self.assertEqual(whole, data.read_bytes())
        self.assertGreater(refused, FLIPS // 20)


if __name__ == "__main__":
    unittest.main()
