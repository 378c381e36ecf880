"""A collector that is started with closed standard descriptors, as job schedulers do, writes no word into its
outbox: data.mdb and lock.mdb would get the numbers that are free.
"""
import itertools
import subprocess
import unittest

import faults
import quarterday
from quarterday import DONE, ENVIRONMENT_AT_FAULT

CLOSED = ("<&-", ">&-", "2>&-")


class ClosedDescriptors(faults.FaultTest):
    def test_an_outbox_stays_whole_whatever_is_closed(self):
        region = self.region()
        borough = region.borough("202")
        borough.submit(borough.write_return("2024")).expect(DONE)
        held = borough.held_receipts()
        self.assertEqual(1, len(held))
        combinations = [closed for count in range(1, 4)
                        for closed in itertools.combinations(CLOSED, count)]
        for closed in combinations:
            for command in ("status", "receipts", "receipts --json", "submit"):
                with self.subTest(closed=closed, command=command):
                    words = [*command.split(), *(borough.connection() if command == "submit" else
                                                 ["--outbox", borough.outbox])]
                    done = subprocess.run(
                        ["sh", "-c", '"$0" "$@" ' + " ".join(closed),
                         quarterday.BIN / "qd-collector", *(str(word) for word in words)],
                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        check=False)
                    if command != "submit":
                        self.assertEqual(ENVIRONMENT_AT_FAULT if ">&-" in closed else DONE,
                                         done.returncode)
                    self.assertEqual(held, borough.held_receipts())


if __name__ == "__main__":
    unittest.main()
