"""One flipped bit anywhere in a store's file: every program that reads it ends in words, with the status
that says so, or says what it said before. Never a wrong figure, and never a hang.

QD_FLIPS bits are flipped (500; 20,000 where QD_LONG is set), from QD_SEED, over every page that is used.
"""
import concurrent.futures
import os
import random
import shutil
import subprocess
import unittest

import faults
import quarterday
from quarterday import DONE, ENVIRONMENT_AT_FAULT, placement_row, timeliness_row

LONG = bool(os.environ.get("QD_LONG"))
FLIPS = int(os.environ.get("QD_FLIPS", "20000" if LONG else "500"))
SEED = int(os.environ.get("QD_SEED", "20261123"))
HANGS_S = 120            # a bound on each run: a busy machine is slow, a hang never ends
STORE_SIZE_MIB = 1
PAGE_BYTES = 4096
HEAD_BYTES = 128         # of a page: what it is, and where its entries are
TABLES = (("timeliness", "2024"), ("submissions", "2024"), ("placements", "2024-25 Q4"))


class Damage(Exception):
    pass


class Image:
    """A copy of the store that is damaged, looked at and made whole again, bit by bit."""

    def __init__(self, region, directory, whole):
        self.region, self.store, self.whole = region, directory / "store", whole
        shutil.copytree(region.store, self.store)
        self.data = self.store / "data.mdb"
        self.listen = "tcp://127.0.0.1:*"

    def run(self, program, *arguments):
        command = [quarterday.BIN / program, *arguments, "--store", self.store]
        try:
            done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=HANGS_S,
                                  check=False)
        except subprocess.TimeoutExpired:
            raise Damage("%s hangs" % " ".join(map(str, command))) from None
        return done.returncode, done.stdout, done.stderr.decode(errors="backslashreplace")

    def readers(self):
        """What each program that reads says: its name, status, output and words."""
        for name, period in TABLES:
            yield ("table " + name,
                   *self.run("qd-reporter", "table", name, "--period", period, "--format", "csv"))
        yield ("status", *self.run("qd-aggregator", "status", "--json"))
        yield ("verify", *self.run("qd-aggregator", "verify"))

    def serve(self):
        """Whether it takes returns; its status and words."""
        command = [quarterday.BIN / "qd-aggregator", "serve", "--listen", self.listen, "--store",
                   self.store, "--key", self.region.key, "--allow", self.region.allow_file]
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            ready = process.stdout.readline()
            process.terminate()
            _, words = process.communicate(timeout=HANGS_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Damage("serve hangs") from None
        return bool(ready), process.returncode, words.decode(errors="backslashreplace")

    def flip(self, at, bit):
        """Looks at the store with one bit flipped: what is wrong with what is said, if anything."""
        with open(self.data, "r+b") as file:
            file.seek(at)
            file.write(bytes([self.whole[at] ^ 1 << bit]))
        (self.store / "lock.mdb").unlink(missing_ok=True)
        try:
            return self.judge()
        except Damage as damage:
            return [str(damage)]
        finally:
            self.data.write_bytes(self.whole)

    def judge(self):
        faults_found, sound = [], True
        for name, status, out, words in self.readers():
            if status == DONE and out != self.region.said[name]:
                faults_found.append("%s says something else with status 0" % name)
            elif status not in (DONE, ENVIRONMENT_AT_FAULT) or status and (out or not words):
                faults_found.append("%s ends with %s: %s" % (name, status, words))
            sound = sound and (name != "verify" or status == DONE)
        ready, status, words = self.serve()
        if ready != sound:
            faults_found.append("verify finds %s, and serve %s" % (
                "nothing" if sound else "damage", "is ready" if ready else "ends: " + words))
        if status != (DONE if ready else ENVIRONMENT_AT_FAULT) or not words:
            faults_found.append("serve ends with %s: %s" % (status, words))
        return faults_found


class Flips(faults.FaultTest):
    def make_store(self):
        """Four boroughs with three revisions of one period and one of another: entries in pages with
        others and in pages of their own."""
        region = self.region(store_size_mib=STORE_SIZE_MIB)
        for code in ("202", "203", "204", "205"):
            borough = region.borough(code)
            for revision in range(3):
                late = 35 + revision + int(code) % 7
                borough.submit(borough.write_return(
                    "2024", name="r%d" % revision, note="revision %d " % revision + "n" * 1400,
                    timeliness=timeliness_row(
                        plans_issued_within_20_weeks=95 - late, plans_issued_20_to_52_weeks=late,
                        plans_issued_within_20_weeks_ex=40, plans_issued_20_to_52_weeks_ex=30,
                        plans_issued_ex=72))).expect(DONE)
            places = [placement_row("special_independent", 1, primary_need=need, phase=phase)
                      for need in ("asd", "semh", "slcn", "mld", "sld")
                      for phase in ("primary", "secondary", "post_16")]
            borough.submit(borough.write_return(
                "2024-25 Q4", as_at_date="2025-01-16",
                placements=[placement_row("total", len(places)), *places])).expect(DONE)
        region.stop()
        return region

    def flips(self, whole):
        """(place, bit): over every page that is used, half of them in the first bytes of it."""
        pages = [number for number in range(len(whole) // PAGE_BYTES)
                 if whole[number * PAGE_BYTES:(number + 1) * PAGE_BYTES].strip(b"\0")]
        chance = random.Random(SEED)
        for number in range(FLIPS):
            page = pages[number % len(pages)]
            within = chance.randrange(HEAD_BYTES if chance.random() < 0.5 else PAGE_BYTES)
            yield page * PAGE_BYTES + within, chance.randrange(8)

    def test_promise_f_a_flipped_bit_is_never_a_figure(self):
        region = self.make_store()
        whole = (region.store / "data.mdb").read_bytes()
        workers = os.cpu_count() or 1
        images = [Image(region, self.directory / ("image-%d" % number), whole)
                  for number in range(workers)]
        region.said = {}
        for name, status, out, words in images[0].readers():
            self.assertEqual(DONE, status, words)
            region.said[name] = out
        self.assertEqual([], images[0].judge())

        def look(number):
            return [(place, image_says) for place in list(self.flips(whole))[number::workers]
                    for image_says in [images[number].flip(*place)] if image_says]

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            wrong = [each for found in pool.map(look, range(workers)) for each in found]
        self.assertEqual([], wrong[:20], "%d of %d flips" % (len(wrong), FLIPS))


if __name__ == "__main__":
    unittest.main()
